"""Published measures: their latest spans, the last imported release, and a plan's own place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, QuerySet

from actions.models import Plan
from indicators.domain.time_spans import Span
from indicators.models import Locality, Neighbour, Place, PublishedValue, Release
from wsoa.core.compiled_queries import compiled_once


def latest_spans(measures: Iterable[int], day: date) -> dict[int, Span]:
    """The latest span of each measure that has a number by that day. Two queries.

    England's figures answer this for nearly every measure, and are one row in 150.
    """
    pks = set(measures)
    values = PublishedValue.objects.of_measures(pks)
    latest = {pk: (kind, key) for pk, kind, key, _ in values.of_country().latest_spans(day)}
    left = PublishedValue.objects.of_measures(pks - latest.keys())
    latest |= {pk: (kind, key) for pk, kind, key, _ in left.latest_spans(day)}
    return {pk: Span.of(kind, key) for pk, (kind, key) in latest.items()}


def count_areas(kinds: Iterable[str]) -> int:
    """How many places of these kinds are known here. One query, or none without a kind."""
    return Place.objects.filter(kind__in=set(kinds)).count()


def home_place(plan: Plan) -> Place | None:
    """The place that a plan is about; None if it is not known yet."""
    home = next(iter(_localities(plan.pk)), None)
    return home.place if home else None


@compiled_once
def _localities(plan: int) -> QuerySet[Locality]:
    return Locality.objects.filter(plan=plan).select_related("place").order_by("pk")[:1]


def last_release() -> int | None:
    """The key of the release imported last. Part of the cache key for published figures."""
    last: int | None = Release.objects.aggregate(last=Max("pk"))["last"]
    return last


def neighbours_of(place: Place) -> list[tuple[int, int, str]]:
    """The statistical neighbours of a place, the closest first: place, rank, closeness."""
    neighbours = Neighbour.objects.filter(place=place).order_by("rank")
    return list(neighbours.values_list("neighbour_id", "rank", "closeness"))
