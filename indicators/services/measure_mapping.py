"""Mapping an indicator to a published measure, so that each release updates its figures."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from actions.models import Plan
from actions.services.locking import lock_and_bump_figures
from indicators.domain.enums import PlaceKind, SeriesKind
from indicators.models import (
    Indicator,
    Locality,
    Measurement,
    Place,
    PublishedMeasure,
    PublishedValue,
    Series,
)
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit

LONGEST_NAME = 120


class MappingRefused(Exception):
    """The mapping was not added or not removed. The message is for the person."""


@transaction.atomic
def map_measure(
    *,
    by: User | None,
    indicator: Indicator,
    measure: PublishedMeasure,
    place: Place | None = None,
    name: str = "",
) -> Series:
    """Gives an indicator the figures of a published measure, as an official series.

    `place` defaults to the plan's own place; if the plan has none yet, an authority given here
    becomes it. If the indicator does not state which direction is better, it takes the measure's;
    if it has no figures, it takes the measure's unit too.

    Raises MappingRefused if the indicator has this mapping already, a series has this name, or
    there is no place for the figures.
    """
    lock_and_bump_figures(indicator.plan_id)
    home = _home(indicator.plan, place)
    if home is not None and place == home.place:
        place = None
    name = (name.strip() or measure.title)[:LONGEST_NAME]
    _refuse(indicator, measure, place, name)
    last = Series.objects.of_indicators([indicator.pk]).aggregate(last=Max("order"))["last"]
    series = Series.objects.create(
        indicator=indicator,
        order=(last or 0) + 1,
        name=name,
        kind=SeriesKind.OFFICIAL,
        span_kind=_span_kind(measure),
        source=measure.source,
        measure=measure,
        place=place,
        headline_place=None if last else 1,
    )
    _take_over(indicator, measure)
    where = place.name if place else home.place.name if home else ""
    _record(by, indicator, "map", f"Mapped “{indicator}” to “{measure}”, {where}", series)
    return series


def _home(plan: Plan, place: Place | None) -> Locality | None:
    """The plan's own place; where it has none yet, a given authority becomes it."""
    home = Locality.objects.filter(plan=plan).select_related("place").first()
    if home is None and place is None:
        raise MappingRefused("Select the area, because the plan’s own area is not set")
    if home is None and place is not None and place.kind == PlaceKind.AUTHORITY:
        return Locality.objects.create(plan=plan, place=place)
    return home


def _refuse(
    indicator: Indicator, measure: PublishedMeasure, place: Place | None, name: str
) -> None:
    there = list(Series.objects.of_indicators([indicator.pk]))
    if any((series.measure_id, series.place) == (measure.pk, place) for series in there):
        raise MappingRefused("This indicator already has the figures of this measure and area")
    if any(series.name.casefold() == name.casefold() for series in there):
        raise MappingRefused(f"Another series is called “{name}”. Enter a different name")


def _span_kind(measure: PublishedMeasure) -> str:
    kinds = PublishedValue.objects.of_measure(measure).values_list("span_kind", flat=True)
    kind = kinds.first()
    if kind is None:
        raise MappingRefused("There are no figures for this measure yet")
    return kind


def _take_over(indicator: Indicator, measure: PublishedMeasure) -> None:
    fields = []
    if not indicator.better and measure.better:
        indicator.better = measure.better
        fields.append("better")
    entered = Measurement.objects.of_indicators([indicator.pk]).exists()
    others = Series.objects.of_indicators([indicator.pk]).exclude(measure=measure).exists()
    if not entered and not others:
        indicator.unit, indicator.decimals = measure.unit, measure.decimals
        fields += ["unit", "decimals"]
    if fields:
        indicator.save(update_fields=fields)


@transaction.atomic
def unmap_measure(*, by: User | None, series: Series) -> None:
    """Removes an official series from an indicator. Published values stay.

    Raises MappingRefused for any other kind of series, because its figures were entered here.
    """
    if series.kind != SeriesKind.OFFICIAL:
        raise MappingRefused("Only official statistics can be removed from an indicator")
    indicator = series.indicator
    lock_and_bump_figures(indicator.plan_id)
    _record(by, indicator, "unmap", f"“{indicator}” no longer shows “{series.measure}”", series)
    Series.objects.filter(pk=series.pk).delete()


def _record(by: User | None, indicator: Indicator, verb: str, words: str, series: Series) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=words,
        detail={
            "series": series.pk,
            "measure": series.measure.code if series.measure else "",
            "place": series.place.code if series.place else "",
        },
    )
