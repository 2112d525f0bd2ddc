"""How series add up: the sums that anybody knows, and the page on which it is said."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from actions.models import Plan
from indicators import importing
from indicators.domain.enums import SpanKind, Unit, YearToDate
from indicators.domain.known_sums import CountVersion, SeriesLinks, known_sums, year_begins
from indicators.domain.series import count_cell
from indicators.domain.suppression import CountCell, HiddenReason
from indicators.domain.time_spans import Span
from indicators.models import Series
from tests.support import figures
from tests.support.cast import browser_of
from tests.support.paths import ROOT
from wsoa.audit.models import AuditEvent
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import SourceError, read_yaml

DAY = date(2019, 11, 15)
ALL, NORTH, SOUTH = 1, 2, 3


def version(
    key: int, series: int, span: str, count: int | None, kind: str = "month", on: date = DAY
) -> CountVersion:
    cell = None if count is None else CountCell(count)
    return CountVersion(key, (series, Span.of(kind, span)), on, cell)


def sums_in(links: list[SeriesLinks], *versions: CountVersion) -> list[tuple[int, tuple[int, ...]]]:
    return [(known.total, known.parts) for known in known_sums(links, versions).sums]


MONTHS = [
    SeriesLinks(ALL, SpanKind.MONTH),
    SeriesLinks(NORTH, SpanKind.MONTH, part_of=ALL),
    SeriesLinks(SOUTH, SpanKind.MONTH, part_of=ALL),
]


def test_parts_of_a_month_add_up_if_each_has_a_figure() -> None:
    versions = [version(10 + n, n, "2019-09", 5 * n) for n in (ALL, NORTH, SOUTH)]
    versions[0] = version(11, ALL, "2019-09", 25)
    assert sums_in(MONTHS, *versions) == [(11, (12, 13))]
    assert sums_in(MONTHS, *versions[:2]) == []
    assert sums_in(MONTHS, *versions[:2], version(13, SOUTH, "2019-09", None)) == []


def test_each_state_of_corrected_figures_that_adds_up_is_a_sum() -> None:
    later = date(2019, 12, 1)
    versions = [
        *(version(1, ALL, "2019-09", 30), version(2, NORTH, "2019-09", 10)),
        version(3, SOUTH, "2019-09", 20),
        version(4, SOUTH, "2019-09", 3, on=later),
        version(5, ALL, "2019-09", 13, on=later),
    ]
    assert sums_in(MONTHS, *versions) == [(1, (2, 3)), (5, (2, 4))]


def test_twelve_months_add_up_to_their_year_and_eleven_do_not() -> None:
    links = [SeriesLinks(ALL, SpanKind.YEAR), SeriesLinks(NORTH, SpanKind.MONTH, part_of=ALL)]
    months = [version(n, NORTH, f"2019-{n:02}", n) for n in range(1, 13)]
    year = version(20, ALL, "2019", 78, "year")
    assert sums_in(links, year, *months) == [(20, tuple(range(1, 13)))]
    assert sums_in(links, year, *months[1:]) == []


def test_a_year_to_date_tells_each_month_by_subtraction_within_its_year() -> None:
    links = [SeriesLinks(ALL, SpanKind.MONTH, year_to_date=YearToDate.SCHOOL)]
    versions = [
        *(version(1, ALL, "2019-07", 40), version(2, ALL, "2019-08", 42)),
        *(version(3, ALL, "2019-09", 7), version(4, ALL, "2019-10", 9)),
        version(5, ALL, "2019-11", 8),  # which was corrected downwards: no count
    ]
    known = known_sums(links, versions)
    assert [(one.total, one.parts[0], one.reason) for one in known.sums] == [
        (2, 1, HiddenReason.FROM_YEAR_TO_DATE),
        (4, 3, HiddenReason.FROM_YEAR_TO_DATE),
    ]
    derived = [known.cells[one.parts[1]] for one in known.sums]
    assert derived == [CountCell(2, derived=True)] * 2


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (YearToDate.CALENDAR, date(2019, 1, 1)),
        (YearToDate.FINANCIAL, date(2018, 4, 1)),
        (YearToDate.SCHOOL, date(2018, 9, 1)),
    ],
)
def test_a_year_begins_by_its_kind(year: YearToDate, first: date) -> None:
    assert year_begins(date(2019, 3, 31), year) == first


@pytest.mark.parametrize(
    ("unit", "value", "numerator", "denominator", "cell"),
    [
        ("count", 3, None, None, CountCell(3)),
        ("percent", 6, None, 50, CountCell(3, 47)),
        ("percent", 6, 3, 50, CountCell(3, 47)),
        ("percent", 6, None, None, None),
        ("rate", 6.1, 3, 5000, CountCell(3, 4997)),
        ("rate", 6.1, None, 5000, None),
        ("count", None, None, None, None),
    ],
)
def test_what_a_figure_counts(unit, value, numerator, denominator, cell) -> None:  # type: ignore[no-untyped-def]
    assert count_cell(Unit(unit), value, numerator, denominator) == cell


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture
def parts(sheffield: Plan) -> list[Series]:
    indicator = figures.indicator(sheffield, key="helped", unit="count", suppress_below=5)
    made = [figures.series(indicator, name=name) for name in ("All", "North", "South")]
    for series, value in zip(made, (11, 3, 8), strict=True):
        figures.measured(series, "2019-09", value)
    return made


def test_it_is_said_on_a_page_and_one_more_figure_is_hidden(parts, signed_in) -> None:  # type: ignore[no-untyped-def]
    total, north, south = parts
    path = "/plans/sheffield-2019/indicators/helped/"
    manager = signed_in("manager")
    assert manager.get(path).content.decode().count("Suppressed") == 0
    sent = {f"part_of_{north.pk}": total.pk, f"part_of_{south.pk}": total.pk}
    answer = manager.post(f"{path}sums/", sent, follow=True).content.decode()
    assert "How the series add up was saved." in answer
    assert "A small number could be worked out from the total" in answer
    assert manager.get(path).content.decode().count("Suppressed") == 1
    [event] = AuditEvent.objects.filter(verb="series-sums").select_related("content")
    assert event.detail == {"series": [[north.pk, total.pk, ""], [south.pk, total.pk, ""]]}
    manager.post(f"{path}sums/", sent)  # the same again changes nothing
    assert AuditEvent.objects.filter(verb="series-sums").count() == 1


def test_a_circle_is_refused_and_what_was_chosen_is_kept(parts, signed_in) -> None:  # type: ignore[no-untyped-def]
    total, north, _ = parts
    sent = {f"part_of_{north.pk}": total.pk, f"part_of_{total.pk}": north.pk}
    path = "/plans/sheffield-2019/indicators/helped/sums/"
    html = signed_in("manager").post(path, sent).content.decode()
    assert "“All” cannot be a part of" in html
    assert "There is a problem" in html
    assert f'<option value="{north.pk}" selected' in html
    assert not Series.objects.exclude(part_of=None).exists()


def test_readers_may_not_say_it(parts, people) -> None:  # type: ignore[no-untyped-def]
    path = "/plans/sheffield-2019/indicators/helped/sums/"
    assert browser_of(people["viewer"]).get(path).status_code == 403
    assert browser_of(people["stranger"]).get(path).status_code == 404


def test_the_files_of_a_plan_may_say_it_and_what_is_set_stays(
    sheffield: Plan, tmp_path: Path
) -> None:
    sources, aims = ROOT / "fixtures" / "sheffield_2019", tmp_path / "indicators.yaml"
    shutil.copy(sources / "indicators.yaml", aims)
    shutil.copytree(sources / "figures", tmp_path / "figures")
    text, year_to_date = aims.read_text(encoding="utf-8"), "              - name: Year to date\n"
    month = "              - name: Plans finalised in the month\n"
    assert text.count(year_to_date) == text.count(month) == 1
    more = "                part_of: Year to date\n", "                year_to_date: calendar\n"
    said = text.replace(month, month + more[0]).replace(year_to_date, year_to_date + more[1])
    for content in (said, said, text):
        aims.write_text(content, encoding="utf-8")
        importing.load(sheffield, read_yaml(tmp_path), LoadChanges())
        series = Series.objects.get(name="Plans finalised in the month")
        assert series.part_of is not None
        assert (series.part_of.name, series.part_of.year_to_date) == ("Year to date", "calendar")
    aims.write_text(said.replace("part_of: Year to date", "part_of: Nothing"), encoding="utf-8")
    with pytest.raises(SourceError, match="is a part of no other series of this indicator"):
        importing.load(sheffield, read_yaml(tmp_path), LoadChanges())
