"""What waits in governance: commentary, questions, texts, signatures, and late publications."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.domain.enums import Role
from actions.domain.waiting import WaitingItem
from actions.models import AreaCommentary, Membership, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import waiting_for
from actions.services.locking import lock_and_bump_plan
from actions.services.periods import set_publish_within
from actions.services.waiting_digest import waiting_additions
from governance.domain.enums import PaperState, Side
from governance.models import Signature, WarningAcceptance
from governance.papers.quarterly.easy_read import easy_read_to_clear
from governance.papers.quarterly.text_clearance import (
    printable_texts,
    texts_to_clear,
    undecided,
)
from governance.public.questions import answer_in_public, ask_in_public
from governance.selectors.publication_due import publication_states
from governance.selectors.warning_answers import open_warnings
from governance.services.clearance import clear_easy_read, clear_texts
from governance.services.commentary import reason_closed
from governance.services.highlight import answer, ask
from governance.services.publication_drafts import prepare_publication
from governance.services.signing import warnings_of
from tests.support import boards, publications
from tests.support.factories import UserFactory
from wsoa.accounts.models import User
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)
PLAN = "/plans/sheffield-2019/"


def waits(user: User, *kinds: str) -> list[WaitingItem]:
    items = waiting_for(person_in_plans(user, DAY))
    return [item for item in items if item.kind.code in kinds]


def unwrite(plan: Plan) -> None:
    """Takes away the commentary of October: an empty version supersedes what was written."""
    october = plan.periods.get(key="2019-10")
    for written in list(AreaCommentary.objects.current().of(october).with_words()):
        AreaCommentary.objects.create(
            area=written.area, period=october, supersedes=written, at=now()
        )


def close_october(plan: Plan, on: str = "2019-11-08T12:00Z") -> ReportingPeriod:
    october = plan.periods.get(key="2019-10")
    ReportingPeriod.objects.filter(pk=october.pk).update(locked_at=on)
    return plan.periods.get(key="2019-10")


# --- commentary -------------------------------------------------------------------------------


def test_commentary_waits_for_the_officer_of_the_area_until_it_is_written(
    sheffield: Plan, people: dict[str, User]
) -> None:
    unwrite(sheffield)
    october = sheffield.periods.get(key="2019-10")
    [item] = waits(people["accountable"], "commentary")
    assert (item.title, item.due) == ("Area 5, EHC Plans: October 2019", october.closes)
    assert item.address == f"{PLAN}reports/2019-10/commentary/5/"
    assert waits(people["manager"], "commentary") == []
    AreaCommentary.objects.create(
        area=sheffield.areas.get(ref="5"),
        period=october,
        evidence="So.",
        at=now(),
        supersedes=AreaCommentary.objects.current().of(october).get(area__ref="5"),
    )
    assert waits(people["accountable"], "commentary") == []


@pytest.mark.parametrize("state", [*PaperState, None])
def test_no_commentary_waits_that_cannot_be_written(
    sheffield: Plan, people: dict[str, User], state: PaperState | None
) -> None:
    unwrite(sheffield)
    if state is not None:
        reason = "It was wrong." if state == PaperState.WITHDRAWN else ""
        publications.made(sheffield, state=state, withdrawal_reason=reason)
    october = sheffield.periods.get(key="2019-10")
    is_closed = bool(reason_closed(sheffield, october))
    assert bool(waits(people["accountable"], "commentary")) != is_closed


# --- questions --------------------------------------------------------------------------------


def test_a_question_of_the_board_waits_for_the_officer_by_the_next_meeting(
    sheffield: Plan, people: dict[str, User]
) -> None:
    paper = boards.issued(sheffield, people["manager"])
    question = ask(by=people["board"], paper=paper, line="risks:5.1.6", words="How is it measured?")
    [item] = waits(people["accountable"], "board_question")
    assert (item.ref, item.title) == ("5.1.6", "How is it measured?")
    assert item.address == f"{PLAN}highlights/2019-10-31/questions/{question.pk}/"
    assert item.due == boards.NEXT
    assert waits(people["manager"], "board_question") == []
    answer(by=people["accountable"], question=question, words="By the time it takes.")
    assert waits(people["accountable"], "board_question") == []


def test_the_answer_waits_for_whoever_asked_until_they_have_read_it(
    sheffield: Plan, people: dict[str, User], signed_in
) -> None:
    paper = boards.issued(sheffield, people["manager"])
    question = ask(by=people["board"], paper=paper, line="risks:5.1.6", words="How is it measured?")
    assert waits(people["board"], "board_answer") == []
    answer(by=people["accountable"], question=question, words="By the time it takes.")
    assert waits(people["accountable"], "board_answer") == []

    [item] = waits(people["board"], "board_answer")
    member = signed_in("board")
    assert item.address == f"{PLAN}highlights/2019-10-31/#q{question.pk}"
    assert "Answer to your question" in member.get("/").content.decode()
    assert "I have read the answer" in member.get(item.address).content.decode()

    member.post(f"{PLAN}highlights/2019-10-31/questions/{question.pk}/read/")
    assert waits(people["board"], "board_answer") == []
    assert "I have read the answer" not in member.get(item.address).content.decode()


def test_question_and_answer_are_in_the_daily_email_of_those_they_are_for(
    sheffield: Plan, people: dict[str, User]
) -> None:
    paper = boards.issued(sheffield, people["manager"])
    question = ask(by=people["board"], paper=paper, line="risks:5.1.6", words="How is it measured?")
    assert ("accountable@demo.example", "board_question") in digest_topics()
    answer(by=people["accountable"], question=question, words="By the time it takes.")

    topics = digest_topics()

    assert ("board@demo.example", "board_answer") in topics
    assert ("accountable@demo.example", "board_question") not in topics


def digest_topics() -> set[tuple[str, str]]:
    """The kinds of thing that the daily email names, by whom it is for."""
    return {
        (addition.user.email, line.topic[0])
        for addition in waiting_additions(DAY)
        for line in addition.section.lines
    }


def test_without_an_officer_it_waits_for_the_manager(
    sheffield: Plan, people: dict[str, User]
) -> None:
    Membership.objects.filter(plan=sheffield, role=Role.ACCOUNTABLE).delete()
    paper = boards.issued(sheffield, people["manager"])
    ask(by=people["board"], paper=paper, line="risks:5.1.6", words="How is it measured?")
    assert len(waits(people["manager"], "board_question")) == 1


def test_a_question_of_the_public_waits_for_the_manager_for_two_weeks(
    sheffield: Plan, people: dict[str, User]
) -> None:
    publications.made(sheffield)
    question = ask_in_public(plan=sheffield, words="Why is it late?")
    [item] = waits(people["manager"], "public_question")
    assert (item.since, item.due) == (DAY, DAY + timedelta(14))
    assert item.address == f"{PLAN}public-questions/{question.pk}/"
    assert waits(people["accountable"], "public_question") == []
    answer_in_public(by=people["manager"], question=question, words="So.")
    assert waits(people["manager"], "public_question") == []


# --- publications -----------------------------------------------------------------------------


def test_a_closed_quarter_is_to_be_published_within_the_days_of_the_plan(
    sheffield: Plan, people: dict[str, User]
) -> None:
    october = close_october(sheffield)
    [item] = waits(people["publisher"], "publish")
    assert (item.title, item.since, item.due) == (
        "October 2019",
        date(2019, 11, 8),
        date(2019, 11, 22),
    )
    set_publish_within(by=people["manager"], plan=sheffield, days=3)
    [item] = waits(people["publisher"], "publish")
    assert (item.due, item.days_late(DAY)) == (date(2019, 11, 11), 4)
    assert item.address == f"{PLAN}publications/"
    prepare_publication(by=people["publisher"], plan=sheffield, period=october)
    [item] = waits(people["publisher"], "publish")
    assert item.address == f"{PLAN}publications/2019-10/"


@pytest.mark.parametrize(
    "state", [PaperState.PUBLISHED, PaperState.SCHEDULED, PaperState.WITHDRAWN]
)
def test_what_is_published_or_scheduled_does_not_wait(
    sheffield: Plan, people: dict[str, User], state: PaperState
) -> None:
    close_october(sheffield)
    reason = "It was wrong." if state == PaperState.WITHDRAWN else ""
    publications.made(sheffield, state=state, withdrawal_reason=reason)
    assert waits(people["publisher"], "publish") == []


def test_quarters_from_before_the_first_publication_are_not_asked_for(
    sheffield: Plan, people: dict[str, User]
) -> None:
    [july] = waits(people["publisher"], "publish")
    assert july.title == "July 2019"  # the last that is closed
    close_october(sheffield)
    assert [item.title for item in waits(people["publisher"], "publish")] == ["October 2019"]
    publications.made(sheffield, "2019-07")
    [october] = publication_states({sheffield.pk: sheffield}, DAY)[sheffield.pk].unpublished
    assert october.period.key == "2019-10"


def test_texts_wait_for_the_publisher_until_each_is_decided(
    sheffield: Plan, people: dict[str, User]
) -> None:
    october = close_october(sheffield)
    october.plan = sheffield
    prepare_publication(by=people["publisher"], plan=sheffield, period=october)
    waiting = undecided(printable_texts(sheffield, october))
    assert waiting
    [item] = waits(people["publisher"], "clear")
    summaries = [item.summary for item in easy_read_to_clear(october)]
    assert len(summaries) == 3
    assert item.how_many == len({text.update.pk for text in waiting}) + len(summaries)
    assert item.address == f"{PLAN}publications/2019-10/#texts"
    updates = StatusUpdate.objects.of_ids(text.update.pk for text in waiting)
    clear_texts(by=people["publisher"], plan=sheffield, updates=list(updates))
    clear_easy_read(by=people["publisher"], plan=sheffield, summaries=summaries)
    assert waits(people["publisher"], "clear") == []
    assert texts_to_clear([october]) == {}


def test_the_warnings_of_drafts_are_counted_once_for_each_write_to_the_plan(
    sheffield: Plan, people: dict[str, User]
) -> None:
    periods = [sheffield.periods.get(key="2019-07"), close_october(sheffield)]
    counts = []
    for period in periods:
        prepare_publication(by=people["publisher"], plan=sheffield, period=period)
        first = waits(people["nhs-lead"], "sign")
        assert all(str(item.detail) for item in first)
        with CaptureQueriesContext(connection) as queries:
            assert waits(people["nhs-lead"], "sign") == first
        counts.append((len(first), len(queries)))
    assert [drafts for drafts, _ in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]


def test_drafts_are_counted_without_a_check_of_their_texts(
    sheffield: Plan, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    july = sheffield.periods.get(key="2019-07")
    prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    checked: list[object] = []
    monkeypatch.setattr(
        "governance.presenters.waiting.warnings_of", lambda paper: checked.append(paper) or ()
    )
    [item] = waits(people["nhs-lead"], "sign")
    assert checked == []
    assert str(item.detail) == "It can be signed now."
    assert len(checked) == 1


def test_a_draft_waits_for_each_side_until_its_text_is_signed(
    sheffield: Plan, people: dict[str, User]
) -> None:
    october = close_october(sheffield)
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=october)
    council, nhs = people["accountable"], people["nhs-lead"]
    for user in (council, nhs):
        [item] = waits(user, "sign")
        assert item.address == f"{PLAN}publications/2019-10/"
        assert item.due == date(2019, 11, 22)
        still = len(open_warnings(paper, warnings_of(paper)))
        assert item.detail == (
            f"It can be signed once its warnings are answered: {still} warnings are open."
        )
    moment = timezone.now()
    WarningAcceptance.objects.bulk_create(
        WarningAcceptance(paper=paper, key=each.key, warning="", reason="Known.", by=nhs, at=moment)
        for each in warnings_of(paper)
    )
    lock_and_bump_plan(sheffield.pk)  # as every service does that answers a warning
    [item] = waits(council, "sign")
    assert item.detail == "It can be signed now."
    Signature.objects.create(
        paper=paper, side=Side.COUNCIL, sha256=paper.sha256, by=council, name="A", at=timezone.now()
    )
    assert waits(council, "sign") == []
    assert len(waits(nhs, "sign")) == 1
    Signature.objects.update(sha256="0" * 64)  # it was frozen again since
    assert len(waits(council, "sign")) == 1


def test_who_has_signed_for_one_side_is_not_asked_for_the_other(
    sheffield: Plan, people: dict[str, User]
) -> None:
    both = UserFactory()
    for role in (Role.SIGNS_COUNCIL, Role.SIGNS_NHS):
        Membership.objects.create(plan=sheffield, user=both, role=role)
    october = close_october(sheffield)
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=october)
    assert len(waits(both, "sign")) == 2
    Signature.objects.create(
        paper=paper, side=Side.NHS, sha256=paper.sha256, by=both, name="A", at=timezone.now()
    )
    assert waits(both, "sign") == []
