"""What a kind of plan is, field by field: the schema of the files beside this module. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions.domain.kinds.scale import FIVE, OwnKey, OwnStatus, StatusScale

Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=30)]
Text = Annotated[str, Field(min_length=1)]


class KindPart(BaseModel):
    """A part of the file of a kind: never changed; an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CountedIn(StrEnum):
    """What a clock counts in."""

    WORKING_DAYS = "working days"
    MONTHS = "months"


class KindTerms(KindPart):
    """The words of a kind, on screens and in papers. A plan's own printed terms come before them.

    `judgement` is what an area of it is judged to have made: "sufficient progress".
    """

    area: Text
    areas: Text
    measures: Text
    judgement: Text

    def replaced_by(self, own: Mapping[str, str]) -> Self:
        """The same with the terms that a plan prints itself. Others than these are left out."""
        known = type(self).model_fields
        return self.model_copy(update={name: own[name] for name in own if name in known})


class KindEvent(KindPart):
    """Something that happens to a plan of this kind once. `phrase` goes on from "counted from"."""

    key: Key
    title: Text
    phrase: Text


class ClockStep(KindPart):
    """When something is due: so many days or months after an event, and what that rests on.

    `is_certain` is False where the number was not read in the rule itself; `doubt` says why.
    """

    title: Text
    counts_from: Key
    amount: Annotated[int, Field(ge=1, le=1000)]
    counted_in: CountedIn
    done_by: Key
    source: Text
    is_certain: bool
    doubt: str = ""
    is_usual: bool = Field(False, description="What usually happens; nobody is bound to the day")

    @model_validator(mode="after")
    def _doubt_is_stated(self) -> Self:
        if self.is_certain == bool(self.doubt):
            raise ValueError("a step says what its doubt is exactly if it is not certain")
        return self

    @property
    def length(self) -> str:
        """Such as "70 working days"."""
        unit = self.counted_in.value
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"


class Judgement(KindPart):
    """Who judges a plan of this kind, how, and in which words, the best first."""

    by: Text
    how: Text
    ratings: tuple[Text, ...] = ()
    ratings_in_all: int | None = Field(None, description="Where not the words of all are known")


class KindPaper(KindPart):
    """A paper that a plan of this kind owes: what it is called, for whom, how often."""

    title: Text
    readers: Text
    when: Text


class KindOfPlan(KindPart):
    """A kind of plan: terms, statuses, events, clock, approvals, judgement and papers."""

    code: Key
    name: Text
    about: Text
    source: Text
    owners: tuple[Text, ...]
    approved_by: tuple[Text, ...]
    terms: KindTerms
    findings: tuple[Text, ...] = Field(description="What its areas answer, one or more kinds")
    statuses: tuple[OwnStatus, ...] | Literal["five"]
    statuses_note: str = ""
    judgement: Judgement
    events: tuple[KindEvent, ...] = Field(description="In the order in which they happen")
    clock: tuple[ClockStep, ...]
    papers: tuple[KindPaper, ...]

    @model_validator(mode="after")
    def _events_are_known(self) -> Self:
        keys = [event.key for event in self.events]
        if len(set(keys)) != len(keys):
            raise ValueError("two events have the same key")
        for step in self.clock:
            if unknown := {step.counts_from, step.done_by} - set(keys):
                raise ValueError(f"no event {min(unknown)!r}, which “{step.title}” names")
        if self.statuses != "five":
            OwnKey(statuses=self.statuses)
        return self

    @property
    def scale(self) -> StatusScale:
        """The statuses of a plan of this kind that has no key of its own."""
        return FIVE if self.statuses == "five" else OwnKey(statuses=self.statuses).scale()

    def event_named(self, key: str) -> KindEvent:
        """The event of a key. Raises StopIteration for an unknown one."""
        return next(event for event in self.events if event.key == key)
