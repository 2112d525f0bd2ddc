"""The search of a plan: one suite for the full text of PostgreSQL and for FTS5 of SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.text_sources import TEXT_SOURCES
from actions.extension_points import SEARCH_KINDS, SearchScope
from actions.models import (
    Action,
    AreaCommentary,
    Draft,
    InternalNote,
    Plan,
    ReportingPeriod,
    StatusUpdate,
    Verdict,
)
from tests.support.cast import browser_of
from tests.support.factories import (
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import words
from tests.support.plan_search import DAY, action_of, evidence_of, found, marked, titles
from tests.support.small_plans import quarter
from tests.support.two_areas import Area
from wsoa.core.clock import now
from wsoa.core.full_text import make_index, matching
from wsoa.core.search_words import search_words

MOST_QUERIES = 22


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory(slug="small")


# --- every kind -----------------------------------------------------------------------------------


def test_texts_of_every_kind_are_found(plan: Plan) -> None:
    period = quarter(plan, "2019-10", "2019-11-30")
    action = action_of(plan, "Recruit an otter")
    action.measures.create(order=1, text="An otter was recruited")
    StatusUpdateFactory(action=action, period=period, next_steps="Train the otter")
    evidence_of(action, "Photo of the otter")
    AreaCommentary.objects.create(
        area=action.outcome.area, period=period, evidence="Otters everywhere", at=now()
    )
    period.programme_commentary.create(programme="The otter programme", at=now())
    of_kinds = {result.kind for result in found(plan, "otter").results}
    assert of_kinds == {kind.name for _, kind in SEARCH_KINDS}


@pytest.mark.every_backend
def test_every_result_leads_to_a_page_that_shows_the_words(
    signed_in: Callable[[str], Client], sheffield: Plan
) -> None:
    browser = signed_in("viewer")
    page = found(sheffield, "parents and carers")
    assert len(page.results) > 3
    assert len({result.kind for result in page.results}) > 1
    for result in page.results:
        shown = words(browser.get(result.href))
        for word in (piece.text for piece in result.pieces if piece.is_found):
            assert word in shown, (result.title, word)


def of_kind(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every text that a search of the plan looks at, with the kind that it is of."""
    for code, kind in SEARCH_KINDS:
        rows = kind.rows(SearchScope(plan, DAY))
        assert rows is not None
        for texts in rows.values_list(*kind.source.columns):
            yield code, kind.source.joined(texts)


