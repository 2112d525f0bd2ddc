"""Changing a series, its breaks, and which series speak for their indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from actions.services.locking import lock_and_bump_figures
from indicators.domain.definition import NOTHING, FieldChange
from indicators.domain.enums import HeadlineRule, SeriesKind, SetupPart, SpanKind
from indicators.models import Indicator, Measurement, Series, SeriesBreak
from indicators.selectors.free_text import quote_fault
from indicators.services.indicator_setup import (
    SetupRefused,
    record_change,
    refuse_changed_since,
)
from wsoa.accounts.models import User
from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_BREAK = "Enter what changed"

_LABELS = {
    "name": "Name",
    "kind": "Where its figures come from",
    "span_kind": "Period of each figure",
    "source": "Source",
    "note": "Note",
}
_FEWEST = {HeadlineRule.WORST_OF: 2, HeadlineRule.ALL_OF: 2, HeadlineRule.GAP_BETWEEN: 2}


@transaction.atomic
def change_series(
    *,
    by: User,
    series: Series,
    name: str,
    kind: SeriesKind,
    span_kind: SpanKind,
    source: str,
    note: str,
    based_on: int | None = None,
) -> bool:
    """Changes a series; False if nothing was different.

    Raises SetupRefused if the name is taken, or for another kind of period once it has figures.
    """
    indicator = series.indicator
    lock_and_bump_figures(indicator.plan_id)
    refuse_changed_since(indicator, based_on, by)
    name = " ".join(name.split())
    wanted = {"name": name, "kind": kind, "span_kind": span_kind, "source": source, "note": note}
    changed = [field for field, value in wanted.items() if getattr(series, field) != value]
    if not changed:
        return False
    _refuse_series(series, name, changed)
    for field in {"source", "note"} & set(changed):
        if fault := quote_fault([indicator], wanted[field], field):
            raise SetupRefused(fault, field)
    before, details = series.name, [_field_change(series, field, wanted) for field in changed]
    Series.objects.filter(pk=series.pk).update(**{field: wanted[field] for field in changed})
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.SERIES,
        summary=f"Changed the series “{before}”",
        details=details,
    )
    return True


def _field_change(series: Series, field: str, wanted: Mapping[str, str]) -> FieldChange:
    before, after = getattr(series, field), wanted[field]
    return FieldChange(_LABELS[field], _printed(field, before), _printed(field, after))


def _refuse_series(series: Series, name: str, changed: Sequence[str]) -> None:
    others = series.indicator.series.exclude(pk=series.pk)
    if any(other.name.casefold() == name.casefold() for other in others):
        raise SetupRefused(
            f"There is already a series called “{name}”. Enter a different name", "name"
        )
    if "kind" in changed and SeriesKind.OFFICIAL in (series.kind,):
        raise SetupRefused("An official statistic stays one. Add another series instead", "kind")
    if "span_kind" in changed and Measurement.objects.of_series([series.pk]).exists():
        raise SetupRefused(
            "It has figures already, and each covers a period of the kind before. Add another "
            "series for the new kind of period",
            "span_kind",
        )


def _printed(field: str, value: str) -> str:
    if field == "kind":
        return str(SeriesKind(value).label)
    if field == "span_kind":
        return str(SpanKind(value).label)
    return value or NOTHING


@transaction.atomic
def add_break(*, by: User, series: Series, first_day: date, reason: str) -> SeriesBreak:
    """Records that figures from a day on are of another definition. No line, verdict or baseline
    goes across it.

    Raises SetupRefused if it is not said what changed, or for a second break on the same day.
    """
    if fault := fault_in_reason(reason, NO_REASON_FOR_BREAK):
        raise SetupRefused(fault, "reason")
    indicator = series.indicator
    lock_and_bump_figures(indicator.plan_id)
    if series.breaks.filter(first_day=first_day).exists():
        raise SetupRefused("There is already a break on this day. Enter another day", "first_day")
    reason = " ".join(reason.split()).rstrip(".")
    if fault := quote_fault([indicator], reason, "reason"):
        raise SetupRefused(fault, "reason")
    made = SeriesBreak.objects.create(series=series, first_day=first_day, reason=reason)
    day = _day(first_day)
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.SERIES,
        summary=f"Added a break on {day} to the series “{series.name}”",
        details=[FieldChange("Break", NOTHING, f"{day}: {made.reason}")],
    )
    return made


@transaction.atomic
def remove_break(*, by: User, series: Series, pk: int) -> bool:
    """Removes a break that was entered by mistake; False if it is gone. Its history says so."""
    indicator = series.indicator
    lock_and_bump_figures(indicator.plan_id)
    row = series.breaks.filter(pk=pk).first()
    if row is None:
        return False
    day = _day(row.first_day)
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.SERIES,
        summary=f"Removed the break on {day} from the series “{series.name}”",
        details=[FieldChange("Break", f"{day}: {row.reason}", NOTHING)],
    )
    row.delete()
    return True


@transaction.atomic
def choose_headline(
    *,
    by: User,
    indicator: Indicator,
    rule: HeadlineRule,
    series: Sequence[Series],
    based_on: int | None = None,
) -> bool:
    """Sets which series speak for an indicator, in their order, and how; False if it is as it was.

    Raises SetupRefused if the rule takes another number of series.
    """
    lock_and_bump_figures(indicator.plan_id)
    indicator = Indicator.objects.select_related("plan").get(pk=indicator.pk)
    refuse_changed_since(indicator, based_on, by)
    _refuse_count(rule, len(series))
    every = list(indicator.series.order_by("headline_place", "order"))
    before = [one for one in every if one.headline_place]
    named = [one.pk for one in series]
    if [one.pk for one in before] == named and indicator.headline_rule == rule:
        return False
    Series.objects.filter(indicator=indicator).update(headline_place=None)
    for place, pk in enumerate(named, start=1):
        Series.objects.filter(pk=pk, indicator=indicator).update(headline_place=place)
    Indicator.objects.filter(pk=indicator.pk).update(headline_rule=rule)
    was = _headline_words(HeadlineRule(indicator.headline_rule), before)
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.HEADLINE,
        summary="Changed which series speak for it",
        details=[FieldChange("What speaks", was, _headline_words(rule, series))],
    )
    return True


def _refuse_count(rule: HeadlineRule, count: int) -> None:
    if rule is HeadlineRule.MAIN and count != 1:
        raise SetupRefused("Select one series, the main one", "rule")
    if count < _FEWEST.get(rule, 1):
        raise SetupRefused("Select at least two series for this", "rule")
    if rule is HeadlineRule.GAP_BETWEEN and count % 2:
        raise SetupRefused("A gap is between two series. Select them in pairs", "rule")


def _headline_words(rule: HeadlineRule, series: Sequence[Series]) -> str:
    if not series:
        return NOTHING
    return f"{rule.label}: {', '.join(one.name for one in series)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
