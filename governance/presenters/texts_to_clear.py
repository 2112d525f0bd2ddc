"""The texts of a publication that somebody has to read before they may be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from actions.models import AreaCommentary, Commentary, Plan
from governance.forms.publication import PublicationActionForm, PublicationActionForms
from governance.models import Paper
from governance.papers.checks.figure_placeholders import figures, fill_known
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.commentary_clearance import CommentaryToPrint
from governance.papers.quarterly.easy_read import EasyReadToPrint
from governance.selectors.texts import commentary_key, easy_read_key
from wsoa.core.months import Month

DECIDED = {True: "Cleared", False: "Left out", None: ""}


@dataclass(frozen=True, slots=True)
class TextToClear:
    """One text exactly as it would be printed, and the decision on it.

    `key` names it in forms: the number of an update, or that of a commentary after a "c", of an
    Easy Read summary after an "e".
    """

    key: str
    ref: str
    href: str
    post: str
    quarter: str
    parts: tuple[tuple[str, str], ...]
    decided: str
    why: str
    is_left_out: bool
    ticked: bool
    form: PublicationActionForm


@dataclass(frozen=True, slots=True)
class TextsToClear:
    """Texts of leads and officers: `to_read` are undecided; other decisions can be changed."""

    to_read: tuple[TextToClear, ...]
    decided: tuple[TextToClear, ...]
    cleared: int
    left_out: int
    form: PublicationActionForm


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """What leads and officers wrote that a publication might print."""

    of_leads: Sequence[text_clearance.PrintableText]
    commentary: Sequence[CommentaryToPrint]
    easy_read: Sequence[EasyReadToPrint]


def texts_to_clear(
    paper: Paper,
    document: Quarterly | None,
    written: WrittenTexts,
    forms: PublicationActionForms,
) -> TextsToClear:
    """The texts of a draft to decide on, and those decided on, as its document would print them."""
    texts, commentary, easy_read = written.of_leads, written.commentary, written.easy_read
    keys = [str(text.update.pk) for text in texts]
    keys += [commentary_key(text.commentary) for text in commentary]
    keys += [easy_read_key(text.summary) for text in easy_read]
    ticked = forms.ticked("clear", "", keys)
    lines = [_text_to_clear(paper.plan, text, ticked, forms) for text in texts]
    lines += [_commentary_to_clear(text, document, ticked, forms) for text in commentary]
    lines += [_easy_read_to_clear(text, ticked, forms) for text in easy_read]
    decided = [text.cleared for text in texts] + [text.cleared for text in commentary]
    decided += [text.cleared for text in easy_read]
    return TextsToClear(
        to_read=tuple(line for line in lines if not line.decided),
        decided=tuple(line for line in lines if line.decided),
        cleared=decided.count(True),
        left_out=decided.count(False),
        form=forms.form("clear"),
    )


def _text_to_clear(
    plan: Plan,
    text: text_clearance.PrintableText,
    ticked: frozenset[str],
    forms: PublicationActionForms,
) -> TextToClear:
    update, key = text.update, str(text.update.pk)
    return TextToClear(
        key=key,
        ref=text.ref,
        href=reverse("action", args=[plan.slug, text.ref]),
        post=update.post.title if update.post else "The programme office",
        quarter=Month.parse(text.quarter).printed,
        parts=text.parts,
        decided=DECIDED[text.cleared],
        why=text.why,
        is_left_out=text.cleared is False,
        ticked=key in ticked,
        form=forms.form("leave-out", key),
    )


def _commentary_to_clear(
    text: CommentaryToPrint,
    document: Quarterly | None,
    ticked: frozenset[str],
    forms: PublicationActionForms,
) -> TextToClear:
    commentary, key = text.commentary, commentary_key(text.commentary)
    period = commentary.period
    ref, href = _commentary_place(commentary)
    return TextToClear(
        key=key,
        ref=ref,
        href=href,
        post=commentary.by.name if commentary.by else "The programme office",
        quarter=Month.of(period.first_day).printed,
        parts=_filled(text, document),
        decided=DECIDED[text.cleared],
        why=text.why,
        is_left_out=text.cleared is False,
        ticked=key in ticked,
        form=forms.form("leave-out", key),
    )


def _filled(text: CommentaryToPrint, document: Quarterly | None) -> tuple[tuple[str, str], ...]:
    """Its parts with the figures that would be printed in the place of their names."""
    if document is None:
        return text.parts
    area = next((area.counts for area in document.areas if area.ref == text.ref), None)
    known = figures(document.counts, area)
    return tuple((title, fill_known(part, known)) for title, part in text.parts)


def _commentary_place(commentary: Commentary) -> tuple[str, str]:
    """Its name, and the address of the page to correct it."""
    place = [commentary.period.plan.slug, commentary.period.key]
    if isinstance(commentary, AreaCommentary):
        address = reverse("commentary-area", args=[*place, commentary.area.ref])
        return f"Area {commentary.area.ref}", address
    return "The programme", reverse("commentary-programme", args=place)


def _easy_read_to_clear(
    text: EasyReadToPrint, ticked: frozenset[str], forms: PublicationActionForms
) -> TextToClear:
    summary, key = text.summary, easy_read_key(text.summary)
    period, area = summary.period, summary.area
    return TextToClear(
        key=key,
        ref=f"Area {area.ref}",
        href=reverse("easy-read", args=[period.plan.slug, period.key, area.ref]),
        post=summary.by.name if summary.by else "The programme office",
        quarter=Month.of(period.first_day).printed,
        parts=text.parts,
        decided=DECIDED[text.cleared],
        why=text.why,
        is_left_out=text.cleared is False,
        ticked=key in ticked,
        form=forms.form("leave-out", key),
    )
