"""Append-only models and querysets: rows can be added, not changed or deleted."""

from __future__ import annotations

from typing import Any, Never, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnly(Exception):
    """An attempt to change or delete an append-only row."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"A row of {model.__name__} is added, and never changed or deleted.")


class AppendOnlyQuerySet(models.QuerySet[M]):
    """A queryset that refuses update() and delete()."""

    def update(self, **_: Any) -> Never:
        raise AppendOnly(self.model)

    def delete(self) -> Never:
        raise AppendOnly(self.model)


class AppendOnlyModel(models.Model):
    """An append-only model. Rows are deleted by cascade only."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly(type(self))
