"""A plan in the lines of a text torn out of a PDF, or pasted cell by cell. Pure.

Each action begins with its reference. Within its lines, the place is looked for where a start, an
end and a lead follow one another, in the order that fits most actions of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from actions.domain.recognition.leads import KnownLead, LeadWords
from actions.domain.recognition.refs import depth_of, kind_of_ref, parent_of, split_ref
from actions.importing.recognition.state import RecognitionState
from actions.importing.recognition.torn_lines import (
    TornKind,
    TornLine,
    date_at,
    leads_at,
    short_text_at,
    torn_lines,
)
from actions.importing.tables.model import DocParagraph

# D is a date, L a lead. The first that fits most actions counts.
_ORDERS: Final = ("DDL", "LDD", "DD", "LD", "DL")
_LABEL: Final = re.compile(r"^[A-Z][\w ,’'/()&-]{2,60}:")
_NOTE: Final = re.compile(r"^\s*\*")
_ENOUGH: Final = 3
_NEARLY: Final = 0.8  # of the most: an order with more cells counts, if it fits nearly as often
_SAME_WORDS: Final = 0.6
_MOST_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class TornCells:
    """The cells of one action's lines."""

    text: tuple[TornLine, ...]
    start: str | None
    end: str | None
    leads: str
    measures: tuple[TornLine, ...]


@dataclass(slots=True)
class _Segment:
    ref: str
    number: int
    lines: list[TornLine] = field(default_factory=list)
    after: list[TornLine] = field(default_factory=list)  # below it, where its row is over


