"""Pages about the plan: home page, statuses, about, glossary, history."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE
from actions.models import Plan
from actions.presenters.history import history_page
from actions.presenters.home import Home, home
from actions.presenters.plan_document import plan_document
from actions.selectors.key_posts import key_posts
from actions.selectors.person_in_plans import person_in_plans
from tests.support.factories import ActionFactory, PlanFactory, PostFactory
from wsoa.accounts.models import PostHolding, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import today

PLAN = "sheffield-2019"


def words_of(page) -> str:  # type: ignore[no-untyped-def]
    return page.content.decode()


# --- the first page ----------------------------------------------------------------------------


def test_signed_out_the_home_page_explains_the_service_and_sign_in(db: None) -> None:
    page = Client().get("/")
    assert page.status_code == 200
    assert 'href="/accounts/login/"' in words_of(page)
    assert "No update has been published yet." in words_of(page)


def first_page(user: User, **asked: str) -> Home:
    query = QueryDict(mutable=True)
    query.update(asked)
    return home(person_in_plans(user, today()), query)


def test_a_lead_sees_each_update_that_waits_with_its_form(people) -> None:  # type: ignore[no-untyped-def]
    page = first_page(people["nhs-lead"])
    [plan] = page.plans
    october = plan.plan.periods.get(key="2019-10")
    asked = plan.plan.actions.led_by(people["nhs-lead"], today()).due_in(
        october, plan.plan.periods.get(key="2019-07")
    )
    open_now = asked.answered_in(october).filter(answered=False)
    rows = [row for row in page.waiting.rows if row.verb == "Update"]
    assert {row.ref for row in rows} == set(open_now.values_list("ref", flat=True))
    assert {row.href for row in rows} == {
        f"/plans/{PLAN}/actions/{row.ref}/update/" for row in rows
    }
    assert {(row.since, row.by_when, row.late) for row in rows if "Returned" not in row.kind} == {
        ("1 Oct", "31 Oct", "15 days late")
    }


def test_the_programme_manager_sees_what_waits_and_who_has_not_answered(people) -> None:  # type: ignore[no-untyped-def]
    page = first_page(people["manager"])
    accept = [row for row in page.waiting.rows if row.kind == "Updates to accept"]
    assert sum(int(row.title.rpartition(": ")[2].split()[0]) for row in accept) == 17
    assert all(row.href.startswith(f"/plans/{PLAN}/review/?area=") for row in accept)
    assert all((row.by_when, row.late) == ("7 Nov", "8 days late") for row in accept)
    [awaited] = page.plans[0].awaited
    assert awaited.sentence == (
        "53 of 78 actions have no response for October 2019. "
        "Updates were due on 31 October 2019, 15 days ago."
    )
    assert awaited.href == "/plans/sheffield-2019/round/"


def test_an_accountable_officer_is_told_how_the_area_stands(people) -> None:  # type: ignore[no-untyped-def]
    page = first_page(people["accountable"])
    assert "Area 5, EHC Plans: 2 updates" in [row.title for row in page.waiting.rows]
    [awaited] = page.plans[0].awaited
    assert awaited.href == "/plans/sheffield-2019/actions/?area=5"
    assert awaited.sentence.startswith(
        "Area 5, EHC Plans: 15 actions: 6 behind, 8 on track or yet to start, 1 complete. "
    )


@pytest.mark.parametrize("name", ["board", "viewer"])
def test_readers_are_told_that_nothing_waits_and_where_to_read(signed_in, name: str) -> None:  # type: ignore[no-untyped-def]
    page = words_of(signed_in(name).get("/"))
    assert "Nothing waits for you on 15 November 2019." in page
    assert "October 2019, 89 actions: 30 behind, 54 on track or yet to start, 5 complete." in page
    for address in ("", "actions/", "reports/"):
        assert f'href="/plans/{PLAN}/{address}"' in page


def test_a_person_without_a_plan_is_told_whom_to_ask(signed_in) -> None:  # type: ignore[no-untyped-def]
    assert "You are not part of a plan yet." in words_of(signed_in("stranger").get("/"))


def test_without_an_open_round_no_update_waits(sheffield: Plan, people) -> None:  # type: ignore[no-untyped-def]
    sheffield.periods.filter(key="2019-10").update(locked_at=timezone.now())
    rows = first_page(people["lead"]).waiting.rows
    assert [row for row in rows if row.verb == "Update"] == []


@pytest.mark.parametrize(
    ("name", "most"), [("lead", 22), ("accountable", 29), ("manager", 27), ("viewer", 12)]
)
def test_the_first_page_stays_cheap(  # type: ignore[no-untyped-def]
    signed_in, name: str, most: int, django_assert_max_num_queries
) -> None:
    client = signed_in(name)
    client.get("/")  # what the figures ask is kept until something is written
    with django_assert_max_num_queries(most):
        assert client.get("/").status_code == 200


# --- statuses ----------------------------------------------------------------------------------


def test_the_meaning_of_the_statuses_is_open_to_all_and_complete(db: None) -> None:
    page = Client().get("/statuses/")
    assert page.status_code == 200
    for status in Status:
        assert FIVE.full_text(status) in words_of(page)
        assert status.label in words_of(page)
        assert status.group.label in words_of(page)


@pytest.mark.parametrize("path", ["/", "/statuses/", "/methods/", "/accessibility/", "/privacy/"])
def test_a_page_that_is_open_to_all_is_not_sent_twice(db: None, path: str) -> None:
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first.headers.get("ETag", "")})
    assert (again.status_code, again.content) == (304, b"")
    assert not again.cookies
    assert "private" in again.headers["Cache-Control"]


# --- about and glossary ------------------------------------------------------------------------


def test_about_shows_every_part_area_and_outcome_of_the_plan(sheffield: Plan, signed_in) -> None:  # type: ignore[no-untyped-def]
    about = plan_document(sheffield)
    assert [section.heading for section in about.sections] == [
        "Foreword",
        "i. Introduction",
        "ii. Feedback from children, young people, families & carers",
        "iii. Vision",
        "iv. Indicators of a good local area",
        "v. Governance",
        "vi. Action areas",
    ]
    assert [area.ref for area in about.areas] == ["1", "2", "3", "4", "5", "6", "7"]
    assert sum(len(area.outcomes) for area in about.areas) == 23
    assert all(area.responsible for area in about.areas)
    assert (about.inspected, about.revisit) == ("12 to 16 November 2018", "October 2020")
    page = words_of(signed_in("viewer").get(f"/plans/{PLAN}/about/"))
    for name in ("Jayne Ludlam", "Mandy Philbin", "More than 700 parents and carers"):
        assert name in page


def test_the_about_page_begins_with_the_source_of_its_text(signed_in) -> None:  # type: ignore[no-untyped-def]
    page = words_of(signed_in("viewer").get(f"/plans/{PLAN}/about/"))
    note = page.index("In our words, from Sheffield&#x27;s Written Statement of Action, 2019.")
    assert page.index("<h1") < note < page.index("Foreword")


def test_every_piece_of_every_section_is_shown(sheffield: Plan) -> None:
    pieces = [piece for section in plan_document(sheffield).sections for piece in section.pieces]
    blocks = [block for section in sheffield.sections for block in section["blocks"]]
    assert [piece.kind for piece in pieces] == [key for block in blocks for key in block]
    assert {piece.kind for piece in pieces} == {"p", "h", "list", "figures", "voices"}
    figures = [piece.figures for piece in pieces if piece.figures]
    assert [(each.survey, len(each.items)) for each in figures] == [
        ("State of Sheffield survey 2018/19", 8),
        ("Our Voice Matters Survey 2018/19", 6),
    ]


def test_the_about_page_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    sheffield: Plan, django_assert_num_queries
) -> None:
    with django_assert_num_queries(5):
        plan_document(sheffield)


def test_key_leads_are_listed_with_the_holder_on_the_day(sheffield: Plan) -> None:
    holding = PostHolding.objects.get(post__code="SCC-HCIS")
    holding.until = today()
    holding.save()
    PostHolding.objects.create(
        post=holding.post, holder="A Successor", since=today() + timedelta(days=1)
    )

    def holder_on(day) -> str:  # type: ignore[no-untyped-def]
        return next(lead.holder for lead in key_posts(sheffield, day) if lead.code == "SCC-HCIS")

    assert holder_on(today()) == "Joel Hardwick"
    assert holder_on(today() + timedelta(days=1)) == "A Successor"


def test_key_leads_are_those_that_the_source_lists(sheffield: Plan) -> None:
    codes = [lead.code for lead in key_posts(sheffield, today())]
    assert len(codes) == 13
    assert "SENDIASS-LW" in codes


def test_leads_of_other_plans_are_left_out(sheffield: Plan) -> None:
    elsewhere = PostFactory(organisation__code="CYC", organisation__name="City of York Council")
    ActionFactory(outcome__area__plan=PlanFactory(), led_by=[elsewhere])
    assert elsewhere.code not in [lead.code for lead in key_posts(sheffield, today())]


def test_the_glossary_notes_misprints_of_the_plan(signed_in) -> None:  # type: ignore[no-untyped-def]
    page = words_of(signed_in("viewer").get(f"/plans/{PLAN}/glossary/"))
    assert "CAMHS is meant" in page
    assert "Who holds each post on 15 November 2019" in page


# --- history -----------------------------------------------------------------------------------


def note(plan: str, by: User | None, what: str, subject: str = "plan") -> None:
    of = Plan.objects.filter(slug=plan).first() or PlanFactory(slug=plan)
    with transaction.atomic():
        record_audit(by=by, verb="did", plan=of, subject=subject, summary=what)


def test_history_shows_who_did_what_newest_first(people, signed_in) -> None:  # type: ignore[no-untyped-def]
    note(PLAN, people["manager"], "Opened the quarter")
    note(PLAN, people["lead"], "Sent the update", "action 5.1.6")

    first, second, *_ = history_page(PLAN, None).entries
    assert (first.person, first.summary, first.about) == (
        "Demo lead (Head of SEN)",
        "Sent the update",
        "Action 5.1.6",
    )
    assert first.href == "/plans/sheffield-2019/actions/5.1.6/"
    assert (second.summary, second.href) == ("Opened the quarter", "")
    assert isinstance(first.when, datetime)
    page = words_of(signed_in("viewer").get(f"/plans/{PLAN}/history/"))
    assert page.index("Sent the update") < page.index("Opened the quarter")


def test_an_empty_history_says_so(db: None) -> None:
    page = history_page("nothing-here", None)
    assert (page.entries, page.total, page.pages) == ((), 0, 1)


def test_history_has_fifty_entries_on_a_page(db: None) -> None:
    for number in range(120):
        note("long", None, f"Deed {number}")

    pages = [history_page("long", number) for number in ("1", "2", "3")]
    assert [len(page.entries) for page in pages] == [50, 50, 20]
    assert [(page.later, page.earlier) for page in pages] == [(None, 2), (1, 3), (2, None)]
    assert pages[0].entries[0].summary == "Deed 119"
    assert pages[2].entries[-1].summary == "Deed 0"


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "1'", None])
def test_an_invalid_page_number_shows_an_existing_page(db: None, asked: str | None) -> None:
    note("short", None, "One deed")
    assert [entry.summary for entry in history_page("short", asked).entries] == ["One deed"]


def test_the_history_of_an_action_has_only_its_own_events(people) -> None:  # type: ignore[no-untyped-def]
    note(PLAN, people["lead"], "Sent the update", "action 5.1.6")
    note(PLAN, people["lead"], "Sent another", "action 5.1.1")
    page = history_page(PLAN, None, subject="action 5.1.6")
    assert [entry.summary for entry in page.entries] == ["Sent the update"]


def test_history_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    db: None, django_assert_num_queries
) -> None:
    for number in range(60):
        note("long", None, f"Deed {number}", f"action 1.1.{number}")
    with django_assert_num_queries(2):
        assert len(history_page("long", "1").entries) == 50
