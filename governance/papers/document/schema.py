"""What a frozen quarterly update holds, field by field: the schema of its JSON, version 2.

The same models are what builders return and formats read; they write the schema that docs/schema/
publishes, and check a document when it is frozen and whenever it is read. A field is never taken
away or given another meaning within a version; a new one has a default.

Documents of version 1 are read, too, and show what they say. Their percentages were made to add up
to 100 (largest remainder); those of version 2 are rounded half up, each from its own count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal, Self

from pydantic import Field

from actions.domain.kinds.scale import StatusScale
from governance.papers.document.easy_read import EasyReadText
from governance.papers.document.parts import Code, Day, DocumentPart, Number, SchemaVersion
from governance.papers.document.scales import StatusCount, scale_of_key
from wsoa.core.percentages import rounding_note


class PlanHeader(DocumentPart):
    """The plan that the document is about."""

    slug: str
    title: str
    short_title: str
    local_area: str
    source: str


class PeriodName(DocumentPart):
    """A reporting period: its key, such as 2019-10, and its names."""

    key: str
    label: str
    name: str


class GroupPercentages(DocumentPart):
    """Per cent of the actions that have a status, rounded half up from the counts."""

    behind: int
    to_plan: int
    complete: int


class ActionCounts(DocumentPart):
    """How many actions, and the three groups in per cent, which need not add up to 100."""

    total: int
    said: int
    without: int
    behind: int
    to_plan: int
    complete: int
    per_cent: GroupPercentages

    @property
    def rounding_note(self) -> str:
        """The sentence where the three percentages do not add up to 100; else nothing."""
        return rounding_note(dict(self.per_cent).values())


class QuarterBefore(ActionCounts):
    """Counts of actions at the end of the quarter before."""

    label: str
    as_at: Day | None = Field(None, description="The day on which that quarter closed")


class QuarterHeader(DocumentPart):
    """A quarter as the heading of a column."""

    key: str
    label: str
    now: bool
    coming: bool


class ProgrammeText(DocumentPart):
    """The text about the programme as a whole."""

    text: str
    source: str


class TitledText(DocumentPart):
    """A text with its title."""

    title: str
    text: str


class CommentaryText(DocumentPart):
    """The commentary on an area of weakness."""

    parts: tuple[TitledText, ...]
    source: str


class QuarterCell(DocumentPart):
    """The status of an action in one quarter."""

    period: str
    status: Code
    label: str
    not_accepted: bool
    reason: str
    risk: bool
    unchanged: bool
    now: bool
    by_office: bool = Field(
        False, description="No lead has answered: the programme office recorded the status"
    )
    carried: bool = Field(
        False, description="The quarter has no update: it is the last status before it"
    )


class StatusReason(DocumentPart):
    """Why a status is better than the dates allow."""

    dates: str
    status: str
    text: str


class StatusChange(DocumentPart):
    """A change for the better by a group, or one that takes Complete back."""

    kind: Literal["better", "reopened"]
    since: str = Field(description="The quarter that it is a change from, as printed")
    missing: tuple[str, ...] = Field((), description="What its update does not say, in words")


class UpdateText(DocumentPart):
    """An update's text, cleared for publication, and the post that said it."""

    parts: tuple[TitledText, ...]
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
    refused_because: str = Field("", description="Why it was refused, in the board’s words")


class PlainChange(DocumentPart):
    """One change in plain words; readers get a link with the short title for each reference."""

    before: str
    refs: tuple[str, ...] = ()
    after: str = ""


class ActionEntry(DocumentPart):
    """An action: as the plan prints it, its dates, statuses and last update."""

    ref: str
    text: str
    note: str
    start: str
    end: str
    end_agreed: str
    late: str
    lead: str
    measures_intro: str
    measures: tuple[str, ...]
    quarters: tuple[QuarterCell, ...]
    reason: StatusReason | None
    said: UpdateText | None
    moves: tuple[DateMove, ...] = ()
    complete_without_evidence: bool = False
    late_without_date: bool = Field(
        False,
        description="Late, with neither a month still to come nor another end asked for",
    )
    text_left_out: bool = Field(
        False, description="There is an update whose text is not cleared, and so is not here"
    )
    change: StatusChange | None = Field(
        None, description="Since the quarter before, where it is better or no longer complete"
    )
    short_title: str = Field("", description="At most 80 characters; as lists name it")
    work: tuple[TitledText, ...] = Field(
        (), description="Its steps, what it waits for, its resources: a line each, where filled in"
    )

    @property
    def current(self) -> QuarterCell:
        """The status in the quarter that the document is of."""
        return next(cell for cell in self.quarters if cell.now)

    @property
    def update_parts(self) -> tuple[TitledText, ...]:
        """The texts of the update that is printed; none where none is."""
        return self.said.parts if self.said else ()


class OutcomeEntry(DocumentPart):
    """An outcome with its actions."""

    ref: str
    title: str
    description: str
    note: str
    actions: tuple[ActionEntry, ...]


