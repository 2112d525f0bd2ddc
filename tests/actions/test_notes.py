"""Internal notes on an action: who reads them, whom they mention, and how those are notified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.mentions import mentioned_in, mentions_of_nobody
from actions.models import Action, InternalNote, NoteMention, Plan
from actions.selectors.notes import readers_of_notes
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import waiting_for
from actions.services.notes import NoteRefused, add_note, mark_read
from actions.services.reminders import send_digests
from tests.support.cast import browser_of
from tests.support.html import Page, words
from wsoa.accounts.models import PostHolding, User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.clock import today

SHARED = "2.4.1"  # SCC-HoS and CCG-CCM
TEXT = "Between ourselves: the budget is not agreed."
PATH = f"/plans/sheffield-2019/actions/{SHARED}/notes/"
people_by_key = st.dictionaries(
    st.integers(1, 9), st.from_regex(r"[A-Z][a-z]{1,4} [A-Z][a-z]{1,4}", fullmatch=True)
)


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.with_place().with_leads().get(ref=SHARED)


def waits_for(user: User) -> list[tuple[str, str]]:
    items = waiting_for(person_in_plans(user, today()))
    return [(item.ref, item.detail) for item in items if item.kind.code == "mention"]


# --- mentions in the text ------------------------------------------------------------------------


@given(people=people_by_key, extra=st.text(alphabet="ab @", max_size=5))
def test_whoever_is_named_after_an_at_sign_is_mentioned(people: dict[int, str], extra: str) -> None:
    for name in people.values():
        expected = {pk for pk, other in people.items() if other.casefold() == name.casefold()}
        assert mentioned_in(f"{extra} @{name.upper()}, please look", people) >= expected
        assert mentioned_in(f"{name} is away", people) == frozenset()


def test_a_longer_name_is_not_taken_for_the_shorter_one_in_it() -> None:
    people = {1: "Ann Lee", 2: "Ann Lee-Smith", 3: "Ann Leeds"}
    assert mentioned_in("@Ann Lee-Smith and @Ann Leeds", people) == {2, 3}
    assert mentioned_in("@Ann Lee.", people) == {1}
    assert mentioned_in("@Ann Lee", {}) == frozenset()


@given(people=people_by_key, extra=st.text(alphabet="ab 3.", max_size=5))
def test_each_name_after_an_at_sign_reaches_somebody_or_is_named(
    people: dict[int, str], extra: str
) -> None:
    names = sorted(set(people.values()))
    text = " ".join(f"@{name.lower()}, {extra}" for name in names)
    assert mentions_of_nobody(text, names) == ()
    for name in names:
        others = [other for other in names if other != name]
        assert mentions_of_nobody(f"Ask @{name}.", others) == (name,)
    assert mentions_of_nobody("a@obi.example or https://x.example/@ana @ 3 pm, @3", names) == ()


# --- the service ---------------------------------------------------------------------------------


def test_the_readers_are_the_leads_the_officers_and_the_managers(sheffield, people, action) -> None:
    readers = {user.email.partition("@")[0] for user in readers_of_notes(action, today())}
    assert {"lead", "nhs-lead", "manager"} <= readers
    assert readers.isdisjoint({"accountable", "board", "publisher", "viewer"})  # of area 5
    for name, user in people.items():
        assert user.has_perm("actions.see_notes", action) == (name in readers), name


def test_a_mention_waits_until_it_was_read(people, action) -> None:
    add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["nhs-lead"]])
    assert waits_for(people["nhs-lead"]) == [(SHARED, f"From {people['lead'].name}.")]
    assert waits_for(people["lead"]) == []
    assert mark_read(by=people["nhs-lead"], action=action) == 1
    assert waits_for(people["nhs-lead"]) == []
    assert mark_read(by=people["nhs-lead"], action=action) == 0


def test_an_answer_is_a_reading(people, action) -> None:
    add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["nhs-lead"]])
    add_note(by=people["nhs-lead"], action=action, text="Agreed.", mentioned=[people["lead"]])
    assert waits_for(people["nhs-lead"]) == []
    assert len(waits_for(people["lead"])) == 1


def test_a_mention_ends_with_the_post(people, action) -> None:
    add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["nhs-lead"]])
    PostHolding.objects.filter(user=people["nhs-lead"]).update(until=today() - timedelta(days=1))
    assert waits_for(people["nhs-lead"]) == []


def test_only_readers_can_be_mentioned(people, action) -> None:
    with pytest.raises(NoteRefused, match="cannot read the notes"):
        add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["viewer"]])
    with pytest.raises(NoteRefused, match="Enter a note"):
        add_note(by=people["lead"], action=action, text=" ", mentioned=[])
    assert InternalNote.objects.count() == 0


def test_the_same_note_sent_twice_is_one_and_none_is_ever_changed(people, action) -> None:
    given = {"by": people["lead"], "action": action, "mentioned": [people["lead"]]}
    first = add_note(**given, text=TEXT)
    assert add_note(**given, text=f" {TEXT} ") == first
    assert NoteMention.objects.count() == 0  # nobody mentions themselves
    first.text = "Something else."
    with pytest.raises(AppendOnly):
        first.save()


def test_the_audit_log_says_that_and_not_what(people, action) -> None:
    note = add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["nhs-lead"]])
    event = AuditEvent.objects.get(verb="note")
    assert (event.subject, event.content.summary) == (f"action {SHARED}", "Added an internal note")
    assert event.content.detail == {"note": note.pk, "mentioned": [people["nhs-lead"].pk]}


def test_the_daily_email_says_who_wrote_where_and_not_what(people, action) -> None:
    add_note(by=people["lead"], action=action, text=TEXT, mentioned=[people["nhs-lead"]])
    send_digests(day=date(2019, 11, 15))
    sent = {message.to[0]: message for message in mail.outbox}
    email = sent[people["nhs-lead"].email]
    assert "1 action has notes that mention you" in email.body
    assert f"From {people['lead'].name}." in email.body
    assert PATH in email.body
    assert all(TEXT not in str(message.message()) for message in mail.outbox)


# --- the page ------------------------------------------------------------------------------------


def test_a_note_is_written_and_its_mention_is_read_without_javascript(people, action) -> None:
    lead, nhs = browser_of(people["lead"]), browser_of(people["nhs-lead"])
    assert f'href="{PATH}"' in lead.get(action.get_absolute_url()).content.decode()
    sent = {"text": TEXT, "people": [str(people["nhs-lead"].pk)]}
    done = lead.post(PATH, sent, follow=True)
    assert done.redirect_chain == [(PATH, 302)]
    assert TEXT in words(done)
    assert "I have read what mentions me" not in Page(done.content.decode()).buttons
    first_page = nhs.get("/").content.decode()
    assert f'href="{PATH}"' in first_page
    assert TEXT not in first_page
    page = nhs.get(PATH).content.decode()
    assert "I have read what mentions me" in Page(page).buttons
    done = nhs.post(f"{PATH}read/", follow=True)
    assert "the notes are no longer in your list" in words(done)
    assert f'href="{PATH}"' not in nhs.get("/").content.decode()


def test_a_name_after_an_at_sign_mentions_without_selecting(people) -> None:
    name = people["nhs-lead"].name
    browser_of(people["lead"]).post(PATH, {"text": f"@{name} please look."})
    assert [mention.user for mention in NoteMention.objects.all()] == [people["nhs-lead"]]


def test_what_was_typed_is_kept_where_it_cannot_be_saved(people) -> None:
    lead = browser_of(people["lead"])
    nobody = {"text": "@Accountable officer, please look."}
    unread = {"text": TEXT, "people": [str(people["viewer"].pk)]}
    for sent in ({"text": "x" * 5_001}, unread, nobody):
        page = Page(lead.post(PATH, sent).content.decode())
        assert len(page.errors) == 1
        assert page.value("text") == sent["text"]
    assert InternalNote.objects.count() == 0


def test_nobody_else_sees_a_note_anywhere_inside(people, action) -> None:
    add_note(by=people["lead"], action=action, text=TEXT, mentioned=[])
    path = action.get_absolute_url()
    for name in ("viewer", "board", "publisher", "accountable"):
        assert browser_of(people[name]).get(PATH).status_code == 403
    for page in (path, f"{path}history/"):
        html = browser_of(people["viewer"]).get(page).content.decode()
        assert TEXT not in html, page
        assert f'href="{PATH}"' not in html, page
    assert browser_of(people["stranger"]).get(PATH).status_code == 404
