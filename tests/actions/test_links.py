"""The link in an email: valid for one person, one action and one round."""

from __future__ import annotations

import string
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.domain.enums import UpdateKind
from actions.models import Draft, SignedLink, StatusUpdate, Verdict
from actions.selectors.signed_links import read_token, token_of
from actions.selectors.updates import current_update
from tests.support.client_ip import newcomer, within_one_minute
from tests.support.factories import PostHoldingFactory
from tests.support.html import Page
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now

REF = "6.1.2"
CHARACTERS = string.ascii_letters + string.digits + "-_=.:~!*'(),;@&+$% é\u0661"


@pytest.fixture
def october(sheffield):
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def action(sheffield):
    return sheffield.actions.get(ref=REF)


@pytest.fixture
def link(action, october, people) -> SignedLink:
    return SignedLink.objects.create(
        user=people["lead"], action=action, period=october, made_at=now()
    )


@pytest.fixture
def address(link) -> str:
    return f"/u/{token_of(link)}/"


@pytest.fixture
def anybody() -> Client:
    return newcomer()


def update_form(action, october, **words: str) -> dict[str, str]:
    last = current_update(action, october)
    said = {"status": "at_risk", "developments": "It is slow.", "based_on": last.pk if last else ""}
    return said | words


def rows() -> tuple[int, ...]:
    counted = (StatusUpdate, AuditEvent, Draft, Session, SignedLink)
    return tuple(model.objects.count() for model in counted)


def test_the_form_opens_without_sign_in_and_names_the_person(anybody, address):
    page = anybody.get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert "You are sending this update as <b>Head of SEN, Demo lead (Head of SEN)</b>" in html
    assert f"Update {REF}" in html
    assert "No change" in html
    assert "Sign out" not in html


def test_the_link_gives_access_to_nothing_else(anybody, address):
    html = anybody.get(address).content.decode()
    assert "/plans/" not in html
    page = Page(html)
    addresses = page.attributes("//@href | //@action")
    assert {each for each in addresses if each.startswith("/")} - {address} == {
        "/",
        "/accounts/login/",
        "/accessibility/",
        "/guide/lead/",
        "/methods/",
        "/privacy/",
        "/published/",
        "/statuses/",
        *(each for each in addresses if each.startswith("/static/")),
    }
    assert anybody.get("/plans/sheffield-2019/").status_code == 302


def test_no_change_takes_two_clicks_from_the_email(anybody, address, action, october, people):
    [based_on] = {field.value for field in Page(anybody.get(address)).named("based_on")}
    page = anybody.post(address, {"no_change": "1", "based_on": based_on}, follow=True)

    assert page.redirect_chain == [(address, 302)]
    assert "<b>Update sent:</b> No change, Demo lead (Head of SEN), 15 November 2019." in (
        page.content.decode()
    )
    said = current_update(action, october)
    assert (said.kind, said.by, said.post.code) == ("no_change", people["lead"], "SCC-HoS")


def test_an_update_is_attributed_to_the_person_and_audited_as_sent_by_link(
    anybody, address, link, action, october, people
):
    anybody.post(address, update_form(action, october))
    said = current_update(action, october)
    assert (said.developments, said.by) == ("It is slow.", people["lead"])
    last = AuditEvent.objects.order_by("-pk").first()
    assert (last.summary, last.actor, last.detail) == (
        "Sent an update with the link in their email, without signing in",
        people["lead"],
        {"link": link.pk, "update": said.pk},
    )


def test_the_link_opens_no_session(anybody, address, action, october):
    anybody.get(address)
    anybody.post(address, update_form(action, october))
    assert Session.objects.count() == 0
    assert set(anybody.cookies) <= {"csrftoken"}
    assert anybody.get("/my/updates/").status_code == 302


def test_the_same_form_sent_twice_is_one_update(anybody, address, action, october):
    words = update_form(action, october)
    anybody.post(address, words)
    before = rows()
    assert anybody.post(address, words).status_code == 302
    assert rows() == before


