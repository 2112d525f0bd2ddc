"""Queryset methods for imports of plans, what was recognised in them, and their guesses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from actions.domain.plan_import.states import ON_THE_WAY, EntryKind, ImportState
from wsoa.accounts.models import LocalArea
from wsoa.core.leases import LeasedQuerySet


class PlanImportQuerySet(LeasedQuerySet[Any]):
    def of(self, local_area: LocalArea) -> Self:
        return self.filter(local_area=local_area)

    def unfinished(self) -> Self:
        """Those that a worker has still to read."""
        return self.filter(state__in=ON_THE_WAY)

    def confirming(self) -> Self:
        """Those of which a worker has still to make the plan."""
        return self.filter(state=ImportState.CONFIRMING)

    def unsent_since(self, moment: datetime) -> Self:
        """Those of which no message was sent to the workers since that time."""
        return self.filter(Q(sent_at=None) | Q(sent_at__lt=moment))

    def open(self) -> Self:
        """Those that are not in a plan yet."""
        return self.exclude(state=ImportState.LOADED)

    def for_list(self) -> Self:
        """Those of an area as its page lists them, newest first."""
        return self.select_related("plan", "by").order_by("-at", "-pk")

    def loaded(self) -> Self:
        return self.filter(state=ImportState.LOADED)


class ImportTableQuerySet(models.QuerySet[Any]):
    def chosen(self) -> Self:
        """Those of which a person left something out, or chose what a column is taken for."""
        return self.filter(Q(left_out=True) | Q(columns__chosen__gt=""))


class ImportEntryQuerySet(models.QuerySet[Any]):
    def areas(self) -> Self:
        return self.filter(kind=EntryKind.AREA)

    def outcomes(self) -> Self:
        return self.filter(kind=EntryKind.OUTCOME)

    def actions(self) -> Self:
        return self.filter(kind=EntryKind.ACTION)


class ImportGuessQuerySet(models.QuerySet[Any]):
    def unanswered(self) -> Self:
        return self.filter(answer="")

    def answered(self) -> Self:
        return self.exclude(answer="")

    def filter_keys(self, keys: Iterable[int]) -> Self:
        """Those of these keys."""
        return self.filter(pk__in=list(keys))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)
