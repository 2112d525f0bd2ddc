"""Warnings before publishing, by kind, each with the page to correct it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from governance.forms.publication import PublicationActionForm, PublicationActionForms
from governance.models import Paper
from governance.papers.checks.warning_types import (
    PublicationWarning,
    RepairPage,
    TextPlace,
    WarningKind,
)
from governance.selectors.warning_answers import WarningAnswer

# A heading for each kind, in the order in which they are shown.
KINDS = {
    WarningKind.NOTHING_CORRECTED: "A correction that corrects nothing",
    WarningKind.OUT_OF_DATE: "Decisions since the document was frozen",
    WarningKind.MISSTATED: "Numbers that do not match the data",
    WarningKind.PERSON: "Names that are not known from the plan",
    WarningKind.NHS_NUMBER: "NHS numbers",
    WarningKind.UPN: "Unique pupil numbers",
    WarningKind.BIRTH: "Dates of birth",
    WarningKind.AGE: "Ages",
    WarningKind.INITIALS: "Initials with a school",
    WarningKind.EMAIL: "Email addresses",
    WarningKind.TELEPHONE: "Telephone numbers",
    WarningKind.POSTCODE: "Postcodes",
    WarningKind.NOT_ACCEPTED: "Updates that have not been accepted",
    WarningKind.UNEXPLAINED: "Changes of status that do not say why",
    WarningKind.NO_EVIDENCE: "Complete without evidence",
    WarningKind.NO_NEW_DATE: "Late without another date",
    WarningKind.NO_COMMENTARY: "Areas without commentary",
    WarningKind.NO_ALT: "Images without a text alternative",
    WarningKind.NOT_HTTPS: "Links that do not use https",
    WarningKind.NO_GLYPH: "Signs that no font has",
    WarningKind.HARD_TO_READ: "Easy Read that may be hard to read",
    WarningKind.NO_EASY_READ: "Areas without an Easy Read summary",
    WarningKind.NOT_CLEARED: "Texts that have not been cleared",
}


# Texts that are corrected in the plan's files and loaded again; the service has no form for them.
READ_ONLY = (RepairPage.PLAN,)


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A warning before publication that nobody has answered yet."""

    key: str
    place: str
    problem: str
    fix: str
    href: str
    link: str
    ticked: bool
    dom_id: str


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """Warnings of one kind, with the form to accept selected ones."""

    kind: str
    title: str
    lines: tuple[WarningLine, ...]
    form: PublicationActionForm


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """A warning that somebody accepted, with the reason."""

    problem: str
    reason: str
    by: str
    at: datetime


def warning_groups(
    paper: Paper, still: Sequence[PublicationWarning], forms: PublicationActionForms
) -> Iterable[WarningGroup]:
    """Open warnings by kind, each with its correction."""
    for kind, title in KINDS.items():
        of_kind = [warning for warning in still if warning.kind is kind]
        if not of_kind:
            continue
        ticked = forms.ticked("accept", kind.value, [warning.key for warning in of_kind])
        yield WarningGroup(
            kind=kind.value,
            title=title,
            lines=tuple(
                WarningLine(
                    key=warning.key,
                    place=warning.place.name,
                    problem=warning.problem,
                    fix=warning.fix,
                    href=_href(paper, warning.place),
                    link="View" if warning.place.where in READ_ONLY else "Correct",
                    ticked=warning.key in ticked,
                    dom_id=f"{kind.value}-{number}",
                )
                for number, warning in enumerate(of_kind)
            ),
            form=forms.form("accept", kind.value),
        )


def _href(paper: Paper, place: TextPlace) -> str:
    """The address of the page to correct, or at least read, the text."""
    plan = paper.plan
    if place.where is RepairPage.ACTION:
        return reverse("action", args=[plan.slug, place.ref])
    if place.where is RepairPage.DATES:
        return reverse("dates", args=[plan.slug, place.ref])
    if place.where is RepairPage.PLAN:
        return reverse("about", args=[plan.slug])
    if place.where is RepairPage.QUARTER:
        if place.area:
            return reverse("commentary-area", args=[plan.slug, paper.key, place.area])
        return reverse("commentary-programme", args=[plan.slug, paper.key])
    if place.where is RepairPage.EASY_READ:
        return reverse("easy-read", args=[plan.slug, paper.key, place.area])
    return f"#{place.where.value}"


def accepted_lines(
    warned: Iterable[PublicationWarning], accepted: Mapping[str, WarningAnswer]
) -> Iterable[AcceptedLine]:
    """Accepted warnings with their reasons, without reviewed changes."""
    for warning in warned:
        given = accepted.get(warning.key)
        if given and warning.kind is not WarningKind.CHANGES:
            yield AcceptedLine(warning.problem, given.reason, given.by.name, given.at)
