"""Which indicators and series are still measured on a day, for queryset methods."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Q, QuerySet, Subquery

from indicators.domain.enums import EndKind

Rows = TypeVar("Rows", bound=QuerySet[Any])


def still_measured(rows: Rows, day: date, **of: Any) -> Rows:
    """The rows that no event has ended by the day; `of` names the events of a row.

    Of the events whose day has come, the one that was recorded last counts.
    """
    events = apps.get_model("indicators", "EndEvent")._default_manager
    latest = events.filter(day__lte=day, **of).order_by("-pk").values("kind")[:1]
    known = rows.annotate(end_kind=Subquery(latest))
    return known.filter(Q(end_kind=None) | Q(end_kind=EndKind.RESUMED))
