"""Who may do what: every role at every address, as one table.

Unknown to you is 404, yours to see but not to change 403, signed out a way to sign in (302).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from actions.domain.enums import Grade
from actions.models import Action, DateChange, Plan, SignedLink, StatusUpdate
from actions.selectors.signed_links import token_of
from actions.services.calendar_links import make_calendar_link
from actions.services.evidence import add_evidence
from actions.services.invitations import Offer, accept, invite
from actions.services.organisations import rename_organisation
from governance.models import Follower, PaperFile, Report
from governance.public.followers import token_of as token_of_follower
from governance.public.questions import ask_in_public
from governance.services import highlight
from governance.services.publication_drafts import prepare_publication
from indicators.domain.contradictions import ContradictionKind
from indicators.domain.enums import Dataset
from indicators.models import ImportPreview
from indicators.selectors.challenges import find_challenges
from tests.support import boards, figures, files, publications
from tests.support.cast import browser_of
from tests.support.client_ip import newcomer
from tests.support.savepoints import forget_pages, undone
from tests.support.two_areas import Area, load_twin, sheffield_as_loaded
from wsoa.accounts.models import Invitation, Organisation, Post, PostHolding, User
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
ROLES = (
    "lead",
    "nhs-lead",
    "accountable",
    "manager",
    "board",
    "publisher",
    "viewer",
    "stranger",
    "",
)


class Line(NamedTuple):
    """An address, how it is asked, and the answer to each of ROLES in turn."""

    name: str
    method: str
    args: tuple[str, ...]
    answers: tuple[int, ...]


PLAN = "sheffield-2019"
OWN, SHARED, OTHERS = "6.1.2", "2.4.1", "5.1.5"  # SCC-HoS; SCC-HoS and CCG-CCM; CCG-CCM
OWNED = "eet-16-to-18"  # an indicator of SCC-HoS
#            lead nhs  acc  man  brd  pub  view str  out
READ =      (200, 200, 200, 200, 200, 200, 200, 404, 302)  # fmt: skip
CHANGE_1 =  (200, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
CHANGE_2 =  (200, 200, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
CHANGE_3 =  (403, 200, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
SENT_1 =    (302, 403, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SENT_2 =    (302, 302, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SENT_3 =    (403, 302, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
LIST =      (200, 200, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
SENT_LIST = (302, 302, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
ASK =       (403, 403, 302, 302, 403, 302, 403, 404, 302)  # fmt: skip
SHOW_3 =    (403, 200, 200, 200, 403, 403, 403, 404, 302)  # fmt: skip
JUDGE_6 =   (403, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
JUDGE_5 =   (403, 403, 200, 200, 403, 403, 403, 404, 302)  # fmt: skip
MANAGE =    (403, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
MANAGED =   (403, 403, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SELF =      (200, 200, 200, 200, 200, 200, 200, 200, 302)  # fmt: skip
SENT_SELF = (302, 302, 302, 302, 302, 302, 302, 302, 302)  # fmt: skip
MINE =      (302, 404, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
WAY_IN =    (200, 403, 403, 403, 403, 403, 403, 403, 200)  # fmt: skip
READ_IN =   (403, 403, 403, 200, 403, 200, 403, 404, 302)  # fmt: skip
HELD =      (403, 403, 403, 200, 403, 404, 403, 404, 302)  # fmt: skip
HANDED =    (403, 403, 403, 302, 403, 404, 403, 404, 302)  # fmt: skip
DRAFTS =    (404, 404, 200, 200, 404, 404, 404, 404, 302)  # fmt: skip
DRAFT_DONE =(404, 404, 403, 302, 404, 404, 404, 404, 302)  # fmt: skip
NO_DRAFT =  (404, 404, 403, 403, 404, 404, 404, 404, 302)  # fmt: skip
MOVED_ON =  (302, 302, 302, 302, 302, 302, 302, 404, 302)  # fmt: skip
ASK_BOARD = (403, 403, 403, 403, 200, 403, 403, 404, 302)  # fmt: skip
LOST_ASK =  (403, 403, 403, 403, 404, 403, 403, 404, 302)  # fmt: skip
ANYBODY =   (200, 200, 200, 200, 200, 200, 200, 200, 200)  # fmt: skip
PUBLISH =   (403, 403, 403, 403, 403, 200, 403, 404, 302)  # fmt: skip
SEE_DRAFT = (403, 200, 200, 403, 403, 200, 403, 404, 302)  # fmt: skip
SIGN_C =    (403, 403, 200, 403, 403, 403, 403, 404, 302)  # fmt: skip
SIGN_N =    (403, 200, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
FOLLOWED =  (403, 302, 302, 403, 403, 302, 403, 404, 302)  # fmt: skip
INVITED =   (403, 403, 403, 403, 403, 403, 403, 403, 200)  # fmt: skip
ENDED =     (410, 410, 410, 410, 410, 410, 410, 410, 410)  # fmt: skip
SENDER =    (404, 404, 404, 200, 404, 404, 404, 404, 302)  # fmt: skip

TABLE = (
    Line("home", "get", (), ANYBODY),
    Line("portfolio", "get", (), SELF),
    Line("statuses", "get", (), ANYBODY),
    Line("healthz", "get", (), ANYBODY),
    Line("favicon", "get", (), ANYBODY),
    Line("my-updates", "get", (), LIST),
    Line("my-reminders", "get", (), SELF),
    Line("my-reminders", "post", (), SENT_SELF),
    Line("end-link", "post", ("LINK",), MINE),
    Line("my-calendar", "get", (), SELF),
    Line("my-calendar", "post", (), SELF),  # its address is shown once
    Line("end-calendar", "post", (), MINE),
    Line("calendar", "get", ("CALENDAR",), ANYBODY),  # who has the address reads it
    Line("signed-link", "get", ("TOKEN",), WAY_IN),
    Line("signed-link", "post", ("TOKEN",), WAY_IN),  # shown again: it lacks its fields
    Line("invitation", "get", ("INVITED",), INVITED),
    Line("invitation", "get", ("ENDED",), ENDED),
    Line("invitation", "post", ("ENDED",), ENDED),
    Line("people", "get", ("AREA",), MANAGE),
    Line("people-invite", "get", ("AREA",), MANAGE),
    Line("people-invite", "post", ("AREA",), MANAGE),  # shown again: it lacks its fields
    Line("people-file", "get", ("AREA",), MANAGE),
    Line("people-file", "post", ("AREA",), MANAGE),  # shown again: no file
    Line("people-export", "get", ("AREA",), MANAGE),
    Line("access-review", "get", ("AREA",), MANAGE),
    Line("access-review", "post", ("AREA",), MANAGE),  # shown again: nobody is selected
    Line("invitation-again", "post", ("AREA", "INVITATION"), MANAGED),
    Line("invitation-withdraw", "post", ("AREA", "INVITATION"), MANAGED),
    Line("posts", "get", ("AREA",), MANAGE),
    Line("post-add", "get", ("AREA",), MANAGE),
    Line("post-add", "post", ("AREA",), MANAGE),  # shown again: it lacks its fields
    Line("hand-over", "get", ("AREA", "SCC-HoS"), MANAGE),
    Line("hand-over", "post", ("AREA", "SCC-HoS"), MANAGE),  # shown again: it lacks its fields
    Line("deputy", "get", ("AREA", "SCC-HoS"), MANAGE),
    Line("deputy", "post", ("AREA", "SCC-HoS"), MANAGE),  # shown again: it lacks its fields
    Line("deputy-end", "post", ("AREA", "DEPUTY"), MANAGED),
    Line("organisations", "get", ("AREA",), MANAGE),
    Line("organisation-add", "get", ("AREA",), MANAGE),
    Line("organisation-add", "post", ("AREA",), MANAGE),  # shown again: it lacks its fields
    Line("organisation-change", "get", ("AREA", "ORGANISATION"), MANAGE),
    Line("organisation-change", "post", ("AREA", "ORGANISATION"), MANAGE),  # shown again
    Line("organisation-change-withdraw", "post", ("AREA", "CHANGE"), MANAGED),
    Line("person", "get", ("AREA", "VIEWER"), MANAGE),
    Line("person", "post", ("AREA", "VIEWER"), MANAGED),
    Line("end-access", "get", ("AREA", "VIEWER"), MANAGE),
    Line("end-access", "post", ("AREA", "VIEWER"), MANAGED),
    Line("overview", "get", (PLAN,), READ),
    Line("about", "get", (PLAN,), READ),
    Line("glossary", "get", (PLAN,), READ),
    Line("history", "get", (PLAN,), READ),
    Line("audit-log", "get", (PLAN,), MANAGE),
    Line("audit-log-csv", "get", (PLAN,), MANAGE),
    Line("area-audit-log", "get", ("LOCAL_AREA",), MANAGE),  # of all its plans
    Line("area-audit-log-csv", "get", ("LOCAL_AREA",), MANAGE),
    Line("actions", "get", (PLAN,), READ),
    Line("action", "get", (PLAN, OWN), READ),
    Line("action", "get", (PLAN, OTHERS), READ),
    Line("action-history", "get", (PLAN, OWN), READ),
    Line("update", "get", (PLAN, OWN), CHANGE_1),
    Line("update", "get", (PLAN, SHARED), CHANGE_2),
    Line("update", "get", (PLAN, OTHERS), CHANGE_3),
    Line("update", "post", (PLAN, OWN), SENT_1),
    Line("update", "post", (PLAN, SHARED), SENT_2),
    Line("update", "post", (PLAN, OTHERS), SENT_3),
    Line("no-change-to-many", "get", (), LIST),
    Line("no-change-to-many", "post", (), SENT_LIST),
    Line("draft", "get", (PLAN, OWN), SENT_1),
    Line("draft", "post", (PLAN, OWN), SENT_1),
    Line("draft", "post", (PLAN, SHARED), SENT_2),
    Line("draft", "post", (PLAN, OTHERS), SENT_3),
    Line("no-change", "post", (PLAN, OWN), SENT_1),
    Line("no-change", "post", (PLAN, SHARED), SENT_2),
    Line("no-change", "post", (PLAN, OTHERS), SENT_3),
    Line("evidence-add", "get", (PLAN, OWN), CHANGE_1),
    Line("evidence-add", "get", (PLAN, SHARED), CHANGE_2),
    Line("evidence-add", "get", (PLAN, OTHERS), SHOW_3),
    Line("evidence-add", "post", (PLAN, OWN), CHANGE_1),  # shown again: it lacks its fields
    Line("evidence-add", "post", (PLAN, OTHERS), SHOW_3),
    Line("evidence-file", "get", (PLAN, OWN, "EVIDENCE"), READ),
    Line("evidence-withdraw", "get", (PLAN, OWN, "EVIDENCE"), CHANGE_1),
    Line("evidence-withdraw", "post", (PLAN, OWN, "EVIDENCE"), SENT_1),
    Line("measure-judge", "get", (PLAN, OWN, "MEASURE_6"), JUDGE_6),
    Line("measure-judge", "get", (PLAN, OTHERS, "MEASURE_5"), JUDGE_5),
    Line("measure-judge", "post", (PLAN, OWN, "MEASURE_6"), JUDGE_6),
    Line("measure-judge", "post", (PLAN, OTHERS, "MEASURE_5"), JUDGE_5),
    Line("slippage", "get", (PLAN,), READ),
    Line("dates", "get", (PLAN, OWN), READ),
    Line("dates", "post", (PLAN, OWN), CHANGE_1),  # shown again: it lacks its fields
    Line("dates", "post", (PLAN, SHARED), CHANGE_2),
    Line("dates", "post", (PLAN, OTHERS), CHANGE_3),
    Line("decide-date", "get", (PLAN, "4.2.2", "DATE_4"), JUDGE_6),
    Line("decide-date", "get", (PLAN, "5.1.6", "DATE_5"), JUDGE_5),
    Line("decide-date", "post", (PLAN, "4.2.2", "DATE_4"), JUDGE_6),
    Line("decide-date", "post", (PLAN, "5.1.6", "DATE_5"), JUDGE_5),
    Line("review", "get", (PLAN,), JUDGE_5),
    Line("review", "post", (PLAN,), JUDGE_5),  # shown again: nothing is ticked
    Line("return-update", "get", (PLAN, "UPDATE_5"), JUDGE_5),
    Line("return-update", "get", (PLAN, "UPDATE_7"), JUDGE_6),
    Line("return-update", "post", (PLAN, "UPDATE_5"), JUDGE_5),  # shown again: it lacks words
    Line("return-update", "post", (PLAN, "UPDATE_7"), JUDGE_6),
    Line("round", "get", (PLAN,), MANAGE),
    Line("chase", "post", (PLAN,), MANAGED),
    Line("periods", "get", (PLAN,), MANAGE),
    Line("periods", "post", (PLAN,), MANAGE),  # shown again: it lacks its fields
    Line("publish-within", "get", (PLAN,), MANAGE),
    Line("publish-within", "post", (PLAN,), MANAGE),  # shown again: it lacks its fields
    Line("chat", "get", (PLAN,), MANAGE),
    Line("chat", "post", (PLAN,), MANAGE),  # shown again: it lacks its fields
    Line("chat-remove", "post", (PLAN,), MANAGED),
    Line("period-extend", "get", (PLAN, "2019-10"), MANAGE),
    Line("period-extend", "post", (PLAN, "2019-10"), MANAGE),
    Line("period-close", "get", (PLAN, "2019-10"), MANAGE),
    Line("period-close", "post", (PLAN, "2019-10"), MANAGED),
    Line("period-reopen", "get", (PLAN, "2019-07"), MANAGE),
    Line("period-reopen", "post", (PLAN, "2019-07"), MANAGE),
    Line("indicators", "get", (PLAN,), READ),
    Line("indicator", "get", (PLAN, "ehc-plans-in-20-weeks"), READ),
    Line("indicator-figures", "get", (PLAN, "ehc-plans-in-20-weeks"), READ),
    Line("figures-enter", "get", (PLAN,), CHANGE_2),
    Line("figures-enter", "post", (PLAN,), CHANGE_2),  # shown again: no figure was typed
    Line("figures-import", "get", (PLAN,), CHANGE_2),
    Line("figures-import", "post", (PLAN,), CHANGE_2),  # shown again: no file was chosen
    Line("figures-preview", "get", (PLAN, "PREVIEW"), SENDER),
    Line("figures-preview", "post", (PLAN, "PREVIEW"), SENDER),  # it is dealt with
    Line("figures-faults", "get", (PLAN, "PREVIEW"), SENDER),
    Line("figures-export", "get", (PLAN, "csv"), READ),
    Line("figure-enter", "get", (PLAN, OWNED), CHANGE_1),
    Line("figure-enter", "post", (PLAN, OWNED), CHANGE_1),  # shown again: it lacks its fields
    Line("figure-enter", "get", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),
    Line("series-start", "get", (PLAN, OWNED), CHANGE_1),
    Line("series-start", "post", (PLAN, OWNED), CHANGE_1),
    Line("figure-correct", "get", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Line("figure-correct", "post", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Line("figure-withdraw", "get", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Line("figure-withdraw", "post", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Line("questions", "get", (PLAN,), READ),
    Line("answer-question", "get", (PLAN, "QUESTION_5"), JUDGE_5),
    Line("answer-question", "post", (PLAN, "QUESTION_5"), JUDGE_5),  # shown again: no words
    Line("answer-question", "get", (PLAN, "QUESTION_6"), JUDGE_6),
    Line("answer-question", "post", (PLAN, "QUESTION_6"), JUDGE_6),
    Line("mapping", "get", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),
    Line("mapping", "post", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),  # nothing is chosen
    Line("unmap", "post", (PLAN, "ehc-plans-in-20-weeks", "OFFICIAL"), MANAGED),
    Line("statistics", "get", (), READ),
    Line("statistics-compare", "get", ("PUBLISHED",), READ),
    Line("statistics-read", "get", (), READ_IN),
    Line("statistics-read", "post", (), READ_IN),  # shown again: no file
    Line("statistics-preview", "get", ("RELEASE",), HELD),
    Line("statistics-preview", "post", ("RELEASE",), HANDED),  # let go already
    Line("accessibility", "get", (), ANYBODY),
    Line("privacy", "get", (), ANYBODY),
    Line("published-plans", "get", (), ANYBODY),
    Line("published-plan", "get", (PLAN,), ANYBODY),
    Line("published-feed", "get", (PLAN,), ANYBODY),
    Line("published-action", "get", (PLAN, "1.1.1"), ANYBODY),
    Line("published-file", "get", (PLAN, "2019-10/"), ANYBODY),
    Line("ask-in-public", "get", (PLAN,), ANYBODY),
    Line("ask-in-public", "post", (PLAN,), ANYBODY),  # shown again: it lacks its fields
    Line("ask-in-public-sent", "get", (PLAN,), ANYBODY),
    Line("follow", "get", (PLAN,), ANYBODY),
    Line("follow", "post", (PLAN,), ANYBODY),  # shown again: it lacks its fields
    Line("follow-sent", "get", (PLAN,), ANYBODY),
    Line("follow-confirm", "get", (PLAN, "FOLLOWER"), ANYBODY),
    Line("follow-confirm", "post", (PLAN, "FOLLOWER"), ANYBODY),
    Line("unfollow", "get", (PLAN, "FOLLOWER"), ANYBODY),
    Line("unfollow", "post", (PLAN, "FOLLOWER"), ANYBODY),
    Line("public-questions", "get", (PLAN,), MANAGE),
    Line("public-questions", "post", (PLAN,), MANAGE),  # shown again: nothing is selected
    Line("restore-public-question", "post", (PLAN, "PUBLIC_QUESTION"), MANAGED),  # not dismissed
    Line("answer-public-question", "get", (PLAN, "PUBLIC_QUESTION"), MANAGE),
    Line("answer-public-question", "post", (PLAN, "PUBLIC_QUESTION"), MANAGE),  # no words
    Line("governance", "get", (PLAN,), READ),
    Line("reports", "get", (PLAN,), READ),
    Line("report-page", "get", (PLAN, "2019-10"), READ),
    Line("commentary", "get", (PLAN, "2019-07"), READ),
    Line("commentary-area", "get", (PLAN, "2019-07", "5"), READ),
    Line("commentary-area", "post", (PLAN, "2019-07", "5"), JUDGE_5),  # shown again: no words
    Line("commentary-area", "post", (PLAN, "2019-07", "6"), JUDGE_6),
    Line("commentary-programme", "get", (PLAN, "2019-07"), READ),
    Line("commentary-programme", "post", (PLAN, "2019-07"), READ_IN),  # shown again: no words
    Line("report-pdf", "post", (PLAN, "2019-10"), ASK),
    Line("report-progress", "get", (PLAN, "2019-10", "REPORT"), READ),
    Line("report-file", "get", (PLAN, "2019-10", "REPORT"), READ),
    Line("report-again", "post", (PLAN, "2019-10", "FAILED"), ASK),
    Line("highlights", "get", (PLAN,), READ),
    Line("highlights", "post", (PLAN,), MANAGE),  # shown again: it lacks its fields
    Line("highlight", "get", (PLAN, "HIGHLIGHT"), READ),
    Line("highlight", "get", (PLAN, "BOARD_DRAFT"), DRAFTS),
    Line("highlight-progress", "get", (PLAN, "HIGHLIGHT"), MOVED_ON),  # no htmx: to the report
    Line("highlight-file", "get", (PLAN, "HIGHLIGHT", "pdf"), READ),
    Line("highlight-ask", "get", (PLAN, "HIGHLIGHT"), LOST_ASK),  # of no line
    Line("highlight-ask", "post", (PLAN, "HIGHLIGHT"), ASK_BOARD),  # shown again: no words
    Line("highlight-ask", "post", (PLAN, "BOARD_DRAFT"), NO_DRAFT),
    Line("highlight-remark", "get", (PLAN, "BOARD_DRAFT", "top"), DRAFTS),
    Line("highlight-remark", "get", (PLAN, "HIGHLIGHT", "top"), JUDGE_5),
    Line("highlight-remark", "post", (PLAN, "HIGHLIGHT", "top"), JUDGE_5),  # it is issued
    Line("highlight-answer", "get", (PLAN, "HIGHLIGHT", "BOARD_QUESTION"), JUDGE_5),
    Line("highlight-answer", "post", (PLAN, "HIGHLIGHT", "BOARD_QUESTION"), JUDGE_5),  # no words
    Line("highlight-do", "post", (PLAN, "HIGHLIGHT", "again"), MANAGED),
    Line("highlight-do", "post", (PLAN, "HIGHLIGHT", "issue"), MANAGE),  # it is issued
    Line("highlight-do", "post", (PLAN, "BOARD_DRAFT", "refresh"), DRAFT_DONE),
    Line("publications", "get", (PLAN,), READ),
    Line("publications", "post", (PLAN,), PUBLISH),  # shown again: it is prepared already
    Line("publication", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Line("publication", "post", (PLAN, "DRAFT"), PUBLISH),  # shown again: it lacks its words
    Line("publication-progress", "get", (PLAN, "DRAFT"), FOLLOWED),
    Line("publication-draft", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Line("publication-document", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Line("publication-sign", "post", (PLAN, "DRAFT", "council"), SIGN_C),  # no warning is read
    Line("publication-sign", "post", (PLAN, "DRAFT", "nhs"), SIGN_N),
)


class World(NamedTuple):
    """Everything that the table asks for of one area, by its name there, the cookies of each role,
    and the words that give the area away.
    """

    names: dict[str, str]
    cookies: dict[str, str]
    marks: tuple[str, ...]

    def browser(self, role: str) -> Client:
        """A browser at an address of its own, with that role signed in; "" is nobody."""
        client = newcomer()
        client.cookies.load(self.cookies[role])
        return client

    def address(self, line: Line) -> str:
        return reverse(line.name, args=[self.names.get(each, each) for each in line.args])


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None, django_db_blocker, twin_files: Path, tmp_path_factory
) -> Iterator[tuple[World, World]]:
    """Sheffield, and beside it an area with the same codes, references and titles of actions.

    Made once for all lines, in a transaction that is undone: each request undoes its own.
    """
    files_dir = tmp_path_factory.mktemp("permissions")
    with (
        django_db_blocker.unblock(),
        override_settings(FILES_DIR=files_dir),
        undone(),
    ):
        sheffield = sheffield_as_loaded()
        yield world_of(sheffield), world_of(load_twin(twin_files))


@pytest.fixture(scope="module")
def world(worlds: tuple[World, World]) -> World:
    return worlds[0]


def world_of(area: Area) -> World:
    people = area.people
    names = names_in(area.plan, people) | {PLAN: area.plan.slug}
    names["LOCAL_AREA"] = area.plan.local_area.slug
    signed_in = {role: browser_of(people[role]).cookies.output(header="") for role in people}
    return World(names, signed_in | {"": ""}, area.marks)


def names_in(sheffield: Plan, people: dict[str, User]) -> dict[str, str]:
    """What the table's words in capitals stand for; among them reports, ready and failed."""
    october = sheffield.periods.get(key="2019-10")
    common = {
        "plan": sheffield,
        "period": october,
        "document": {},
        "requested_by": people["manager"],
        "requested_at": "2019-11-15T12:00Z",
        "as_at": "2019-11-15",
    }
    ready = Report.objects.create(
        content_hash=f"{sheffield.pk:a>64}",
        state="ready",
        file="ready.pdf",
        size=8,
        pages=1,
        **common,
    )
    failed = Report.objects.create(content_hash=f"{sheffield.pk:b>64}", state="failed", **common)
    ready.path.parent.mkdir(parents=True, exist_ok=True)
    ready.path.write_bytes(b"%PDF-1.7")
    asked = DateChange.objects.of_plan(sheffield).open()
    dates = {f"DATE_{each.action.ref[0]}": str(each.pk) for each in asked}
    papers = {"REPORT": str(ready.pk), "FAILED": str(failed.pk)}
    papers["DRAFT"] = draft_of(sheffield, people["publisher"])
    found = papers | dates | shown(sheffield, people["manager"])
    found |= figures_of(sheffield, people["manager"])
    found |= board_papers_of(sheffield, people)
    found |= people_of(sheffield, people)
    found |= questions_of(sheffield) | statistics_of(sheffield, people["manager"])
    return found | way_in(sheffield, people["lead"]) | in_public(sheffield)