@dataclass(slots=True)
class TornReader:
    """Reads the lines of a text into the state of a walk."""

    state: RecognitionState
    known: LeadWords
    is_spaced: bool = True  # each line keeps the blank after its last word
    depth: int = 3
    order: str = ""  # of the cells of an action, once it is known
    segments: list[_Segment | list[TornLine]] = field(default_factory=list)

    @classmethod
    def of(cls, state: RecognitionState, known: Iterable[KnownLead]) -> TornReader:
        return cls(state, LeadWords.of(known))

    def read(self, lines: Sequence[str]) -> bool:
        """Whether a plan was found; then the state holds it."""
        tokens = torn_lines(lines)
        texts = [line for line in tokens if line.kind is TornKind.TEXT]
        spaced = sum(line.text.endswith(" ") for line in texts)
        self.is_spaced = 2 * spaced > len(texts)
        self.depth = _depth(texts)
        if not self.depth:
            return False
        self.known.learn(line.text for line in texts if len(line.text) < 20)
        self._cut(tokens)
        found = [segment for segment in self.segments if isinstance(segment, _Segment)]
        self.order = self._order(found)
        if not self.order:
            return False
        for segment in self.segments:
            if isinstance(segment, _Segment):
                self._action(segment, self.order)
            else:
                self._between(segment)
        return True

    # --- segments -------------------------------------------------------------------------------

    def _cut(self, tokens: Sequence[TornLine]) -> None:
        """Cuts the lines where actions begin and where other things do."""
        current: _Segment | None = None
        loose: list[TornLine] = []
        for line in tokens:
            ref, rest = split_ref(line.text) if line.kind is TornKind.TEXT else ("", "")
            if ref and depth_of(ref) == self.depth and (rest or len(line.text.split()) == 1):
                self._put(loose)
                loose = []
                current = _Segment(ref, line.number)
                shown = f"{rest} " if line.text.endswith(" ") else rest
                current.lines.append(TornLine(TornKind.TEXT, shown, line.number))
                self.segments.append(current)
            elif current is not None and self._goes_on(current, line, ref):
                current.lines.append(line)
            else:
                current = None
                loose.append(line)
        self._put(loose)

    def _put(self, loose: list[TornLine]) -> None:
        if loose:
            self.segments.append(loose)

    def _goes_on(self, segment: _Segment, line: TornLine, ref: str) -> bool:
        """Whether a line is still the action's: not past its row, its page, or another heading."""
        if line.kind is TornKind.ROW:
            return False
        if line.kind is TornKind.PAGE:
            return self._cells(segment, _ORDERS[0]) is None
        if line.kind is TornKind.GAP:
            return True
        return not self._is_group(line.text, ref) and not _NOTE.match(line.text)

    def _order(self, segments: Sequence[_Segment]) -> str:
        counts = Counter(
            order
            for segment in segments
            for order in _ORDERS
            if self._cells(segment, order) is not None
        )
        most = max(counts.values(), default=0)
        if most < _ENOUGH or 2 * most < len(segments):
            return ""
        return next(order for order in _ORDERS if counts[order] >= _NEARLY * most)

    # --- one action -----------------------------------------------------------------------------

    def _cells(self, segment: _Segment, order: str, *, any_lead: bool = False) -> TornCells | None:
        """The cells where the order first fits; `any_lead` takes any short text for a lead."""
        for at in range(len(segment.lines)):
            found = self._cells_at(segment.lines, at, order, any_lead=any_lead)
            if found is not None:
                return found
        return None

    def _cells_at(
        self, lines: list[TornLine], at: int, order: str, *, any_lead: bool
    ) -> TornCells | None:
        dates: list[str] = []
        leads, before, here = "", "", at
        for place, sign in enumerate(order):
            if sign == "D":
                date = date_at(lines, here)
                if date is None or (date.before and place):
                    return None
                before = before or date.before
                dates.append(date.printed)
                here = date.following
            else:
                if lines[at].kind is not TornKind.TEXT:
                    return None
                found = leads_at(lines, here, self.known)
                if any_lead and order.endswith("L") and not found[0]:
                    found = short_text_at(lines, here)
                leads, here = found
                if not leads:
                    return None
        shared = (TornLine(TornKind.TEXT, before, lines[at].number),) if before.strip() else ()
        start = dates[0] if len(dates) > 1 else None
        return TornCells((*lines[:at], *shared), start, dates[-1], leads, tuple(lines[here:]))

    def _action(self, segment: _Segment, order: str) -> None:
        cells = self._cells(segment, order) or self._cells(segment, order, any_lead=True)
        for other in _ORDERS:
            cells = cells or self._cells(segment, other)
        place = f"Line {segment.number}"
        parent = parent_of(segment.ref)
        if parent and (self.state.outcome is None or self.state.outcome.ref != parent):
            self.state.enter(f"{parent} ", "outcome")
        if cells is None:
            paragraphs = self._paragraphs(segment.lines, is_text=True)
            action = self.state.add_action(segment.ref, paragraphs, place)
            reason = "No dates and lead were found in its lines"
            self.state.plan.ledger.leave(place, action.text, reason)
            return
        action = self.state.add_action(
            segment.ref, self._paragraphs(cells.text, is_text=True), place
        )
        action.leads_printed = cells.leads
        self.state.set_dates(action, cells.start, cells.end)
        self.state.add_measures(action, self._paragraphs(cells.measures))

    def _paragraphs(
        self, lines: Iterable[TornLine], *, is_text: bool = False
    ) -> list[DocParagraph]:
        """Lines as paragraphs: a gap or an item's sign begins a new one."""
        groups: list[tuple[str, list[str]]] = [("", [])]
        for line in lines:
            if line.kind is not TornKind.TEXT:
                if not (groups[-1][0] and line.kind is TornKind.PAGE):
                    groups.append(("", []))
            elif line.is_item and not (is_text and _is_dash_within(line, groups[-1])):
                groups.append(("•", [line.item_text]))
            else:
                groups[-1][1].append(line.text)
        made = [DocParagraph(self._joined(texts), label) for label, texts in groups]
        return [paragraph for paragraph in made if paragraph.text]

    def _joined(self, texts: Sequence[str]) -> str:
        if self.is_spaced:
            return " ".join("".join(texts).split())
        joined = ""
        for text in texts:
            is_torn_word = re.search(r"\w-$", joined) is not None
            joined += text.strip() if is_torn_word or not joined else f" {text.strip()}"
        return " ".join(joined.split())

    # --- what stands between actions ------------------------------------------------------------

    def _between(self, lines: Sequence[TornLine]) -> None:
        """Areas, outcomes and their texts; what is none of them is left over."""
        groups = self._groups([line for line in lines if line.kind is not TornKind.PAGE])
        for number, paragraph in groups:
            self._group(paragraph, number)

    def _groups(self, lines: Sequence[TornLine]) -> list[tuple[int, str]]:
        """The lines as texts, each beginning at a reference, a label or a gap."""
        groups: list[tuple[int, list[str]]] = []
        is_new = True
        for line in lines:
            if line.kind is not TornKind.TEXT:
                is_new = True
                continue
            ref, _ = split_ref(line.text)
            is_group = self._is_group(line.text, ref)
            if is_new or is_group or _LABEL.match(line.text.strip()) or line.is_item:
                groups.append((line.number, []))
            is_new = is_group and depth_of(ref) == 1
            groups[-1][1].append(line.text)
        return [(number, self._joined(texts)) for number, texts in groups]

    def _group(self, text: str, number: int) -> None:
        ref, rest = split_ref(text)
        is_numbered = self._is_group(text, ref)
        if is_numbered and (rest or kind_of_ref(text)):
            level = "outcome" if depth_of(ref) == self.depth - 1 and self.depth > 2 else "area"
            self.state.enter(text, level)
        elif self._is_known(text) or _is_heading_of_groups(text):
            return
        elif not self.state.take_area_label(text):
            reason = "Text outside the table of actions"
            self.state.plan.ledger.leave(f"Line {number}", text, reason)

    def _is_group(self, text: str, ref: str) -> bool:
        """Whether a line with a short reference begins an area or outcome, not an item of a list.

        "5. EHC Plans" is one only below the first actions: an introduction may list the areas.
        """
        if not ref or depth_of(ref) >= self.depth:
            return False
        if kind_of_ref(text) in {"area", "outcome"}:
            return True
        rest = split_ref(text)[1]
        if depth_of(ref) > 1:
            return rest[:1].isupper()
        is_cut = bool(self.order)  # then what counts is how far the reading has come
        has_actions = bool(self.state.plan.actions if is_cut else self.segments)
        is_title = has_actions and len(rest) < _MOST_TITLE and rest[:1].isupper()
        return rest.isupper() or (is_title and not rest.endswith((".", ";", ",")))

    def _is_known(self, text: str) -> bool:
        """Whether a text is the rest of an outcome's cell, which the area's list has in full."""
        outcome = self.state.outcome
        if outcome is None:
            return False
        known = set(re.findall(r"\w+", f"{outcome.title} {outcome.description}".lower()))
        names = re.findall(r"\w+", text.lower())
        return bool(names) and sum(name in known for name in names) >= _SAME_WORDS * len(names)


def _is_dash_within(line: TornLine, before: tuple[str, list[str]]) -> bool:
    """Whether a line begins with the dash of a sentence: "... schools - to ensure"."""
    goes_on = bool(before[1]) and not before[1][-1].rstrip().endswith((":", ";", "."))
    is_dash = line.text.strip()[:1] in {"-", "–", "—"}
    return is_dash and goes_on and line.item_text[:1].islower() and not before[0]


def _is_heading_of_groups(text: str) -> bool:
    return re.fullmatch(r"(?:outcomes?|actions?)\s*:?", text.strip(), re.IGNORECASE) is not None


def _depth(lines: Sequence[TornLine]) -> int:
    """How many parts the references of actions have: the deepest that is frequent."""
    refs = [split_ref(line.text)[0] for line in lines]
    counts = Counter(depth_of(ref) for ref in refs if ref)
    deep = [depth for depth, count in counts.items() if depth >= 2 and count >= _ENOUGH]
    return max(deep, default=0)