class AreaEntry(DocumentPart):
    """An area of weakness with its finding, commentary, counts and outcomes."""

    ref: str
    title: str
    finding: str
    note: str
    responsible: tuple[str, ...]
    commentary: CommentaryText | None
    counts: ActionCounts
    outcomes: tuple[OutcomeEntry, ...]
    changed: tuple[str, ...] = Field(
        (), description="What has changed since last time, in sentences"
    )
    opening: tuple[str, ...] = Field((), description="How the area stands, in plain words")
    changes: tuple[PlainChange, ...] = Field((), description="What has changed, in plain words")
    easy_read: EasyReadText | None = Field(
        None, description="The summary in Easy Read, where there is one: short lines with drawings"
    )

    @property
    def actions(self) -> tuple[ActionEntry, ...]:
        """Every action of the area, in the plan's order."""
        return tuple(action for outcome in self.outcomes for action in outcome.actions)

    @property
    def commentary_parts(self) -> tuple[TitledText, ...]:
        """The texts of its commentary; none where none was written."""
        return self.commentary.parts if self.commentary else ()


class FigureEntry(DocumentPart):
    """One figure of a series. Suppressed ones have words and no value, in every format."""

    span: str = Field(description="As printed: Sept 2019")
    last_day: Day
    value: Number | None
    words: str
    numerator: Number | None = None
    denominator: Number | None = None
    provisional: bool = False
    note: str = ""


class SeriesEntry(DocumentPart):
    """A series of figures of an indicator."""

    name: str
    role: str
    kind: str
    source: str
    figures: tuple[FigureEntry, ...]


class IndicatorEntry(DocumentPart):
    """An indicator: its target, its figures, and whether it moved since the plan began."""

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
    lines: tuple[SeriesEntry, ...]
    in_plan: bool = Field(
        True, description="Whether the plan names it; others are shown, and not counted"
    )
    comment: str = Field(
        "", description="The owner's comment where it gets worse or its target was missed"
    )
    comment_by: str = Field("", description="The post that gave the comment, and the day")


class PostEntry(DocumentPart):
    """A post that leads actions, and who holds it."""

    code: str
    title: str
    organisation: str
    holder: str
    note: str


class TermEntry(DocumentPart):
    """A term with its meaning."""

    term: str
    meaning: str


class PlanTerms(DocumentPart):
    """The plan's own words for its areas and its measures."""

    areas: str
    measures: str


class FrontMatter(DocumentPart):
    """A part of the plan other than its tables; blocks are as in fixtures (p, h, list, …)."""

    title: str
    source: str
    blocks: tuple[dict[str, object], ...]


class Quarterly(DocumentPart):
    """The published quarterly update."""

    schema_: SchemaVersion = Field(alias="schema")
    paper: Literal["quarterly"]
    title: str
    plan: PlanHeader
    period: PeriodName
    as_at: Day
    as_at_words: str
    version: int = 1
    correction: str = Field("", description="What was wrong in the version before, in words")
    illustrative: str
    wording_note: str
    terms: PlanTerms
    counts: ActionCounts
    unsettled: int
    by_office: int = Field(
        0, description="Statuses that the programme office recorded, as no lead has answered"
    )
    carried: int = Field(
        0, description="Actions without an update in the quarter, counted with their last status"
    )
    late: int
    late_refs: tuple[str, ...] = Field((), description="Which are late, the longest overdue first")
    agreed_later_refs: tuple[str, ...] = Field(
        (),
        description="Which are past the plan's own end month and not late: a later end was agreed",
    )
    before: QuarterBefore | None
    key: tuple[StatusCount, ...]
    quarters: tuple[QuarterHeader, ...]
    programme: ProgrammeText
    sections: tuple[FrontMatter, ...] = ()
    since: str = Field("", description="The quarter of the publication before, as printed")
    changed: tuple[str, ...] = Field((), description="What has changed in the plan as a whole")
    opening: tuple[str, ...] = Field(
        (), description="What inspectors found and how the actions stand, in plain words"
    )
    changes: tuple[PlainChange, ...] = Field((), description="What has changed, in plain words")
    areas: tuple[AreaEntry, ...]
    indicators: tuple[IndicatorEntry, ...] = ()
    posts: tuple[PostEntry, ...]
    glossary: tuple[TermEntry, ...]

    @cached_property
    def scale(self) -> StatusScale:
        """The statuses as the plan said them on the day on which this was made."""
        return scale_of_key(self.key)

    def actions(self) -> Iterator[tuple[AreaEntry, OutcomeEntry, ActionEntry]]:
        """Each action of the plan after its area and its outcome, in the plan's order."""
        for area in self.areas:
            for outcome in area.outcomes:
                for action in outcome.actions:
                    yield area, outcome, action

    def with_actions(self, change: Callable[[ActionEntry], ActionEntry]) -> Self:
        """The same document with what `change` makes of each of its actions."""

        def outcome(before: OutcomeEntry) -> OutcomeEntry:
            return before.with_values(actions=tuple(map(change, before.actions)))

        return self.with_values(
            areas=tuple(
                area.with_values(outcomes=tuple(map(outcome, area.outcomes))) for area in self.areas
            )
        )