def draft_of(plan: Plan, by: User) -> str:
    """The quarter of a publication that is being prepared."""
    july = plan.periods.get(key="2019-07")
    return prepare_publication(by=by, plan=plan, period=july).key


def shown(plan: Plan, by: User) -> dict[str, str]:
    """A file of evidence, and a measure of an action in area 6 and of one in area 5."""
    own, others = plan.actions.get(ref=OWN), plan.actions.get(ref=OTHERS)
    given = {"title": "Minutes", "on": date(2019, 10, 1), "grade": Grade.ACTIVITY}
    evidence = add_evidence(
        by=by, action=own, upload=SimpleUploadedFile("minutes.pdf", files.pdf()), **given
    )
    return {
        "EVIDENCE": str(evidence.pk),
        "MEASURE_6": str(own.measures.first().pk),
        "MEASURE_5": str(others.measures.first().pk),
        "UPDATE_5": str(StatusUpdate.objects.to_judge(plan).get(action__ref="5.2.8").pk),
        "UPDATE_7": str(StatusUpdate.objects.to_judge(plan).get(action__ref="7.1.6").pk),
    }


def figures_of(plan: Plan, by: User) -> dict[str, str]:
    """A figure of the lead's indicator, and a file that the manager has dealt with."""
    series = figures.series(plan.indicators.get(key=OWNED), name="Our own records")
    preview = ImportPreview.objects.create(plan=plan, by=by, at=now(), file_name="figures.csv")
    return {
        "FIGURE": str(figures.measured(series, "2019-09", 91).pk),
        "PREVIEW": str(preview.pk),
    }


