"""An update can be taken back until somebody accepts or returns it; its text is a draft again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import Status
from actions.domain.form_windows import NO_WINDOW
from actions.forms.update import UpdateForm
from actions.models import Action, Draft, Plan, ReportingPeriod, StatusUpdate, TakenBackUpdate
from actions.presenters.verdict_review import review
from actions.selectors.reviewers import updates_to_review
from actions.selectors.updates import current_update, draft_of, drafts_beside
from actions.services.drafts import save_draft
from actions.services.periods import close
from actions.services.taking_back import TakingBackRefused, take_back_update
from actions.services.updates import UpdateContent, confirm_unchanged, submit_update
from actions.services.verdicts import TakenBack, accept, return_update
from tests.actions.conftest import RETURNED, WAITS
from tests.support.cast import browser_of
from tests.support.factories import ActionFactory, PostHoldingFactory
from tests.support.html import Page, words
from wsoa.accounts.models import Post, PostHolding, User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today

TEXT = "The panel has met."


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.with_place().with_leads().get(ref=WAITS)


@pytest.fixture
def before(action: Action, october: ReportingPeriod) -> StatusUpdate:
    return current_update(action, october)


@pytest.fixture
def sent(
    action: Action, october: ReportingPeriod, before: StatusUpdate, people: dict[str, User]
) -> StatusUpdate:
    content = UpdateContent(
        Status.AT_RISK,
        developments=TEXT,
        significant_risk=True,
        ask="More money.",
        forecast_month=date(2020, 3, 1),
    )
    return submit_update(
        by=people["lead"], action=action, period=october, words=content, based_on=before.pk
    )


def take_back(by: User, update: StatusUpdate) -> Draft | None:
    return take_back_update(by=by, update=update, content=UpdateForm.content_of(update))


def address(update: StatusUpdate) -> str:
    return f"{update.action.get_absolute_url()}update/{update.pk}/take-back/"


def test_the_row_stays_and_what_it_had_superseded_is_current_again(
    people, sent, before, action, october
) -> None:
    take_back(people["lead"], sent)
    assert current_update(action, october) == before
    kept = StatusUpdate.with_taken_back.get(pk=sent.pk)
    assert (kept.is_taken_back, kept.supersedes, kept.developments) == (True, None, TEXT)
    row = TakenBackUpdate.objects.get()
    assert (row.update, row.superseded, row.by) == (sent, before, people["lead"])
    event = AuditEvent.objects.get(verb="take_back")
    assert (event.actor, event.subject) == (people["lead"], f"action {WAITS}")
    assert event.content.summary == "Took back the update for Oct 2019: Behind or at risk"


def test_the_text_is_in_the_form_again_and_can_be_sent_again(people, sent, action, october) -> None:
    content = UpdateContent.of(sent)
    take_back(people["lead"], sent)
    form = UpdateForm.of_draft(
        draft_of(people["lead"], action), current_update(action, october), october
    )
    assert form.theirs is None
    form.full_clean()
    assert form.content() == content
    again = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=form.content(),
        based_on=form.cleaned_data["based_on"],
        ends_draft=NO_WINDOW,
    )
    assert (current_update(action, october), Draft.objects.count()) == (again, 0)


def test_the_first_update_of_a_period_leaves_none(people, sheffield, october) -> None:
    post = Post.objects.get(code="SCC-HoS")
    outcome = sheffield.actions.get(ref=WAITS).outcome
    action = ActionFactory(outcome=outcome, led_by=[post], ref="5.1.99")
    content = UpdateContent(Status.AT_RISK, developments=TEXT)
    given = {"by": people["lead"], "action": action, "period": october, "words": content}
    take_back(people["lead"], submit_update(**given, based_on=None))
    assert current_update(action, october) is None
    assert submit_update(**given, based_on=None).supersedes is None


def test_no_page_and_no_count_of_reviewers_shows_it_any_more(
    people, signed_in, sheffield, sent, before
) -> None:
    officer = people["accountable"]

    def waiting() -> tuple[set[int], int]:
        plan = Plan.objects.get(pk=sheffield.pk)
        page = review(officer, plan, "", today())
        return {update.pk for update in page.waiting}, updates_to_review(officer, plan)

    pks, count = waiting()
    assert sent.pk in pks
    take_back(people["lead"], sent)
    assert waiting() == ({*pks, before.pk} - {sent.pk}, count)
    client = signed_in("accountable")
    for path in (sent.action.get_absolute_url(), "/plans/sheffield-2019/review/"):
        assert TEXT not in client.get(path).content.decode()


def test_a_reviewer_whose_page_still_shows_it_is_told(signed_in, people, sent) -> None:
    take_back(people["lead"], sent)
    with pytest.raises(TakenBack):
        accept(by=people["accountable"], updates=[sent])
    with pytest.raises(TakenBack):
        return_update(by=people["accountable"], update=sent, words="Why is that?")
    page = signed_in("accountable").post("/plans/sheffield-2019/review/", {"update": sent.pk})
    assert f"The lead has taken back the update of {WAITS}" in words(page)
    path = f"/plans/sheffield-2019/review/{sent.pk}/return/"
    page = signed_in("accountable").post(path, {"words": "Say more."})
    assert "has taken back the update" in words(page)
    assert Page(page.content.decode()).value("words") == "Say more."


@pytest.mark.parametrize("done", ["accepted", "returned", "replaced", "closed", "taken back"])
def test_what_was_dealt_with_stays(people, sent, action, october, done: str) -> None:
    if done == "accepted":
        accept(by=people["accountable"], updates=[sent])
    elif done == "returned":
        return_update(by=people["accountable"], update=sent, words="Say more.")
    elif done == "replaced":
        content = UpdateContent(Status.AT_RISK, developments="Newer.")
        submit_update(
            by=people["lead"], action=action, period=october, words=content, based_on=sent.pk
        )
    elif done == "closed":
        close(by=people["manager"], period=october)
    else:
        take_back(people["lead"], sent)
    rows, drafts = TakenBackUpdate.objects.count(), Draft.objects.count()
    with pytest.raises(TakingBackRefused, match=r"replaced|been taken back|" + done):
        take_back(people["lead"], sent)
    assert (TakenBackUpdate.objects.count(), Draft.objects.count()) == (rows, drafts)


def test_what_the_programme_office_recorded_is_nobodys_to_take_back(people, sheffield) -> None:
    recorded = StatusUpdate.objects.filter(action__plan=sheffield, kind="recorded").current()
    with pytest.raises(TakingBackRefused, match="recorded by the programme office"):
        take_back(people["manager"], recorded.filter(period__key="2019-10").first())


def test_no_change_leaves_no_draft(people, action, october, before) -> None:
    sent = confirm_unchanged(by=people["lead"], action=action, period=october, based_on=before.pk)
    assert take_back(people["lead"], sent) is None
    assert (current_update(action, october), Draft.objects.count()) == (before, 0)


def test_another_draft_stays_in_the_form_and_the_text_stands_beside_it(
    signed_in, people, sent, before, action, october
) -> None:
    typed = {"status": ["at_risk"], "developments": ["Later text."], "based_on": [str(sent.pk)]}
    save_draft(by=people["lead"], action=action, period=october, content=typed)
    client = signed_in("lead")
    page = client.post(address(sent), follow=True)
    assert "Its text is shown above your other draft." in words(page)
    html = page.content.decode()
    assert Page(html).value("developments") == "Later text."
    assert Page(html).value("based_on") == str(before.pk)
    assert "saved an update to this action" not in html
    assert TEXT in html
    [beside] = drafts_beside(people["lead"], action)

    path = f"{action.get_absolute_url()}update/draft/"
    page = client.post(path, {"adopt": beside.pk}, follow=True)
    assert Page(page.content.decode()).value("developments") == TEXT
    assert "Later text." not in page.content.decode()


def test_a_draft_beside_the_form_can_be_deleted(signed_in, people, sent, action, october) -> None:
    typed = {"status": ["at_risk"], "developments": ["Later text."], "based_on": [str(sent.pk)]}
    save_draft(by=people["lead"], action=action, period=october, content=typed)
    take_back(people["lead"], sent)
    path = f"{action.get_absolute_url()}update/draft/"
    [beside] = drafts_beside(people["lead"], action)
    assert signed_in("manager").post(path, {"discard": beside.pk}).status_code == 404
    page = signed_in("lead").post(path, {"discard": beside.pk}, follow=True)
    assert "the draft was deleted" in words(page)
    assert drafts_beside(people["lead"], action) == []
    assert draft_of(people["lead"], action).content == typed | {
        "based_on": [str(sent.supersedes_id)]
    }


# --- as a lead sees it, without JavaScript ------------------------------------------------------


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


def test_every_page_of_the_update_leads_there(lead, sent) -> None:
    path = sent.action.get_absolute_url()
    for page in (path, f"{path}update/", "/my/updates/"):
        assert f'href="{address(sent)}"' in lead.get(page).content.decode(), page


def test_the_lead_confirms_and_finds_the_text_in_the_form(lead, sent, action) -> None:
    asked = lead.get(address(sent)).content.decode()
    assert TEXT in asked
    assert "Take back the update" in Page(asked).buttons
    done = lead.post(address(sent), follow=True)
    assert done.redirect_chain == [(f"{action.get_absolute_url()}update/", 302)]
    html = done.content.decode()
    assert Page(html).value("developments") == TEXT
    assert "Its text is in the form below, and has not been sent." in html
    again = lead.post(address(sent), follow=True)
    assert "has already been taken back" in words(again)


def test_who_holds_the_post_now_can_take_it_back_and_others_cannot(people, sent) -> None:
    successor = PostHoldingFactory(post=Post.objects.get(code="SCC-HoS")).user
    for user in (people["manager"], people["accountable"], people["nhs-lead"]):
        assert browser_of(user).post(address(sent)).status_code == 403
    assert browser_of(people["stranger"]).get(address(sent)).status_code == 404
    PostHolding.objects.filter(user=people["lead"]).update(until=date(2019, 11, 14))
    assert browser_of(people["lead"]).post(address(sent)).status_code == 404
    assert browser_of(successor).post(address(sent)).status_code == 302
    assert draft_of(successor, sent.action).content["developments"] == [TEXT]


def test_an_update_of_another_action_is_not_found(lead, sent, returned) -> None:
    assert returned.action.ref == RETURNED
    other = f"{returned.action.get_absolute_url()}update/{sent.pk}/take-back/"
    assert lead.get(other).status_code == 404