def test_every_word_of_every_text_finds_it(sheffield: Plan) -> None:
    by_word: dict[tuple[str, str], int] = {}
    for code, text in of_kind(sheffield):
        for word in {word for part in text.split() for word in search_words(part).kept}:
            by_word[code, word] = by_word.get((code, word), 0) + 1
    assert len(by_word) > 2_000
    kinds = dict(SEARCH_KINDS)

    for (code, word), least in list(by_word.items())[:: max(1, len(by_word) // 250)]:
        rows = kinds[code].rows(SearchScope(sheffield, DAY))
        hits = matching(rows, kinds[code].source, search_words(word)).count()
        assert hits >= least, (code, word, hits, least)


def test_the_words_found_are_marked(plan: Plan) -> None:
    action_of(plan, "Train <b>every</b> teacher & trainer in Zoë’s class; training is yearly")
    page = found(plan, "zoe training")
    assert marked(page) == ["Train", "Zoë", "training"] or "Zoë" in marked(page)
    assert "".join(piece.text for piece in page.results[0].pieces) == (
        "Train <b>every</b> teacher & trainer in Zoë’s class; training is yearly"
    )


@pytest.mark.every_backend
def test_what_was_typed_is_escaped(signed_in: Callable[[str], Client], sheffield: Plan) -> None:
    sheffield.actions.filter(ref="1.1.1").update(text="Walrus <script>alert(1)</script> & co")
    page = signed_in("viewer").get(f"/plans/{sheffield.slug}/search/", {"q": "walrus <script>"})
    html = page.content.decode()
    assert "<mark>Walrus</mark>" in html
    assert "<script>alert" not in html
    assert "&lt;<mark>script</mark>&gt;alert(1)" in html


# --- what only some may see, or nobody ------------------------------------------------------------


def test_what_no_page_shows_is_not_found(plan: Plan) -> None:
    period = quarter(plan, "2019-10", "2019-11-30")
    action = action_of(plan, "An action")
    writer = UserFactory()
    InternalNote.objects.create(action=action, text="A secret otter", by=writer, at=now())
    Draft.objects.create(
        action=action, period=period, user=writer, content={"developments": "otter"}, saved_at=now()
    )
    evidence_of(action, "Withdrawn otter", withdrawn_at=now())
    first = StatusUpdateFactory(action=action, period=period, developments="An otter first")
    StatusUpdateFactory(action=action, period=period, developments="A beaver", supersedes=first)
    coming = quarter(plan, "2020-01", "2020-02-29")
    AreaCommentary.objects.create(
        area=action.outcome.area, period=coming, developments="An otter to come", at=now()
    )
    assert titles(plan, "otter") == []
    assert len(titles(plan, "beaver")) == 1


@pytest.mark.every_backend
def test_the_updates_of_every_round_are_found(plan: Plan) -> None:
    """Of each round the newest update, and the last one that was accepted until another is."""
    action, officer = action_of(plan, "An action"), UserFactory()

    def update(period: ReportingPeriod, text: str, *, accepted: bool | None = None) -> None:
        before = StatusUpdate.objects.current().of(action, period).first()
        sent = StatusUpdateFactory(
            action=action, period=period, developments=text, supersedes=before
        )
        if accepted is not None:
            Verdict.objects.create(
                update=sent, accepted=accepted, words="Why?", by=officer, at=now()
            )

    july, october = quarter(plan, "2019-07", "2019-08-31"), quarter(plan, "2019-10", "2019-11-30")
    update(july, "Otter one", accepted=True)
    update(july, "Otter two", accepted=True)
    update(july, "Otter three", accepted=False)
    update(july, "Otter four")
    update(october, "Otter five", accepted=True)
    update(october, "Otter six")
    update(october, "Otter seven", accepted=True)
    results = found(plan, "otter").results
    texts = {"".join(piece.text for piece in result.pieces).strip() for result in results}
    assert texts == {"Otter two", "Otter four", "Otter seven"}


def test_an_update_that_was_taken_back_is_not_found(plan: Plan) -> None:
    period = quarter(plan, "2019-10", "2019-11-30")
    StatusUpdateFactory(
        action=action_of(plan, "An action"),
        period=period,
        developments="An otter",
        is_taken_back=True,
    )
    assert titles(plan, "otter") == []


def test_nothing_of_another_area_is_found(two_areas: tuple[Area, Area]) -> None:
    sheffield, twinford = two_areas
    twinford.plan.actions.filter(ref="1.1.1").update(text="A platypus of Twinford")
    assert titles(sheffield.plan, "platypus") == []
    assert titles(twinford.plan, "platypus") == ["Action 1.1.1"]
    browser = browser_of(sheffield.people["lead"])
    assert browser.get(f"/plans/{twinford.plan.slug}/search/?q=platypus").status_code == 404


# --- the index keeps up ---------------------------------------------------------------------------


def test_what_is_changed_or_removed_is_found_as_it_is_now(plan: Plan) -> None:
    action = action_of(plan, "A beaver builds a dam")
    Action.objects.filter(pk=action.pk).update(text="An otter fishes")
    assert titles(plan, "beaver") == []
    assert titles(plan, "otter") == ["Action 1.1.1"]
    action.delete()
    assert titles(plan, "otter") == []


def test_an_index_that_was_lost_is_made_again(plan: Plan) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for operation in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER actions_action_searched_{operation}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX actions_action_searched")
    action_of(plan, "An otter without an index")
    make_index(connection, TEXT_SOURCES)
    action_of(plan, "An otter with an index", ref="1.1.2")
    assert sorted(titles(plan, "otter")) == ["Action 1.1.1", "Action 1.1.2"]


@pytest.mark.every_backend
@pytest.mark.parametrize("source", TEXT_SOURCES, ids=lambda source: source.table)
def test_the_index_has_every_column_that_is_searched(db: None, source: object) -> None:
    sql = {
        "sqlite": "SELECT group_concat(sql) FROM sqlite_master "
        "WHERE type = 'trigger' AND name LIKE %s",
        "postgresql": "SELECT max(indexdef) FROM pg_indexes WHERE indexname LIKE %s",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{source.table}_searched%"])  # type: ignore[attr-defined]
        (definition,) = cursor.fetchone()
    assert all(column in definition for column in source.columns)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", dict(SEARCH_KINDS))
def test_a_search_goes_by_the_index(plan: Plan, code: str) -> None:
    action_of(plan, "An otter")
    kind = dict(SEARCH_KINDS)[code]
    rows = kind.rows(SearchScope(plan, DAY))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")  # those of other columns
        # Of the table alone: which of two indexes a join begins with is the planner's choice.
        rows = rows.model._default_manager.order_by()
    explained = matching(rows, kind.source, search_words("otter")).explain()
    name = {"postgresql": f"{kind.source.table}_searched", "sqlite": "VIRTUAL TABLE INDEX"}
    assert name[connection.vendor] in explained


# --- filters and order ----------------------------------------------------------------------------


def test_an_area_a_lead_a_quarter_and_a_kind_limit_it(plan: Plan) -> None:
    july, october = quarter(plan, "2019-07", "2019-08-31"), quarter(plan, "2019-10", "2019-11-30")
    one, two = PostFactory(code="SCC-ONE"), PostFactory(code="SCC-TWO")
    first = action_of(plan, "Otter one", "1.1.1", led_by=[one])
    second = action_of(plan, "Otter two", "2.1.1", led_by=[two])
    StatusUpdateFactory(action=first, period=july, developments="Otter in July")
    StatusUpdateFactory(action=second, period=october, developments="Otter in October")
    assert len(titles(plan, "otter")) == 4
    assert len(titles(plan, "otter", area=first.outcome.area.ref)) == 2
    assert titles(plan, "otter", lead="SCC-TWO", kind="actions") == ["Action 2.1.1"]
    assert titles(plan, "otter", period="2019-10") == ["Update to 2.1.1, October 2019: On track"]
    assert titles(plan, "otter", kind="updates", area=first.outcome.area.ref) == [
        "Update to 1.1.1, July 2019: On track"
    ]
    assert len(titles(plan, "otter", kind="no such kind", area="no such area")) == 4


def test_with_a_lead_commentary_is_that_on_areas_in_which_the_lead_has_actions(plan: Plan) -> None:
    october = quarter(plan, "2019-10", "2019-11-30")
    one, two = PostFactory(code="SCC-ONE"), PostFactory(code="SCC-TWO")
    mine = action_of(plan, "Swim", "1.1.1", led_by=[one])
    action_of(plan, "Swim", "2.1.1", led_by=[two])
    for area in plan.areas.all():
        AreaCommentary.objects.create(area=area, period=october, evidence="Otters", at=now())
    october.programme_commentary.create(programme="The otter programme", at=now())

    assert titles(plan, "otter", lead="SCC-ONE") == [
        f"Commentary on area {mine.outcome.area.ref}, October 2019"
    ]
    assert "on areas in which SCC-ONE has actions" in found(plan, "otter", lead="SCC-ONE").hint
    assert "“All leads”" in found(plan, "otter", lead="SCC-ONE").hint
    assert found(plan, "swim", lead="SCC-ONE", kind="actions").hint == ""
    assert found(plan, "otter").hint == ""


def test_evidence_belongs_to_the_quarter_of_its_day(plan: Plan) -> None:
    quarter(plan, "2019-07", "2019-08-31"), quarter(plan, "2019-10", "2019-11-30")
    action = action_of(plan, "An action")
    evidence_of(action, "Otter of September", "2019-09-30")
    evidence_of(action, "Otter of October", "2019-10-01")
    assert titles(plan, "otter", period="2019-07") == ["Evidence for 1.1.1, 30 September 2019"]
    assert titles(plan, "otter", period="2019-10") == ["Evidence for 1.1.1, 1 October 2019"]


def test_of_what_is_equally_relevant_the_newest_comes_first(plan: Plan) -> None:
    for key in ("2019-04", "2019-07", "2019-10"):
        StatusUpdateFactory(
            action=action_of(plan, "An action", f"1.{key[-1]}.1"),
            period=quarter(plan, key, f"{key[:5]}12-31"),
            developments="The otter swims",
            recorded_at=f"{key}-20T12:00:00Z",
        )
    assert [title.split(", ")[1] for title in titles(plan, "otter")] == [
        "October 2019: On track",
        "July 2019: On track",
        "April 2019: On track",
    ]


def test_the_reference_of_an_action_leads_to_it(plan: Plan) -> None:
    action_of(plan, "An action", "6.1.2")
    page = found(plan, " 6.1.2 ")
    assert page.action is not None
    assert page.action.ref == "6.1.2"


@pytest.mark.parametrize("typed", ["1.1.1", "co-production", "The Otter’s  den", "a" * 250])
def test_the_heading_repeats_what_was_typed(plan: Plan, typed: str) -> None:
    shown = typed if len(typed) <= 200 else f"{typed[:200]}…"
    assert found(plan, typed).heading.endswith(f" for “{' '.join(shown.split())}”")


def test_results_come_in_pages_with_the_filters_kept(plan: Plan) -> None:
    for number in range(45):
        action_of(plan, f"Otter {number}", f"{number}")
    page = found(plan, "otter", kind="actions", page="2")
    assert len(page.results) == 20
    assert page.heading == "45 results for “otter”"
    assert page.links.next == "?q=otter&kind=actions&page=3"
    assert len(found(plan, "otter", page="99999999999").results) == 20


def test_the_number_of_queries_does_not_grow(plan: Plan) -> None:
    holding = PostHoldingFactory()
    browser = browser_of(holding.user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert browser.get("/plans/small/search/?q=otter").status_code == 200
        return len(context)

    action_of(plan, "Otter", "1.1.1", led_by=[holding.post])
    few = queries()
    for number in range(30):
        action = action_of(plan, "Otter", f"2.1.{number}", led_by=[holding.post])
        evidence_of(action, "Otter")
    assert queries() <= few + 1  # of evidence, which there was none of
    assert few <= MOST_QUERIES