def questions_of(plan: Plan) -> dict[str, str]:
    """A figure that has not come, of an indicator of area 5 alone, and one of area 6 alone."""
    late = {}
    for ref in (OTHERS, OWN):
        indicator = figures.indicator(plan, next_due=date(2019, 11, 1))
        indicator.outcomes.set([plan.actions.get(ref=ref).outcome])
        late[indicator.key] = f"QUESTION_{ref[0]}"
    asked = find_challenges(plan, date(2019, 11, 15)).questions
    return {
        late[each.indicator]: each.hash
        for each in asked
        if each.kind is ContradictionKind.STALE and each.indicator in late
    }


def statistics_of(plan: Plan, by: User) -> dict[str, str]:
    """A published measure, the series that shows it, and a file that the manager has sent."""
    indicator = plan.indicators.get(key="ehc-plans-in-20-weeks")
    series = indicator.series.exclude(measure=None).first()
    release = ImportPreview.objects.create(
        plan=plan, by=by, at=now(), file_name="long.csv", dataset=Dataset.LAIT
    )
    return {
        "PUBLISHED": str(series.measure_id),
        "OFFICIAL": str(series.pk),
        "RELEASE": str(release.pk),
    }


def in_public(plan: Plan) -> dict[str, str]:
    """October’s update, which is out; somebody who follows the plan; a question about it."""
    publications.made(plan, "2019-10", told={"wording_note": plan.slug})
    follower = Follower.objects.create(plan=plan, email="a@b.example", asked_at=now())
    question = ask_in_public(plan=plan, words="Why is it late?")
    return {"FOLLOWER": token_of_follower(follower), "PUBLIC_QUESTION": str(question.pk)}


