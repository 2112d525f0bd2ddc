"""The document of a publication: of a closed quarter, as at its close, with cleared texts only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from actions.domain.enums import Grade
from actions.models import (
    DateChange,
    Evidence,
    ProgrammeCommentary,
    ReportingPeriod,
    StatusUpdate,
    Verdict,
)
from actions.services.periods import close
from governance.models import Clearance, CommentaryClearance
from governance.papers.checks.figure_placeholders import UnknownFigure, misstated_figures
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.checks.warning_types import WarningKind
from governance.papers.comparison.normalise import actions_with_places
from governance.papers.document.frozen import freeze, plain, thaw
from governance.papers.document.schema import FigureEntry, Quarterly
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.build_publication import NotAQuarter, PeriodOpen, build_publication
from indicators.selectors.figures_as_at import readings
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)
QUERIES = 24  # besides those that read the figures, however many these are


@pytest.fixture
def july(sheffield) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-07")


@pytest.fixture
def closed_october(sheffield, october, people) -> ReportingPeriod:
    period = close(by=people["manager"], period=october)
    period.plan = sheffield
    return period


@pytest.fixture
def first(sheffield, july):
    return build_publication(sheffield, july, DAY, before=None)


def actions_of(document):
    return {at.ref: row for at, row in actions_with_places(document)}


def spans_of(document, key: str) -> list[tuple[str, str]]:
    indicator = next(each for each in document.indicators if each.key == key)
    return [(f.span, f.words) for line in indicator.lines for f in line.figures]


def clear(plan, period, *, cleared=True, reason="") -> tuple[text_clearance.PrintableText, ...]:
    found = text_clearance.printable_texts(plan, period)
    Clearance.objects.bulk_create(
        Clearance(update=each.update, cleared=cleared, reason=reason, at=now()) for each in found
    )
    return found


def test_an_open_period_is_refused_with_what_to_do(sheffield, october):
    with pytest.raises(PeriodOpen) as refused:
        build_publication(sheffield, october, DAY, before=None)

    assert str(refused.value) == (
        "October 2019 is still open and takes updates: it closes on 30 November 2019. "
        "Close it first, then prepare its update."
    )


def test_a_period_to_come_and_a_month_are_refused(sheffield, october):
    january = sheffield.periods.get(key="2020-01")
    with pytest.raises(PeriodOpen, match=r"has not opened yet: it opens on 1 January 2020\.$"):
        build_publication(sheffield, january, DAY, before=None)
    days = {"opens": date(2019, 8, 1), "due": date(2019, 8, 20), "closes": date(2019, 8, 31)}
    august = sheffield.periods.create(
        kind="month", quarter=october, key="2019-08", first_day=date(2019, 8, 1), **days
    )
    with pytest.raises(NotAQuarter, match=r"^August 2019 is a month within a quarter\."):
        build_publication(sheffield, august, DAY, before=None)


def test_july_is_published_as_at_its_close(first):
    counts = first.counts

    assert (first.as_at, first.version, first.before) == ("2019-08-31", 1, None)
    assert (counts.complete, counts.to_plan, counts.behind) == (2, 73, 14)
    frozen = freeze(first)
    assert thaw(frozen.text, frozen.sha256, Quarterly) == first


def test_october_closed_early_is_as_at_that_day_and_told_against_july(
    sheffield, closed_october, first
):
    document = build_publication(sheffield, closed_october, date(2020, 1, 6), before=first)

    counts = document.counts
    assert document.as_at == "2019-11-15"
    assert (counts.complete, counts.to_plan, counts.behind) == (5, 54, 30)
    assert document.since == "July 2019"
    assert document.changed[0] == (
        "30 of 89 actions are behind target or at significant risk, 16 more than in July 2019; "
        "54 are on track or yet to start, 19 fewer than then; 5 are complete, 3 more than then."
    )
    assert (
        "The end of 6.3.1 moved from September to November 2019, the second move."
        in document.areas[5].changed
    )
    assert document.illustrative == sheffield.illustrative != ""
    frozen = freeze(document)
    assert thaw(frozen.text, frozen.sha256, Quarterly) == document


def test_without_a_publication_before_the_quarter_before_stands_in_and_says_the_same(
    sheffield, closed_october, first
):
    alone = build_publication(sheffield, closed_october, DAY, before=None)
    beside = build_publication(sheffield, closed_october, DAY, before=first)

    assert alone.since == beside.since == "July 2019"
    assert alone.changed == beside.changed
    assert [each.changed for each in alone.areas] == [each.changed for each in beside.areas]


def test_the_same_facts_make_the_same_document_whenever_it_is_built(
    sheffield, closed_october, first
):
    hashes = {
        freeze(build_publication(sheffield, closed_october, day, before=first)).sha256
        for day in (DAY, DAY + timedelta(days=200))
    }

    assert len(hashes) == 1


def test_a_correction_says_which_it_is_and_what_was_wrong(sheffield, july):
    document = build_publication(
        sheffield, july, DAY, version=2, correction="A count.", before=None
    )

    assert (document.version, document.correction) == (2, "A count.")


def test_no_text_is_in_it_before_it_is_cleared(sheffield, closed_october):
    document = build_publication(sheffield, closed_october, DAY, before=None)

    rows = actions_of(document)
    assert [row.said for row in rows.values()] == [None] * 89
    assert sum(row.text_left_out for row in rows.values()) == 29
    text = freeze(document).text
    for each in text_clearance.printable_texts(sheffield, closed_october):
        assert all(words not in text for _title, words in each.parts)


def test_cleared_texts_are_in_it_and_those_left_out_are_not(sheffield, closed_october):
    found = clear(sheffield, closed_october)
    left = found[0]
    Clearance.objects.filter(update=left.update).update(cleared=False, reason="A child is named")

    rows = actions_of(build_publication(sheffield, closed_october, DAY, before=None))

    assert sum(row.said is not None for row in rows.values()) == 28
    assert [ref for ref, row in rows.items() if row.text_left_out] == [left.ref]
    said = {part.title: part.text for part in rows[found[1].ref].said.parts}
    assert {title: said[title] for title, _text in found[1].parts} == dict(found[1].parts)


def test_texts_are_listed_as_they_would_be_printed_with_what_was_decided(sheffield, october):
    before = text_clearance.printable_texts(sheffield, october)
    assert len(text_clearance.undecided(before)) == len(before) == 29
    Clearance.objects.create(update=before[0].update, cleared=True, at=now())
    Clearance.objects.create(update=before[1].update, cleared=False, reason="No", at=now())

    after = text_clearance.printable_texts(sheffield, october)

    assert [(each.cleared, each.why) for each in after[:3]] == [
        (True, ""),
        (False, "No"),
        (None, ""),
    ]
    assert len(text_clearance.undecided(after)) == 27
    assert text_clearance.cleared_updates(sheffield) == {before[0].update.pk}
    assert [each.ref for each in after] == sorted(
        (each.ref for each in after), key=lambda ref: [int(part) for part in ref.split(".")]
    )


def test_a_reason_is_a_leads_text_too(sheffield, closed_october):
    """Beside a status better than its dates allow; it is said that there is one."""
    update = StatusUpdate.objects.filter(
        action__ref="1.2.1", period=closed_october, superseded_by=None
    ).get()
    StatusUpdate.objects.filter(pk=update.pk).update(reason="A family was ill")

    kept = actions_of(build_publication(sheffield, closed_october, DAY, before=None))["1.2.1"]
    (text,) = (
        each
        for each in text_clearance.printable_texts(sheffield, closed_october)
        if each.update == update
    )
    Clearance.objects.create(update=update, cleared=True, at=now())
    cleared = actions_of(build_publication(sheffield, closed_october, DAY, before=None))["1.2.1"]

    assert kept.reason.text == text_clearance.REASON_KEPT_BACK
    assert ("Reason", "A family was ill") in text.parts
    assert cleared.reason.text == "A family was ill"


def test_every_new_end_asked_for_by_the_close_is_in_it_as_it_was_decided_by_then(
    sheffield, first, closed_october
):
    later = build_publication(sheffield, closed_october, DAY, before=None)
    change = DateChange.objects.get(action__ref="1.1.3", action__plan=sheffield)

    assert [plain(move) for move in actions_of(later)["1.1.3"].moves] == [
        {
            "from": "Oct 2019",
            "to": "Feb 2020",
            "months": 4,
            "kind": "Moved on purpose",
            "reason": change.reason,
            "agreed": True,
            "decision": "Improvement Board, 17 Sept 2019",
            "asked": "2019-09-09",
            "decided": "2019-09-17",
            "illustrative": True,
        }
    ]
    assert [each.agreed for each in actions_of(later)["3.2.3"].moves] == [None]
    assert actions_of(first)["1.1.3"].moves == ()
    assert [each.decided for each in actions_of(first)["2.5.2"].moves] == ["2019-07-16"]


def test_a_decision_after_the_close_is_not_known_to_it(sheffield, july):
    change = DateChange.objects.get(action__ref="2.5.2", action__plan=sheffield)
    change.decided_at = make_aware(datetime(2019, 9, 1, 9))
    change.save()

    (move,) = actions_of(build_publication(sheffield, july, DAY, before=None))["2.5.2"].moves

    assert (move.agreed, move.decision, move.decided) == (None, "", None)


def test_what_is_complete_with_nothing_to_show_for_it_is_marked(sheffield, closed_october, people):
    def marked() -> list[str]:
        rows = actions_of(build_publication(sheffield, closed_october, DAY, before=None))
        return [ref for ref, row in rows.items() if row.complete_without_evidence]

    assert marked() == ["3.2.1", "6.1.4"]
    Evidence.objects.create(
        action=sheffield.actions.get(ref="3.2.1"),
        title="Minutes",
        link="https://example.org/minutes",
        on=DAY,
        grade=Grade.ACTIVITY,
        by=people["manager"],
        added_at=make_aware(datetime(2019, 11, 15, 12)),
    )
    assert marked() == ["6.1.4"]
    Evidence.objects.update(added_at=make_aware(datetime(2019, 11, 16, 12)))
    assert marked() == ["3.2.1", "6.1.4"]


def test_front_matter_and_indicators_are_in_it(sheffield, first):
    assert [section.title for section in first.sections][1:3] == [
        "i. Introduction",
        "ii. Feedback from children, young people, families & carers",
    ]
    assert all(section.blocks for section in first.sections)
    assert len(first.indicators) == sheffield.indicators.count()
    for indicator in first.indicators:
        assert indicator.sentence
        assert indicator.target
        figures = [figure for line in indicator.lines for figure in line.figures]
        assert all(figure.words for figure in figures)


def test_figures_known_after_the_close_are_not_in_it(sheffield, first, closed_october):
    later = build_publication(sheffield, closed_october, DAY, before=None)

    of_september = ("Sept 2019", "91%")  # of new plans within 20 weeks, said in October
    assert of_september in spans_of(later, "ehc-plans-in-20-weeks")
    assert of_september not in spans_of(first, "ehc-plans-in-20-weeks")


def test_a_small_number_is_nowhere_in_it(sheffield, july, first):
    """Counts below 30,000 are small for once; nought is not."""

    def own(document, key: str) -> list[FigureEntry]:
        found = next(each for each in document.indicators if each.key == key)
        lines = [line for line in found.lines if line.role == "own"]
        return [figure for line in lines for figure in line.figures]

    key = next(
        each.key
        for each in first.indicators
        if any(figure.value for figure in own(first, each.key))
        and all(line.kind != "Official statistic" for line in each.lines)
    )
    sheffield.indicators.filter(key=key).update(unit="count", suppress_below=30_000)

    figures = own(build_publication(sheffield, july, DAY, before=None), key)

    assert "fewer than 30000" in {figure.words for figure in figures}
    numbers = [getattr(figure, each) for figure in figures for each in ("value", "numerator")]
    assert {number for number in numbers if number} == set()


def test_named_figures_are_filled_in_and_a_wrong_name_is_refused(sheffield, july):
    words = "{behind} of {total} actions are behind."
    text = ProgrammeCommentary.objects.create(period=july, programme=words, at=now())
    cleared = CommentaryClearance.objects.create(programme=text, cleared=True, at=now())
    assert build_publication(sheffield, july, DAY, before=None).programme.text == (
        "14 of 89 actions are behind."
    )
    wrong = ProgrammeCommentary.objects.create(
        period=july, programme="{behnd}", at=now(), supersedes=text
    )
    CommentaryClearance.objects.filter(pk=cleared.pk).update(programme=wrong)
    with pytest.raises(UnknownFigure, match=r"^Of the programme: there is no figure {behnd}\."):
        build_publication(sheffield, july, DAY, before=None)


def test_publishing_again_without_a_change_says_that_nothing_has_changed(sheffield, july):
    frozen = freeze(build_publication(sheffield, july, DAY, before=None))
    first = thaw(frozen.text, frozen.sha256, Quarterly)

    again = build_publication(sheffield, july, DAY, before=first)

    nothing = ("Nothing has changed since July 2019.",)
    assert again.changed == nothing
    assert {area.changed for area in again.areas} == {nothing}


def test_the_figures_of_the_scrutiny_report_are_borne_out_by_the_data(sheffield, closed_october):
    """It states 6% complete and 34% behind, of 89, and 60% on track, which is 61% (54 of 89)."""
    clear(sheffield, closed_october)
    document = build_publication(sheffield, closed_october, DAY, before=None)

    assert (
        "61% on track or yet to start; complete, 6%; and 34% either behind"
        in document.programme.text
    )
    assert misstated_figures(document) == []


def test_the_ordinary_text_of_a_quarter_asks_little_about_people(sheffield, closed_october):
    clear(sheffield, closed_october)
    document = build_publication(sheffield, closed_october, DAY, before=None)
    personal = [each for each in publication_warnings(document, ()) if each.found]

    assert {each.kind for each in personal} == {WarningKind.PERSON}
    assert "Dr Kamal Birdi" in [each.found for each in personal]
    assert len(personal) == 15


def test_the_number_of_queries_does_not_grow_with_the_plan(sheffield, july):
    def taken() -> int:
        with CaptureQueriesContext(connection) as whole:
            build_publication(sheffield, july, DAY, before=None)
        with CaptureQueriesContext(connection) as figures:
            readings(sheffield, july.closes)
        return len(whole) - len(figures)

    of_all = taken()
    keep = list(sheffield.actions.values_list("pk", flat=True)[:3])
    Verdict.objects.exclude(update__action__in=keep).delete()
    StatusUpdate.objects.exclude(action__in=keep)._raw_delete("default")
    sheffield.actions.exclude(pk__in=keep).delete()

    assert (of_all, taken()) == (QUERIES, QUERIES)
