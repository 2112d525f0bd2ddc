"""Texts carried over from last time stay marked as such after they were sent."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.carried_texts import carried_texts
from actions.domain.enums import Status
from actions.models import Action, StatusUpdate
from actions.services.updates import UpdateContent, submit_update
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
)
from tests.support.html import words
from tests.support.small_plans import period, quarters

MARK = "From July 2019, unchanged"
texts = st.dictionaries(st.sampled_from(["developments", "evidence"]), st.text(max_size=8))


@given(now=texts, before=texts)
def test_a_text_is_marked_if_and_only_if_it_repeats_the_one_before(
    now: dict[str, str], before: dict[str, str]
) -> None:
    marked = carried_texts(now, before, {}, "2019-07")
    for field, text in now.items():
        same = bool(text.strip()) and text.strip() == before.get(field, "").strip()
        assert (field in marked) == same
    assert set(marked.values()) <= {"2019-07"}


@given(text=st.text(min_size=1, max_size=20).filter(str.strip))
def test_a_text_carried_over_twice_is_from_the_first_month(text: str) -> None:
    first = carried_texts({"evidence": text}, {"evidence": text}, {}, "2019-07")
    crlf = text.replace("\n", "\r\n")
    again = carried_texts({"evidence": crlf}, {"evidence": text}, first, "2019-10")
    assert again == first == {"evidence": "2019-07"}


@pytest.fixture
def action(db: None) -> Action:
    """One with an update for July; October is open."""
    plan = quarters(PlanFactory())
    post = PostFactory()
    action: Action = ActionFactory(
        outcome=OutcomeFactory(area=AreaFactory(plan=plan)), led_by=[post]
    )
    lead = PostHoldingFactory(post=post).user
    StatusUpdateFactory(
        action=action,
        period=period(plan, "2019-07"),
        post=post,
        by=lead,
        developments="Done so far.\n\nMore to do.",
        next_steps="To do.",
    )
    return action


def send(action: Action, **content: str) -> StatusUpdate:
    october = period(action.plan, "2019-10")
    standing = StatusUpdate.objects.of(action, october).current().first()
    return submit_update(
        by=action.updates.first().by,
        action=action,
        period=october,
        words=UpdateContent(Status.AT_RISK, **content),
        based_on=standing.pk if standing else None,
    )


def test_it_is_stored_with_the_update_text_by_text(action: Action) -> None:
    sent = send(action, developments="Done so far.\r\n\r\nMore to do.", next_steps="Something new.")
    assert sent.carried_from == {"developments": "2019-07"}
    again = send(action, developments="All new.", next_steps="To do.")
    assert again.carried_from == {"next_steps": "2019-07"}
    assert send(action, developments="All new.", next_steps="Newer.").carried_from == {}


def test_every_page_inside_shows_it_and_the_one_that_changed_has_no_mark(action: Action) -> None:
    sent = send(action, developments="Done so far.\n\nMore to do.", next_steps="Something new.")
    lead, path = browser_of(sent.by), action.get_absolute_url()
    manager = PostHoldingFactory(post=PostFactory()).user
    manager.memberships.create(plan=action.plan, role="manager")
    review = f"/plans/{action.plan.slug}/review/"
    pages = [(lead, path), (browser_of(manager), review)]
    pages += [(browser_of(manager), f"{review}{sent.pk}/return/")]
    pages += [(lead, f"{path}update/{sent.pk}/take-back/")]
    for client, page in pages:
        assert words(client.get(page)).count(MARK) == 1, page


def test_updates_sent_before_are_marked_by_the_migration(action: Action) -> None:
    post, lead = action.updates.first().post, action.updates.first().by
    more = {"action": action, "post": post, "by": lead, "next_steps": "To do."}
    october = StatusUpdateFactory(period=period(action.plan, "2019-10"), **more)
    january = StatusUpdateFactory(period=period(action.plan, "2020-01"), evidence="New.", **more)
    import_module("actions.migrations.0022_months_of_carried_texts").note_carried_texts(apps, None)
    for update in (october, january):
        update.refresh_from_db()
        assert update.carried_from == {"next_steps": "2019-07"}
    assert action.updates.first().carried_from == {}