def board_papers_of(plan: Plan, people: dict[str, User]) -> dict[str, str]:
    """An issued highlight report with its PDF and a question of the board, and a draft."""
    paper = boards.issued(plan, people["manager"])
    question = highlight.ask(by=people["board"], paper=paper, line="risks:5.1.6", words="Why?")
    paper.folder.mkdir(parents=True, exist_ok=True)
    (paper.folder / "report.pdf").write_bytes(b"%PDF-1.7")
    PaperFile.objects.create(
        paper=paper,
        name="report.pdf",
        form="pdf",
        content_type="application/pdf",
        sha256="c" * 64,
        size=8,
        pages=2,
    )
    draft = boards.draft(plan, people["manager"], boards.NOVEMBER, boards.NEXT)
    return {"HIGHLIGHT": paper.key, "BOARD_DRAFT": draft.key, "BOARD_QUESTION": str(question.pk)}


def people_of(plan: Plan, people: dict[str, User]) -> dict[str, str]:
    """Somebody invited, a deputy, an organisation with a change that is planned."""
    local_area, slug = plan.local_area, plan.local_area.slug
    by = {"by": people["manager"], "local_area": local_area, "offer": Offer(), "name": "New"}
    ended = invite(email=f"ended@{slug}.example", **by)
    accept(invitation=Invitation.objects.get(user=ended.user))
    waiting = invite(email=f"waits@{slug}.example", **by)
    post = Post.objects.of(local_area).get(code="SCC-PEH")
    deputy = PostHolding.objects.create(post=post, holder="D", deputy=True, until=date(2019, 12, 1))
    council = Organisation.objects.of(local_area).get(code="SCC")
    change = rename_organisation(
        by=people["manager"], organisation=council, name="Another", from_day=date(2020, 1, 1)
    )
    return {
        "AREA": slug,
        "INVITED": waiting.token,
        "ENDED": ended.token,
        "INVITATION": str(Invitation.objects.get(user=waiting.user).pk),
        "DEPUTY": str(deputy.pk),
        "ORGANISATION": str(council.pk),
        "CHANGE": str(change.pk),
        "VIEWER": str(people["viewer"].pk),
    }


