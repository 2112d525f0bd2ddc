"""What a frozen highlight report holds, field by field: the schema of its JSON, version 2.

The same rules hold as for the quarterly update, in `schema`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from actions.domain.kinds.scale import StatusScale
from governance.papers.document.parts import Code, Day, DocumentPart, SchemaVersion
from governance.papers.document.scales import StatusCount, scale_of_key
from governance.papers.document.schema import ActionCounts, PlanHeader


class ReportCell(DocumentPart):
    """What stands in one cell: words, and the status code where it is a status."""

    words: str
    status: Code = None
    strong: bool = False
    refs: tuple[str, ...] = Field((), description="The actions that the words name, each a link")
    by_office: tuple[str, ...] = Field(
        (), description="Of these actions those whose status no lead has given"
    )


class ReportLine(DocumentPart):
    """One line of a section. Board members ask about it by its key."""

    key: str
    ref: str = Field(description="The action it leads to; empty where it is of none")
    cells: tuple[ReportCell, ...]
    flag: bool = Field(False, description="A significant risk")
    area: str = Field("", description="The area of its action, as counted by area: 5. EHC plans")
    by_office: bool = Field(
        False, description="The programme office recorded its status, as no lead has answered"
    )


class ReportSection(DocumentPart):
    """A section of the highlight report: a table, with what an officer added."""

    key: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    total: int = Field(description="How many there are in all; those beyond `lines` are linked")
    remark: str = Field("", description="What an officer added")
    more: str = Field("", description="Where the rest is: an address within the service")
    note: str = Field("", description="What its count is made of, beside its title")
    intro: str = Field("", description="How to read its lines")


class BoardQuestionEntry(DocumentPart):
    """A question of the report before, with its answer; empty while it is open."""

    ref: str
    words: str
    by: str
    asked_on: Day
    answer: str


class MeetingHeader(DocumentPart):
    """The meeting that the report is for."""

    body: str
    held_on: Day
    next_words: str = ""


class Highlight(DocumentPart):
    """The board's monthly highlight report: the worst first, empty sections left out."""

    schema_: SchemaVersion = Field(alias="schema")
    paper: Literal["highlight"]
    title: str
    plan: PlanHeader
    meeting: MeetingHeader
    as_at: Day
    as_at_words: str
    since: Day | None = Field(description="The day of the report before")
    since_words: str
    illustrative: str
    counts: ActionCounts
    before: ActionCounts | None
    key: tuple[StatusCount, ...]
    remark: str = Field("", description="The officer's words at the top")
    open_questions: tuple[BoardQuestionEntry, ...]
    answered: tuple[BoardQuestionEntry, ...]
    sections: tuple[ReportSection, ...]
    late: int | None = Field(
        None, description="How many are past their agreed end; null in reports that did not say it"
    )
    agreed_later: int = Field(
        0,
        description="How many are past the plan's own end month alone: a later end was agreed",
    )
    by_office: int = Field(
        0, description="Statuses that the programme office recorded, as no lead has answered"
    )

    @cached_property
    def scale(self) -> StatusScale:
        """The statuses as the plan said them on the day on which this was made."""
        return scale_of_key(self.key)
