"""What may tell of a person is asked about once: the decision holds for exactly that text."""

from __future__ import annotations

import pytest

from actions.models import AreaCommentary
from governance.forms.publication import PublicationActionForms
from governance.models import PersonalDataDecision, WarningAcceptance
from governance.papers.checks.warning_types import WarningKind
from governance.presenters.publication_page import publication_page
from governance.selectors.warning_answers import open_warnings
from governance.services import publication_drafts, signing
from tests.support.factories import PlanFactory
from wsoa.core.append_only import AppendOnly
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
TEXT = "Oliwia came to the group, and Oliwia Nowak spoke."


@pytest.fixture
def july(sheffield):
    return sheffield.periods.get(key="2019-07")


def write(plan, period, words: str, area: str = "1") -> None:
    of_area = plan.areas.get(ref=area)
    standing = AreaCommentary.objects.current().of(period).filter(area=of_area).first()
    AreaCommentary.objects.create(
        area=of_area,
        period=period,
        developments=words,
        supersedes=standing,
        source="A published paper",
        at=now(),
    )


def prepare(people, plan, period):
    return publication_drafts.prepare_publication(by=people["publisher"], plan=plan, period=period)


def asked(paper) -> list[str]:
    still = open_warnings(paper, signing.warnings_of(paper))
    return [warning.found for warning in still if warning.kind is WarningKind.PERSON]


def decide(people, paper) -> None:
    still = open_warnings(paper, signing.warnings_of(paper))
    keys = [warning.key for warning in still if warning.kind is WarningKind.PERSON]
    signing.accept_warnings(
        by=people["publisher"], paper=paper, keys=keys, reason="Her family agreed."
    )


def test_a_decision_holds_in_later_publications_for_exactly_that_text(people, sheffield, july):
    write(sheffield, july, TEXT)
    first = prepare(people, sheffield, july)
    assert asked(first) == ["Oliwia", "Oliwia Nowak"]
    decide(people, first)
    assert asked(first) == []
    publication_drafts.drop_draft(by=people["publisher"], paper=first)

    again = prepare(people, sheffield, july)

    assert WarningAcceptance.objects.filter(paper=again).count() == 0
    assert asked(again) == []
    again.versions = (again,)
    page = publication_page(again, people["publisher"], PublicationActionForms(people["publisher"]))
    assert [(each.reason, each.by) for each in page.accepted] == [
        ("Her family agreed.", people["publisher"].name)
    ] * 2

    write(sheffield, july, f"{TEXT} It was good.")
    changed = publication_drafts.freeze_again(by=people["publisher"], paper=again)
    assert asked(changed) == ["Oliwia", "Oliwia Nowak"]


def test_the_same_words_in_another_text_are_asked_about_and_the_decision_is_kept(
    people, sheffield, july
):
    write(sheffield, july, TEXT)
    paper = prepare(people, sheffield, july)
    decide(people, paper)
    write(sheffield, july, "Oliwia came again.", area="2")
    paper = publication_drafts.freeze_again(by=people["publisher"], paper=paper)

    assert asked(paper) == ["Oliwia"]
    decide(people, paper)

    assert asked(paper) == []
    rows = PersonalDataDecision.objects.values_list("plan", "kind", "words", "reason")
    assert sorted(rows) == [
        (sheffield.pk, "person", "Oliwia", "Her family agreed."),
        (sheffield.pk, "person", "Oliwia", "Her family agreed."),
        (sheffield.pk, "person", "Oliwia Nowak", "Her family agreed."),
    ]
    with pytest.raises(AppendOnly):
        PersonalDataDecision.objects.update(reason="Another")


def test_a_decision_of_another_plan_does_not_count(people, sheffield, july):
    write(sheffield, july, TEXT)
    paper = prepare(people, sheffield, july)
    decide(people, paper)
    PersonalDataDecision.objects.all()._raw_delete("default")
    another = PlanFactory()
    warned = [each for each in signing.warnings_of(paper) if each.found]
    WarningAcceptance.objects.all().delete()
    PersonalDataDecision.objects.bulk_create(
        PersonalDataDecision(
            plan=another,
            kind=warning.kind,
            words=warning.found,
            text_sha256=text,
            reason="There it is known.",
            by=people["publisher"],
            at=now(),
        )
        for warning in warned
        for text in warning.texts
    )

    assert asked(paper) == ["Oliwia", "Oliwia Nowak"]