def way_in(plan: Plan, to: User) -> dict[str, str]:
    """The link of an email: its number, and what stands in its address."""
    october = plan.periods.get(key="2019-10")
    action = plan.actions.get(ref=OWN)
    link = SignedLink.objects.create(user=to, action=action, period=october, made_at=now())
    calendar = make_calendar_link(by=to)
    return {"LINK": str(link.pk), "TOKEN": token_of(link), "CALENDAR": calendar}


SIGN_IN = "/accounts/login/"
WRITES = {"INSERT", "UPDATE", "DELETE"}  # besides of the session, which notes that it is used
# What has to be sent for the address to be one at all.
SENT = {"publications": {"key": "2019-07"}, "publication": {"do": "review", "version": "1"}}


def words_for(action: str) -> dict[str, object]:
    """A form as somebody of Sheffield sends it who has just opened it."""
    last = Action.objects.get(plan__slug=PLAN, ref=action).updates.filter(superseded_by=None).last()
    return {"status": "at_risk", "developments": "It goes on.", "based_on": last.pk}


def fields_of(line: Line) -> dict[str, object]:
    """What is sent with a request, if anything."""
    if line.method == "post" and len(line.args) == 2 and "." in line.args[1]:
        return words_for(line.args[1])
    return SENT.get(line.name, {})


