"""Loading series and their measurements from a plan's files.

A figure that differs in the file supersedes the one loaded before; one that is no longer in the
file is withdrawn. Both stay readable. Figures that people entered or corrected are left as they
are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.models import Plan
from indicators.domain.entry_validation import FigureRefused, read_value
from indicators.domain.enums import Gap, SeriesKind, Unit
from indicators.domain.time_spans import Span
from indicators.importing.official_statistics import OfficialStatistics
from indicators.importing.schema import FigureIn, HeadlineIn, SeriesIn
from indicators.models import Indicator, Measurement, Place, PublishedMeasure, Series, SeriesBreak
from wsoa.core.clock import now
from wsoa.core.load_changes import Change, LoadChanges
from wsoa.core.yaml_source import YamlNode

WITHDRAWN = "No longer in the plan’s files."
_COMPARED = ("value", "gap", "numerator", "denominator")
_COPIED = ("provisional", "source", "note", "known_on")


@dataclass(frozen=True, slots=True)
class MeasurementLoader:
    """Loads the figures of a plan, given the current measurement of every series and span."""

    official: OfficialStatistics
    changes: LoadChanges
    heads: dict[tuple[int, str], Measurement] = field(default_factory=dict)

    @classmethod
    def of(
        cls, plan: Plan, official: OfficialStatistics, changes: LoadChanges
    ) -> MeasurementLoader:
        rows = Measurement.objects.current().filter(series__indicator__plan=plan)
        return cls(official, changes, {(row.series_id, row.span_key): row for row in rows})

    def load(
        self,
        indicator: Indicator,
        files: list[SeriesIn],
        part: YamlNode,
        *,
        keep_series: bool = False,
    ) -> None:
        """Loads the series of an indicator and their figures.

        `keep_series` leaves the definition of series and breaks as it was set up in the browser.
        """
        names: set[str] = set()
        for index, file in enumerate(files):
            piece = part.piece("series", index)
            if file.name in names:
                raise piece.fault(("name",), f"“{file.name}” is there twice")
            names.add(file.name)
            known = indicator.series.filter(name=file.name).first() if keep_series else None
            if keep_series and known is None and indicator.series.exists():
                continue  # it was renamed in the browser
            series = known or self.changes.put(
                Series,
                {"indicator": indicator, "name": file.name},
                self._series(index, file, piece),
                f"Series of {indicator.key}: {file.name}",
            )
            if not keep_series:
                self._load_breaks(indicator, series, file)
            if file.kind is not SeriesKind.OFFICIAL:
                self._load_figures(indicator, series, file, piece)
        if any(file.part_of or file.year_to_date for file in files):
            self._load_sums(indicator, files)

    def load_headline(self, indicator: Indicator, file: HeadlineIn | None) -> None:
        """The places of series in the headline; those that are set stay if the file names none."""
        if file is None:
            return
        for series in indicator.series.all():
            place = file.series.index(series.name) + 1 if series.name in file.series else None
            if series.headline_place != place:
                change: Change = "added" if series.headline_place is None else "changed"
                series.headline_place = place
                series.save(update_fields=["headline_place"])
                self.changes.note(change, f"Headline of {indicator.key}: {series.name}")

    def _load_breaks(self, indicator: Indicator, series: Series, file: SeriesIn) -> None:
        for row in file.breaks:
            name = f"Break of {indicator.key}, {series.name}, {row.first_day}"
            key = {"series": series, "first_day": row.first_day}
            self.changes.put(SeriesBreak, key, {"reason": row.reason}, name)
        days = [row.first_day for row in file.breaks]
        self.changes.drop(series.breaks.exclude(first_day__in=days), "Break")

    def _load_sums(self, indicator: Indicator, files: list[SeriesIn]) -> None:
        """How series add up; what is set stays if the file names nothing."""
        by_name = {series.name: series for series in indicator.series.all()}
        for file in files:
            series, total = by_name[file.name], by_name.get(file.part_of)
            part_of = series.part_of_id if total is None else total.pk
            year = file.year_to_date or series.year_to_date
            if (series.part_of_id, series.year_to_date) != (part_of, year):
                series.part_of_id, series.year_to_date = part_of, year
                series.save(update_fields=["part_of", "year_to_date"])
                self.changes.note("changed", f"How {indicator.key} adds up: {series.name}")

    def _series(self, index: int, file: SeriesIn, part: YamlNode) -> dict[str, Any]:
        measure, place = None, None
        if file.measure:
            measure = (
                self.official.measures.get(file.measure)
                or PublishedMeasure.objects.filter(code=file.measure).first()
            )
            if measure is None:
                raise part.fault(("measure",), f"no published measure {file.measure!r}")
        if file.place:
            place = (
                self.official.places.get(file.place)
                or Place.objects.filter(code=file.place).first()
            )
            if place is None:
                raise part.fault(("place",), f"no place {file.place!r}")
        return {
            "order": index + 1,
            "kind": file.kind,
            "span_kind": file.span,
            "source": file.source,
            "note": file.note,
            "measure": measure,
            "place": place,
        }

    def _load_figures(
        self, indicator: Indicator, series: Series, file: SeriesIn, part: YamlNode
    ) -> None:
        named: set[str] = set()
        for index, figure in enumerate(file.figures):
            piece = part.piece("figures", index)
            span, values = _figure(figure, file, Unit(indicator.unit), piece)
            if span.key in named:
                raise piece.fault(("span",), f"{span.key} is there twice")
            named.add(span.key)
            self._put(series, span.key, values | {"last_day": span.last_day}, indicator)
        for (pk, key), head in list(self.heads.items()):
            if pk == series.pk and key not in named and _is_ours(head) and head.note != WITHDRAWN:
                gone = {"gap": Gap.NOT_AVAILABLE, "note": WITHDRAWN, "known_on": now().date()}
                self._put(series, key, gone | {"last_day": head.last_day}, indicator)

    def _put(self, series: Series, key: str, values: dict[str, Any], indicator: Indicator) -> None:
        head = self.heads.get((series.pk, key))
        if head is not None:
            same = all(getattr(head, name) == value for name, value in values.items())
            if same or not _is_ours(head):
                return
        self.heads[series.pk, key] = Measurement.objects.create(
            series=series, span_key=key, supersedes=head, at=now(), **values
        )
        name = f"Figure of {indicator.key}, {series.name}, {key}"
        self.changes.note("changed" if head else "added", name)


def _is_ours(head: Measurement) -> bool:
    """Whether this measurement was loaded from a file, not entered by a person."""
    return head.by_id is None


def _figure(
    file: FigureIn, series: SeriesIn, unit: Unit, part: YamlNode
) -> tuple[Span, dict[str, Any]]:
    try:
        span = Span.of(series.span, file.span)
    except ValueError as error:
        raise part.fault(("span",), str(error)) from None
    try:
        read = read_value(file.value, unit, file.numerator, file.denominator)
    except FigureRefused as refused:
        raise part.fault((refused.field,), str(refused)) from None
    values = {name: getattr(read, name) for name in _COMPARED}
    return span, values | {name: getattr(file, name) for name in _COPIED}
