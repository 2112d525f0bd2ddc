"""The tokens of the data feed: made in the browser, shown once, seen in use, and revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from actions.models import FeedToken, Plan
from actions.services.area_access import NotAdministrator
from actions.services.feed_tokens import MOST_TOKENS, FeedTokenRefused, make_feed_token
from tests.support.cast import browser_of
from tests.support.client_ip import newcomer
from tests.support.feed import token_of
from tests.support.html import Page
from tests.support.two_areas import Area
from wsoa.accounts.models import AreaRole, LocalArea, User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db
PAGE = "/areas/sheffield/feed/"
TOKEN = re.compile(r"wsoa_feed_[\w-]{43}")


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def read(token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return newcomer().get("/feed/actions.csv", headers=headers).status_code


def test_a_token_is_made_shown_once_used_and_revoked(
    administrator: Client, area: LocalArea, people: dict[str, User]
) -> None:
    assert "No program reads the feed of Sheffield." in Page(administrator.get(PAGE)).words
    made = administrator.post(PAGE, {"name": "  Power BI ", "lasts": "90"})
    token = TOKEN.search(made.content.decode())
    assert token
    assert "no-store" in made.headers["Cache-Control"]
    page = Page(administrator.get(PAGE))
    assert not TOKEN.search(page.words)
    kept = FeedToken.objects.get()
    row = ["Power BI", f"15 November 2019, {people['manager'].name}"]
    assert page.table("Tokens that work").cells == [
        [*row, "Until 13 February 2020", "Never", "Revoke Power BI"]
    ]
    assert read(token[0]) == 200
    assert page_row(administrator)[3] == "15 November 2019"
    asked = Page(administrator.get(f"{PAGE}{kept.pk}/revoke/"))
    assert asked.heading(1) == "Revoke this token?"
    assert administrator.post(f"{PAGE}{kept.pk}/revoke/").url == PAGE
    assert read(token[0]) == 401
    over = Page(administrator.get(PAGE)).table("Tokens that are over").cells
    assert over[0][2] == f"Revoked on 15 November 2019 by {people['manager'].name}"
    asked = Page(administrator.get(f"{PAGE}{kept.pk}/revoke/"))
    assert asked.heading(1) == "This token is revoked"
    assert administrator.post(f"{PAGE}{kept.pk}/revoke/").status_code == 302


def page_row(administrator: Client) -> list[str]:
    return Page(administrator.get(PAGE)).table("Tokens that work").cells[0]


def test_neither_the_table_nor_the_audit_log_holds_a_token(
    administrator: Client, area: LocalArea
) -> None:
    token = token_of(area, "Power BI")
    kept = FeedToken.objects.get()
    administrator.post(f"{PAGE}{kept.pk}/revoke/")
    assert kept.token_sha256 == FeedToken.hash_of(token)
    events = AuditEvent.objects.filter(subject=f"feed token {kept.pk}")
    assert [event.verb for event in events.order_by("pk")] == [
        "make-feed-token",
        "revoke-feed-token",
    ]
    for event in events.with_content():
        held = repr(vars(event)) + repr(vars(event.content))
        assert token not in held
        assert kept.token_sha256 not in held
    assert token not in repr(vars(kept))


def test_what_is_wrong_with_a_new_token_is_said_and_what_was_typed_stays(
    administrator: Client, area: LocalArea
) -> None:
    token_of(area, "Power BI")
    for sent, message in (
        ({"name": "", "lasts": "365"}, "Enter what the token is for"),
        ({"name": "Excel"}, "Select how long the token works"),
        ({"name": "Excel", "lasts": ""}, "Select how long the token works"),
        ({"name": "Power BI", "lasts": "365"}, "There is a token called Power BI."),
    ):
        page = Page(administrator.post(PAGE, sent))
        assert message in " ".join(page.errors.values())
        assert page.field("What is the token for?").value == sent["name"]
    assert FeedToken.objects.count() == 1


def test_an_area_has_a_limited_number_of_tokens_that_work(area: LocalArea) -> None:
    for number in range(MOST_TOKENS):
        token_of(area, f"Report {number}", last_day=today())
    with pytest.raises(FeedTokenRefused, match="Sheffield has 10 tokens that work"):
        token_of(area, "One more")
    FeedToken.objects.filter(name="Report 0").update(last_day=today() - timedelta(days=1))
    assert token_of(area, "One more")
    FeedToken.objects.all().delete()
    with pytest.raises(FeedTokenRefused, match="today or in the future"):
        token_of(area, "Over", last_day=date(2019, 11, 14))


def test_only_an_administrator_of_the_area_makes_and_revokes_tokens(
    two_areas: tuple[Area, Area],
) -> None:
    sheffield, twinford = two_areas
    for person in (sheffield.people["lead"], twinford.people["manager"]):
        with pytest.raises(NotAdministrator):
            make_feed_token(by=person, local_area=sheffield.plan.local_area, name="Mine")
    token_of(twinford.plan.local_area, "Theirs")
    theirs = FeedToken.objects.get()
    client = browser_of(sheffield.people["manager"])
    assert client.post(f"{PAGE}{theirs.pk}/revoke/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_a_token_belongs_to_the_area_and_not_to_whoever_made_it(area: LocalArea) -> None:
    token = token_of(area)
    AreaRole.objects.of(area).end_by(today() - timedelta(days=1))
    assert read(token) == 200


def test_pages_lead_to_the_tokens_and_to_the_description(
    administrator: Client, sheffield: Plan
) -> None:
    people = Page(administrator.get("/areas/sheffield/people/"))
    assert people.link("Tokens of the data feed") == PAGE
    overview = Page(administrator.get("/plans/sheffield-2019/"))
    assert overview.link("Figures for Power BI and Excel") == "/feed/"
    described = Page(administrator.get("/feed/"))
    assert described.link("Make a token for Sheffield") == PAGE
    signed_out = Page(Client().get("/feed/"))
    assert "which one of its administrators makes under People." in signed_out.words
    token_of(sheffield.local_area)
    review = Page(administrator.get("/areas/sheffield/people/review/"))
    assert review.link("1 token of the data feed") == PAGE
    columns = signed_out.table("Columns of statuses").cells
    assert ["status_id", "Text", "The key of the row"] in columns