def test_no_change_sent_twice_is_one_update(anybody, address, action, october):
    press = {"no_change": "1", "based_on": current_update(action, october).pk}
    anybody.post(address, press)
    before = rows()
    anybody.post(address, press)
    assert rows() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_get_request_writes_nothing(anybody, address, method):
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            assert getattr(anybody, method)(f"{address}?no_change=1").status_code == 200
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "WITH"}
    assert rows() == before


def test_an_altered_token_is_not_found(anybody, address, link):
    missing = anybody.get("/u/nothing-here/")
    token = token_of(link)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        page = newcomer().get(f"/u/{token[:place]}{other}{token[place + 1 :]}/")
        assert (page.status_code, page.content) == (404, missing.content), place


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_to_the_token_is_refused(link, data):
    token = token_of(link)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from(CHARACTERS) | st.characters())
    how = data.draw(st.sampled_from(["change", "insert", "drop", "cut"]))
    altered = {
        "change": token[:place] + other + token[place + 1 :],
        "insert": token[:place] + other + token[place:],
        "drop": token[:place] + token[place + 1 :],
        "cut": token[:place],
    }[how]
    assert read_token(altered) == (link.pk if altered == token else None)
    assert read_token(token) == link.pk


@given(st.text())
def test_an_invented_token_is_refused(text):
    assert read_token(text) is None


def test_tokens_are_bound_to_their_link_and_deleted_links_are_not_found(
    anybody, address, link, people, sheffield, october
):
    other = SignedLink.objects.create(
        user=people["lead"],
        action=sheffield.actions.get(ref="2.3.3"),
        period=october,
        made_at=now(),
    )
    assert token_of(other) != token_of(link)
    link.delete()
    assert anybody.get(address).status_code == 404


def test_the_link_expires_with_the_round_and_shows_the_input(anybody, address, october, settings):
    settings.WSOA_TODAY = date(2019, 12, 1)
    page = anybody.post(address, {"status": "on_track", "developments": "Many words typed."})
    html = page.content.decode()
    assert page.status_code == 410
    assert (
        "October 2019 is closed to updates, so this link no longer works. Nothing was changed."
        in html
    )
    assert "Many words typed." in html
    assert anybody.get(address).status_code == 410


def test_the_link_expires_when_the_round_is_locked(anybody, address, action, october):
    before = rows()
    october.locked_at = now()
    october.save()
    assert anybody.get(address).status_code == 410
    assert anybody.post(address, update_form(action, october)).status_code == 410
    assert rows() == before


def test_the_link_is_refused_once_its_owner_has_ended_it(
    signed_in, anybody, address, link, action, october
):
    lead = signed_in("lead")
    page = lead.post(reverse("end-link", args=[link.pk]), follow=True)
    assert f"The link for {REF} has been turned off." in page.content.decode()
    refused = anybody.get(address)
    assert refused.status_code == 410
    assert "This link was turned off on 15 November 2019." in refused.content.decode()
    assert anybody.post(address, update_form(action, october)).status_code == 410
    assert AuditEvent.objects.filter(verb="revoke").count() == 1
    lead.post(reverse("end-link", args=[link.pk]))
    assert AuditEvent.objects.filter(verb="revoke").count() == 1


def test_a_link_can_only_be_ended_by_its_owner(signed_in, link):
    assert signed_in("manager").post(reverse("end-link", args=[link.pk])).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_link_ends_with_the_post_holding_or_the_account(anybody, address, people, link):
    User.objects.filter(pk=people["lead"].pk).update(is_active=False)
    assert anybody.get(address).status_code == 410
    User.objects.filter(pk=people["lead"].pk).update(is_active=True)
    people["lead"].holdings.update(until=date(2019, 11, 14))
    page = anybody.get(address)
    assert page.status_code == 410
    assert f"Demo lead (Head of SEN) no longer sends updates for {REF}." in page.content.decode()


@pytest.mark.parametrize("other", ["manager", "nhs-lead", "stranger"])
def test_the_link_is_refused_to_another_signed_in_person(
    signed_in, address, action, october, other
):
    client, before = signed_in(other), rows()
    for page in (client.get(address), client.post(address, update_form(action, october))):
        assert page.status_code == 403
        assert "This link is for another person" in page.content.decode()
    assert rows() == before


