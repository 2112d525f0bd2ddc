"""A publication from its draft to readers: frozen, signed, sent out, corrected, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from governance.domain.enums import PaperState, Side
from governance.models import Paper, WarningAcceptance
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import text_clearance
from governance.selectors.warning_answers import open_warnings
from governance.services import clearance, publication_drafts, publishing, signing
from governance.services.publication_drafts import NotADraft, PaperRefused
from tests.support.paper_steps import say, summaries
from tests.support.publishing_steps import (
    ready_to_sign,
)
from wsoa.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db]


# --- preparing ------------------------------------------------------------------------------------


def test_a_closed_quarter_is_frozen_as_a_draft(draft, july):
    assert (draft.state, draft.version, draft.key) == (PaperState.DRAFT, 1, "2019-07")
    assert draft.as_at == date(2019, 8, 31)
    assert publication_drafts.read(draft, Quarterly).title == draft.title == "July 2019 update"
    assert summaries() == ["Prepared July 2019 update, version 1"]


def test_an_open_quarter_is_refused_with_what_to_do(people, sheffield, october):
    with pytest.raises(PaperRefused, match="October 2019 is still open and takes updates"):
        publication_drafts.prepare_publication(
            by=people["publisher"], plan=sheffield, period=october
        )
    assert Paper.objects.count() == 0


def test_a_quarter_is_prepared_once(people, sheffield, july, draft):
    with pytest.raises(PaperRefused, match=r"^July 2019 update is already being prepared\."):
        publication_drafts.prepare_publication(by=people["publisher"], plan=sheffield, period=july)


def test_discarded_draft_stays_on_record_and_allows_another(people, draft):
    publication_drafts.drop_draft(by=people["publisher"], paper=draft)
    again = publication_drafts.prepare_publication(
        by=people["publisher"], plan=draft.plan, period=draft.period
    )

    assert (again.version, again.sha256) == (1, draft.sha256)
    assert list(Paper.objects.order_by("pk").values_list("state", flat=True)) == [
        "dropped",
        "draft",
    ]
    with pytest.raises(NotADraft, match="This draft has been discarded"):
        publication_drafts.freeze_again(by=people["publisher"], paper=draft)


def test_tampered_document_cannot_be_read(people, both_signed):
    Paper.objects.update(frozen=both_signed.frozen.replace("July", "June"))

    with pytest.raises(PaperRefused, match="The document is not the one that was frozen"):
        publishing.publish(by=people["publisher"], paper=both_signed)
    assert publication_drafts.refetch(both_signed).state == PaperState.DRAFT


# --- freezing again, texts, warnings --------------------------------------------------------------


def test_freezing_unchanged_data_keeps_hash_and_signatures(people, both_signed):
    again = publication_drafts.freeze_again(by=people["publisher"], paper=both_signed)

    assert again.sha256 == both_signed.sha256
    assert signing.sides_missing(again) == []


def test_freezing_changed_data_voids_signatures_and_keeps_reasons(
    people, both_signed, july, sheffield
):
    accepted = set(both_signed.accepted.values_list("key", flat=True))
    say(sheffield.areas.get(ref="1"), july, "Something was done.")

    again = publication_drafts.freeze_again(by=people["publisher"], paper=both_signed)

    assert again.sha256 != both_signed.sha256
    assert signing.sides_missing(again) == [Side.COUNCIL, Side.NHS]
    assert [each.holds for each in again.signatures.all()] == [False, False]
    assert set(again.accepted.values_list("key", flat=True)) == accepted
    assert [each.key for each in open_warnings(again, signing.warnings_of(again))] == []
    assert (
        "no longer valid: the signature of Demo accountable officer, area 5, for the council"
        in (summaries()[-1])
    )


def test_changed_fact_raises_its_warning_again(people, draft, july, sheffield):
    area = sheffield.areas.get(ref="1")
    say(area, july, "ring 0114 273 4567.")
    paper = ready_to_sign(
        people, publication_drafts.freeze_again(by=people["publisher"], paper=draft)
    )
    say(area, july, "ring 0114 273 4568.")

    paper = publication_drafts.freeze_again(by=people["publisher"], paper=paper)

    still = open_warnings(paper, signing.warnings_of(paper))
    assert [each.problem for each in still] == ["There is a telephone number: 0114 273 4568."]


def test_only_texts_that_were_cleared_are_printed(people, draft, july):
    found = text_clearance.printable_texts(draft.plan, july)
    clearance.leave_text_out(
        by=people["publisher"], update=found[0].update, reason="It names a child."
    )
    clearance.clear_texts(
        by=people["publisher"], plan=draft.plan, updates=[each.update for each in found[1:]]
    )

    said = publication_drafts.freeze_again(by=people["publisher"], paper=draft).frozen

    assert found[0].parts[0][1] not in said
    assert all(part in said.replace('\\"', '"') for _title, part in found[1].parts)
    events = AuditEvent.objects.of_subject("texts for publication").order_by("pk")
    assert [each.summary for each in events] == [
        f"Left the text of {found[0].ref} out of publications: It names a child.",
        f"Cleared {len(found) - 1} texts for publication: "
        + ", ".join(dict.fromkeys(each.ref for each in found[1:])),
    ]


def test_text_decision_after_freezing_raises_warning(people, draft, july):
    text = text_clearance.printable_texts(draft.plan, july)[0]
    clearance.clear_texts(by=people["publisher"], plan=draft.plan, updates=[text.update])

    def words() -> list[str]:
        stands = publication_drafts.refetch(draft)
        warned = signing.warnings_of(stands)
        return [each.problem for each in warned if each.kind == "out-of-date"]

    assert words() == [
        f"The text of {text.ref} was cleared after this was frozen, and is not in it yet."
    ]
    publication_drafts.freeze_again(by=people["publisher"], paper=draft)
    assert words() == []
    clearance.leave_text_out(by=people["publisher"], update=text.update, reason="It names a child.")
    assert words() == [
        f"The text of {text.ref} was left out after this was frozen, and is still in it."
    ]


def test_no_text_is_left_out_and_no_warning_accepted_without_a_reason(people, draft, july):
    text = text_clearance.printable_texts(draft.plan, july)[0]
    with pytest.raises(PaperRefused, match=r"^Enter why the text is left out$"):
        clearance.leave_text_out(by=people["publisher"], update=text.update, reason=" ")
    with pytest.raises(PaperRefused, match=r"^Enter why it can be published as it is$"):
        signing.accept_warnings(
            by=people["publisher"], paper=draft, keys=["no-commentary|1"], reason=" "
        )
    assert WarningAcceptance.objects.count() == 0


def test_obsolete_warning_cannot_be_accepted(people, draft):
    with pytest.raises(PaperRefused, match="The document has changed since you opened this page"):
        signing.accept_warnings(
            by=people["publisher"], paper=draft, keys=["no-commentary|9"], reason="It is known."
        )


# --- signing --------------------------------------------------------------------------------------


def test_nobody_signs_while_a_warning_is_open(people, draft):
    with pytest.raises(PaperRefused, match=r"^\d+ warnings are open\. Correct each one"):
        signing.sign(by=people["accountable"], paper=draft, side=Side.COUNCIL, sha256=draft.sha256)


def test_signature_is_refused_if_the_document_changed_since_the_page(people, draft):
    paper = ready_to_sign(people, draft)
    with pytest.raises(PaperRefused, match="The document has been frozen again since you opened"):
        signing.sign(by=people["accountable"], paper=paper, side=Side.COUNCIL, sha256="0" * 64)


def test_two_different_people_sign_and_each_side_once(people, draft):
    paper = ready_to_sign(people, draft)
    first = signing.sign(
        by=people["accountable"], paper=paper, side=Side.COUNCIL, sha256=paper.sha256
    )

    assert first.name == "Demo accountable officer, area 5"
    with pytest.raises(PaperRefused, match="has already signed for the council"):
        signing.sign(by=people["nhs-lead"], paper=paper, side=Side.COUNCIL, sha256=paper.sha256)
    with pytest.raises(PaperRefused, match="You have signed for the council"):
        signing.sign(by=people["accountable"], paper=paper, side=Side.NHS, sha256=paper.sha256)
    second = signing.sign(by=people["nhs-lead"], paper=paper, side=Side.NHS, sha256=paper.sha256)
    held = people["nhs-lead"].holdings.get().post.title
    assert second.name == f"{people['nhs-lead'].name}, {held}"
    assert signing.sides_missing(publication_drafts.refetch(paper)) == []


def test_nothing_is_published_without_both_signatures(people, draft):
    paper = ready_to_sign(people, draft)
    signing.sign(by=people["nhs-lead"], paper=paper, side=Side.NHS, sha256=paper.sha256)

    with pytest.raises(
        PaperRefused, match=r"^Nobody has signed this document for the council yet\."
    ):
        publishing.publish(by=people["publisher"], paper=paper)
