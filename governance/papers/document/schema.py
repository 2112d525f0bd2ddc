"""What a frozen paper holds, field by field: the schema of its JSON, version 1.

The same models write the schema that docs/schema/ publishes, check a document before it is
frozen, and check it again whenever it is read. A field is never taken away or given another
meaning within a version; a new one has a default.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.domain.enums import Status

VERSION: Literal[1] = 1
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Such as 2019-10-31")]
Code = Annotated[str | None, Field(description="A status code, or null where nothing was said")]
STATUS_CODES = tuple(status.value for status in Status)


class DocumentPart(BaseModel):
    """A part of a document. A key that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanIs(DocumentPart):
    slug: str
    title: str
    short_title: str
    local_area: str
    source: str


class PeriodIs(DocumentPart):
    key: str
    label: str
    name: str


class PerCent(DocumentPart):
    behind: int
    to_plan: int
    complete: int


class Counts(DocumentPart):
    """How many actions; the three shares add up to 100 wherever anything was said."""

    total: int
    said: int
    without: int
    behind: int
    to_plan: int
    complete: int
    per_cent: PerCent


class Before(Counts):
    label: str
    as_at: Day | None = Field(None, description="The day on which that quarter closed")


class StatusIs(DocumentPart):
    code: str
    label: str
    words: str
    count: int


class QuarterIs(DocumentPart):
    key: str
    label: str
    now: bool
    coming: bool


class Programme(DocumentPart):
    text: str
    source: str


class TitledText(DocumentPart):
    title: str
    text: str


class Commentary(DocumentPart):
    parts: list[TitledText]
    source: str


class InQuarter(DocumentPart):
    period: str
    status: Code
    label: str
    not_accepted: bool
    reason: str
    risk: bool
    unchanged: bool
    now: bool


class Reason(DocumentPart):
    dates: str
    status: str
    text: str


class Said(DocumentPart):
    """An update's text, cleared for publication, and the post that said it."""

    parts: list[TitledText]
    post: str
    not_accepted: bool
    illustrative: bool


class DateMove(DocumentPart):
    """One new end that was asked for. `agreed` is null where it is not decided."""

    from_: str = Field(alias="from", description="The end that counted, as printed: Oct 2019")
    to: str
    months: int = Field(description="Negative where it was brought forward")
    kind: str = Field(description="Slipped, or moved on purpose")
    reason: str
    agreed: bool | None
    decision: str
    asked: Day | None = Field(None, description="When it was asked for")
    decided: Day | None = None
    illustrative: bool = False


class ActionIs(DocumentPart):
    ref: str
    text: str
    note: str
    start: str
    end: str
    end_agreed: str
    late: str
    lead: str
    measures_intro: str
    measures: list[str]
    quarters: list[InQuarter]
    reason: Reason | None
    said: Said | None
    moves: list[DateMove] = []
    complete_without_evidence: bool = False
    text_left_out: bool = Field(
        False, description="There is an update whose text is not cleared, and so is not here"
    )


class OutcomeIs(DocumentPart):
    ref: str
    title: str
    description: str
    note: str
    actions: list[ActionIs]


class AreaIs(DocumentPart):
    ref: str
    title: str
    finding: str
    note: str
    responsible: list[str]
    commentary: Commentary | None
    counts: Counts
    outcomes: list[OutcomeIs]
    changed: list[str] = Field([], description="What has changed since last time, in sentences")


class FigureIs(DocumentPart):
    """One figure of a series. Suppressed ones have words and no value, in every format."""

    span: str = Field(description="As printed: Sept 2019")
    last_day: Day
    value: float | None
    words: str
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    note: str = ""


class LineIs(DocumentPart):
    name: str
    role: str
    kind: str
    source: str
    figures: list[FigureIs]


class IndicatorIs(DocumentPart):
    key: str
    title: str
    short_title: str
    key_outcome: str
    intention: str
    unit: str
    unit_words: str
    better: str
    target: str
    judgement: str = Field(description="Better, worse, no clear change, out of date, no data yet")
    sentence: str
    source: str
    note: str
    lines: list[LineIs]


class PostIs(DocumentPart):
    code: str
    title: str
    organisation: str
    holder: str
    note: str


class TermIs(DocumentPart):
    term: str
    meaning: str


class Terms(DocumentPart):
    areas: str
    measures: str


class FrontMatter(DocumentPart):
    """A part of the plan other than its tables; blocks are as in fixtures (p, h, list, …)."""

    title: str
    source: str
    blocks: list[dict[str, object]]


class Quarterly(DocumentPart):
    """The published quarterly update."""

    schema_: Literal[1] = Field(alias="schema")
    paper: Literal["quarterly"]
    title: str
    plan: PlanIs
    period: PeriodIs
    as_at: Day
    as_at_words: str
    version: int = 1
    correction: str = Field("", description="What was wrong in the version before, in words")
    illustrative: str
    wording_note: str
    terms: Terms
    counts: Counts
    unsettled: int
    late: int
    late_refs: list[str] = Field([], description="Which are late, the longest overdue first")
    before: Before | None
    key: list[StatusIs]
    quarters: list[QuarterIs]
    programme: Programme
    sections: list[FrontMatter] = []
    since: str = Field("", description="The quarter of the publication before, as printed")
    changed: list[str] = Field([], description="What has changed in the plan as a whole")
    areas: list[AreaIs]
    indicators: list[IndicatorIs] = []
    posts: list[PostIs]
    glossary: list[TermIs]


class Cell(DocumentPart):
    """What stands in one cell: words, and the status code where it is a status."""

    words: str
    status: Code = None
    strong: bool = False


class LineOf(DocumentPart):
    """One line of a section. Board members ask about it by its key."""

    key: str
    ref: str = Field(description="The action it leads to; empty where it is of none")
    cells: list[Cell]
    flag: bool = Field(False, description="A significant risk")


class Section(DocumentPart):
    key: str
    title: str
    columns: list[str]
    lines: list[LineOf]
    total: int = Field(description="How many there are in all; those beyond `lines` are linked")
    remark: str = Field("", description="What an officer added")
    more: str = Field("", description="Where the rest is: an address within the service")


class AskedBefore(DocumentPart):
    """A question of the report before, with its answer; empty while it is open."""

    ref: str
    words: str
    by: str
    asked_on: Day
    answer: str


class MeetingIs(DocumentPart):
    body: str
    held_on: Day
    next_words: str = ""


class Highlight(DocumentPart):
    """The board's monthly highlight report: exceptions first, empty sections left out."""

    schema_: Literal[1] = Field(alias="schema")
    paper: Literal["highlight"]
    title: str
    plan: PlanIs
    meeting: MeetingIs
    as_at: Day
    as_at_words: str
    since: Day | None = Field(description="The day of the report before")
    since_words: str
    illustrative: str
    counts: Counts
    before: Counts | None
    key: list[StatusIs]
    remark: str = Field("", description="The officer's words at the top")
    open_questions: list[AskedBefore]
    answered: list[AskedBefore]
    sections: list[Section]


SCHEMAS: dict[str, type[DocumentPart]] = {"quarterly": Quarterly, "highlight": Highlight}