STRANGER = ROLES.index("stranger")
INSIDERS = ROLES[:STRANGER]
# Both areas have published, and everybody may read what.
OF_BOTH = {"published-plans"}


class Answer(NamedTuple):
    """What a request was answered with."""

    status: int
    location: str
    text: str


def answer_to(browser: Client, line: Line, address: str) -> Answer:
    """The answer to a request; what it did is undone."""
    with undone():
        response = getattr(browser, line.method)(address, fields_of(line))
        body = b"".join(response) if response.streaming else response.content
    if line.method != "get":
        forget_pages()
    text = body.decode(errors="replace")
    return Answer(response.status_code, response.get("Location", ""), text)


def marks_in(text: str, world: World) -> list[str]:
    return [mark for mark in world.marks if mark in unescape(text)]


def title_of(line: Line) -> str:
    return f"{line.method} {line.name} {line.args}"


@pytest.mark.parametrize("line", TABLE, ids=title_of)
def test_every_role_at_every_address_and_no_get_writes(
    line: Line, worlds: tuple[World, World]
) -> None:
    world, other = worlds
    address = world.address(line)
    faults = []
    for role, expected in zip(ROLES, line.answers, strict=True):
        with CaptureQueriesContext(connection) as queries:
            answer = answer_to(world.browser(role), line, address)
        who = role or "nobody"
        if answer.status != expected:
            faults.append(f"{who}: {answer.status}, not {expected}")
        elif expected == 403 and "govuk-body" not in answer.text:
            faults.append(f"{who}: refused without words")
        elif expected == 302 and not role and not answer.location.startswith(SIGN_IN):
            faults.append(f"{who}: sent to {answer.location}, not to sign in")
        if line.method == "get":
            asked = [query["sql"] for query in queries if "django_session" not in query["sql"]]
            verbs = {sql.split()[0] for sql in asked}
            faults += [f"{who}: {verb} by a GET" for verb in sorted(verbs & WRITES)]
        if role in INSIDERS and line.name not in OF_BOTH:
            faults += [f"{who}: reads {mark}" for mark in marks_in(answer.text, other)]
    assert faults == [], address


