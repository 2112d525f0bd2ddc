"""Rows that are added and never changed: models, and their querysets, that refuse all else."""

from __future__ import annotations

from typing import Any, Never, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnly(Exception):
    """Somebody tried to change or delete a row that is only ever added."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"A row of {model.__name__} is added, and never changed or deleted.")


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Refuses to change or delete its rows."""

    def update(self, **_: Any) -> Never:
        raise AppendOnly(self.model)

    def delete(self) -> Never:
        raise AppendOnly(self.model)


class AppendOnlyModel(models.Model):
    """A row that can be added, and goes only with what it belongs to (a cascade)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly(type(self))
