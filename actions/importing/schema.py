"""The schema of the files of a plan, and their validation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator

from actions.domain.enums import Status
from actions.domain.short_titles import LONGEST_SHORT_TITLE
from actions.models import Plan
from wsoa.accounts.models import Organisation
from wsoa.core.months import Month, parse_printed
from wsoa.core.yaml_source import StrictModel


def _printed(value: str) -> str:
    parse_printed(value)
    return value


def _month_key(value: str) -> str:
    Month.parse(value)
    return value


Printed = Annotated[str, AfterValidator(_printed)]
MonthKey = Annotated[str, AfterValidator(_month_key)]
Ref = Annotated[str, Field(pattern=r"^\d+(\.\d+){0,2}$")]


class PlanIn(StrictModel):
    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    kind: Plan.Kind
    local_area: Annotated[str, Field(min_length=1, max_length=100)]
    local_area_slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=100)] | None = None
    title: str
    short_title: str
    summary: str = ""
    source: str
    wording_note: str = ""
    inspected_from: date | None = None
    inspected_to: date | None = None
    approved_on: date | None = None
    revisit_expected: MonthKey | str = ""
    signatories: list[dict[str, str]] = []


class QuarterIn(StrictModel):
    key: MonthKey
    label: str
    opens: date
    due: date
    closes: date


class PlanFile(StrictModel):
    plan: PlanIn
    terms: dict[str, str]
    quarters: list[QuarterIn]
    sections: list[dict[str, Any]] = []


class OrganisationIn(StrictModel):
    code: str
    name: str
    kind: Organisation.Kind


class PostIn(StrictModel):
    code: str
    organisation: str
    abbreviation: str = ""
    title: str
    holder: str
    source: str = ""
    note: str = ""


class PeopleFile(StrictModel):
    organisations: list[OrganisationIn]
    posts: list[PostIn]


class TermIn(StrictModel):
    term: str
    meaning: str
    note: str = ""


class GlossaryFile(StrictModel):
    source: str = ""
    glossary: list[TermIn]


class ResponsibleIn(StrictModel):
    name: str
    title: str
    organisation: str
    post: str = ""


class AreaIn(StrictModel):
    ref: Ref
    title: str
    source: str = ""
    finding: str
    responsible: list[ResponsibleIn] = []
    note: str = ""


class ActionIn(StrictModel):
    ref: Ref
    source: str = ""
    start: Printed
    end: Printed
    leads_printed: str
    leads: Annotated[list[str], Field(min_length=1)]
    short_title: Annotated[str, Field(max_length=LONGEST_SHORT_TITLE)] = ""
    text: Annotated[str, Field(min_length=1)]
    measures_intro: str = ""
    measures: Annotated[list[str], Field(min_length=1)]
    note: str = ""


class OutcomeIn(StrictModel):
    ref: Ref
    title: str
    source: str = ""
    description: str
    note: str = ""
    actions: Annotated[list[ActionIn], Field(min_length=1)]


class AreaFile(StrictModel):
    area: AreaIn
    outcomes: list[OutcomeIn] = []  # none where the source names the area alone


class StatusesFile(StrictModel):
    illustrative: str
    recorded: dict[MonthKey, date]
    statuses: dict[Ref, dict[MonthKey, Status]]


class UpdateIn(StrictModel):
    action: Ref
    post: str
    on: date
    developments: str = ""
    evidence: str = ""
    next_steps: str = ""
    significant_risk: bool = False


class UpdatesFile(StrictModel):
    illustrative: str
    updates: list[UpdateIn]


class CommentaryIn(StrictModel):
    area: Ref
    developments: list[str] = []
    evidence: list[str] = []
    next_steps: list[str] = []


class CommentaryFile(StrictModel):
    source: str
    note: str = ""
    programme: list[str] = []
    commentary: list[CommentaryIn]

    @field_validator("commentary")
    @classmethod
    def _one_each(cls, value: list[CommentaryIn]) -> list[CommentaryIn]:
        refs = [commentary.area for commentary in value]
        if len(set(refs)) != len(refs):
            raise ValueError("an area is there twice")
        return value
