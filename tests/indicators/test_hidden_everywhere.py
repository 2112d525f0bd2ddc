"""A hidden number is at no door: pages, files, feed, publications, charts, emails, logs."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from actions.domain.enums import Role
from actions.models import Membership, Plan
from actions.services.digest_sources import digest_additions
from governance.models import Body, Meeting
from governance.papers.document.frozen import freeze
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly.build_publication import build_publication
from governance.selectors.plan_export import export_plan
from indicators.domain.entry_validation import Entry, FigureValue
from indicators.domain.enums import HeadlineRule, Unit
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Measurement, Series
from indicators.presenters.indicator_page import indicator_page
from indicators.selectors.challenges import find_challenges
from indicators.selectors.figures_as_at import readings
from indicators.services.figure_entry import (
    FigureConflict,
    correct_figure,
    enter_figure,
    withdraw_figure,
)
from tests.support import figures
from tests.support.cast import browser_of
from tests.support.factories import PlanFactory, UserFactory
from tests.support.feed import FeedReader
from tests.support.rendered import render
from tests.support.small_plans import quarters, small_plan
from wsoa.accounts.models import AreaRole, User
from wsoa.audit.models import AuditEvent
from wsoa.mail.models import OutgoingEmail

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)
KEY = "children-helped"
# Three of 4,177 in the north; the south with all of them would tell it.
SECRETS = re.compile(r"4,?177\b|\b0\.07(?:18\d*)?%?(?!\d)|Only three|\b5,?417\b.*\b5,?420\b", re.S)
BOTH = (re.compile(r"\b6,?203\b"), re.compile(r"\b10,?380\b"))
READERS = (Role.VIEWER, Role.BOARD, Role.ACCOUNTABLE, Role.PUBLISHER, Role.SIGNS_COUNCIL)


@pytest.fixture
def plan() -> Plan:
    """A plan whose board member reads figures that its manager enters."""
    made, _ = small_plan(1)
    quarters_made = quarters(Plan.objects.get(pk=made.pk)) if not made.periods.exists() else made
    return Plan.objects.with_area().get(pk=quarters_made.pk)


@pytest.fixture
def manager(plan: Plan) -> User:
    user = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    AreaRole.objects.create(local_area=plan.local_area, user=user, role="administrator")
    return user


def entry(span: str, numerator: float | None, denominator: float, note: str = "") -> Entry:
    value = FigureValue(100 * numerator / denominator, numerator=numerator, denominator=denominator)
    return Entry(Span.of("month", span), value, note=note)


@pytest.fixture
def north(plan: Plan, manager: User) -> Series:
    """The figures, entered by hand: two parts, their total, and a year to date of another."""
    helped = figures.indicator(
        plan, key=KEY, short_title="Children helped", decimals=2, suppress_below=5
    )
    helped.outcomes.add(plan.actions.get().outcome)
    total = figures.series(helped, name="All", headline_place=1)
    parts = [figures.series(helped, name=name, part_of=total) for name in ("North", "South")]
    counts = {
        "2019-08": ((640, 4096), (900, 6400), (1540, 10496)),
        "2019-09": ((3, 4177), (871, 6203), (874, 10380)),
    }
    for span, triple in counts.items():
        for series, pair in zip((*parts, total), triple, strict=True):
            enter_figure(by=manager, series=series, entry=entry(span, *pair))
    so_far = figures.indicator(
        plan, key="so-far", short_title="Complaints so far", unit=Unit.COUNT, suppress_below=5
    )
    running = figures.series(so_far, name="Year to date", year_to_date="calendar")
    for span, value in (("2019-07", 5000), ("2019-08", 5417), ("2019-09", 5420)):
        figures.measured(running, span, value)
    # Such a note is refused today; one may stand from before small numbers were hidden.
    parts[0].measurements.filter(span_key="2019-09").update(note="Only three, of 4177")
    return parts[0]


@pytest.fixture
def kept(north: Series, manager: User, plan: Plan) -> Series:
    """The same after a correction, a conflict, a withdrawal, and a file with the figure again."""
    first = north.measurements.get(span_key="2019-09")
    second = correct_figure(
        by=manager, figure=first, entry=entry("2019-09", 4, 4177, "Counted again")
    )
    Measurement.objects.filter(pk=second.pk).update(note="Four, and not 3 of 4177")
    with pytest.raises(FigureConflict) as conflict:
        enter_figure(by=UserFactory(), series=north, entry=entry("2019-09", 9, 4177))
    assert "fewer than 5" in str(conflict.value)
    gone = withdraw_figure(by=manager, figure=second, why="It was counted twice")
    Measurement.objects.filter(pk=gone.pk).update(note="Withdrawn: it was 3 of 4177")
    page = browser_of(manager)
    text = f"Indicator,Series,Span,Value,Numerator,Denominator\n{KEY},North,2019-09,,3,4177\n"
    file = SimpleUploadedFile("figures.csv", text.encode())
    preview = page.post(f"/plans/{plan.slug}/indicators/import/", {"file": file})["Location"]
    answer = page.post(preview, {"sure": "on"})
    assert answer.status_code == 302
    assert north.measurements.count() == 5
    return north


def texts_in(content: bytes) -> Iterator[str]:
    """The text of a file, of each part if it is a zip file, of each page if it is a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_in(archive.read(name))
    elif content.startswith(b"%PDF"):
        yield " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        yield content.decode("utf-8", errors="ignore")


