"""Being told by email: asked for, confirmed, told once, ended in one press."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from actions.models import Plan
from governance.domain.enums import PaperState
from governance.models import Follower, NotificationSent
from governance.public import editions, followers
from governance.public.followers import token_of
from governance.public.plan_address import rename_plan
from governance.tasks import forget_unconfirmed, notify_followers, notify_of_recent
from tests.support.client_ip import newcomer, within_one_minute
from tests.support.publications import PUBLISHED_AT, made, withdraw

pytestmark = pytest.mark.django_db
FORM = "/published/sheffield-2019/alerts/"
SENT = f"{FORM}sent/"
SITE = "https://send.example.org"
WHO = "parent@example.org"


@pytest.fixture(autouse=True)
def _clean(settings):
    settings.SITE_ADDRESS = SITE
    editions._KEPT.clear()


@pytest.fixture
def client() -> Client:
    return newcomer()


@pytest.fixture
def published(sheffield: Plan) -> Plan:
    made(sheffield, "2019-07")
    return sheffield


def asks(client: Client, email: str = WHO, **fields: str):
    return client.post(FORM, {"email": email} | fields)


def link_in(message, what: str) -> str:
    return re.search(rf"{SITE}(/\S+/alerts/{what}/\S+/)", message.body)[1]


def confirmed(plan: Plan, email: str = WHO, area: str = "", before: int = 1) -> Follower:
    """Somebody who follows, since so many hours before October's update."""
    return Follower.objects.create(
        plan=plan,
        email=email,
        area=plan.areas.get(ref=area) if area else None,
        requested_at=timezone.now(),
        confirmed_at=PUBLISHED_AT["2019-10"] - timedelta(hours=before),
    )


# --- asking, and confirming ----------------------------------------------------------------------


def test_from_the_form_to_being_told(client, published):
    # the form may set the cookie of its token; it is kept by nobody
    page = client.get(FORM)
    assert "csrftoken" in page.cookies
    assert "no-store" in page.headers["Cache-Control"]
    # asking writes one email, which only asks to confirm
    assert asks(client, "Parent@Example.org", area="5")["Location"] == SENT
    [first] = mail.outbox
    assert first.to == [WHO]
    assert first.subject == f"Confirm that you want emails about {published.short_title}"
    follower = Follower.objects.get()
    assert (follower.email, follower.area.ref, follower.confirmed_at) == (WHO, "5", None)
    # opening the link changes nothing, a press of the button does
    link = link_in(first, "confirm")
    stranger = Client(enforce_csrf_checks=True)
    assert "Get email alerts" in stranger.get(link).content.decode()
    assert Follower.objects.get().confirmed_at is None
    answer = stranger.post(link)
    assert "You will get email alerts" in answer.content.decode()
    assert not answer.cookies
    assert Follower.objects.get().confirmed_at is not None


def test_the_answer_is_the_same_for_every_address(client, published):
    confirmed(published)
    answers = [asks(client, each) for each in (WHO, "new@example.org", "new@example.org")]
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, SENT)}
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_confirmation_emails_are_limited_per_address(published):
    for area in ("", "1", "2", "3", "4"):
        followers.follow(plan=published, area=published.areas.filter(ref=area).first(), email=WHO)
    assert len(mail.outbox) == followers.MOST_A_DAY


def test_confirmation_email_is_sent_again_after_an_hour(published):
    followers.follow(plan=published, area=None, email=WHO)
    followers.follow(plan=published, area=None, email=WHO)
    assert len(mail.outbox) == 1
    Follower.objects.update(requested_at=timezone.now() - timedelta(minutes=61))
    followers.follow(plan=published, area=None, email=WHO)
    assert len(mail.outbox) == 2
    assert Follower.objects.count() == 1
    assert link_in(mail.outbox[0], "confirm") == link_in(mail.outbox[1], "confirm")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"email": "a@b.c\nBcc: d@e.f"}, "Enter an email address in the correct format"),
        ({"email": f"{'x' * 300}@example.org"}, "Enter an email address in the correct format"),
        ({"email": WHO, "area": "99"}, "Select the whole plan or one of its areas"),
        ({"email": WHO, "area": "1 OR 1=1"}, "Select the whole plan or one of its areas"),
    ],
)
def test_what_is_wrong_is_said(client, published, fields, words):
    answer = client.post(FORM, fields)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Follower.objects.exists()


def test_a_program_that_fills_in_all_fields_is_thanked_and_nothing_is_kept(client, published):
    assert asks(client, website="https://spam.example")["Location"] == SENT
    assert not Follower.objects.exists()
    assert not mail.outbox


@within_one_minute()
def test_too_many_from_one_place_are_put_off_with_their_words(client, published):
    for number in range(5):
        assert asks(client, f"p{number}@example.org").status_code == 302
    answer = asks(client, "p6@example.org")
    assert answer.status_code == 429
    words = answer.content.decode()
    assert "Too many forms" in words
    assert "p6@example.org" in words
    assert Follower.objects.count() == 5


def test_the_form_is_refused_without_its_token(published):
    answer = Client(enforce_csrf_checks=True).post(FORM, {"email": WHO})
    assert answer.status_code == 403
    assert not Follower.objects.exists()


@pytest.mark.parametrize("token", ["x", "0", "%00", "x" * 500, "..", "<b>"])
@pytest.mark.parametrize("what", ["confirm", "end"])
def test_unknown_link_is_404(client, published, what, token):
    confirmed(published)
    for method in (client.get, client.post):
        answer = method(f"{FORM}{what}/{token}/")
        assert answer.status_code in (200, 404)
        assert WHO not in answer.content.decode()
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer.headers["Cache-Control"]
    assert Follower.objects.count() == 1


