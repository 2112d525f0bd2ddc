"""The plan as a document: its sections, areas, abbreviations and leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.extension_points import RELATED_PAGES, PlanPage
from actions.models import Outcome, Plan, Responsibility
from wsoa.accounts.models import Organisation
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """A figure of a survey that the plan quotes: the number as printed, and what it counts."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SurveyFindings:
    """The result of a survey, with its author and the number of responses."""

    survey: str
    by: str
    answered: str
    items: tuple[SurveyFigure, ...]


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """One piece of a section: a paragraph, a heading, a list, figures, or what families said."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    figures: SurveyFindings | None = None


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A section of the plan's own text, with the place in the source that it is from."""

    anchor: str
    heading: str
    source: str
    pieces: tuple[SectionBlock, ...]


@dataclass(frozen=True, slots=True)
class AreaFindings:
    """An area of weakness: the inspectors' finding, who is responsible, and its outcomes."""

    ref: str
    title: str
    finding: str
    source: str
    note: str
    responsible: tuple[Responsibility, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signed the plan."""

    name: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The page of the plan itself: inspection, approval, sections and findings."""

    inspected: str
    approved: date | None
    revisit: str
    signatories: tuple[Signatory, ...]
    sections: tuple[PlanSection, ...]
    areas: tuple[AreaFindings, ...]
    related: tuple[PlanPage, ...]  # pages of other apps


def plan_document(plan: Plan) -> PlanDocument:
    return PlanDocument(
        inspected=_days(plan.inspected_from, plan.inspected_to),
        approved=plan.approved_on,
        revisit=f"{Month.parse(plan.revisit_expected).first_day:%B %Y}"
        if plan.revisit_expected
        else "",
        signatories=_signatories(plan),
        sections=tuple(_plan_section(section) for section in plan.sections),
        areas=_areas(plan),
        related=tuple(RELATED_PAGES),
    )


def _days(first: date | None, last: date | None) -> str:
    """ "12 to 16 November 2018"."""
    if first is None:
        return ""
    if last is None or last == first:
        return f"{first:%-d %B %Y}"
    same_month = Month.of(first) == Month.of(last)
    return f"{first:%-d}{'' if same_month else f'{first: %B %Y}'} to {last:%-d %B %Y}"


def _signatories(plan: Plan) -> tuple[Signatory, ...]:
    codes = [signatory.get("organisation", "") for signatory in plan.signatories]
    named = Organisation.objects.named_in(plan.local_area_id)
    organisations = {found.code: found for found in named}
    return tuple(
        Signatory(
            signatory["name"],
            signatory.get("title", ""),
            organisations[code].name if code in organisations else code,
        )
        for signatory, code in zip(plan.signatories, codes, strict=True)
    )


def _plan_section(section: dict[str, Any]) -> PlanSection:
    number = section.get("number", "")
    return PlanSection(
        anchor=section["key"],
        heading=f"{number}. {section['title']}" if number else section["title"],
        source=section.get("source", ""),
        pieces=tuple(_section_block(block) for block in section.get("blocks", ())),
    )


def _section_block(block: dict[str, Any]) -> SectionBlock:
    """Builds a block from the plan's file, where it is a dictionary of one key."""
    ((kind, content),) = block.items()
    if kind == "figures":
        items = tuple(SurveyFigure(item["value"], item["text"]) for item in content["items"])
        figures = SurveyFindings(
            content.get("survey", ""), content.get("by", ""), content.get("answered", ""), items
        )
        return SectionBlock(kind, figures=figures)
    if kind in ("list", "voices"):
        return SectionBlock(kind, items=tuple(content))
    return SectionBlock(kind, text=content)


def _areas(plan: Plan) -> tuple[AreaFindings, ...]:
    areas = plan.areas.prefetch_related("responsible__organisation", "outcomes")
    return tuple(
        AreaFindings(
            ref=area.ref,
            title=area.title,
            finding=area.finding,
            source=area.source,
            note=area.note,
            responsible=tuple(area.responsible.all()),
            outcomes=tuple(area.outcomes.all()),
        )
        for area in areas
    )
