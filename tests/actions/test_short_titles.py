"""The short title by which reports name an action."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from actions.domain.short_titles import LONGEST_SHORT_TITLE, first_clause
from actions.models import Action
from actions.services.short_titles import ShortTitleRefused, name_action
from governance.importing.plan import load_plan
from governance.selectors.plan_export import export_plan
from tests.support.paths import ROOT
from wsoa.audit.models import AuditEvent


@given(some.text(alphabet="abc ,.;:-(…é\n", max_size=300))
def test_a_first_clause_is_short_begins_the_text_and_shows_no_omission(text):
    words = " ".join(text.split())
    clause = first_clause(text)

    assert len(clause) <= LONGEST_SHORT_TITLE
    assert words.startswith(clause)
    if "…" not in words:
        assert not clause.endswith("…")


@given(
    some.lists(some.sampled_from(["plan", "the", "review", "of", "every", "school"]), min_size=1)
)
def test_a_first_clause_ends_with_a_whole_word(words):
    clause = first_clause(" ".join(words))

    assert clause.split() == words[: len(clause.split())]


@pytest.mark.django_db
def test_every_action_of_the_demo_has_a_short_title_of_its_own(sheffield):
    titles = list(sheffield.actions.values_list("short_title", flat=True))

    assert all(titles)
    assert len(set(titles)) == len(titles) == 89


@pytest.mark.django_db
def test_without_a_short_title_the_first_clause_is_the_title(sheffield):
    action = sheffield.actions.get(ref="6.1.1")
    action.short_title = ""

    assert action.title == "Deliver a training module on the graduated approach"


@pytest.mark.django_db
def test_the_export_has_the_short_title(sheffield):
    exported = {action["ref"]: action for action in export_plan(sheffield)["actions"]}

    assert exported["5.1.1"]["short_title"] == "Review of the EHC needs assessment process"


@pytest.mark.django_db
def test_loading_keeps_a_title_that_a_manager_wrote_and_fills_in_one_that_is_missing(
    sheffield, people
):
    mine, missing = sheffield.actions.get(ref="5.1.1"), sheffield.actions.get(ref="5.1.2")
    name_action(by=people["manager"], action=mine, short_title="The review of assessments")
    Action.objects.filter(pk=missing.pk).update(short_title="")

    load_plan(by=None, source=ROOT / "fixtures" / "sheffield_2019")

    mine.refresh_from_db()
    missing.refresh_from_db()
    assert mine.short_title == "The review of assessments"
    assert missing.short_title == "Partners engaged in needs assessments"


@pytest.mark.django_db
def test_the_manager_changes_it_on_the_actions_page(sheffield, people, signed_in):
    manager, address = signed_in("manager"), reverse("short-title", args=[sheffield.slug, "5.1.1"])
    page = manager.get(reverse("action", args=[sheffield.slug, "5.1.1"])).content.decode()
    assert address in page

    manager.post(address, {"short_title": "  A new   title "})

    assert sheffield.actions.get(ref="5.1.1").short_title == "A new title"
    event = AuditEvent.objects.get(verb="name_action")
    assert event.content.summary == "Short title: A new title"


@pytest.mark.django_db
def test_a_title_that_is_too_long_is_refused_and_kept_in_the_form(sheffield, people, signed_in):
    long = "x" * (LONGEST_SHORT_TITLE + 1)
    address = reverse("short-title", args=[sheffield.slug, "5.1.1"])

    page = signed_in("manager").post(address, {"short_title": long}).content.decode()

    assert "Short title must be 80 characters or fewer. You entered 81." in page
    assert long in page
    with pytest.raises(ShortTitleRefused):
        name_action(
            by=people["manager"], action=sheffield.actions.get(ref="5.1.1"), short_title=long
        )


@pytest.mark.django_db
def test_the_same_title_again_changes_nothing(sheffield, people):
    action = sheffield.actions.get(ref="5.1.1")

    name_action(by=people["manager"], action=action, short_title=action.short_title)

    assert not AuditEvent.objects.filter(verb="name_action").exists()