# --- the wall between local areas -----------------------------------------------------------------

# Official statistics are everybody's, and who may read none in is told so whatever they ask for; a
# link of an email answers for whom it was sent to alone.
SHARED = {"statistics-compare": {200}, "statistics-preview": {403, 404}, "signed-link": {403}}
OF_AN_AREA = [
    line for line in TABLE if line.args and (line.answers[STRANGER] == 404 or line.name in SHARED)
]
OWN_PAGES = [line for line in TABLE if line.method == "get" and line.name not in OF_BOTH]
MISSING = Line("overview", "get", ("nowhere-2019",), ())


@pytest.fixture(scope="module")
def unknown(worlds: tuple[World, World]) -> dict[tuple[int, str], list[str]]:
    """What each insider of each area is told of a plan that nobody has."""
    return {
        (place, role): told_by(answer_to(own.browser(role), MISSING, own.address(MISSING)).text)
        for place, own in enumerate(worlds)
        for role in INSIDERS
    }


def told_by(page: str) -> list[str]:
    """The lines of a page that are the same however often it is asked for."""
    return [line for line in page.splitlines() if "csrf" not in line]


@pytest.mark.parametrize("line", OF_AN_AREA, ids=title_of)
def test_an_area_is_unknown_to_everybody_of_another(
    line: Line, worlds: tuple[World, World], unknown: dict[tuple[int, str], list[str]]
) -> None:
    expected = SHARED.get(line.name, {404})
    faults = []
    for place, (own, other) in enumerate((worlds, worlds[::-1])):
        address = other.address(line)
        for role in INSIDERS:
            answer = answer_to(own.browser(role), line, address)
            if answer.status == 404 and told_by(answer.text) != unknown[place, role]:
                faults.append(f"{role} at {address}: not what a missing plan answers")
            if answer.status not in expected:
                faults.append(f"{role} at {address}: {answer.status}")
            reads = marks_in(answer.text, other)
            faults += [f"{role} at {address}: reads {mark}" for mark in reads]
    assert faults == []


