"""What the quarterly update says."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Status
from actions.models import Action, Measure, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.overview import overview
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from governance.papers.document.frozen import plain
from governance.papers.document.schema import ActionEntry, Quarterly
from governance.papers.quarterly.build import build_quarterly, content_hash
from governance.papers.quarterly.wording import late_words
from tests.support.documents import actions_in

pytestmark = pytest.mark.django_db
QUERIES = 13
DAY = date(2019, 11, 15)


def row(document: Quarterly, ref: str) -> ActionEntry:
    return next(row for row in actions_in(document) if row.ref == ref)


def test_october_has_the_numbers_of_the_scrutiny_report(document):
    counts = document.counts

    assert (counts.complete, counts.to_plan, counts.behind, counts.total) == (
        5,
        54,
        30,
        89,
    )
    assert plain(counts.per_cent) == {"behind": 34, "to_plan": 61, "complete": 6}


def test_areas_and_key_add_up_to_the_headline(document):
    for name in ("total", "behind", "to_plan", "complete", "without"):
        areas = sum(getattr(area.counts, name) for area in document.areas)
        assert areas == getattr(document.counts, name), name
    assert sum(line.count for line in document.key) == 89


def test_every_action_and_every_measure_is_in_it(document, sheffield):
    rows = actions_in(document)

    assert [row.ref for row in rows] == list(
        sheffield.actions.in_plan_order().values_list("ref", flat=True)
    )
    measures = Measure.objects.filter(action__plan=sheffield).order_by("action__order", "order")
    assert [text for row in rows for text in row.measures] == [each.text for each in measures]
    assert {len(row.quarters) for row in rows} == {6}


def test_dates_and_leads_are_as_printed(document):
    dated = {ref: row(document, ref) for ref in ("1.1.1", "1.3.2", "5.1.6")}

    assert (dated["1.1.1"].start, dated["1.1.1"].end) == ("May 2019", "July 2019")
    assert dated["1.3.2"].end == "-"
    assert dated["5.1.6"].lead == "SCC HoS"


def test_lateness_is_counted_from_the_end_month(document):
    assert row(document, "1.1.1").late == "3 months late"
    assert row(document, "1.3.1").late == "Late"  # ended in October, as agreed
    assert row(document, "1.1.3").late == ""  # to end in February, as agreed
    assert document.late == 18
    assert row(document, "1.3.2").late == ""
    assert document.late == sum(bool(each.late) for each in actions_in(document))


def test_what_is_past_the_plans_own_end_alone_is_counted_beside_it_as_on_the_overview(
    document, sheffield
):
    shown = overview(sheffield, DAY).slippage
    assert document.late == len(shown.late) == 18
    assert sorted(document.agreed_later_refs) == sorted(one.ref for one in shown.agreed_later)
    assert len(document.agreed_later_refs) == 4
    for ref in document.agreed_later_refs:  # both months stand on the row
        assert row(document, ref).end
        assert row(document, ref).end_agreed
    named = [f"{row(document, ref).short_title} ({ref})" for ref in document.agreed_later_refs]
    assert late_words(document) == (
        "18 of 89 are past their end month and not complete. 4 more are past the plan’s own end "
        f"month and not late, because a later end was agreed: {'; '.join(named)}."
    )
    none = document.model_copy(update={"agreed_later_refs": ()})
    assert late_words(none) == "18 of 89 are past their end month and not complete."


def test_what_is_late_is_told_the_longest_overdue_first(document):
    late = [row(document, ref) for ref in document.late_refs]

    assert len(late) == 18
    assert [each.late for each in late[:1] + late[-1:]] == ["6 months late", "Late"]
    assert sorted(document.late_refs) == sorted(
        each.ref for each in actions_in(document) if each.late
    )


def test_words_of_the_quarter_stand_with_their_action_and_what_is_missing_is_said(document):
    said = row(document, "1.1.3").said

    assert [part.title for part in said.parts] == [
        "Developments",
        "Evidence of impact",
        "Next steps",
    ]
    assert said.parts[1].text == "No evidence of impact yet."
    # Of 30, one was returned; 12 were accepted.
    assert sum(bool(each.said) for each in actions_in(document)) == 29
    assert sum(bool(each.said) and each.said.not_accepted for each in actions_in(document)) == 17
    assert document.unsettled == 17


def test_each_area_has_its_finding_people_and_commentary(document):
    for area in document.areas:
        assert area.finding
        assert area.responsible
        assert area.commentary.source


def test_leads_glossary_and_notes_are_in_it(document, sheffield):
    assert document.illustrative == sheffield.illustrative
    assert document.wording_note == sheffield.wording_note
    assert len(document.glossary) == sheffield.glossary.count()
    assert {post.code: post.holder for post in document.posts}["SCC - HoS"] == ("Tim Armstrong")


def test_a_document_is_plain_json(document):
    assert json.loads(json.dumps(plain(document))) == plain(document)


def test_an_earlier_quarter_shows_nothing_of_a_later_one(sheffield):
    july = sheffield.periods.get(key="2019-07")

    document = build_quarterly(sheffield, july, DAY)

    assert document.as_at == "2019-08-31"
    assert document.before is None
    assert {quarter.status for row in actions_in(document) for quarter in row.quarters[1:]} == {
        None
    }
    assert document.counts.behind == 14


def test_a_quarter_of_which_nothing_is_said_yet_says_so(sheffield):
    january = sheffield.periods.get(key="2020-01")

    document = build_quarterly(sheffield, january, date(2020, 1, 6))

    # As on the overview of that day: the last statuses count, and are marked as such.
    assert (document.counts.without, document.carried) == (0, 89)
    assert plain(document.counts.per_cent) == {"behind": 34, "to_plan": 61, "complete": 6}


def test_the_number_of_queries_does_not_grow_with_the_plan(sheffield, october):
    with CaptureQueriesContext(connection) as whole:
        build_quarterly(sheffield, october, DAY)
    keep = list(sheffield.actions.values_list("pk", flat=True)[:3])
    Verdict.objects.exclude(update__action__in=keep).delete()
    StatusUpdate.objects.exclude(action__in=keep)._raw_delete("default")
    sheffield.actions.exclude(pk__in=keep).delete()
    with CaptureQueriesContext(connection) as few:
        build_quarterly(sheffield, october, DAY)

    assert (len(whole), len(few)) == (QUERIES, QUERIES)


def test_the_same_content_has_the_same_hash_and_an_update_changes_it(
    sheffield: Plan, october: ReportingPeriod, people
):
    def hash_now() -> str:
        return content_hash(build_quarterly(sheffield, october, DAY), "renderer")

    before = hash_now()
    assert hash_now() == before

    action = Action.objects.get(plan=sheffield, ref="5.1.1")
    standing = current_update(action, october)
    submit_update(
        by=people["manager"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.COMPLETE, developments="The review has ended.", evidence="A survey shows it."
        ),
        based_on=standing.pk if standing else None,
    )

    assert hash_now() != before


def test_another_renderer_gives_another_hash(document):
    assert content_hash(document, "one") != content_hash(document, "two")
