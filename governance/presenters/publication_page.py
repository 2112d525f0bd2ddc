"""The page on which a publication is prepared: changes, texts, warnings, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from governance.domain.dates import day_words
from governance.domain.enums import PaperKind, PaperState, Side
from governance.forms.publication import PublicationActionForm, PublicationActionForms
from governance.models import Paper
from governance.papers.checks.pre_publication import changes_key
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.commentary_clearance import (
    commentary_to_clear,
)
from governance.papers.quarterly.easy_read import easy_read_to_clear
from governance.presenters.publication_changes import PublicationChanges, publication_changes
from governance.presenters.publication_list import (
    FormatProgress,
    VersionLine,
    progress_of,
    version_lines,
)
from governance.presenters.publication_preview import PreviewCard, preview_card
from governance.presenters.publication_warnings import (
    AcceptedLine,
    WarningGroup,
    accepted_lines,
    warning_groups,
)
from governance.presenters.take_down import TakeDownLink, take_down_links
from governance.presenters.texts_to_clear import TextsToClear, WrittenTexts, texts_to_clear
from governance.selectors.recorded_since import recorded_since
from governance.selectors.warning_answers import WarningAnswer, answers_to
from governance.services.publication_drafts import (
    PaperRefused,
    before,
    corrected_document,
    quarter_of,
    read,
    signed_before,
)
from governance.services.signing import document_warnings, signatures_that_hold
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """The summary of changes of one area, and whether it was reviewed."""

    name: str
    sentences: tuple[str, ...]
    key: str
    reviewed: bool
    ticked: bool
    dom_id: str


@dataclass(frozen=True, slots=True)
class SideLine:
    """The signature of one organisation, its signer, and void signatures of earlier documents."""

    side: str
    title: str
    signed: str
    at: datetime | None
    void: tuple[str, ...]
    may_sign: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class VersionWithdrawal:
    """The form to withdraw one published version."""

    version: int
    form: PublicationActionForm


@dataclass(frozen=True, slots=True)
class PreparationStep:
    """One step before publishing."""

    label: str
    anchor: str
    left: str
    done: bool


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """The whole page. Fields that only drafts have are empty otherwise."""

    paper: Paper
    versions: tuple[VersionLine, ...]
    files: tuple[str, ...]
    broken: str
    since_frozen: str
    steps: tuple[PreparationStep, ...]
    news: tuple[PublicationChanges, ...]
    preview: PreviewCard | None
    texts: TextsToClear | None
    changes: tuple[ChangeLine, ...]
    groups: tuple[WarningGroup, ...]
    accepted: tuple[AcceptedLine, ...]
    sides: tuple[SideLine, ...]
    progress: FormatProgress | None
    withdrawals: tuple[VersionWithdrawal, ...]
    take_downs: tuple[TakeDownLink, ...]
    may_publish: bool
    open_warnings: int

    @property
    def title(self) -> str:
        return self.paper.title

    @property
    def key(self) -> str:
        return self.paper.key

    @property
    def version(self) -> VersionLine:
        return self.versions[0]

    @property
    def state(self) -> str:
        return self.paper.state

    @property
    def as_at(self) -> str:
        return f"{self.paper.as_at:%-d %B %Y}"

    @property
    def made(self) -> str:
        return self.paper.made_by.name

    @property
    def made_at(self) -> datetime:
        return self.paper.made_at

    @property
    def is_draft(self) -> bool:
        return self.state == PaperState.DRAFT

    @property
    def is_signed(self) -> bool:
        return all(side.signed for side in self.sides)

    @property
    def unread_changes(self) -> int:
        return sum(not change.reviewed for change in self.changes)


def publication_page(paper: Paper, user: User, forms: PublicationActionForms) -> PublicationPage:
    """The page of the latest version of a quarter's publication, for this person."""
    document, broken = _document(paper)
    is_draft = paper.state == PaperState.DRAFT
    found = text_clearance.printable_texts(paper.plan, quarter_of(paper)) if document else ()
    commentary = commentary_to_clear(quarter_of(paper)) if is_draft else ()
    easy_read = easy_read_to_clear(quarter_of(paper)) if is_draft else ()
    warned = document_warnings(paper, document, found, commentary, easy_read) if document else ()
    accepted = answers_to(paper, warned)
    still = [warning for warning in warned if warning.key not in accepted]
    written = WrittenTexts(found, commentary, easy_read)
    texts = texts_to_clear(paper, document, written, forms) if is_draft else None
    changes = _changes(document, accepted, forms) if document else ()
    why_not = broken and "This is not the document that was frozen, so nobody can sign it."
    sides = tuple(_side(paper, side, user, why_not or _while_open(still)) for side in Side)
    groups = tuple(warning_groups(paper, still, forms))
    lines = version_lines(paper.versions)
    return PublicationPage(
        paper=paper,
        versions=tuple(lines),
        files=() if is_draft else tuple(paper.files.values_list("name", flat=True)),
        broken=broken,
        since_frozen=_since_frozen(paper) if is_draft else "",
        steps=_steps(texts, changes, groups, sides) if document else (),
        news=_news(paper, document, user) if document else (),
        preview=preview_card(paper) if document else None,
        texts=texts,
        changes=changes,
        groups=groups,
        accepted=tuple(accepted_lines(warned, accepted)),
        sides=sides,
        progress=progress_of(paper),
        withdrawals=_withdrawals(lines, forms),
        take_downs=tuple(take_down_links(paper, user)),
        may_publish=user.has_perm(PaperKind.QUARTERLY.prepare, paper.plan),
        open_warnings=len(still),
    )


