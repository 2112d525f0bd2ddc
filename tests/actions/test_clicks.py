"""How many clicks the work of a round takes, from the page on which it waits, without script.

A click is a link followed, a choice made, or a button pressed. Words typed are not counted.
"""

from __future__ import annotations

import pytest
from django.test import Client

from actions.models import DateChange, StatusUpdate, Verdict
from actions.selectors.updates import current_update
from tests.support.cast import BACKEND
from tests.support.factories import StatusUpdateFactory
from tests.support.html import Page
from tests.support.round_of_19 import CHANGED, LEAD, REFS, make
from wsoa.accounts.models import User

pytestmark = pytest.mark.django_db
LIST = "/my/updates/"


class Hand:
    """A person at a page, who can do only what the page offers; counts what they do."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.clicks = client, 0
        self.goes_to(address)

    def goes_to(self, address: str) -> None:
        self.page = Page(self.client.get(address, follow=True).content.decode())

    def follows(self, name: str) -> None:
        """A link by what it says, or else the first that has it in its words or its address."""
        links = [
            (" ".join(link.text_content().split()), link) for link in self.page.find("//a[@href]")
        ]
        found = [link for words, link in links if words == name]
        found += [link for words, link in links if name in f"{words} {link.get('href')}"]
        assert found, (name, [words for words, _ in links])
        self.clicks += 1
        self.goes_to(found[0].get("href"))

    def chooses(self, count: int = 1) -> None:
        """Radio buttons, checkboxes and lists; what they are is sent with the button."""
        self.clicks += count

    def presses(self, name: str, **sent: object) -> None:
        """A button, with all hidden fields of its form and what was chosen and typed."""
        buttons = self.page.find("//button")
        says = [" ".join(found.text_content().split()) for found in buttons]
        found = [each for each, words in zip(buttons, says, strict=True) if words.startswith(name)]
        assert found, (name, says, self.page.words[:500])
        button = found[0]
        form = button.getparent()
        if named := button.get("form"):
            [form] = self.page.find("//form[@id=$named]", named=named)
        while form.tag != "form":
            form = form.getparent()
        hidden: dict[str, object] = {}
        for field in form.xpath(".//input[@type='hidden']"):
            hidden.setdefault(field.get("name"), []).append(field.get("value", ""))
        if button.get("name"):
            hidden[button.get("name")] = button.get("value", "")
        action = button.get("formaction") or form.get("action")
        self.clicks += 1
        send = self.client.get if form.get("method") == "get" else self.client.post
        self.page = Page(send(action, hidden | sent, follow=True).content.decode())


def at(email: str, address: str) -> Hand:
    client = Client()
    client.force_login(User.objects.get(email=email), backend=BACKEND)
    return Hand(client, address)


def updates(hand: Hand, ref: str) -> None:
    """One update from the list, with its words."""
    hand.follows(f"Update {ref}")
    hand.chooses()  # the status
    texts = {"developments": "The panel has met.", "evidence": "Its minutes show it."}
    hand.presses("Send update", status="on_track", **texts)


@pytest.fixture
def lead(db) -> Hand:
    """A lead of 19 actions, of which 12 are on track, at their updates."""
    make()
    return at(f"{LEAD}@demo.example", LIST)


def test_no_change_takes_1_click_and_one_update_3(lead):
    lead.presses(f"No change to {REFS[7]}")
    assert lead.clicks == 1

    lead.goes_to(LIST)
    updates(lead, CHANGED[0])
    assert lead.clicks == 1 + 3


def test_nineteen_updates_take_23_clicks(lead):
    lead.presses("No change to all 12 that are on track")
    lead.presses("Record “no change” for all 12")
    for ref in CHANGED:
        lead.goes_to(LIST)
        updates(lead, ref)

    of_plan = StatusUpdate.objects.filter(period__plan__slug="round-2019", period__key="2019-10")
    assert of_plan.values("action").distinct().count() == 19
    assert lead.clicks == 2 + 7 * 3


def test_accepting_20_updates_takes_2_clicks(sheffield, people):
    before = set(Verdict.objects.values_list("pk", flat=True))
    october = sheffield.periods.get(key="2019-10")
    waiting = StatusUpdate.objects.in_periods(sheffield.periods.all()).waiting_for_a_verdict()
    answered = set(waiting.values_list("action", flat=True))
    more = [action for action in sheffield.actions.all() if action.pk not in answered]
    for action in more[: 20 - len(answered)]:
        StatusUpdateFactory(
            action=action,
            period=october,
            by=people["lead"],
            kind="update",
            status="at_risk",
            supersedes=current_update(action, october),
        )
    hand = at("manager@demo.example", "/plans/sheffield-2019/review/")

    hand.follows("Select all 20")
    hand.presses("Accept selected updates", update=list(waiting.values_list("pk", flat=True)))

    assert hand.clicks == 2
    assert Verdict.objects.exclude(pk__in=before).filter(accepted=True).count() == 20


def test_deciding_a_date_takes_4_clicks(sheffield):
    change = DateChange.objects.open().get(action__ref="3.2.3")
    hand = at("manager@demo.example", "/")

    hand.follows(f"/actions/3.2.3/dates/{change.pk}/")
    hand.chooses(2)  # agreed, and the body that decided
    [body] = hand.page.find("//select[@name='decider']//option[contains(., 'Improvement Board')]")
    day = {"on_day": "14", "on_month": "11", "on_year": "2019"}
    hand.presses("Save decision", agreed="yes", decider=body.get("value"), **day)

    change.refresh_from_db()
    assert change.agreed
    assert hand.clicks == 4