@within_one_minute()
def test_guessing_links_is_rate_limited(client, published):
    found = {client.get(f"{FORM}end/{number}/").status_code for number in range(31)}
    assert found == {404, 429}


def test_unconfirmed_addresses_are_deleted(published):
    confirmed(published, "stays@example.org")
    for days in (6, 8):
        Follower.objects.create(
            plan=published,
            email=f"{days}@example.org",
            requested_at=timezone.now() - timedelta(days=days),
        )
    forget_unconfirmed()
    left = set(Follower.objects.values_list("email", flat=True))
    assert left == {"stays@example.org", "6@example.org"}


# --- being told ----------------------------------------------------------------------------------


def test_each_follower_is_notified_once(published):
    confirmed(published)
    paper = made(published, told={"changed": ["1 action was finished: 1.1.1."]})
    for _ in range(3):
        notify_followers(paper.pk)
        notify_of_recent()
    [message] = mail.outbox
    assert message.to == [WHO]
    assert message.subject == f"October 2019 update: {published.short_title}"
    assert "* 1 action was finished: 1.1.1." in message.body
    assert f"Read the update: {SITE}/published/sheffield-2019/2019-10/\n" in message.body
    assert NotificationSent.objects.count() == 1


def test_an_area_is_told_of_the_area(published):
    confirmed(published, area="5")
    paper = made(published, told={"changed": ["Of the plan."]})
    notify_followers(paper.pk)
    [message] = mail.outbox
    assert "Area 5: Area 5" in message.body
    assert f"{SITE}/published/sheffield-2019/2019-10/areas/5/" in message.body
    assert "Of the plan." not in message.body


def test_the_headers_by_which_a_mail_program_ends_it(published):
    confirmed(published)
    notify_followers(made(published).pk)
    [message] = mail.outbox
    end = link_in(message, "end")
    assert message.extra_headers == {
        "List-Unsubscribe": f"<{SITE}{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    # one press: a form without cookie or token, answered without a redirect
    program = Client(enforce_csrf_checks=True)
    answer = program.post(end, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Follower.objects.exists()
    assert program.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_the_headers_go_through_the_outbox(published, settings):
    from wsoa.mail.models import OutgoingEmail
    from wsoa.mail.services import send_email

    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
    confirmed(published)
    notify_followers(made(published).pk)
    assert send_email(pk=OutgoingEmail.objects.get().pk)
    [sent] = mail.outbox
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_opening_the_link_that_ends_it_ends_nothing(client, published):
    follower = confirmed(published)
    words = client.get(f"{FORM}end/{token_of(follower)}/").content.decode()
    assert "Stop these emails" in words
    assert Follower.objects.exists()


def test_link_of_an_old_email_works_after_renaming_the_plan(client, published, people):
    follower = confirmed(published)
    rename_plan(by=people["manager"], plan=published, slug="other")
    assert client.post(f"{FORM}end/{token_of(follower)}/").status_code == 200
    assert not Follower.objects.exists()


def test_unconfirmed_and_later_followers_are_not_notified(published):
    confirmed(published, "later@example.org", before=-1)
    Follower.objects.create(plan=published, email="silent@example.org", requested_at=timezone.now())
    notify_followers(made(published).pk)
    assert not mail.outbox


@pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.SCHEDULED])
def test_followers_are_not_notified_before_publication(published, state):
    confirmed(published)
    notify_followers(made(published, state=state).pk)
    notify_of_recent()
    assert not mail.outbox


def test_followers_are_not_notified_of_withdrawn_versions(published):
    confirmed(published)
    notify_followers(withdraw(made(published)).pk)
    assert not mail.outbox


def test_correction_email_says_so(published):
    confirmed(published)
    notify_followers(made(published).pk)
    notify_followers(made(published, version=2, correction_note="4 was meant.").pk)
    assert mail.outbox[1].subject.startswith("Corrected: October 2019 update")
    assert "4 was meant." in mail.outbox[1].body


def test_followers_are_not_notified_of_old_publications(published):
    confirmed(published, before=24 * 200)
    notify_of_recent()  # July's, of two months ago
    assert not mail.outbox


def test_database_alone_gives_no_link_away(client, published):
    follower = confirmed(published)
    token = token_of(follower)
    stored = str(Follower.objects.values().get())
    assert token not in stored
    assert token.partition(".")[2] not in stored
    other = f"{follower.pk}.{token.partition('.')[2][::-1]}"
    assert client.post(f"{FORM}end/{other}/").status_code == 200
    assert Follower.objects.exists(), "a made-up signature ends nothing"


@pytest.mark.parametrize("link", ["confirm", "end"])
def test_link_of_an_email_from_before_links_were_signatures_works(client, published, link):
    former = "Zm9ybWVyLXRva2Vu_-x"
    digest = hashlib.sha256(former.encode()).hexdigest()
    follower = confirmed(published)
    Follower.objects.update(former_token_hash=digest, confirmed_at=None)
    assert client.post(f"{FORM}{link}/{former}/").status_code == 200
    found = Follower.objects.filter(pk=follower.pk).first()
    assert (found is None) if link == "end" else (found and found.confirmed_at)
    assert client.post(f"{FORM}{link}/{digest}/").status_code in {200, 404}
