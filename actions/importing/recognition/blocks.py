"""Actions as labelled blocks without a table: "Action: … Lead: … By when: …". Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from actions.domain.recognition.headings import ColumnRole, is_outright_heading, role_of_heading
from actions.domain.recognition.refs import depth_of, kind_of_ref, split_ref
from actions.importing.recognition.state import RecognitionState
from actions.importing.recognition.texts import (
    filled,
    group_title,
    plain_text,
    text_of,
    without_ref,
)
from actions.importing.tables.model import DocParagraph

_LABEL: Final = re.compile(
    r"^([A-Za-z][\w ./'’&()?*-]{0,60}?)\s*(?::|\s[–—-]\s|\t)\s*(.*)$", re.DOTALL
)
_BARE_LABEL: Final = re.compile(r"^([A-Za-z][\w ./'’&()?*-]{0,60}?)\s*[:?]?$")
_INNER: Final = re.compile(
    r"(?:^|(?<=[\s;|,.(]))(lead(?: officer| person)?|owner|responsible(?: officer)?|start(?: date)?"
    r"|end(?: date)?|by when|timescales?|completion date|due(?: date)?|deadline|finish(?: date)?"
    r"|accountable(?: officer)?|status|b?rag(?: rating)?|target date|when|who)\s*:\s*",
    re.IGNORECASE,
)
_FOLLOW: Final = frozenset(
    {
        *(ColumnRole.LEAD, ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD),
        *(ColumnRole.ACCOUNTABLE, ColumnRole.STATUS),
    }
)
_LISTS: Final = frozenset({ColumnRole.ACTION, ColumnRole.MEASURE, ColumnRole.MILESTONE})
_MOST_LABEL_WORDS: Final = 8
_MOST_TITLE: Final = 150
_ENOUGH: Final = 3  # labels of leads and dates, from which a document is one of labelled blocks


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A label's role and what stands after it."""

    role: ColumnRole
    label: str
    text: str
    ref: str = ""


@dataclass(slots=True)
class _ActionDraft:
    ref: str
    place: str
    fields: dict[ColumnRole, list[DocParagraph]] = field(default_factory=dict)
    labels: dict[ColumnRole, str] = field(default_factory=dict)


def labels_in(paragraph: DocParagraph) -> list[LabelledText]:
    """The labels of a paragraph with their texts; [] where it begins with none.

    >>> [(found.role.value, found.text) for found in labels_in(DocParagraph("Lead: SCC - HoS"))]
    [('lead', 'SCC - HoS')]
    """
    text = paragraph.text
    inner = list(_INNER.finditer(text))
    if len(inner) >= 2 and inner[0].start() == 0:
        ends = [match.start() for match in inner[1:]] + [len(text)]
        return [
            LabelledText(role, match[1], text[match.end() : end].strip(" ;|,"))
            for match, end in zip(inner, ends, strict=True)
            if (role := role_of_heading(match[1])) is not None
        ]
    found = _LABEL.match(text) or (_BARE_LABEL.match(text) if _may_be_bare(paragraph) else None)
    if not found or len(found[1].split()) > _MOST_LABEL_WORDS:
        return []
    label, value = found[1].strip(), (found[2] if found.re is _LABEL else "").strip()
    ref, rest = split_ref(label)
    if ref and not rest:
        kind = kind_of_ref(label)
        return [LabelledText(ColumnRole.ACTION, label, value, ref)] if kind == "action" else []
    role = role_of_heading(label)
    if role is None or kind_of_ref(label) in {"area", "outcome"}:
        return []
    return [LabelledText(role, label, value)]


def _may_be_bare(paragraph: DocParagraph) -> bool:
    """A label that stands alone ends with a sign, or is set as a heading."""
    text = paragraph.text.rstrip()
    return text.endswith((":", "?")) or paragraph.is_bold or paragraph.heading > 2


def _is_action_as_heading(paragraph: DocParagraph, following: Sequence[DocParagraph]) -> bool:
    """Whether a heading holds the word of a label ("from 12 to 40"), and is an action's text."""
    is_signed = paragraph.text.rstrip().endswith((":", "?")) or ":" in paragraph.text
    if is_signed or not (paragraph.heading or paragraph.is_bold):
        return False
    if is_outright_heading(paragraph.text) or not following:
        return False
    after = labels_in(following[0])
    return bool(after) and after[0].role in _FOLLOW


def has_blocks(paragraphs: Sequence[DocParagraph]) -> bool:
    """Whether paragraphs label leads and dates often enough to be a plan by themselves."""
    found = [label.role for paragraph in paragraphs for label in labels_in(paragraph)]
    kinds = Counter(role for role in found if role in _FOLLOW)
    return kinds.total() >= _ENOUGH and len(kinds) >= 2


