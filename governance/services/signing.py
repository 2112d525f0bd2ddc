"""Signing a frozen document: by two people, with its exact SHA-256 and no open warning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from governance.domain.enums import Side
from governance.models import Paper, PersonalDataDecision, Signature, WarningAcceptance
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.checks.warning_types import PublicationWarning, WarningKind
from governance.papers.document.schema import Quarterly
from governance.papers.formats import fonts
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.commentary_clearance import (
    CommentaryToPrint,
    commentary_to_clear,
)
from governance.papers.quarterly.easy_read import EasyReadToPrint, easy_read_to_clear
from governance.selectors.warning_answers import open_warnings
from governance.services.publication_drafts import (
    PaperRefused,
    corrected_document,
    draft_to_change,
    quarter_of,
    read,
    record_paper_audit,
)
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason

REVIEWED = "Read, and agreed to."
CHANGED_MEANWHILE = (
    "The document has been frozen again since you opened this page. Nothing was saved. Read the "
    "new document, then sign it."
)


def warnings_of(paper: Paper) -> tuple[PublicationWarning, ...]:
    """All warnings about a publication, accepted or not. Raises PaperRefused as `read` does."""
    found = text_clearance.printable_texts(paper.plan, quarter_of(paper))
    commentary = commentary_to_clear(quarter_of(paper))
    easy_read = easy_read_to_clear(quarter_of(paper))
    return document_warnings(paper, read(paper, Quarterly), found, commentary, easy_read)


def document_warnings(
    paper: Paper,
    document: Quarterly,
    texts: Sequence[text_clearance.PrintableText],
    commentary: Sequence[CommentaryToPrint],
    easy_read: Sequence[EasyReadToPrint],
) -> tuple[PublicationWarning, ...]:
    """The same of a document that was read, with the texts that it might print."""
    return publication_warnings(
        document,
        texts,
        fonts.coverage(),
        commentary,
        easy_read,
        corrected_document(paper),
    )


@transaction.atomic
def accept_warnings(*, by: User, paper: Paper, keys: Sequence[str], reason: str) -> int:
    """Accepts warnings of a draft and saves the reason with each; returns their number.

    What may tell of a person is decided for exactly these texts, in later publications too.

    Raises NotADraft, or PaperRefused if no reason is given, no warning is selected, or a warning
    has changed.
    """
    reason = reason.strip()
    if not keys:
        raise PaperRefused("Select at least one warning", "key")
    if fault := fault_in_reason(reason, "Enter why it can be published as it is"):
        raise PaperRefused(fault, "reason")
    paper = draft_to_change(paper)
    chosen = _chosen(paper, keys)
    if any(warning.kind is WarningKind.CHANGES for warning in chosen):
        raise PaperRefused(
            "Confirm the summary of changes by reading it, not by accepting a warning."
        )
    _accept(by, paper, chosen, reason)
    words = f"{chosen[0].problem}" if len(chosen) == 1 else f"{len(chosen)} warnings"
    record_paper_audit(
        by, "accept", paper, f"Accepted in {paper}: {words} Reason: {reason}", keys=list(keys)
    )
    return len(chosen)


@transaction.atomic
def review_changes(*, by: User, paper: Paper, keys: Sequence[str]) -> int:
    """Records that the summaries of changes were read; returns the number of areas.

    Raises NotADraft, or PaperRefused if the summaries have changed.
    """
    paper = draft_to_change(paper)
    if not keys:
        raise PaperRefused("Select what you have read", "key")
    chosen = [warning for warning in _chosen(paper, keys) if warning.kind is WarningKind.CHANGES]
    _accept(by, paper, chosen, REVIEWED)
    places = ", ".join(warning.place.name for warning in chosen)
    record_paper_audit(
        by, "review", paper, f"Read what has changed, in {paper}: {places}", keys=list(keys)
    )
    return len(chosen)


@transaction.atomic
def sign(*, by: User, paper: Paper, side: Side, sha256: str) -> Signature:
    """Signs the frozen document for the council or for the NHS.

    `sha256` is that of the document that the signer was shown.

    Raises NotADraft, or PaperRefused if it was frozen again since, its text fails the hash check, a
    warning is open, the organisation has signed already, or the same person signed for the other.
    """
    paper = draft_to_change(paper)
    if sha256 != paper.sha256:
        raise PaperRefused(CHANGED_MEANWHILE)
    still = open_warnings(paper, warnings_of(paper))
    if still:
        number = "1 warning is" if len(still) == 1 else f"{len(still)} warnings are"
        raise PaperRefused(
            f"{number} open. Correct each one, or accept it with a reason, before anybody signs. "
            "Nothing was saved."
        )
    for other in signatures_that_hold(paper):
        if other.side == side:
            raise PaperRefused(f"{other.name} has already signed for {other.get_side_display()}.")
        if other.by_id == by.pk:
            raise PaperRefused(
                f"You have signed for {other.get_side_display()}, so somebody else must sign for "
                f"{side.label}."
            )
    signature = Signature.objects.create(
        paper=paper,
        side=side,
        sha256=sha256,
        by=by,
        name=_printed(by, paper),
        at=now(),
        frozen=paper.frozen,
    )
    record_paper_audit(by, "sign", paper, f"Signed {paper} for {side.label}", side=side.value)
    return signature


def signatures_that_hold(paper: Paper) -> list[Signature]:
    """The signatures of the current document."""
    return [signature for signature in paper.signatures.all() if signature.sha256 == paper.sha256]


def sides_missing(paper: Paper) -> list[Side]:
    """The organisations that have not signed the current document."""
    signed = {signature.side for signature in signatures_that_hold(paper)}
    return [side for side in Side if side not in signed]


def _chosen(paper: Paper, keys: Sequence[str]) -> list[PublicationWarning]:
    known = {warning.key: warning for warning in warnings_of(paper)}
    if not set(keys) <= known.keys():
        raise PaperRefused(
            "The document has changed since you opened this page. Nothing was saved. Read it again."
        )
    return [known[key] for key in dict.fromkeys(keys)]


def _accept(by: User, paper: Paper, chosen: Iterable[PublicationWarning], reason: str) -> None:
    moment = now()
    for warning in chosen:
        values = {"warning": warning.problem, "reason": reason, "by": by, "at": moment}
        WarningAcceptance.objects.update_or_create(paper=paper, key=warning.key, defaults=values)
    PersonalDataDecision.objects.bulk_create(
        (
            PersonalDataDecision(
                plan=paper.plan,
                kind=warning.kind,
                words=warning.found,
                text_sha256=text,
                reason=reason,
                by=by,
                at=moment,
            )
            for warning in chosen
            for text in warning.texts
        ),
        ignore_conflicts=True,  # a text that was decided on before keeps its decision
    )


def _printed(by: User, paper: Paper) -> str:
    """The signer's name and post today, as it is printed in the publication."""
    held = PostHolding.objects.of(paper.plan.local_area_id).given_on(today())
    held = held.filter(user=by, deputy=False).select_related("post")
    posts = [holding.post.display_name for holding in held]
    return ", ".join([by.name, *dict.fromkeys(posts)])[:200]
