"""Accepting updates and returning them: the services, the page, and what others see of it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.enums import Role, Status, UpdateKind
from actions.models import Action, Membership, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.verdicts import returned_note
from actions.services import Words, confirm_unchanged, last_word, submit_update
from actions.services.verdicts import (
    JudgedAlready,
    NothingToJudge,
    NotTheirs,
    SaidMeanwhile,
    WordsNeeded,
    accept,
    return_update,
)
from tests.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PostFactory,
    StatusUpdateFactory,
)
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

PAGE = "/plans/sheffield-2019/review/"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/sheffield-2019/review/"}
WAITS = "5.1.6"  # SCC-HoS, area 5; nobody has judged it
RETURNED = "7.2.2"  # SCC-HoS; the manager returned it


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.quarters().get(key="2019-10")


@pytest.fixture
def waiting(sheffield: Plan, october: ReportingPeriod) -> StatusUpdate:
    return word_on(sheffield, WAITS, october)


@pytest.fixture
def returned(sheffield: Plan, october: ReportingPeriod) -> StatusUpdate:
    return word_on(sheffield, RETURNED, october)


def word_on(plan: Plan, ref: str, period: ReportingPeriod) -> StatusUpdate:
    update = last_word(plan.actions.get(ref=ref), period)
    assert update is not None
    return update


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def says(client: Client, address: str) -> str:
    return text_of(client.get(address).content.decode())


# --- the services -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["accountable", "manager"])
def test_the_officer_of_the_area_and_the_manager_accept(who, people, waiting) -> None:
    versions = (waiting.action.version, waiting.action.plan.version)
    assert accept(by=people[who], updates=[waiting]) == 1
    verdict = Verdict.objects.get(update=waiting)
    assert (verdict.accepted, verdict.by) == (True, people[who])
    action = Action.objects.select_related("plan").get(pk=waiting.action_id)
    assert (action.version, action.plan.version) == (versions[0] + 1, versions[1] + 1)
    event = AuditEvent.objects.get(verb="accept")
    assert event.actor == people[who]
    assert event.summary == "Accepted the update for Oct 2019: Behind or at risk"


@pytest.mark.parametrize("who", ["lead", "nhs-lead", "board", "publisher", "viewer", "stranger"])
def test_nobody_else_accepts_or_returns(who, people, waiting) -> None:
    with pytest.raises(NotTheirs):
        accept(by=people[who], updates=[waiting])
    with pytest.raises(NotTheirs):
        return_update(by=people[who], update=waiting, words="Why?")
    assert not Verdict.objects.filter(update=waiting).exists()


def test_an_officer_judges_their_own_areas_only(people, sheffield, october, waiting) -> None:
    elsewhere = word_on(sheffield, "6.1.5", october)
    with pytest.raises(NotTheirs, match=r"6\.1\.5 is not in your area"):
        accept(by=people["accountable"], updates=[waiting, elsewhere])
    assert not Verdict.objects.filter(update__in=[waiting, elsewhere]).exists()


def test_many_are_accepted_at_once_or_none(people, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    assert accept(by=people["accountable"], updates=[waiting, other]) == 2
    assert AuditEvent.objects.filter(verb="accept").count() == 2


def test_the_same_form_sent_twice_accepts_once(people, waiting) -> None:
    assert accept(by=people["accountable"], updates=[waiting]) == 1
    assert accept(by=people["accountable"], updates=[waiting]) == 0
    assert AuditEvent.objects.filter(verb="accept").count() == 1


def test_the_same_return_sent_twice_returns_once(people, waiting) -> None:
    first = return_update(by=people["accountable"], update=waiting, words="Why? ")
    assert return_update(by=people["accountable"], update=waiting, words="Why?") == first
    assert AuditEvent.objects.filter(verb="return").count() == 1


def test_a_verdict_is_final(people, waiting) -> None:
    accept(by=people["accountable"], updates=[waiting])
    with pytest.raises(JudgedAlready, match="was accepted by Demo accountable officer"):
        return_update(by=people["manager"], update=waiting, words="On second thoughts")
    with pytest.raises(JudgedAlready):
        accept(by=people["manager"], updates=[waiting])


def test_what_was_returned_is_not_accepted_later(people, returned) -> None:
    with pytest.raises(JudgedAlready, match=r"was returned by .* That stands until"):
        accept(by=people["manager"], updates=[returned])


def test_only_the_last_word_is_judged(people, waiting, october) -> None:
    submit_update(
        by=people["lead"],
        action=waiting.action,
        period=october,
        words=Words(Status("at_risk"), developments="More has happened."),
        based_on=waiting.pk,
    )
    with pytest.raises(SaidMeanwhile, match=r"A newer update of 5\.1\.6 was sent meanwhile"):
        accept(by=people["accountable"], updates=[waiting])
    with pytest.raises(SaidMeanwhile):
        return_update(by=people["accountable"], update=waiting, words="Why?")


def test_what_the_office_recorded_is_not_judged(people, sheffield, october) -> None:
    recorded = word_on(sheffield, "5.1.5", october)
    assert recorded.kind == UpdateKind.RECORDED
    with pytest.raises(NothingToJudge):
        accept(by=people["manager"], updates=[recorded])


@pytest.mark.parametrize("words", ["", "  \n"])
def test_nothing_goes_back_without_words(people, waiting, words) -> None:
    with pytest.raises(WordsNeeded):
        return_update(by=people["accountable"], update=waiting, words=words)


# --- a returned update ------------------------------------------------------------------------


def test_sending_again_takes_the_place_and_both_can_be_read(people, returned, october) -> None:
    sent = submit_update(
        by=people["lead"],
        action=returned.action,
        period=october,
        words=Words(Status("complete"), developments="Young people use the pathways."),
        based_on=returned.pk,
    )
    assert sent.supersedes == returned
    assert Verdict.objects.filter(update=returned, accepted=False).exists()
    assert not Verdict.objects.filter(update=sent).exists()


def test_the_same_words_again_are_an_answer_where_they_were_returned(
    people, waiting, october
) -> None:
    lead = people["lead"]
    said = Words(Status("at_risk"), developments="As it is.")
    sent = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=waiting.pk
    )
    return_update(by=people["accountable"], update=sent, words="Why?")
    again = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=sent.pk
    )
    assert (again.supersedes, again.pk != sent.pk) == (sent, True)
    twice = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=sent.pk
    )
    assert twice == again


def test_no_change_answers_what_was_returned(people, waiting, october) -> None:
    lead = people["lead"]
    first = confirm_unchanged(by=lead, action=waiting.action, period=october, based_on=waiting.pk)
    return_update(by=people["accountable"], update=first, words="Why?")
    again = confirm_unchanged(by=lead, action=waiting.action, period=october, based_on=first.pk)
    assert again.supersedes == first


def test_another_lead_of_the_action_answers_it(sheffield, people, october, signed_in) -> None:
    shared = sheffield.actions.get(ref="2.4.1")  # SCC-HoS and CCG-CCM; CCG-CCM sent it
    sent = last_word(shared, october)
    return_update(by=people["manager"], update=sent, words="Which date?")
    page = says(signed_in("lead"), shared.get_absolute_url())
    assert "Returned to Children's Commissioning Manager" in page.replace("’", "'")
    assert "your answer takes its place" in page
    answer = signed_in("lead").post(
        f"{shared.get_absolute_url()}update/",
        {"status": "not_started", "developments": "In January.", "based_on": sent.pk},
    )
    assert answer.status_code == 302
    latest = last_word(shared, october)
    assert (latest.by, latest.supersedes) == (people["lead"], sent)
    assert "Which date?" in says(signed_in("nhs-lead"), shared.get_absolute_url())


@pytest.mark.parametrize(("who", "status"), [("nhs-lead", 403), ("stranger", 404)])
def test_somebody_who_does_not_lead_it_cannot(who, status, signed_in, returned, october) -> None:
    answer = signed_in(who).post(
        f"{returned.action.get_absolute_url()}update/",
        {"status": "complete", "based_on": returned.pk},
    )
    assert answer.status_code == status
    assert last_word(returned.action, october) == returned


def test_the_note_names_whom_it_was_returned_to(people, returned) -> None:
    note = returned_note(returned)
    assert note is not None
    assert (note.to, note.by, note.mine) == ("Head of SEN", "Demo programme manager", False)
    assert note.words.startswith("Thank you.")
    assert returned_note(None) is None


def test_nothing_but_a_returned_update_has_a_note(people, waiting) -> None:
    assert returned_note(waiting) is None
    accept(by=people["accountable"], updates=[waiting])
    assert returned_note(last_word(waiting.action, waiting.period)) is None


# --- what others see --------------------------------------------------------------------------


def test_the_action_page_says_what_is_accepted_and_by_whom(signed_in, waiting, people) -> None:
    client, address = signed_in("viewer"), waiting.action.get_absolute_url()
    assert "Not yet accepted." in says(client, address)
    accept(by=people["accountable"], updates=[waiting])
    page = says(client, address)
    assert "Accepted by Demo accountable officer, area 5, 15 November 2019." in page
    assert "Not yet accepted" not in page


def test_a_later_update_waits_beside_the_status_that_counts(
    signed_in, people, sheffield, october
) -> None:
    action = sheffield.actions.get(ref="5.1.3")  # accepted as it stands
    standing = last_word(action, october)
    submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=Words(Status("at_risk"), developments="It will be later."),
        based_on=standing.pk,
    )
    page = says(signed_in("viewer"), action.get_absolute_url())
    assert "An update waits to be accepted: Behind or at risk" in page
    grid = signed_in("viewer").get("/plans/sheffield-2019/actions/?area=5").content.decode()
    row = grid[grid.index(f'actions/{action.ref}/"') :].split("</tr>")[0]
    assert "Not yet accepted" in row
    assert "* Has an update that is not yet accepted." in grid


def test_accepting_shows_in_the_grid_at_once(signed_in, people, sheffield, october) -> None:
    client = signed_in("viewer")
    action = sheffield.actions.get(ref="5.1.3")
    sent = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=Words(Status("behind_not_started"), developments="Not begun."),
        based_on=last_word(action, october).pk,
    )
    address = "/plans/sheffield-2019/actions/?status=behind_not_started&area=5"
    assert 'actions/5.1.3/"' not in client.get(address).content.decode()
    accept(by=people["manager"], updates=[sent])
    assert 'actions/5.1.3/"' in client.get(address).content.decode()


def test_the_overview_tells_how_many_are_not_yet_accepted(signed_in, people, waiting) -> None:
    client = signed_in("board")
    assert "17 of 89 actions have an update that is not yet accepted." in says(
        client, "/plans/sheffield-2019/"
    )
    accept(by=people["accountable"], updates=[waiting])
    assert "16 of 89 actions have an update that is not yet accepted." in says(
        client, "/plans/sheffield-2019/"
    )


# --- the page ---------------------------------------------------------------------------------


def test_an_officer_sees_their_area_old_and_new_side_by_side(signed_in) -> None:
    page = says(signed_in("accountable"), PAGE)
    assert "Waiting: 2" in page
    assert "Before: July 2019" in page
    assert "Sent: October 2019" in page
    assert "6.1.5" not in page
    assert "To accept (2)" in page


def test_the_manager_sees_all_and_filters_by_area_in_the_address(signed_in) -> None:
    manager = signed_in("manager")
    assert "Waiting: 17" in says(manager, PAGE)
    five = says(manager, f"{PAGE}?area=5")
    assert "Waiting: 2" in five
    assert "To accept (17)" in five
    assert "Waiting: 0" in says(manager, f"{PAGE}?area=nowhere")


def test_what_is_missing_is_there_too_and_what_was_returned(signed_in, sheffield, october) -> None:
    page = says(signed_in("manager"), f"{PAGE}?area=7")
    assert "Not answered:" in page
    assert "Returned, not sent again" in page
    assert "5.1.6" not in says(signed_in("accountable"), PAGE).split("Not answered:", 2)[2]


def test_one_is_accepted_on_the_plain_page(signed_in, waiting) -> None:
    answer = signed_in("manager").post(f"{PAGE}?area=5", {"update": waiting.pk}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?area=5", 302)]
    page = text_of(answer.content.decode())
    assert "5.1.6 was accepted." in page
    assert "Waiting: 1" in page


def test_ticked_ones_are_accepted_together(signed_in, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    answer = signed_in("accountable").post(PAGE, {"update": [waiting.pk, other.pk]}, follow=True)
    page = text_of(answer.content.decode())
    assert "2 updates were accepted." in page
    assert "Nothing waits to be accepted." in page


def test_in_place_the_row_says_what_became_of_it(signed_in, waiting) -> None:
    answer = signed_in("accountable").post(PAGE, {"update": waiting.pk}, headers=HTMX)
    html = answer.content.decode()
    assert html.startswith(
        f'<li class="app-todo-item app-review app-review--done" id="w{waiting.pk}"'
    )
    assert "5.1.6 was accepted." in html
    assert '<span id="review-left" hx-swap-oob="innerHTML">1</span>' in html


def test_many_in_place_answer_the_list(signed_in, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    sent = {"update": [waiting.pk, other.pk]}
    answer = signed_in("accountable").post(PAGE, sent, headers=HTMX)
    assert answer["HX-Retarget"] == "#review"
    html = answer.content.decode()
    assert "<html" not in html
    assert "2 updates were accepted." in html


def test_nothing_ticked_is_an_error_and_not_a_page_of_nothing(signed_in) -> None:
    page = says_after_post(signed_in("accountable"), {})
    assert "There is a problem Tick the updates that you accept." in page
    assert "Waiting: 2" in page


def says_after_post(client: Client, sent: dict[str, object]) -> str:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_a_newer_word_meanwhile_is_told_and_ticks_are_kept(
    signed_in, people, waiting, sheffield, october
) -> None:
    other = word_on(sheffield, "5.2.8", october)
    submit_update(
        by=people["lead"],
        action=waiting.action,
        period=october,
        words=Words(Status("at_risk"), developments="More has happened."),
        based_on=waiting.pk,
    )
    answer = signed_in("accountable").post(PAGE, {"update": [waiting.pk, other.pk]})
    html = answer.content.decode()
    assert "A newer update of 5.1.6 was sent meanwhile." in html
    assert f'value="{other.pk}" id="tick-{other.pk}" checked' in html
    assert not Verdict.objects.filter(update=other).exists()


@pytest.mark.parametrize("junk", ["x", "9999999", "", "1.5", "9" * 30])
def test_an_id_that_is_none_is_refused(signed_in, junk) -> None:
    assert "Tick the updates" in says_after_post(signed_in("manager"), {"update": junk})


def test_anothers_area_is_refused_with_words(signed_in, sheffield, october) -> None:
    elsewhere = word_on(sheffield, "6.1.5", october)
    answer = signed_in("accountable").post(PAGE, {"update": elsewhere.pk})
    assert answer.status_code == 403
    assert "6.1.5 is not in your area" in answer.content.decode()


def test_one_is_returned_with_words(signed_in, waiting, people) -> None:
    address = f"{PAGE}{waiting.pk}/return/"
    officer = signed_in("accountable")
    assert "What is to change?" in says(officer, address)
    answer = officer.post(address, {"words": "Which funding?"}, follow=True)
    assert "5.1.6 was returned." in text_of(answer.content.decode())
    verdict = Verdict.objects.get(update=waiting)
    assert (verdict.accepted, verdict.words, verdict.by) == (
        False,
        "Which funding?",
        people["accountable"],
    )


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_are_required_and_the_error_stands_beside_them(signed_in, waiting, headers) -> None:
    address = f"{PAGE}{waiting.pk}/return/"
    html = signed_in("accountable").post(address, {"words": "  "}, headers=headers).content.decode()
    assert html.count("Say what is to change, so that the lead knows") == 2
    assert f'id="r{waiting.pk}-words_error"' in html
    assert ("<html" in html) == (not headers)
    assert not Verdict.objects.filter(update=waiting).exists()


def test_too_many_words_are_kept_as_they_were_typed(signed_in, waiting) -> None:
    words = "word " * 40_000
    html = (
        signed_in("accountable")
        .post(f"{PAGE}{waiting.pk}/return/", {"words": words})
        .content.decode()
    )
    assert "characters are too many; at most 4,000" in html
    assert words.strip() in html
    assert not Verdict.objects.filter(update=waiting).exists()


def test_what_was_typed_is_kept_where_the_verdict_came_too_late(signed_in, waiting, people) -> None:
    accept(by=people["manager"], updates=[waiting])
    answer = signed_in("accountable").post(f"{PAGE}{waiting.pk}/return/", {"words": "Which one?"})
    html = answer.content.decode()
    assert "was accepted by Demo programme manager" in html
    assert "Which one?</textarea>" in html


def test_the_home_page_says_what_waits(signed_in) -> None:
    assert "2 updates wait to be accepted or returned." in says(signed_in("accountable"), "/")
    assert "17 updates wait to be accepted or returned." in says(signed_in("manager"), "/")
    assert "To accept" not in says(signed_in("lead"), "/")


# --- how much it asks of the database ---------------------------------------------------------


def a_plan_with(count: int, manager: User) -> Plan:
    october = PeriodFactory()
    outcome = OutcomeFactory(area=AreaFactory(plan=october.plan))
    july = PeriodFactory(
        plan=october.plan,
        key="2019-07",
        label="July 2019",
        first_day="2019-07-01",
        opens="2019-07-01",
        due="2019-07-31",
        closes="2019-08-31",
    )
    post = PostFactory()
    for _ in range(count):
        action = ActionFactory(outcome=outcome, led_by=[post])
        StatusUpdateFactory(action=action, period=july, post=post, developments="Before")
        StatusUpdateFactory(action=action, period=october, post=post, developments="Now")
        ActionFactory(outcome=outcome, led_by=[post])
    Membership.objects.create(plan=october.plan, user=manager, role=Role.MANAGER)
    return october.plan


@pytest.mark.parametrize("count", [1, 3, 89])
def test_the_page_asks_the_database_eleven_times_whatever_waits(
    count, db, people, signed_in
) -> None:
    plan = a_plan_with(count, people["manager"])
    client = signed_in("manager")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(f"/plans/{plan.slug}/review/")
    assert answer.status_code == 200
    assert f"Waiting: {2 * count}" in text_of(answer.content.decode())
    assert len(asked) == 11


@pytest.mark.parametrize("count", [1, 30])
def test_accepting_many_adds_one_question_for_each(count, people) -> None:
    plan = a_plan_with(count, people["manager"])
    updates = list(StatusUpdate.objects.to_judge(plan).filter(period__key="2019-10"))
    with CaptureQueriesContext(connection) as asked:
        accept(by=people["manager"], updates=updates)
    assert len(asked) - count == 8


def test_an_address_with_a_number_that_is_none_is_not_found(signed_in) -> None:
    assert signed_in("manager").get(f"{PAGE}{'9' * 30}/return/").status_code == 404
