"""Updating rows from a source file, with a list of changes for the person who runs the load."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
Change = Literal["added", "changed", "removed"]


@dataclass(slots=True)
class LoadChanges:
    """The changes of a load, for the person who ran it."""

    lines: list[tuple[Change, str]] = field(default_factory=list)

    def note(self, change: Change, what: str) -> None:
        self.lines.append((change, what))

    def count(self, change: Change) -> int:
        return sum(1 for kind, _ in self.lines if kind == change)

    def put(self, model: type[M], key: dict[str, Any], values: dict[str, Any], name: str) -> M:
        """Creates or updates the row with this key, and records the change under `name`."""
        row = model._default_manager.filter(**key).first()
        if row is None:
            self.note("added", name)
            return model._default_manager.create(**key, **values)
        changed = _write(row, values)
        if changed:
            self.note(
                "changed", f"{name}: {', '.join(field.replace('_', ' ') for field in changed)}"
            )
        return row

    def put_list(self, rows: models.Manager[Any], wanted: list[dict[str, Any]], name: str) -> bool:
        """Replaces an ordered list of child rows. Returns whether anything changed."""
        columns = list(wanted[0]) if wanted else ["pk"]
        if list(rows.order_by("order").values(*columns)) == wanted:
            return False
        known = rows.exists()
        rows.all().delete()
        for order, values in enumerate(wanted, start=1):
            rows.create(order=order, **values)
        self.note("changed" if known else "added", name)
        return True

    def drop(self, rows: models.QuerySet[Any], name: str) -> None:
        """Deletes rows that are no longer in the source."""
        for row in rows:
            self.note("removed", f"{name} {row}")
            row.delete()


def _write(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Saves changed fields and returns their names."""
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for column in changed:
        setattr(row, column, values[column])
    if changed:
        row.save(update_fields=changed)
    return changed
