"""Where a walk through a document is: the area, the outcome and the action that it is in. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from actions.domain.recognition.dates import Edge, read_date, read_period
from actions.domain.recognition.headings import ColumnRole
from actions.domain.recognition.refs import depth_of, parent_of, split_ref
from actions.domain.recognition.statuses import StatusKey, read_status
from actions.importing.recognition.inline import inline_fields
from actions.importing.recognition.result import (
    RecognisedAction,
    RecognisedGroup,
    RecognisedPlan,
)
from actions.importing.recognition.texts import (
    filled,
    group_title,
    is_plan_title,
    measures_of,
    text_of,
    title_and_description,
)
from actions.importing.tables.model import DocParagraph
from wsoa.core.months import Month

_FINDING: Final = re.compile(
    r"^(?:(?:report|inspection|inspectors[’']?|ofsted|key)\s+findings?|findings?|what (?:the )?"
    r"inspectors (?:found|said)|what ofsted (?:found|said)|areas? of (?:significant )?weakness"
    r"|concern)\s*[:–—-]\s*",
    re.IGNORECASE,
)
_RESPONSIBLE: Final = re.compile(
    r"^(?:(?:people|persons?|officers?|leads?)\s+(?:responsible|accountable)[^:]{0,30}"
    r"|(?:area|strategic|priority|theme|workstream) leads?|senior responsible \w+|sponsors?|sro)"
    r"\s*:\s*",
    re.IGNORECASE,
)
_LONG_TEXT: Final = 60  # characters, from which a text below an area's title is its finding


@dataclass(frozen=True, slots=True)
class HeadingBefore:
    """A heading above what is being read."""

    level: int
    text: str


@dataclass(slots=True)
class RecognitionState:
    """The plan as far as it is recognised, and the group that the next action belongs to."""

    plan: RecognisedPlan = field(default_factory=RecognisedPlan)
    area: RecognisedGroup | None = None
    outcome: RecognisedGroup | None = None
    headings: list[HeadingBefore] = field(default_factory=list)
    near: Month | None = None
    key: StatusKey = field(default_factory=StatusKey)  # that of the document, if it has one
    areas_by_key: dict[tuple[str, str], RecognisedGroup] = field(default_factory=dict)
    outcomes_by_key: dict[tuple[str, str, str], RecognisedGroup] = field(default_factory=dict)

    # --- groups ---------------------------------------------------------------------------------

    def enter_area(self, ref: str, title: str) -> RecognisedGroup:
        """The area with that reference or title, made where it is new. Its outcome is left."""
        key = (ref, "" if ref else _folded(title))
        found = self.areas_by_key.get(key)
        if found is None and not ref and self._waits_for_title():
            found = self.area
        if found is None:
            found = RecognisedGroup(ref, title, has_own_ref=bool(ref))
            self.plan.areas.append(found)
        self.areas_by_key.setdefault(key, found)
        self.areas_by_key.setdefault(("", _folded(title)), found)
        found.title = found.title or title
        if found is not self.area:
            self.outcome = None
        self.area = found
        return found

    def _waits_for_title(self) -> bool:
        """Whether the present area has just begun, by its number alone."""
        return self.area is not None and not self.area.title and self.outcome is None

    def enter_outcome(self, ref: str, text: str) -> RecognisedGroup:
        """The outcome with that reference, or with that title in the area, made where it is new."""
        title, description = title_and_description(text)
        area = self._area_key()
        named = (area, "", _folded(title))
        found = self.outcomes_by_key.get(("", ref, "") if ref else named)
        if found is None:
            found = RecognisedGroup(ref, title, description, has_own_ref=bool(ref))
            found.area = area
            self.plan.outcomes.append(found)
        if ref:
            self.outcomes_by_key.setdefault(("", ref, ""), found)
        self.outcomes_by_key.setdefault(named, found)
        found.title = found.title or title
        found.description = found.description or description
        self.outcome = found
        return found

    def _area_key(self) -> str:
        return (self.area.ref or self.area.title) if self.area else ""

    def enter(self, text: str, level: str = "") -> None:
        """An area or an outcome by its text; `level` decides where the text does not say."""
        kind, ref, title = group_title(text)
        if kind == "outcome" and not ref and self._takes_description(title):
            return
        depth = depth_of(ref) if ref else 0
        chosen = kind if kind in {"area", "outcome"} else ""
        if kind == "area" and depth >= 2 and "." in ref:
            chosen = "outcome"
        if not chosen and level:
            chosen = level
        if not chosen:
            chosen = "outcome" if depth >= 2 else "area"
        if chosen == "area":
            self.enter_area(ref, _one_line(title))
        else:
            if ref and parent_of(ref) and (self.area is None or self.area.ref != parent_of(ref)):
                known = self.areas_by_key.get((parent_of(ref), ""))
                if known is not None:
                    self.area = known
            self.enter_outcome(ref, title)

    def _takes_description(self, text: str) -> bool:
        """Whether "Outcome: ..." says more of the outcome that has just begun."""
        outcome = self.outcome
        if outcome is None or outcome.description or not outcome.title:
            return False
        if any(action.outcome_title == outcome.title for action in self.plan.actions[-1:]):
            return False
        outcome.description = _one_line(text)
        return True

    def take_area_label(self, text: str) -> bool:
        """Whether a text is the finding of the present area or the people responsible for it."""
        if self.area is None:
            return False
        if found := _FINDING.match(text):
            self.area.finding = self.area.finding or _one_line(text[found.end() :])
        elif found := _RESPONSIBLE.match(text):
            self.area.responsible = _one_line(text[found.end() :])
        elif group_title(text)[:2] == ("outcome", ""):
            return self._takes_description(group_title(text)[2])
        elif self._is_finding(text):
            self.area.finding = _one_line(text)
        else:
            return False
        return True

    def _is_finding(self, text: str) -> bool:
        """Whether a longer text without a number comes right below the title of an area."""
        area = self.area
        is_free = area is not None and self.outcome is None and not area.finding
        return is_free and len(text) > _LONG_TEXT and not split_ref(text)[0]

    def heading(self, level: int, text: str) -> None:
        """A heading of the document: those of its level and below it are over.

        The first one is the title of the document, where it says what plan it is.
        """
        is_first = not self.headings and not self.plan.areas and not self.plan.actions
        if is_first and is_plan_title(text):
            self.plan.ledger.leave(text, text, "The title of the document")
            return
        self.headings = [found for found in self.headings if found.level < level]
        self.headings.append(HeadingBefore(level, text))

    def enter_headings(self, *, has_outcomes: bool, has_areas: bool = False) -> None:
        """Takes the headings above a table or block as its area and outcome."""
        plain: list[HeadingBefore] = []
        has_area = False
        for found in self.headings:
            kind, ref, _ = group_title(found.text)
            if kind in {"area", "outcome"} or ref:
                self.enter(found.text)
                has_area = True
            else:
                plain.append(found)
        if has_areas or not plain:
            return
        last = plain[-1] if not self.headings or plain[-1] is self.headings[-1] else None
        if last is None:
            return
        if has_outcomes or (len(plain) == 1 and not has_area):
            if not has_area:
                self._enter_by_heading("area", last.text)
        else:
            if len(plain) >= 2 and not has_area:
                self._enter_by_heading("area", plain[-2].text)
            self._enter_by_heading("outcome", last.text)

    def _enter_by_heading(self, level: str, text: str) -> None:
        self.enter(text, level)
        self.plan.ledger.guess(f"heading_as_{level}", text, f"The {level} below it", text)

    # --- actions --------------------------------------------------------------------------------

    def add_action(
        self, ref: str, paragraphs: Sequence[DocParagraph], place: str
    ) -> RecognisedAction:
        """A new action of the present outcome."""
        is_one = len(filled(paragraphs)) == 1
        text = filled(paragraphs)[0].text if is_one else text_of(paragraphs)
        action = RecognisedAction(ref, text, place, has_own_ref=bool(ref))
        if self.outcome is not None:
            action.outcome, action.outcome_title = self.outcome.ref, self.outcome.title
        if self.area is not None:
            action.area = self._area_key()
        self.plan.actions.append(action)
        return action

    def set_dates(self, action: RecognisedAction, start: str | None, end: str | None) -> None:
        """Start and end as printed; None where the plan has no such column."""
        ledger = self.plan.ledger
        if start is not None:
            action.start = read_date(start, Edge.START, self.near)
        own = action.start.date.month
        if end is not None:
            near = own or self.near
            action.end = read_date(end, Edge.END, near, is_own_start=own is not None)
        self.near = action.start.date.month or action.end.date.month or self.near
        for edge, reading, given in (("Start", action.start, start), ("End", action.end, end)):
            if given is None:
                continue
            if not reading.is_understood:
                ledger.leave(action.place, f"{edge}: {reading.printed}", "Not a date")
            elif reading.kind:
                ledger.guess(reading.kind, reading.printed, reading.taken_for, action.place)

    def set_period(self, action: RecognisedAction, printed: str) -> None:
        """Start and end from a cell that holds both."""
        start, end = read_period(printed, self.near)
        action.start, action.end = start, end
        self.near = start.date.month or end.date.month or self.near
        if not start.printed and not end.printed:
            return
        if not end.is_understood:
            self.plan.ledger.leave(action.place, f"Dates: {printed}", "Not a date")
            return
        meaning = "Start and end" if start.printed else "The end; no start is printed"
        self.plan.ledger.guess("period_cell", printed, meaning, action.place)
        for reading in (start, end):
            if reading.kind and reading.printed:
                self.plan.ledger.guess(
                    reading.kind, reading.printed, reading.taken_for, action.place
                )

    def take_inline(self, action: RecognisedAction) -> None:
        """Lead and dates from a bracket at the end of the text, where nothing else gave them."""
        has_dates = bool(action.start.printed or action.end.printed)
        found = inline_fields(action.text) if not (action.leads_printed or has_dates) else None
        if found is None:
            return
        fields = found.fields
        action.text = found.text
        action.leads_printed = fields.get(ColumnRole.LEAD, "")
        if ColumnRole.PERIOD in fields:
            self.set_period(action, fields[ColumnRole.PERIOD])
        else:
            self.set_dates(action, fields.get(ColumnRole.START), fields.get(ColumnRole.END))
        meaning = "Lead and dates of the action"
        self.plan.ledger.guess("inline_fields", found.bracket, meaning, action.place)

    def add_measures(self, action: RecognisedAction, paragraphs: Sequence[DocParagraph]) -> None:
        introduction, measures = measures_of(paragraphs)
        if introduction:
            action.notes["Introduction of the measures"] = introduction
        action.measures += measures
        if len(measures) > 1:
            kinds = {bool(paragraph.label) for paragraph in filled(paragraphs)}
            meaning = "Each bullet is a measure" if True in kinds else "Each line is a measure"
            if len(filled(paragraphs)) == 1:
                meaning = "Each part between semicolons is a measure"
            self.plan.ledger.guess(
                "bullets_as_measures", text_of(paragraphs), meaning, action.place
            )

    def add_status(self, action: RecognisedAction, period: str, text: str, fill: str) -> None:
        """A progress cell: proposed, and listed as a guess with its swatch."""
        reading = read_status(text, fill, self.key)
        if not reading.text and reading.hue in {"", "white"}:
            return
        action.statuses[period or "current"] = reading
        ledger, place = self.plan.ledger, action.place
        proposed = reading.proposed
        if reading.disagrees and reading.by_text and reading.by_colour:
            meaning = f"{reading.by_text.label}; the colour would be {reading.by_colour.label}"
            ledger.guess("status_disagrees", reading.printed, meaning, place)
        elif proposed is not None:
            kind = "status_words" if reading.text else "status_colour"
            ledger.guess(kind, reading.printed, proposed.label, place)
        else:
            ledger.leave(place, reading.printed, "Not a status that is known")


def _folded(title: str) -> str:
    return " ".join(title.lower().split())


def _one_line(text: str) -> str:
    return " ".join(text.split())