def test_the_link_works_for_its_owner_while_signed_in(signed_in, address):
    page = signed_in("lead").get(address)
    assert page.status_code == 200
    assert "Sign out" in page.content.decode()


def test_a_conflict_with_a_co_lead_shows_both_texts(anybody, sheffield, october, people):
    shared = sheffield.actions.get(ref="2.4.1")
    link = SignedLink.objects.create(
        user=people["lead"], action=shared, period=october, made_at=now()
    )
    mine = update_form(shared, october, developments="My own words.")
    theirs = StatusUpdate.objects.create(
        action=shared,
        period=october,
        status="on_track",
        kind=UpdateKind.UPDATE,
        developments="Their words.",
        by=people["nhs-lead"],
        recorded_at=now(),
        supersedes=current_update(shared, october),
    )
    html = anybody.post(f"/u/{token_of(link)}/", mine).content.decode()
    assert "Somebody else saved an update to this action while you were writing" in html
    assert "Their words." in html
    assert "My own words." in html
    assert f'name="based_on" value="{theirs.pk}"' in html


def test_a_returned_update_is_shown_with_the_officer_reason(
    anybody, address, action, october, people
):
    anybody.post(address, update_form(action, october))
    Verdict.objects.create(
        update=current_update(action, october),
        accepted=False,
        words="Say what changed for families.",
        by=people["accountable"],
        at=now(),
    )
    html = anybody.get(address).content.decode()
    assert "Say what changed for families." in html
    assert "<b>Update sent:</b>" not in html
    assert 'name="no_change"' not in html


def test_an_overlong_text_shows_an_error_and_is_kept(anybody, address, action, october):
    before = rows()
    html = anybody.post(
        address, update_form(action, october, developments="x" * 200_000)
    ).content.decode()
    assert "Developments must be 20,000 characters or fewer. You entered 200000." in html
    assert "x" * 200_000 in html
    assert rows() == before


def test_every_response_is_uncached_and_not_indexed(anybody, address, link, signed_in):
    answers = {
        200: anybody.get(address),
        404: anybody.get("/u/nothing/"),
        403: signed_in("manager").get(address),
    }
    link.revoked_at = now()
    link.save()
    answers[410] = anybody.get(address)
    for status, page in answers.items():
        assert page.status_code == status
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]
        # The form's own page: with "no-referrer" a browser would send "Origin: null".
        assert page["Referrer-Policy"] == ("same-origin" if status == 200 else "no-referrer")


def test_a_form_without_its_csrf_token_is_refused_and_shows_what_was_typed(
    address, action, october
):
    before = rows()
    strict = Client(enforce_csrf_checks=True)
    strict.get(address)
    page = strict.post(address, update_form(action, october, developments="Words I typed here."))
    assert page.status_code == 403
    assert "Words I typed here." in page.content.decode()
    assert rows() == before


def test_a_form_with_its_csrf_token_goes_through(address, action, october):
    strict = Client(enforce_csrf_checks=True)
    strict.get(address)
    words = update_form(action, october) | {
        "csrfmiddlewaretoken": strict.cookies["csrftoken"].value
    }
    assert strict.post(address, words, headers={"Origin": "http://testserver"}).status_code == 302


def test_guessing_tokens_is_rate_limited_and_valid_links_still_open(anybody, address):
    with within_one_minute():
        tried = [anybody.get(f"/u/{number}.nothing/").status_code for number in range(32)]
        assert anybody.get(address).status_code == 200
    assert tried == [404] * 30 + [429] * 2
    assert Client(REMOTE_ADDR="192.0.2.7").get("/u/1.nothing/").status_code == 404


def test_demo_links_do_not_work_outside_the_demo(address, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.ON_LOOPBACK = False
    assert Client().get(address).status_code == 404


def test_the_next_post_holder_gets_another_link(anybody, link, action, october, people):
    post = action.leads.first().post
    people["lead"].holdings.update(until=date(2019, 11, 14))
    after = PostHoldingFactory(post=post, since=date(2019, 11, 15)).user
    own = SignedLink.objects.create(user=after, action=action, period=october, made_at=now())
    anybody.post(f"/u/{token_of(own)}/", update_form(action, october))
    assert current_update(action, october).by == after
