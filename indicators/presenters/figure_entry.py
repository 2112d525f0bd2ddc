"""The pages for entering figures: one series with its history, and bulk entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.forms import BaseForm
from django.urls import reverse

from actions.models import Plan
from indicators.domain.due_dates import next_to_enter
from indicators.domain.enums import SeriesKind, SpanKind
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span
from indicators.models import Measurement, Series
from indicators.selectors.ends import ends_by
from indicators.selectors.entered_figures import CurrentFigure, EnteredFigures, entered_figures
from indicators.selectors.entry_preview import BulkEntrySeries
from indicators.selectors.hidden_figures import HiddenFigures, hidden_figures, series_of
from indicators.services.figure_entry import EntryCounts
from wsoa.accounts.models import User

LAST = 5


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """One version of a figure: its value, author and time."""

    printed: str
    out_of: str
    provisional: bool
    source: str
    note: str
    entered_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SpanHistory:
    """A span: its current figure, and the superseded ones, latest first."""

    span: str
    current: EnteredFigure
    before: tuple[EnteredFigure, ...]
    correct: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class SeriesTab:
    """A series in the menu of an indicator's figures."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class FigureEntryPage:
    """The page of one series beside its form."""

    tabs: tuple[SeriesTab, ...]
    rows: tuple[SpanHistory, ...]  # the latest span first
    numbers: tuple[tuple[date, float], ...]
    next_span: Span | None
    unit_words: str

    @property
    def last(self) -> tuple[SpanHistory, ...]:
        return self.rows[:LAST]


def figure_entry_page(series: Series, day: date) -> FigureEntryPage:
    """The page of one series. Two queries: its indicator's series, and its own figures."""
    indicator = series.indicator
    measurements = Measurement.objects.of_series([series.pk]).known_by(day).with_people()
    every = sorted(measurements, key=lambda row: row.pk)
    chains = _chains(every)
    spans = sorted(chains.values(), key=lambda chain: chain[0].last_day, reverse=True)
    every_series = series_of(indicator)
    hidden = hidden_figures(every_series)
    figures = [hidden.figure(chain[0], series) for chain in spans]
    return FigureEntryPage(
        _tabs(every_series, series),
        tuple(_row(series, chain, hidden) for chain in spans),
        numbers_in(figures),
        next_span_of(series, figures, day),
        indicator.unit_words or indicator.get_unit_display().lower(),
    )


def numbers_in(figures: Iterable[Figure]) -> tuple[tuple[date, float], ...]:
    """The figures that may be shown, in chronological order."""
    return tuple(
        sorted(
            (figure.span.last_day, figure.value) for figure in figures if figure.value is not None
        )
    )


def next_span_of(series: Series, figures: Iterable[Figure], day: date) -> Span | None:
    latest = max((figure.span for figure in figures), key=lambda span: span.last_day, default=None)
    return next_to_enter(SpanKind(series.span_kind), latest, day)