@pytest.mark.parametrize("line", OWN_PAGES, ids=title_of)
def test_a_page_of_the_second_area_names_nothing_of_the_first(
    line: Line, worlds: tuple[World, World]
) -> None:
    """The other way about is in the test of every role."""
    other, own = worlds
    faults = []
    for role in INSIDERS:
        answer = answer_to(own.browser(role), line, own.address(line))
        faults += [f"{role}: reads {mark}" for mark in marks_in(answer.text, other)]
    assert faults == [], own.address(line)


def test_a_list_asked_for_another_areas_plan_is_unknown(worlds: tuple[World, World]) -> None:
    lists = [line for line in TABLE if line.name in {"my-updates", "no-change-to-many"}]
    lists.append(Line("statistics", "get", (), ()))
    for own, other in (worlds, worlds[::-1]):
        for line in lists:
            address = f"{reverse(line.name)}?plan={other.names[PLAN]}"
            for role in INSIDERS:
                answer = answer_to(own.browser(role), line, address)
                assert (answer.status, marks_in(answer.text, other)) == (404, []), (role, line)


def test_a_missing_plan_and_a_plan_of_others_answer_alike(world: World) -> None:
    stranger = world.browser("stranger")
    unknown = stranger.get("/plans/nowhere-2019/")
    others = stranger.get("/plans/sheffield-2019/")
    assert (unknown.status_code, others.status_code) == (404, 404)
    assert told_by(unknown.content.decode()) == told_by(others.content.decode())


def test_the_table_knows_every_address_of_ours():
    def names(resolver: URLResolver) -> set[str]:
        found: set[str] = set()
        for each in resolver.url_patterns:
            if isinstance(each, URLPattern):
                found.add(str(each.name))
            elif "accounts/" not in str(each.pattern):
                found |= names(each)
        return found

    assert {line.name for line in TABLE} == names(get_resolver())
