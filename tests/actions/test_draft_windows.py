"""Two windows of one person: neither overwrites what the other has, and both texts are shown."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.domain.form_windows import FormWindow
from actions.models import Action, Draft, Plan, ReportingPeriod
from actions.selectors.updates import draft_of, drafts_beside
from actions.services.drafts import DraftChanged, adopt_draft, drop_draft, save_draft
from tests.support.html import Page, words
from tests.support.savepoints import undone
from wsoa.accounts.models import User

FORM = "/plans/sheffield-2019/actions/2.3.3/update/"
DRAFT = FORM + "draft/"
LIST = "/my/updates/"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{LIST}"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


def opened(lead: Client) -> dict[str, str]:
    """The form as a window gets it, with what identifies the window."""
    page = Page(lead.get(FORM).content.decode())
    names = ("based_on", "window", "draft_seen", "developments")
    [form] = page.sections("//form[starts-with(@id, 'uf-')]")
    return {"status": "at_risk"} | {name: form.value(name) or "" for name in names}


def test_the_second_window_is_told_and_both_texts_stand_side_by_side(lead, people, sheffield):
    action = sheffield.actions.get(ref="2.3.3")
    first, second = opened(lead), opened(lead)
    lead.post(DRAFT, first | {"developments": "Typed at the desk."}, headers=HTMX)

    line = lead.post(DRAFT, second | {"developments": "Typed on the sofa."}, headers=HTMX)
    lead.post(DRAFT, second | {"developments": "Typed on the sofa, more."}, headers=HTMX)

    assert "Nothing was overwritten" in words(line)
    assert f'href="{FORM}"' in line.content.decode()
    assert draft_of(people["lead"], action).content["developments"] == ["Typed at the desk."]
    page = lead.get(FORM)
    assert "You typed this in another window" in words(page)
    assert "Typed on the sofa, more." in words(page)
    [beside] = drafts_beside(people["lead"], action)
    shown = opened(lead)
    assert shown["developments"] == "Typed at the desk."
    lead.post(DRAFT, shown | {"adopt": beside.pk})
    assert opened(lead)["developments"] == "Typed on the sofa, more."
    assert drafts_beside(people["lead"], action) == []


def test_without_javascript_the_button_says_so_too(lead):
    first, second = opened(lead), opened(lead)
    lead.post(DRAFT, first | {"developments": "One.", "close": "1"})

    page = lead.post(DRAFT, second | {"developments": "Two.", "close": "1"}, follow=True)

    assert "2.3.3: you have a draft from another window." in words(page)


def test_a_window_that_opened_the_draft_goes_on_with_it(lead, people, sheffield):
    first = opened(lead)
    lead.post(DRAFT, first | {"developments": "One."}, headers=HTMX)
    later = opened(lead)
    assert later["developments"] == "One."

    line = lead.post(DRAFT, later | {"developments": "One, and two."}, headers=HTMX)

    assert re.search(r"Draft saved at \d\d:\d\d", words(line))
    assert Draft.objects.count() == 1


def test_sending_from_one_window_leaves_the_draft_of_the_other(lead, people, sheffield):
    action = sheffield.actions.get(ref="2.3.3")
    first, second = opened(lead), opened(lead)
    lead.post(DRAFT, first | {"developments": "Typed at the desk."}, headers=HTMX)
    sent = second | {"developments": "It is late.", "forecast_0": "12", "forecast_1": "2019"}
    lead.post(FORM, sent)

    assert action.updates.filter(developments="It is late.").exists()
    assert draft_of(people["lead"], action).content["developments"] == ["Typed at the desk."]


def test_a_draft_that_went_on_elsewhere_is_not_deleted_by_an_old_page(lead, people, sheffield):
    action = sheffield.actions.get(ref="2.3.3")
    lead.post(DRAFT, opened(lead) | {"developments": "One."}, headers=HTMX)
    old, new = opened(lead), opened(lead)
    lead.post(DRAFT, new | {"developments": "One, and two."}, headers=HTMX)

    page = lead.post(DRAFT, old | {"drop": "1"}, follow=True)

    assert "You went on with this draft in another window. Nothing was deleted" in words(page)
    assert draft_of(people["lead"], action).content["developments"] == ["One, and two."]


class Desk:
    """A person with two windows, each with the text that it shows."""

    def __init__(self, by: User, action: Action, period: ReportingPeriod) -> None:
        self.by, self.action, self.period = by, action, period
        self.windows: dict[str, FormWindow] = {}
        self.shown: dict[str, str] = {}
        self.count = 0

    def open(self, name: str) -> None:
        self.count += 1
        draft = draft_of(self.by, self.action)
        self.windows[name] = FormWindow(f"{name}{self.count}", draft.mark if draft else "")
        self.shown[name] = draft.content["developments"][0] if draft else ""

    def type(self, name: str) -> None:
        self.count += 1
        self.shown[name] += f" {self.count}"
        content, window = {"developments": [self.shown[name]]}, self.windows[name]
        save_draft(
            by=self.by, action=self.action, period=self.period, content=content, window=window
        )

    def drop(self, name: str) -> None:
        drop_draft(by=self.by, action=self.action, window=self.windows[name])
        self.open(name)

    def adopt(self, name: str) -> None:
        """Takes what stands beside the form in place of what the window shows."""
        beside = drafts_beside(self.by, self.action)
        try:
            for draft in beside[:1]:
                adopt_draft(by=self.by, draft=draft, window=self.windows[name])
        except DraftChanged:
            pass
        self.open(name)

    def texts(self) -> set[str]:
        """What the person finds in the form and beside it."""
        own = draft_of(self.by, self.action)
        drafts = [*([own] if own else []), *drafts_beside(self.by, self.action)]
        return {draft.content["developments"][0] for draft in drafts}


STEPS = st.lists(
    st.tuples(st.sampled_from(["open", "type", "type", "drop", "adopt"]), st.sampled_from("ab")),
    max_size=12,
)


@given(STEPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_in_any_order_of_two_windows_nothing_unseen_is_replaced(people, sheffield: Plan, steps):
    period = sheffield.periods.get(key="2019-10")
    with undone():
        desk = Desk(people["lead"], sheffield.actions.get(ref="2.3.3"), period)
        for name in "ab":
            desk.open(name)
        for what, name in steps:
            before, shown = desk.texts(), desk.shown[name]
            getattr(desk, what)(name)
            # Only what the person had before their eyes is replaced or deleted.
            assert before - desk.texts() <= {shown}
            if what == "type":
                assert desk.shown[name] in desk.texts()