def _chains(every: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    """The versions of the figure of each span, latest first."""
    chains: dict[str, list[Measurement]] = {}
    for row in every:
        chains.setdefault(row.span_key, []).insert(0, row)
    return chains


def _row(series: Series, chain: list[Measurement], hidden: HiddenFigures) -> SpanHistory:
    indicator = series.indicator
    where = [indicator.plan.slug, indicator.key, chain[0].pk]
    return SpanHistory(
        Span.of(series.span_kind, chain[0].span_key).printed,
        _entered(series, chain[0], hidden),
        tuple(_entered(series, row, hidden) for row in chain[1:]),
        reverse("figure-correct", args=where),
        reverse("figure-withdraw", args=where),
    )


def _entered(series: Series, measurement: Measurement, hidden: HiddenFigures) -> EnteredFigure:
    figure = hidden.figure(measurement, series)
    return EnteredFigure(
        figure.printed,
        figure.out_of,
        figure.provisional,
        measurement.source,
        figure.note,
        measurement.entered_by,
        measurement.at,
    )


def _tabs(every_series: Iterable[Series], chosen: Series) -> tuple[SeriesTab, ...]:
    """The indicator's own series; empty if there is only one."""
    indicator = chosen.indicator
    address = reverse("figure-enter", args=[indicator.plan.slug, indicator.key])
    own = [series for series in every_series if series.kind != SeriesKind.OFFICIAL]
    if len(own) < 2:
        return ()
    return tuple(
        SeriesTab(series.name, f"{address}?series={series.pk}", series.pk == chosen.pk)
        for series in own
    )


# --- many at once ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BulkEntryRow:
    """A series in bulk entry: its last figure, and the two fields."""

    label: str
    series: str
    href: str
    latest: str
    latest_span: str
    due: str
    is_late: bool
    series_pk: int
    unit: str
    is_survey: bool
    replaces: str  # the figure of a span that is not over yet, such as a year to date


@dataclass(frozen=True, slots=True)
class BulkEntryPage:
    """The rows of bulk entry, and the indicators without a series."""

    rows: tuple[BulkEntryRow, ...]  # surveys last: nobody knows which comes next
    series: tuple[BulkEntrySeries, ...]
    without: tuple[tuple[str, str], ...]  # title and address


def bulk_entry_page(plan: Plan, user: User, day: date) -> BulkEntryPage:
    """All series of the plan in which this person may enter figures, without those that have
    ended. Six queries.
    """
    ground = entered_figures(plan, day)
    ends = ends_by((indicator.pk for indicator in ground.indicators.values()), day)
    mine = [
        indicator
        for indicator in ground.indicators.values()
        if user.has_perm("indicators.enter_figures", indicator)
        and indicator.pk not in ends.of_indicators
    ]
    rows: list[BulkEntryRow] = []
    series: list[BulkEntrySeries] = []
    without: list[tuple[str, str]] = []
    for indicator in mine:
        own = [
            series for series in ground.series[indicator.pk] if series.kind != SeriesKind.OFFICIAL
        ]
        for own_series in (series for series in own if series.pk not in ends.of_series):
            grid_series, row = _grid_row(own_series, ground, day, many=len(own) > 1)
            series.append(grid_series)
            rows.append(row)
        if not own:
            start = reverse("series-start", args=[plan.slug, indicator.key])
            without.append((indicator.short_title, start))
    in_order = sorted(zip(rows, series, strict=True), key=lambda pair: pair[0].is_survey)
    return BulkEntryPage(
        tuple(row for row, _ in in_order),
        tuple(grid_series for _, grid_series in in_order),
        tuple(without),
    )


def _grid_row(
    series: Series, ground: EnteredFigures, day: date, *, many: bool
) -> tuple[BulkEntrySeries, BulkEntryRow]:
    indicator = series.indicator
    figures = ground.figures_of(series)
    latest = figures[-1] if figures else None
    due = indicator.next_due
    label = f"{indicator.short_title}, {series.name}" if many else indicator.short_title
    address = reverse("figure-enter", args=[indicator.plan.slug, indicator.key])
    running = _running(series, ground, latest, day)
    known = BulkEntrySeries(
        series,
        label,
        latest.span if running and latest else next_span_of(series, figures, day),
        numbers_in(figures),
        running.measurement if running else None,
    )
    return known, BulkEntryRow(
        indicator.short_title,
        series.name if many else "",
        f"{address}?series={series.pk}",
        latest.printed if latest else "No figure yet",
        latest.span.printed if latest else "",
        f"{due.day} {due:%B %Y}" if due else "",
        due is not None and due < day,
        series.pk,
        indicator.unit_words or indicator.get_unit_display().lower(),
        series.span_kind == SpanKind.WAVE,
        running.figure.printed if running else "",
    )


def _running(
    series: Series, ground: EnteredFigures, latest: Figure | None, day: date
) -> CurrentFigure | None:
    """The figure of a span that has not ended, such as a year to date: it is due next."""
    if latest is None or latest.span.last_day < day or series.span_kind == SpanKind.WAVE:
        return None
    return ground.current[series.pk, latest.span.key]


def grouped_boxes(page: BulkEntryPage, form: BaseForm) -> dict[str, list[dict[str, object]]]:
    """Each row with its fields: series with a regular interval first, then surveys."""
    groups: dict[str, list[dict[str, object]]] = {}
    for row in page.rows:
        group = groups.setdefault("Surveys" if row.is_survey else "Measured regularly", [])
        boxes = {name: form[f"{name}-{row.series_pk}"] for name in ("span", "value", "based_on")}
        group.append({"row": row, **boxes})
    return groups


def entry_summary(entered: EntryCounts) -> str:
    """ "3 figures were saved, 1 of them to correct another." """
    count = entered.new + entered.corrected
    if not count:
        return "Nothing was saved, because all these figures are already there."
    words = "1 figure was saved" if count == 1 else f"{count} figures were saved"
    if not entered.corrected:
        return f"{words}."
    return f"{words}, {entered.corrected} of them to correct another."