@dataclass(slots=True)
class BlockReader:
    """Reads the paragraphs of a document: headings, labelled blocks, and what is left over."""

    state: RecognitionState
    is_labelled: bool = False
    draft: _ActionDraft | None = None
    role: ColumnRole = ColumnRole.ACTION
    loose: list[DocParagraph] = field(default_factory=list)
    pending: list[DocParagraph] = field(default_factory=list)
    headings_seen: int = -1
    label_place: str = ""  # of the label before; lines of one row of a card share their place

    def read(self, paragraphs: Sequence[DocParagraph]) -> None:
        """A run of paragraphs, to its end."""
        for at, paragraph in enumerate(paragraphs):
            self._take(paragraph, paragraphs[at + 1 : at + 12])

    def _take(self, paragraph: DocParagraph, following: Sequence[DocParagraph]) -> None:
        labels = labels_in(paragraph) if self.is_labelled else []
        if labels and _is_action_as_heading(paragraph, following):
            labels = []
        if labels and not self._is_running_text(labels, paragraph):
            for label in labels:
                self._label(label, paragraph)
        elif self._waits_for_text():
            self._fields(ColumnRole.ACTION).append(paragraph)
        elif self.is_labelled and self._begins_action(paragraph, following):
            self._begin(*without_ref([paragraph]), paragraph.place)
        elif paragraph.heading or self._is_group(paragraph):
            self.finish()
            self._heading(paragraph)
        elif self.is_labelled and (level := self._level_of_title(paragraph, following)):
            self.finish()
            self._heading(replace(paragraph, heading=level))
        elif self.draft is not None:
            self.draft.fields.setdefault(self.role, []).append(paragraph)
        elif not self.state.take_area_label(paragraph.text):
            self.loose.append(paragraph)

    def _is_running_text(self, labels: list[LabelledText], paragraph: DocParagraph) -> bool:
        """Whether a label is part of a sentence: "The actions will include:", an item of a list."""
        draft = self.draft
        if draft is None:
            return False
        if labels[0].role is ColumnRole.ACTION:
            has_text = bool(draft.fields.get(ColumnRole.ACTION))
            return not labels[0].ref and has_text and set(draft.fields) == {ColumnRole.ACTION}
        is_item = paragraph.label == "•" and self.role in _LISTS
        return is_item and not (labels[0].role in _FOLLOW and len(labels[0].label.split()) <= 3)

    def _fields(self, role: ColumnRole) -> list[DocParagraph]:
        return self.draft.fields.setdefault(role, []) if self.draft is not None else []

    def _waits_for_text(self) -> bool:
        """Whether the label of an action stood alone: its text comes next."""
        return (
            self.draft is not None
            and self.role is ColumnRole.ACTION
            and not self.draft.fields.get(ColumnRole.ACTION)
        )

    def _lacks_text_of(self, ref: str) -> bool:
        """Whether the present action has no text yet, and is the one of that reference."""
        draft = self.draft
        is_same = draft is not None and ref in {"", draft.ref}
        return draft is not None and is_same and not draft.fields.get(ColumnRole.ACTION)

    # --- headings -------------------------------------------------------------------------------

    def _is_group(self, paragraph: DocParagraph) -> bool:
        """Whether a paragraph that is no heading names an area or an outcome by a number."""
        text = paragraph.text if not paragraph.label else paragraph.full_text
        if len(text) > 250 or paragraph.label == "•":
            return False
        ref, rest = split_ref(text)
        if not ref:
            return False
        kind = kind_of_ref(text)
        if kind in {"area", "outcome"}:
            return True
        title = rest.partition(":")[0]
        if (
            self.is_labelled
            and depth_of(ref) <= 2
            and len(rest) < _MOST_TITLE
            and rest[:1].isupper()
        ):
            depth = depth_of(self.draft.ref) if self.draft is not None else 3
            return depth_of(ref) < depth and not rest.endswith((".", ";", ","))
        return depth_of(ref) <= 2 and bool(rest) and (title.isupper() or paragraph.is_bold)

    def _level_of_title(self, paragraph: DocParagraph, following: Sequence[DocParagraph]) -> int:
        """The level of a title without number or style, by the action that it stands above."""
        if paragraph.label or len(paragraph.text) > _MOST_TITLE or paragraph.text.endswith("."):
            return 0
        if self.draft is not None:
            is_value = bool(self.label_place) and paragraph.place == self.label_place
            if is_value or not _FOLLOW & set(self.draft.fields):
                return 0
        for distance, found in enumerate(following[:2]):
            labels = labels_in(found)
            if labels:
                return 8 - distance if labels[0].role is ColumnRole.ACTION else 0
            if found.label or len(found.text) > _MOST_TITLE:
                return 0
        return 0

    def _heading(self, paragraph: DocParagraph) -> None:
        self.let_go()
        text = paragraph.full_text
        ref = group_title(text)[1]
        level = paragraph.heading or (7 if depth_of(ref) <= 1 else 8)
        self.state.heading(level, text)
        if not paragraph.heading or ref or group_title(text)[0]:
            self.state.enter(text)

    # --- actions --------------------------------------------------------------------------------

    def _begins_action(self, paragraph: DocParagraph, following: Sequence[DocParagraph]) -> bool:
        """An action without a label: the text before the label of a lead or a date."""
        if self.draft is not None and not _FOLLOW & set(self.draft.fields):
            return False
        if paragraph.label == "•" or not paragraph.text:
            return False
        ref = without_ref([paragraph])[0]
        if kind_of_ref(paragraph.text) in {"area", "outcome"} and ref:
            return False
        rest = [found for found in following if found.label != "•"]
        after = labels_in(rest[0]) if rest else []
        is_followed = bool(after) and after[0].role in _FOLLOW
        if after and not without_ref([paragraph])[1] and kind_of_ref(paragraph.text) == "action":
            return True  # "Action 1.1" alone above "Action: …"
        return is_followed or depth_of(ref) >= 3

    def _begin(self, ref: str, paragraphs: list[DocParagraph], place: str) -> None:
        self.finish()
        if self.headings_seen != len(self.state.headings) or self.state.headings:
            self.state.enter_headings(has_outcomes=False)
        self.draft = _ActionDraft(ref, place, {ColumnRole.ACTION: paragraphs})
        self.role = ColumnRole.ACTION

    def _label(self, found: LabelledText, paragraph: DocParagraph) -> None:
        self.label_place = paragraph.place
        text = replace(paragraph, text=found.text, label="")
        texts = [text] if found.text else []
        if found.role is ColumnRole.ACTION:
            ref, rest = without_ref(texts)
            if self.draft is not None and self._lacks_text_of(found.ref):
                self.draft.fields[ColumnRole.ACTION] = rest if ref else texts
                self.role = ColumnRole.ACTION
            else:
                own = found.ref or (ref if depth_of(ref) >= 2 else "")
                self._begin(own, rest if ref and own == ref else texts, paragraph.place)
            return
        if found.role is ColumnRole.REF:
            self._begin(split_ref(found.text)[0] or found.text, [], paragraph.place)
            if self.draft is not None:
                del self.draft.fields[ColumnRole.ACTION]
            return
        if found.role in {ColumnRole.OUTCOME, ColumnRole.AREA} and not self._is_about_action():
            self.finish()
            self.state.enter(found.text, "outcome" if found.role is ColumnRole.OUTCOME else "area")
            return
        if self.draft is None:
            if not self.state.take_area_label(paragraph.text):
                self.loose.append(paragraph)
            return
        self.role = found.role
        self.draft.labels.setdefault(found.role, found.label)
        self.draft.fields.setdefault(found.role, []).extend(texts)

    def _is_about_action(self) -> bool:
        """Whether "Outcome:" within a block is the success of the action, not its group."""
        return self.draft is not None and ColumnRole.MEASURE not in self.draft.fields

    def finish(self) -> None:
        """Adds the action whose block is over."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        fields = draft.fields
        paragraphs = filled(fields.get(ColumnRole.ACTION, []))
        if not paragraphs:
            return
        ref, rest = without_ref(paragraphs)
        if not draft.ref and depth_of(ref) >= 2:
            draft.ref, paragraphs = ref, rest
        self.let_go()
        action = self.state.add_action(draft.ref, paragraphs, draft.place)
        action.leads_printed = plain_text(fields.get(ColumnRole.LEAD, []))
        action.accountable = text_of(fields.get(ColumnRole.ACCOUNTABLE, []))
        action.evidence = text_of(fields.get(ColumnRole.EVIDENCE, []))
        action.milestones = [found.text for found in filled(fields.get(ColumnRole.MILESTONE, []))]
        measures = fields.get(ColumnRole.MEASURE) or fields.get(ColumnRole.OUTCOME, [])
        self.state.add_measures(action, measures)
        for role in (ColumnRole.UPDATE, ColumnRole.RESOURCE, ColumnRole.OTHER):
            if fields.get(role):
                action.notes[draft.labels.get(role, role.value)] = text_of(fields[role])
        for status in fields.get(ColumnRole.STATUS, []):
            self.state.add_status(action, "", status.text, status.fill)
        printed = {role: _one_line(fields.get(role)) for role in _DATES if role in fields}
        if ColumnRole.START in printed and ColumnRole.END not in printed:
            end = printed.get(ColumnRole.PERIOD)
            self.state.set_dates(action, printed[ColumnRole.START], end)
        elif ColumnRole.PERIOD in printed and ColumnRole.END not in printed:
            self.state.set_period(action, printed[ColumnRole.PERIOD] or "")
        else:
            self.state.set_dates(action, printed.get(ColumnRole.START), printed.get(ColumnRole.END))
        self.state.take_inline(action)

    def let_go(self) -> None:
        """Lists paragraphs that are part of nothing, those that follow one another as one."""
        loose, self.loose = self.loose, []
        if not loose:
            return
        first, last = loose[0].place, loose[-1].place
        place = first if first == last else f"{first} to {last.removeprefix('Paragraph ')}"
        text = "\n".join(paragraph.full_text for paragraph in loose)
        self.state.plan.ledger.leave(place, text, "Text outside the table of actions")


_DATES: Final = (ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD)


def _one_line(paragraphs: Sequence[DocParagraph] | None) -> str | None:
    return plain_text(paragraphs) if paragraphs is not None else None
