"""Saying how the series of an indicator add up, so that no small number can be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from actions.services.locking import lock_and_bump_figures
from indicators.domain.enums import SeriesKind, YearToDate
from indicators.models import Indicator
from indicators.services.figure_entry import EntryRefused
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit


class SumsRefused(EntryRefused):
    """Nothing was saved. The message says why; `series` is the one that it is about."""

    def __init__(self, series: int, words: str) -> None:
        self.series = series
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class SeriesSums:
    """What one series is a part of, and whether its figures are of the year so far."""

    part_of: int | None
    year_to_date: YearToDate


@transaction.atomic
def set_series_sums(*, by: User, indicator: Indicator, sums: Mapping[int, SeriesSums]) -> int:
    """Sets how series add up, by their ids; returns how many changed. Audited, idempotent.

    Raises SumsRefused if a series would be a part of itself, also by way of others, of an official
    series or of another indicator's.
    """
    lock_and_bump_figures(indicator.plan_id)
    own = {s.pk: s for s in indicator.series.all() if s.kind != SeriesKind.OFFICIAL}
    wanted = {pk: one for pk, one in sums.items() if pk in own}
    totals = {pk: series.part_of_id for pk, series in own.items()}
    totals |= {pk: one.part_of for pk, one in wanted.items()}
    for pk in wanted:
        _refuse_wrong(pk, totals, {one.pk: one.name for one in own.values()})
    changed = []
    for pk, one in wanted.items():
        series = own[pk]
        if (series.part_of_id, series.year_to_date) != (one.part_of, one.year_to_date):
            series.part_of_id, series.year_to_date = one.part_of, one.year_to_date
            series.save(update_fields=["part_of", "year_to_date"])
            changed.append(series)
    if changed:
        record_audit(
            by=by,
            verb="series-sums",
            plan=indicator.plan,
            subject=f"indicator {indicator.key}",
            summary=f"Said how the series of {indicator.short_title} add up",
            detail={
                "series": [[one.pk, one.part_of_id, one.year_to_date] for one in changed],
            },
        )
    return len(changed)


def _refuse_wrong(pk: int, totals: Mapping[int, int | None], names: Mapping[int, str]) -> None:
    seen = {pk}
    total = totals[pk]
    while total is not None:
        if total not in totals:
            raise SumsRefused(pk, "Choose a series of this indicator that figures are entered in")
        if total in seen:
            raise SumsRefused(
                pk,
                f"“{names[pk]}” cannot be a part of “{names[total]}”, which is a part of it. "
                "Choose another total",
            )
        seen.add(total)
        total = totals[total]