def _withdrawals(
    lines: Iterable[VersionLine], forms: PublicationActionForms
) -> tuple[VersionWithdrawal, ...]:
    return tuple(
        VersionWithdrawal(line.version, forms.form("withdraw", str(line.version)))
        for line in lines
        if line.is_published
    )


def _news(paper: Paper, document: Quarterly, user: User) -> tuple[PublicationChanges, ...]:
    """What has changed: since this person signed, since the corrected version, since last time."""
    news = []
    signed = signed_before(paper, user)
    if signed:
        text, at = signed
        since = f"you signed on {day_words(localtime(at).date())}"
        news.append(publication_changes(text, document, since, "since-signed"))
    corrected = corrected_document(paper)
    if corrected:
        since = f"version {corrected.version}, which this corrects"
        news.append(publication_changes(corrected, document, since, "since-corrected"))
    last = before(paper.plan, quarter_of(paper))
    return (*news, publication_changes(last, document))


def _document(paper: Paper) -> tuple[Quarterly | None, str]:
    """The document of a draft, and what is wrong with a document that is not the one frozen."""
    try:
        document = read(paper, Quarterly)
    except PaperRefused as refused:
        return None, str(refused)
    return document if paper.state == PaperState.DRAFT else None, ""


def _since_frozen(paper: Paper) -> str:
    """A sentence on changes to the plan since the document was frozen; empty if none."""
    count = recorded_since(paper.plan, paper.made_at)
    if not count:
        return ""
    changes = "1 change was" if count == 1 else f"{count} changes were"
    return (
        f"{changes} made to the plan since this document was frozen. "
        "Freeze again to include those that affect it."
    )


def _steps(
    texts: TextsToClear | None,
    changes: Sequence[ChangeLine],
    groups: Sequence[WarningGroup],
    sides: Sequence[SideLine],
) -> tuple[PreparationStep, ...]:
    to_read = len(texts.to_read) if texts else 0
    unread = sum(not change.reviewed for change in changes)
    still = sum(len(group.lines) for group in groups)
    unsigned = sum(not side.signed for side in sides)
    return (
        PreparationStep("Texts of leads and officers", "texts", f"{to_read} to read", not to_read),
        PreparationStep("Summary of changes", "changes", f"{unread} to read", not unread),
        PreparationStep("Warnings", "warnings", f"{still} open", not still),
        PreparationStep("Signatures", "signatures", f"{unsigned} missing", not unsigned),
    )


# --- texts, and what has changed -----------------------------------------------------------------


def _changes(
    document: Quarterly, accepted: Mapping[str, WarningAnswer], forms: PublicationActionForms
) -> tuple[ChangeLine, ...]:
    summaries = [("", "The plan as a whole", document.changed)]
    summaries += [(area.ref, f"{area.ref}. {area.title}", area.changed) for area in document.areas]
    keys = [changes_key(ref, sentences) for ref, _name, sentences in summaries]
    ticked = forms.ticked("review", "", keys)
    return tuple(
        ChangeLine(
            name=name,
            sentences=tuple(sentences),
            key=key,
            reviewed=key in accepted,
            ticked=key in ticked,
            dom_id=f"changed-{ref or 'plan'}",
        )
        for key, (ref, name, sentences) in zip(keys, summaries, strict=True)
        if sentences
    )


# --- signatures ----------------------------------------------------------------------------------


def _while_open(still: Sequence[object]) -> str:
    count = f"{len(still)} warning{' is' if len(still) == 1 else 's are'}"
    return f"{count} open, so nobody can sign yet." if still else ""


def _side(paper: Paper, side: Side, user: User, nobody_can: str) -> SideLine:
    holding = signatures_that_hold(paper)
    signature_of_side = next((signature for signature in holding if signature.side == side), None)
    former = [
        signature
        for signature in paper.signatures.all()
        if signature.side == side and signature not in holding
    ]
    may = user.has_perm(f"governance.sign_{side.value}", paper.plan)
    other = any(signature.by_id == user.pk and signature.side != side for signature in holding)
    why_not = nobody_can if may else ""
    if may and other and not why_not:
        why_not = "You have signed for the other organisation, so somebody else must sign here."
    return SideLine(
        side=side.value,
        title=f"For {side.label}",
        signed=signature_of_side.name if signature_of_side else "",
        at=signature_of_side.at if signature_of_side else None,
        void=tuple(f"{signature.name}: {signature.sha256[:12]}…" for signature in former),
        may_sign=may and not signature_of_side and not why_not and paper.state == PaperState.DRAFT,
        why_not=why_not if not signature_of_side else "",
    )