def assert_tells_nothing(content: bytes | str, where: str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    every = "\n".join(texts_in(raw))
    found = SECRETS.search(every)
    assert found is None, (where, every[max(0, found.start() - 200) : found.end() + 80])
    assert not all(one.search(every) for one in BOTH), f"{where} tells South and All"


def pages_of(client: Client, plan: Plan, most: int = 90) -> Iterator[tuple[str, bytes]]:
    """Every page and file of the plan that its links lead to."""
    base = f"/plans/{plan.slug}/"
    waiting = ["/", base, f"{base}search/?q=children", f"{base}indicators/export.xlsx"]
    seen = set(waiting)
    while waiting and len(seen) < 4 * most:
        path = waiting.pop(0)
        answer = client.get(path, follow=True)
        content = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        yield path, content
        for link in re.findall(rb'href="([^"#]+)', content):
            href = link.decode().replace("&amp;", "&")
            if href.startswith(base) and href not in seen and "sort" not in href:
                seen.add(href)
                waiting.append(href)


def test_no_page_or_file_of_who_may_only_read_tells_it(kept: Series, plan: Plan) -> None:
    visited = set()
    for role in READERS:
        user = UserFactory()
        area = plan.areas.get() if role == Role.ACCOUNTABLE else None
        Membership.objects.create(plan=plan, user=user, role=role, area=area)
        for path, content in pages_of(browser_of(user), plan):
            visited.add(path.removeprefix(f"/plans/{plan.slug}/"))
            assert_tells_nothing(content, f"{role}: {path}")
    for page in ("", f"indicators/{KEY}/", f"indicators/{KEY}/figures.csv", "questions/"):
        assert page in visited
    shown = browser_of(user).get(f"/plans/{plan.slug}/indicators/{KEY}/").content.decode()
    assert shown.count("ewer than 5") >= 2  # also in its history
    assert "<svg" in shown


def test_the_walk_finds_a_number_that_is_not_hidden(kept: Series, plan: Plan) -> None:
    Indicator.objects.update(suppress_below=None)
    Plan.objects.filter(pk=plan.pk).update(version=1000)
    user = UserFactory()
    Membership.objects.create(plan=plan, user=user, role=Role.VIEWER)
    told = {
        path.removeprefix(f"/plans/{plan.slug}/")
        for path, content in pages_of(browser_of(user), plan)
        if SECRETS.search(b"\n".join(t.encode() for t in texts_in(content)).decode())
    }
    assert {f"indicators/{KEY}/", f"indicators/{KEY}/figures.csv", "indicators/export.xlsx"} <= told


def test_no_table_of_the_feed_and_no_export_tells_it(
    kept: Series, plan: Plan, manager: User
) -> None:
    reader = FeedReader.of(plan.local_area)
    for table in ("figures", "indicators", "targets", "actions"):
        for form in ("csv", "json"):
            assert_tells_nothing(reader.get(f"{table}.{form}").content, f"{table}.{form}")
    assert_tells_nothing(json.dumps(export_plan(plan), default=str), "export_plan")
    page = browser_of(manager)
    for kind in ("csv", "xlsx", "ods"):
        path = f"/plans/{plan.slug}/indicators/export.{kind}"
        assert_tells_nothing(page.get(path).content, path)
    for key in (KEY, "so-far"):
        path = f"/plans/{plan.slug}/indicators/{key}/enter/"
        shown = page.get(path).content.decode()
        assert not re.search(r"<td[^>]*>\s*3\b", shown), path


def test_no_publication_tells_it_in_any_format(kept: Series, plan: Plan, tmp_path: Path) -> None:
    period = plan.periods.get(key="2019-10")
    period.plan = plan
    document = build_publication(plan, period, date(2019, 12, 2), before=None)
    assert_tells_nothing(freeze(document).text, "the frozen document")
    made = render(document, tmp_path)
    assert {"pdf", "ods", "csv", "xlsx", "docx", "json", "html"} <= made.files.keys()
    for form in made.files:
        assert_tells_nothing(made.path(form).read_bytes(), form)
    body = Body.objects.create(plan=plan, name="The board", order=1, kind="board")
    meeting = Meeting.objects.create(plan=plan, body=body, held_on=DAY)
    report = build_highlight(plan, meeting, DAY)
    assert_tells_nothing(freeze(report).text, "the highlight report")


def test_no_question_email_or_verdict_tells_it(kept: Series, plan: Plan) -> None:
    Indicator.objects.update(next_due=date(2019, 11, 10))
    for question in find_challenges(plan, DAY).questions:
        assert_tells_nothing(f"{question.text} {question.findings}", "question")
    assert_tells_nothing(repr(digest_additions(DAY)), "digest")
    for email in OutgoingEmail.objects.values():
        assert_tells_nothing(repr(email), "email")
    for reading in readings(plan, DAY):
        assert_tells_nothing(
            f"{reading.judged_sentence} {reading.reason} {reading.trend}", "verdict"
        )
        assert_tells_nothing(repr(reading.corrections), "corrections")


def test_the_audit_log_never_holds_a_value(kept: Series, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    numbers = {
        f"{number:g}"
        for row in Measurement.objects.all()
        for number in (row.value, row.numerator, row.denominator)
        if number is not None and number > 100
    }
    verbs = set()
    for event in AuditEvent.objects.select_related("content"):
        verbs.add(event.verb)
        written = f"{event.subject} {event.summary} {json.dumps(event.detail)}"
        assert_tells_nothing(written, event.verb)
        if event.verb in ("figure", "figures", "correct-figure", "withdraw-figure"):
            digits = set(re.findall(r"\d+(?:\.\d+)?", written))
            assert not digits & numbers, written
    assert {"figure", "figures", "correct-figure", "withdraw-figure"} <= verbs
    assert_tells_nothing(caplog.text, "log")


# --- the page that says what is hidden ------------------------------------------------------------


def test_a_page_says_what_is_hidden_and_why_and_never_the_number(
    kept: Series, plan: Plan, manager: User
) -> None:
    path = f"/plans/{plan.slug}/indicators/hidden/"
    html = browser_of(manager).get(path).content.decode()
    assert_tells_nothing(html, path)
    for reason in (
        "Fewer than 5",
        "A small number could be worked out from the total",
        "A small number could be worked out from the year to date",
    ):
        assert reason in html
    reader = UserFactory()
    Membership.objects.create(plan=plan, user=reader, role=Role.VIEWER)
    assert browser_of(reader).get(path).status_code == 403
    shown = browser_of(manager).get(f"/plans/{plan.slug}/indicators/{KEY}/").content.decode()
    assert path in shown


def test_of_a_month_one_part_and_one_other_figure_are_hidden(kept: Series, plan: Plan) -> None:
    [reading, running] = readings(plan, DAY)
    by_name = {line.name: line.figures for line in reading.lines}
    september = {name: line[-1].value is None for name, line in by_name.items()}
    assert september == {"All": False, "North": True, "South": True}
    assert [figure.value is None for figure in running.lines[0].figures] in (
        [False, False, True],
        [False, True, False],
    )
    assert all(line[0].value is not None for line in by_name.values())


def test_what_was_shown_on_a_past_day_does_not_tell_what_is_small_now(
    north: Series, plan: Plan
) -> None:
    """North was large when South and All were shown, and is corrected to a small number."""
    total, south = Series.objects.get(name="All"), Series.objects.get(name="South")
    north.measurements.filter(span_key="2019-09").update(numerator=300, value=7.18)
    total.measurements.filter(span_key="2019-09").update(numerator=1171)
    for series, numerator, denominator in ((north, 3, 4177), (total, 874, 10380)):
        figures.measured(
            series,
            "2019-09",
            100 * numerator / denominator,
            numerator=numerator,
            denominator=denominator,
            known_on=date(2019, 12, 1),
            supersedes=series.measurements.get(span_key="2019-09"),
        )

    def known(day: date) -> dict[str, float | None]:
        return {line.name: line.figures[-1].numerator for line in readings(plan, day)[0].lines}

    assert known(DAY) == {"All": 1171, "North": 300, "South": 871}
    assert known(date(2019, 12, 2)) == {"All": None, "North": None, "South": 871}
    assert south.measurements.count() == 2


# --- what comes from hidden figures ---------------------------------------------------------------


def test_a_small_baseline_that_the_plan_names_is_hidden_and_nothing_starts_from_it() -> None:
    plan = PlanFactory(approved_on=date(2019, 5, 17))
    named = figures.indicator(
        plan, unit=Unit.COUNT, suppress_below=5, baseline=3, baseline_when="2018/19"
    )
    figures.measured(figures.series(named, headline_place=1), "2019-10", 60)
    facts = {fact.name: fact.text for fact in indicator_page(named, DAY).facts}
    assert facts["Baseline"] == "fewer than 5, 2018/19"
    [reading] = readings(plan, DAY)
    assert (reading.trend.baseline, reading.trend.change) == (None, None)
    assert "57" not in reading.judged_sentence  # 60 - 3


def test_a_gap_with_a_hidden_side_is_hidden() -> None:
    gap = figures.indicator(
        PlanFactory(), suppress_below=5, better="higher", headline_rule=HeadlineRule.GAP_BETWEEN
    )
    with_send, without = (figures.series(gap, headline_place=place) for place in (1, 2))
    figures.counted(with_send, "2019-09", 3, 4177)
    figures.counted(without, "2019-09", 900, 4000)
    [reading] = readings(gap.plan, DAY)
    assert reading.main is not None
    assert [figure.value for figure in reading.main.figures] == [None]
    assert reading.trend.change is None
