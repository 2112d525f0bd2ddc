"""Commentary on areas is cleared like leads' texts, and one decision holds for the same text."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from actions.models import (
    AreaCommentary,
    ProgrammeCommentary,
    ReportingPeriod,
    StatusUpdate,
    Verdict,
)
from governance.models import Clearance, CommentaryClearance, Paper
from governance.papers.checks.pre_publication import WarningKind
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly.text_clearance import printable_texts, texts_to_clear
from governance.services.clearance import (
    clear_commentary,
    clear_texts,
    leave_commentary_out,
    leave_text_out,
)
from governance.services.publication_drafts import (
    PaperRefused,
    freeze_again,
    prepare_publication,
    read,
)
from governance.services.remembered_clearance import remember_decisions
from governance.services.signing import warnings_of
from tests.support.html import words as text_of
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
NAMED = "{behind} of {total} are behind. A boy in year 5 at a small school now has a plan."
WORDS = "A boy in year 5 at a small school now has a plan."


@pytest.fixture
def july(sheffield) -> ReportingPeriod:
    period = sheffield.periods.get(key="2019-07")
    period.plan = sheffield
    return period


@pytest.fixture
def written(sheffield, people, july) -> AreaCommentary:
    area = sheffield.areas.get(ref="5")
    return AreaCommentary.objects.create(
        area=area, period=july, developments=WORDS, by=people["accountable"], at=now()
    )


@pytest.fixture
def draft(people, sheffield, july, written) -> Paper:
    return prepare_publication(by=people["publisher"], plan=sheffield, period=july)


def printed(paper: Paper) -> list[str]:
    area = next(area for area in read(paper, Quarterly).areas if area.ref == "5")
    return [part.text for part in area.commentary_parts]


def test_commentary_is_left_out_until_it_is_cleared(draft, people, written, sheffield):
    assert printed(draft) == []
    assert WORDS not in draft.frozen

    clear_commentary(by=people["publisher"], plan=sheffield, commentary=[written])

    assert printed(freeze_again(by=people["publisher"], paper=draft))[0] == WORDS


def test_it_waits_for_the_publisher_with_leads_texts(written, july, draft, people, sheffield):
    before = texts_to_clear([july])[july.pk].count

    leave_commentary_out(by=people["publisher"], commentary=written, reason="It tells of a child.")

    after = texts_to_clear([july])
    assert before - (after[july.pk].count if after else 0) == 1
    assert printed(freeze_again(by=people["publisher"], paper=draft)) == []
    with pytest.raises(PaperRefused, match="Enter why"):
        leave_commentary_out(by=people["publisher"], commentary=written, reason=" ")


def test_the_publisher_clears_it_on_the_publications_page(draft, written, signed_in):
    publisher = signed_in("publisher")
    address = reverse("publication", args=[draft.plan.slug, draft.key])
    page = publisher.get(address)
    assert WORDS in text_of(page)
    assert f'value="c{written.pk}"' in page.content.decode()

    publisher.post(address, {"do": "clear", "key": [f"c{written.pk}"], "version": "1"})
    assert CommentaryClearance.objects.get().cleared
    publisher.post(
        address,
        {"do": "leave-out", "of": f"c{written.pk}", "reason": "It tells.", "version": "1"},
    )

    assert not CommentaryClearance.objects.get().cleared
    lost = {"do": "leave-out", "of": "c999999", "reason": "It tells.", "version": "1"}
    assert publisher.post(address, lost).status_code == 404


@pytest.fixture
def programme(people, july) -> ProgrammeCommentary:
    """The text on the programme, as an officer writes it for July, with a figure by its name."""
    standing = ProgrammeCommentary.objects.current().of(july).first()
    return ProgrammeCommentary.objects.create(
        period=july, programme=NAMED, by=people["manager"], at=now(), supersedes=standing
    )


def test_the_text_on_the_programme_is_cleared_like_that_on_an_area(
    programme, sheffield, july, people, signed_in
):
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    assert WORDS not in paper.frozen
    [warned] = [each for each in warnings_of(paper) if each.kind is WarningKind.NOT_CLEARED]
    waiting = texts_to_clear([july])[july.pk].count
    publisher = signed_in("publisher")
    address = reverse("publication", args=[paper.plan.slug, paper.key])
    page = publisher.get(address)
    counts = read(paper, Quarterly).counts
    filled = f"{counts.behind} of {counts.total} are behind. {WORDS}"
    assert filled in text_of(page)
    to_read = re.search(r"Texts of leads and officers: (\d+) to read", text_of(page))
    assert to_read
    assert warned.problem.startswith(f"{to_read[1]} texts are not cleared")
    assert reverse("commentary-programme", args=[paper.plan.slug, "2019-07"]) in str(page.content)

    publisher.post(address, {"do": "clear", "key": [f"p{programme.pk}"], "version": "1"})

    assert (
        read(freeze_again(by=people["publisher"], paper=paper), Quarterly).programme.text == filled
    )
    assert texts_to_clear([july])[july.pk].count == waiting - 1
    publisher.post(
        address, {"do": "leave-out", "of": f"p{programme.pk}", "reason": "A child.", "version": "1"}
    )
    paper = freeze_again(by=people["publisher"], paper=paper)
    assert WORDS not in paper.frozen
    kinds = [each for each in warnings_of(paper) if each.kind is WarningKind.NOT_CLEARED]
    assert [each.key for each in kinds] != [warned.key]


def test_a_decision_on_the_programme_holds_for_the_same_text(programme, sheffield, people):
    leave_commentary_out(by=people["publisher"], commentary=programme, reason="It tells.")
    october = sheffield.periods.get(key="2019-10")
    same = ProgrammeCommentary.objects.create(
        period=october,
        programme=NAMED,
        at=now(),
        supersedes=ProgrammeCommentary.objects.current().of(october).first(),
    )

    assert remember_decisions(plan=sheffield, period=october) == 1

    assert not CommentaryClearance.objects.get(programme=same).cleared


def test_what_was_loaded_from_a_published_paper_needs_no_decision(sheffield):
    october = sheffield.periods.get(key="2019-10")
    loaded = AreaCommentary.objects.current().of(october).with_words()

    assert loaded.exists()
    assert not loaded.written_here().exists()


def test_a_decision_on_commentary_holds_for_the_same_text_of_the_area(written, people, sheffield):
    leave_commentary_out(by=people["publisher"], commentary=written, reason="It tells of a child.")
    october = sheffield.periods.get(key="2019-10")
    current = AreaCommentary.objects.current().of(october)
    same, other = (
        AreaCommentary.objects.create(
            area=area,
            period=october,
            developments=WORDS,
            at=now(),
            supersedes=current.filter(area=area).first(),
        )
        for area in (written.area, sheffield.areas.get(ref="6"))
    )

    assert remember_decisions(plan=sheffield, period=october) == 1

    assert not CommentaryClearance.objects.get(commentary=same).cleared
    assert CommentaryClearance.objects.get(commentary=same).by == people["publisher"]
    assert not CommentaryClearance.objects.filter(commentary=other).exists()


def test_a_decision_on_an_update_holds_for_the_same_text_of_the_action(sheffield, july, people):
    october = sheffield.periods.get(key="2019-10")
    accepted = Verdict.objects.filter(update__period=october)  # whose texts stay printed
    judged = set(accepted.values_list("update__action", flat=True))
    first, second, *_ = (
        text
        for text in printable_texts(sheffield, july)
        if text.update.developments and text.update.action_id not in judged
    )
    clear_texts(by=people["publisher"], plan=sheffield, updates=[first.update])
    leave_text_out(by=people["publisher"], update=second.update, reason="It tells of a child.")
    for before in (first.update, second.update):
        last = before.action.updates.get(period=october, superseded_by=None)
        StatusUpdate.objects.create(
            action=before.action,
            period=october,
            status=last.status,
            kind="update",
            developments=before.developments,
            evidence=before.evidence,
            next_steps=before.next_steps,
            reason=before.reason,
            recorded_at=now(),
            supersedes=last,
        )

    remember_decisions(plan=sheffield, period=october)

    decided = {
        clearance.update.action_id: clearance.cleared
        for clearance in Clearance.objects.filter(update__period=october)
    }
    assert decided == {first.update.action_id: True, second.update.action_id: False}
