"""Drafts of a quarter's publication: built, frozen, frozen again, discarded, corrected.

The frozen text's SHA-256 is what people sign. Freezing again gives another text, unless nothing has
changed. Signatures of the previous text are then void; accepted warnings stay accepted while their
fact is the same.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from actions.models import Plan, ReportingPeriod
from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperKind, PaperState
from governance.models import Paper, WarningAcceptance
from governance.papers.checks.figure_placeholders import UnknownFigure
from governance.papers.document.frozen import (
    DocumentRefused,
    FrozenDocument,
    Kind,
    freeze,
    thaw,
)
from governance.papers.document.schema import Quarterly
from governance.papers.paper_types import QUARTERLY
from governance.papers.quarterly.build_publication import PublicationRefused
from governance.selectors.word_templates import template_in_use
from governance.services.remembered_clearance import remember_decisions
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason


class PaperRefused(Exception):
    """The publication was not changed. The message is for the person; `field` may be empty."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class NotADraft(PaperRefused):
    """A published or scheduled publication cannot be changed."""

    def __init__(self, paper: Paper) -> None:
        if paper.state == PaperState.SCHEDULED and paper.published_by:
            words = (
                f"{paper.published_by.name} has already published version {paper.version}. "
                "Nothing was changed."
            )
        elif paper.state == PaperState.DISCARDED:
            words = "This draft has been discarded. Nothing was changed."
        else:
            happened = "was withdrawn" if paper.state == PaperState.WITHDRAWN else "is published"
            words = (
                f"Version {paper.version} {happened} and cannot be changed. To correct it, start a "
                "new version."
            )
        super().__init__(words)


@transaction.atomic
def prepare_publication(*, by: User, plan: Plan, period: ReportingPeriod) -> Paper:
    """Builds the publication of a closed quarter and freezes it as a draft.

    Raises PaperRefused if the period is open, a publication is in preparation or published, or a
    text names an unknown figure.
    """
    lock_and_bump_plan(plan.pk)
    last = _latest(plan, period.key)
    if last and last.state in (PaperState.DRAFT, PaperState.SCHEDULED):
        raise PaperRefused(f"{last.title} is already being prepared. Nothing was changed.")
    if last:
        raise PaperRefused(f"{last.title} is already published. To change it, start a correction.")
    return _draft(by, plan, period, version=1)


@transaction.atomic
def correct(*, by: User, paper: Paper, note: str) -> Paper:
    """Prepares a new version of a published or withdrawn publication. Readers see the note on both.

    Reasons for accepting warnings of the previous version apply while the fact is the same.

    Raises PaperRefused without a note, or if it is not published, or has a later version.
    """
    note = note.strip()
    if fault := fault_in_reason(note, "Enter what was wrong"):
        raise PaperRefused(fault, "note")
    lock_and_bump_plan(paper.plan_id)
    paper = refetch(paper)
    last = _latest(paper.plan, paper.key)
    if paper.state not in (PaperState.PUBLISHED, PaperState.WITHDRAWN) or last != paper:
        raise PaperRefused(
            "Only the latest published version can be corrected, and only once at a time. Nothing "
            "was changed."
        )
    period = quarter_of(paper)
    new = _draft(by, paper.plan, period, paper.version + 1, note, corrects=paper)
    WarningAcceptance.objects.bulk_create(
        WarningAcceptance(
            paper=new,
            key=acceptance.key,
            warning=acceptance.warning,
            reason=acceptance.reason,
            by_id=acceptance.by_id,
            at=acceptance.at,
        )
        for acceptance in paper.accepted.all()
    )
    return new


@transaction.atomic
def freeze_again(*, by: User, paper: Paper) -> Paper:
    """Builds a draft again from the current data, with the brand and Word template of its area.

    Does nothing if the text is the same, and somebody has signed it or brand and template are the
    same. If the text changes, so does the hash, and earlier signatures are void.

    Raises NotADraft, or PaperRefused as `prepare_publication` does.
    """
    paper = draft_to_change(paper)
    note = paper.correction_note
    frozen, document = _frozen(paper.plan, quarter_of(paper), paper.version, note, paper.corrects)
    is_same = (frozen.text, frozen.sha256) == (paper.frozen, paper.sha256)
    signed = [signature for signature in paper.signatures.all() if signature.holds]
    # Who has signed this text has seen it with the brand that it has.
    if is_same and (signed or not _looks_change(paper)):
        _touch_made(paper)
        return paper
    void = [str(signature) for signature in signed]
    _fill(paper, frozen, document)
    paper.save(update_fields=_FROZEN)
    summary = f"Froze {paper} again"
    if void:
        summary += f"; no longer valid: the signature of {' and of '.join(void)}"
    record_paper_audit(by, "freeze", paper, summary)
    return paper


@transaction.atomic
def drop_draft(*, by: User, paper: Paper) -> Paper:
    """Discards a draft; it stays on record. Raises NotADraft."""
    paper = draft_to_change(paper)
    # Another draft may then be the one that corrects the version before.
    paper.state, paper.corrects = PaperState.DISCARDED, None
    paper.save(update_fields=["state", "corrects"])
    record_paper_audit(by, "drop", paper, f"Discarded the draft of {paper}")
    return paper


def is_as_frozen(paper: Paper) -> bool:
    """Whether the document of a publication passes its hash check."""
    try:
        read(paper, Quarterly)
    except PaperRefused:
        return False
    return True


def read(paper: Paper, kind: type[Kind]) -> Kind:
    """The frozen document. Raises PaperRefused if it fails its hash check."""
    try:
        return thaw(paper.frozen, paper.sha256, kind)
    except DocumentRefused as refused:
        raise PaperRefused(str(refused)) from refused


