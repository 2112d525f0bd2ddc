"""Drafts: saved as typed, visible to their author only, never an update, deleted when sent."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.domain.form_windows import NO_WINDOW
from actions.models import Action, Draft, Plan, ReportingPeriod, StatusUpdate
from actions.presenters.update_items import asked_of
from actions.presenters.update_list import progress_of
from actions.selectors.updates import current_update, draft_of
from actions.services.drafts import DraftTooLong, drop_draft, save_draft
from actions.services.updates import confirm_unchanged
from tests.support.cast import BACKEND
from tests.support.factories import PostHoldingFactory, UserFactory
from tests.support.html import Page
from wsoa.accounts.models import Post, User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today
from wsoa.web.resubmission import LARGEST

FORM = "/plans/sheffield-2019/actions/2.3.3/update/"
DRAFT = FORM + "draft/"
LIST = "/my/updates/"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{LIST}"}
BEGUN = "You started this draft on 15 November 2019"


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.get(ref="2.3.3")


@pytest.fixture
def typed(action: Action, october: ReportingPeriod) -> dict[str, str]:
    """A form that somebody is in the middle of."""
    return {
        "status": "at_risk",
        "developments": "Half a sent",
        "forecast_0": "13",
        "based_on": str(getattr(current_update(action, october), "pk", "")),
    }


def deputy_of_the_lead(sheffield: Plan) -> User:
    other = UserFactory(name="Somebody Else")
    PostHoldingFactory(post=Post.objects.get(code="SCC-HoS"), user=other, deputy=True)
    return other


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_the_form_autosaves_and_says_so(lead, typed, people, action):
    line = lead.post(DRAFT, typed, headers=HTMX).content.decode()
    assert re.search(r"Draft saved at \d\d:\d\d", line)
    assert draft_of(people["lead"], action).content["developments"] == ["Half a sent"]


def test_autosave_uses_html_attributes_only(lead):
    html = lead.get(FORM).content.decode()
    [region] = Page(html).find("//p[@role='status'][@hx-post]")
    assert region.get("hx-post") == DRAFT
    when = "input delay:2s from:closest form, change from:closest form"
    assert when in region.get("hx-trigger")
    assert "Keep as draft and close" in html


def test_a_draft_is_restored_as_typed_without_validation(lead, typed):
    lead.post(DRAFT, typed | {"status": ""}, headers=HTMX)
    html = lead.get(FORM).content.decode()
    assert BEGUN in html
    assert Page(html).value("developments") == "Half a sent"
    assert Page(html).value("forecast_0") == "13"
    assert "There is a problem" not in html
    assert "saved an update to this action" not in html


def test_without_javascript_a_button_saves_the_draft_and_closes(lead, typed):
    kept = lead.post(DRAFT, typed | {"close": "1", "back": "list"}, follow=True)
    assert kept.redirect_chain == [(LIST, 302)]
    html = kept.content.decode()
    assert "2.3.3: saved as a draft. It has not been sent." in html
    assert "<b>Draft not sent:</b> 15 November" in html


def test_in_the_list_the_button_closes_the_row(lead, typed):
    html = lead.post(DRAFT, typed | {"close": "1"}, headers=HTMX).content.decode()
    assert html.startswith('<li class="app-todo-item" id="a2-3-3">')
    assert "Draft not sent" in html
    assert "Send update" not in html


def test_a_draft_is_neither_an_update_nor_audited(lead, typed, people, action, october):
    before = AuditEvent.objects.count(), current_update(action, october)
    done = progress_of(asked_of(people["lead"], october.plan, october, today()))
    lead.post(DRAFT, typed, headers=HTMX)
    assert (AuditEvent.objects.count(), current_update(action, october)) == before
    assert progress_of(asked_of(people["lead"], october.plan, october, today())) == done


def test_sending_the_update_deletes_the_draft(lead, typed, people, action):
    lead.post(DRAFT, typed, headers=HTMX)
    lead.post(FORM, typed | {"forecast_0": "", "developments": "A whole sentence."})
    assert draft_of(people["lead"], action) is None
    assert BEGUN not in lead.get(FORM).content.decode()


def test_a_refused_update_leaves_the_draft(lead, typed, people, action):
    lead.post(DRAFT, typed, headers=HTMX)
    lead.post(FORM, typed | {"status": "green"})
    assert draft_of(people["lead"], action).content["developments"] == ["Half a sent"]


def test_nobody_else_sees_a_draft(lead, typed, sheffield):
    lead.post(DRAFT, typed, headers=HTMX)
    other = browser_of(deputy_of_the_lead(sheffield))
    for address in (FORM, LIST, "/plans/sheffield-2019/actions/2.3.3/"):
        html = other.get(address).content.decode()
        assert "Half a sent" not in html
        assert "Draft not sent" not in html


def test_two_people_each_have_their_own(lead, typed, sheffield, action, people):
    other = deputy_of_the_lead(sheffield)
    lead.post(DRAFT, typed, headers=HTMX)
    browser_of(other).post(DRAFT, typed | {"developments": "Theirs"}, headers=HTMX)
    drop_draft(by=other, action=action, window=NO_WINDOW)
    assert draft_of(people["lead"], action).content["developments"] == ["Half a sent"]


def test_an_outdated_draft_is_shown_with_the_newer_update(lead, typed, people, action, october):
    lead.post(DRAFT, typed, headers=HTMX)
    seen = current_update(action, october).pk
    theirs = confirm_unchanged(by=people["manager"], action=action, period=october, based_on=seen)
    html = lead.get(FORM).content.decode()
    assert (
        "Demo programme manager saved an update to this action after you started this one"
    ) in html
    assert "Half a sent" in html
    assert f'name="based_on" value="{theirs.pk}"' in html


def test_clearing_every_field_deletes_the_draft(lead, typed, people, action, october):
    lead.post(DRAFT, typed, headers=HTMX)
    standing = current_update(action, october)
    as_it_was = {"status": standing.status, "based_on": str(standing.pk)}
    line = lead.post(DRAFT, as_it_was, headers=HTMX).content.decode()
    assert line.strip() == ""
    assert draft_of(people["lead"], action) is None


def test_a_draft_arriving_after_its_update_is_not_saved(lead, typed, people, action):
    sent = typed | {"forecast_0": ""}
    lead.post(FORM, sent)
    lead.post(DRAFT, sent, headers=HTMX)
    assert draft_of(people["lead"], action) is None


def test_a_draft_can_be_discarded(lead, typed, people, action):
    lead.post(DRAFT, typed, headers=HTMX)
    told = lead.post(DRAFT, typed | {"drop": "1"}, follow=True)
    assert told.redirect_chain == [(FORM, 302)]
    assert "2.3.3: the draft was deleted." in told.content.decode()
    assert draft_of(people["lead"], action) is None


def test_a_draft_replaces_the_previous_draft(lead, typed):
    lead.post(DRAFT, typed, headers=HTMX)
    lead.post(DRAFT, typed | {"developments": "Half a sentence"}, headers=HTMX)
    assert [draft.content["developments"] for draft in Draft.objects.all()] == [["Half a sentence"]]


def test_only_fields_of_the_form_are_kept(lead, typed, people, action):
    lead.post(DRAFT, typed | {"nonsense": "x", "csrfmiddlewaretoken": "y"}, headers=HTMX)
    assert set(draft_of(people["lead"], action).content) == set(typed)


def test_an_overlong_text_does_not_replace_the_draft(lead, typed, people, action):
    lead.post(DRAFT, typed | {"developments": "x" * 200_000}, headers=HTMX)
    assert draft_of(people["lead"], action).content["developments"] == ["x" * 200_000]
    line = lead.post(DRAFT, typed | {"developments": "x" * (LARGEST + 1)}, headers=HTMX)
    assert "The draft was not saved because its text is too long (300,0" in line.content.decode()
    assert draft_of(people["lead"], action).content["developments"] == ["x" * 200_000]


def test_the_service_refuses_overlong_texts(people, action, october):
    with pytest.raises(DraftTooLong):
        save_draft(
            by=people["lead"], action=action, period=october, content={"a": ["x" * (LARGEST + 1)]}
        )
    assert Draft.objects.count() == 0


def test_a_draft_is_carried_over_into_the_next_period(
    lead, typed, sheffield, people, action, settings
):
    lead.post(DRAFT, typed, headers=HTMX)
    settings.WSOA_TODAY = date(2020, 1, 15)
    january = sheffield.periods.open_on(today()).last()
    html = lead.get(FORM).content.decode()
    assert january.key == "2020-01"
    assert "Half a sent" in html
    assert BEGUN in html
    assert "saved an update to this action" not in html
    lead.post(FORM, typed | {"forecast_0": "2", "forecast_1": "2020", "based_on": ""})
    assert current_update(action, january).developments == "Half a sent"
    assert Draft.objects.count() == 0


def test_a_draft_is_restored_after_signing_in_again(lead, typed):
    html = lead.get(FORM).content.decode()
    note = Page(html).value("keep_for")
    lead.logout()
    away = lead.post(DRAFT, typed | {"keep_for": note, "close": "1"})
    assert away["Location"].startswith("/accounts/login/?next=")
    back = lead.post(
        away["Location"], {"login": "lead@demo.example", "password": "demo"}, follow=True
    )
    assert back.redirect_chain[-1] == (FORM, 302)
    html = back.content.decode()
    assert "Half a sent" in html
    assert "We kept what you typed while you signed in" in html


def test_an_update_sent_after_the_period_closed_is_refused_and_kept_in_the_form(
    lead, typed, action, october, settings
):
    before = StatusUpdate.objects.count()
    settings.WSOA_TODAY = date(2019, 12, 15)
    told = lead.post(FORM, typed | {"forecast_0": ""})
    html = told.content.decode()
    assert told.status_code == 200
    assert "closed to updates" in html
    assert "It is kept as a draft, too" in html
    assert Page(html).value("developments") == "Half a sent"
    assert StatusUpdate.objects.count() == before