def corrected_document(paper: Paper) -> Quarterly | None:
    """The document of the version that this one corrects; None for a first version."""
    corrected = paper.corrects
    return _readable(corrected.frozen, corrected.sha256) if corrected else None


def signed_before(paper: Paper, user: User) -> tuple[Quarterly, datetime] | None:
    """The text that this person signed before the document was frozen again, and when.

    None if they have signed none, or the present one, or their text was not kept.
    """
    mine = [signature for signature in paper.signatures.all() if signature.by_id == user.pk]
    if not mine or any(signature.sha256 == paper.sha256 for signature in mine):
        return None
    last = mine[-1]
    document = _readable(last.frozen, last.sha256)
    return (document, last.at) if document else None


def _readable(text: str, sha256: str) -> Quarterly | None:
    try:
        return thaw(text, sha256, Quarterly)
    except DocumentRefused:
        return None


def quarter_of(paper: Paper) -> ReportingPeriod:
    """The quarter of a publication. Raises PaperRefused for another kind of paper."""
    if paper.period is None:
        raise PaperRefused(f"{paper} is not the publication of a quarter.")
    return paper.period


def refetch(paper: Paper) -> Paper:
    """The current row. After `touch_plan` nobody else can change it until the transaction ends."""
    papers = Paper.objects.select_related("plan", "period", "published_by", "corrects")
    return papers.get(pk=paper.pk)


def draft_to_change(paper: Paper) -> Paper:
    """The current row of a draft, with its plan's row locked. Raises NotADraft."""
    lock_and_bump_plan(paper.plan_id)
    paper = refetch(paper)
    if paper.state != PaperState.DRAFT:
        raise NotADraft(paper)
    return paper


def audit_subject(paper: Paper) -> str:
    """The name of a publication in the audit log."""
    return f"{PaperKind(paper.kind).page} {paper.key}"


def record_paper_audit(
    by: User | None, verb: str, paper: Paper, summary: str, **detail: object
) -> None:
    """Audits an action on a publication."""
    record_audit(
        by=by,
        verb=verb,
        plan=paper.plan,
        subject=audit_subject(paper),
        summary=summary[:500],
        detail={"paper": paper.pk, "version": paper.version, "sha256": paper.sha256} | detail,
    )


def _latest(plan: Plan, key: str) -> Paper | None:
    """The highest version of a publication, without discarded drafts."""
    return plan.papers.quarterly().light().of_key(key).order_by("-version").first()


def _draft(
    by: User,
    plan: Plan,
    period: ReportingPeriod,
    version: int,
    note: str = "",
    corrects: Paper | None = None,
) -> Paper:
    frozen, document = _frozen(plan, period, version, note, corrects)
    paper = Paper(
        plan=plan,
        kind=PaperKind.QUARTERLY,
        period=period,
        key=period.key,
        version=version,
        corrects=corrects,
        correction_note=note,
        made_by=by,
    )
    _fill(paper, frozen, document)
    paper.save()
    verb = "correct" if corrects else "prepare"
    doing = f"Started a correction, {paper}: {note}" if corrects else f"Prepared {paper}"
    record_paper_audit(by, verb, paper, doing)
    return paper


def _fill(paper: Paper, frozen: FrozenDocument, document: Quarterly) -> None:
    paper.frozen, paper.sha256 = frozen.text, frozen.sha256
    paper.schema, paper.brand = document.schema_, paper.plan.local_area.brand
    paper.word_template = template_in_use(paper.plan.local_area)
    paper.title, paper.as_at = document.title, date.fromisoformat(document.as_at)
    paper.made_at = now()


_FROZEN = (
    *("frozen", "sha256", "schema", "brand", "word_template"),
    *("as_at", "title", "made_at"),
)


def _looks_change(paper: Paper) -> bool:
    """Whether the local area has another brand or Word template by now."""
    local_area = paper.plan.local_area
    now_used = (local_area.brand, template_in_use(local_area))
    return (paper.brand, paper.word_template) != now_used


def _touch_made(paper: Paper) -> None:
    """Records that the draft was built again without change."""
    Paper.objects.filter(pk=paper.pk).update(made_at=now())


def _frozen(
    plan: Plan, period: ReportingPeriod, version: int, note: str, corrects: Paper | None
) -> tuple[FrozenDocument, Quarterly]:
    remember_decisions(plan=plan, period=period)
    try:
        document = QUARTERLY.build(
            plan, period, today(), version=version, correction=note, before=before(plan, period)
        )
        if corrects:
            document = _saying_where_nothing_differs(document, corrects)
        return freeze(document), document
    except (PublicationRefused, UnknownFigure, DocumentRefused) as refused:
        raise PaperRefused(str(refused)) from refused


def _saying_where_nothing_differs(document: Quarterly, corrects: Paper) -> Quarterly:
    """The document; its correction says so where the page is otherwise as in the version before."""
    corrected = _readable(corrects.frozen, corrects.sha256)
    if corrected is None:
        return document
    as_before = {"version": corrected.version, "correction": corrected.correction}
    if document.with_values(**as_before) != corrected:
        return document
    note = document.correction.rstrip(". ")
    same = f"Nothing else differs from version {corrected.version}."
    return document.with_values(correction=f"{note}. {same}")


def before(plan: Plan, period: ReportingPeriod) -> Quarterly | None:
    """The document of the last readable publication of an earlier quarter."""
    earlier = plan.papers.quarterly().readable().before(period).latest_first().first()
    return read(earlier, Quarterly) if earlier else None
