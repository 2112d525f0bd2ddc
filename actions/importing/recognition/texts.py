"""Texts of cells: the words of an action, a list of measures, what several actions share. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.domain.recognition.refs import depth_of, kind_of_ref, split_ref
from actions.importing.tables.model import DocCell, DocParagraph

BULLET: Final = "•"
_MOST_TITLE: Final = 120
_TYPED_NUMBER: Final = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")


def filled(paragraphs: Sequence[DocParagraph]) -> list[DocParagraph]:
    return [paragraph for paragraph in paragraphs if paragraph.text.strip()]


def text_of(paragraphs: Sequence[DocParagraph]) -> str:
    """The words as one text, list items with a dash."""
    return "\n".join(paragraph.full_text for paragraph in filled(paragraphs)).strip()


def plain_text(paragraphs: Sequence[DocParagraph]) -> str:
    """The lines without the signs of their lists: of dates and leads, which may be listed."""
    return "\n".join(paragraph.text for paragraph in filled(paragraphs)).strip()


def without_ref(paragraphs: Sequence[DocParagraph]) -> tuple[str, list[DocParagraph]]:
    """The reference that begins a text, by its words or its list, and the rest."""
    rest = filled(paragraphs)
    if not rest:
        return "", []
    first = rest[0]
    if first.label and first.label != BULLET:
        ref, more = split_ref(first.label)
        if ref and not more:
            return ref, [replace(first, label=""), *rest[1:]]
    ref, words = split_ref(first.text)
    if not ref:
        return "", rest
    if not words:
        return ref, rest[1:]
    label = "" if first.label == BULLET and len(rest) == 1 else first.label
    return ref, [replace(first, text=words, label=label), *rest[1:]]


def measures_of(paragraphs: Sequence[DocParagraph]) -> tuple[str, list[str]]:
    """The introduction of a list of measures, and each measure.

    Items of a list are measures, and so is each paragraph where nothing is an item; of a single
    line, what stands between semicolons.
    """
    rest = filled(paragraphs)
    if len(rest) == 1 and not rest[0].label:
        return "", parted_by_semicolons(rest[0].text)
    if not any(paragraph.label for paragraph in rest):
        return "", [paragraph.text for paragraph in rest]
    introduction: list[str] = []
    measures: list[str] = []
    outermost = _outermost(rest)
    for paragraph in rest:
        if paragraph.label and (paragraph.level <= outermost or not measures):
            measures.append(paragraph.text)
        elif not measures:
            introduction.append(paragraph.text)
        elif paragraph.label:
            measures[-1] += f"\n- {paragraph.text}"
        elif paragraph.text[:1].islower():
            measures[-1] += f" {paragraph.text}"
        else:
            measures.append(paragraph.text)
    return " ".join(introduction), measures


def parted_by_semicolons(text: str) -> list[str]:
    """The parts of a line that lists several texts, or the line by itself.

    >>> parted_by_semicolons("Waiting times fall; More parents are content;")
    ['Waiting times fall', 'More parents are content']
    >>> parted_by_semicolons("90% by 2020; then 95%"), parted_by_semicolons("Written")
    (['90% by 2020; then 95%'], ['Written'])
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    is_list = all(part[:1].isupper() or part[:1].isdecimal() for part in parts)
    return parts if len(parts) > 1 and is_list else [text]


def _outermost(paragraphs: Sequence[DocParagraph]) -> int:
    """The level of the outermost list: a text may indent all of it."""
    return min((paragraph.level for paragraph in paragraphs if paragraph.label), default=0)


def title_and_description(text: str) -> tuple[str, str]:
    """ "Title: description", or a first line and the rest, or a title alone.

    >>> title_and_description("Producing the Strategy: A co-produced SEND Strategy")
    ('Producing the Strategy', 'A co-produced SEND Strategy')
    """
    first, _, rest = text.partition("\n")
    title, colon, described = first.partition(":")
    if colon and described.strip() and len(title) <= _MOST_TITLE:
        return title.strip(), " ".join(f"{described} {rest}".split())
    if rest:
        return first.strip(), " ".join(rest.split())
    return first.strip(), ""


def group_title(text: str) -> tuple[str, str, str]:
    """The kind, reference and title of an area's or outcome's text.

    >>> group_title("Outcome 1.1: Producing the Strategy")
    ('outcome', '1.1', 'Producing the Strategy')
    """
    kind = kind_of_ref(text)
    ref, rest = split_ref(text)
    bare = re.match(r"^\s*(\d{1,2})\s+([A-Z].*)$", text, re.DOTALL)
    if not ref and bare and len(text) < 200:
        return "", bare[1], bare[2]
    if ref:
        inner, words = split_ref(rest.lstrip("/ "))  # "Priority 1 / 1.1 Title"
        if inner and depth_of(inner) > depth_of(ref) and kind:
            return "outcome" if kind == "area" else kind, inner, words
        return kind, ref, rest
    found = re.match(
        r"^(?:key )?(?:area|priority|theme|outcome|objective|aim|strand)s?[\w ]{0,40}?"
        r"\s*[:–—-]\s*(.+)$",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    return (kind, "", found[1].strip()) if found and kind else ("", "", text.strip())


_PLAN_TITLE: Final = re.compile(
    r"\b(?:written statement of action|wsoa"
    r"|(?:priority |local |joint )?(?:action|progress|improvement|reform|delivery|inclusion) plan"
    r"|send (?:and \w+ )?(?:strategy|plan))\b",
    re.IGNORECASE,
)


def is_plan_title(text: str) -> bool:
    """Whether a heading says what document it is, and names no area of it.

    >>> is_plan_title("Ourshire Accelerated Progress Plan"), is_plan_title("Area 1: Action plan")
    (True, False)
    """
    kind, ref, _ = group_title(text)
    return not kind and not ref and _PLAN_TITLE.search(text) is not None


# --- a row of several actions ---------------------------------------------------------------------


def actions_within(cell: DocCell) -> list[list[DocParagraph]]:
    """The actions of a cell that lists several: by their references, or each item of one list.

    One list at most of no introduction; [] where the cell holds a single action.
    """
    paragraphs = filled(cell.paragraphs)
    starts = [at for at, found in enumerate(paragraphs) if _begins_action(found)]
    if len(starts) >= 2 and starts[0] == 0:
        ends = [*starts[1:], len(paragraphs)]
        return [paragraphs[start:end] for start, end in zip(starts, ends, strict=True)]
    typed = _by_typed_numbers(paragraphs)
    if typed:
        return typed
    top = _outermost(paragraphs)
    tops = [at for at, found in enumerate(paragraphs) if found.label and found.level <= top]
    if len(tops) >= 2 and tops[0] == 0 and all(found.label for found in paragraphs):
        ends = [*tops[1:], len(paragraphs)]
        groups = [paragraphs[start:end] for start, end in zip(tops, ends, strict=True)]
        return [[replace(group[0], label=_number(group[0])), *group[1:]] for group in groups]
    return []


def _by_typed_numbers(paragraphs: Sequence[DocParagraph]) -> list[list[DocParagraph]]:
    """Groups that begin with "1.", "2." ... typed in the text, without them; [] for fewer than two.

    The first paragraph begins with 1, and each further number is one more than the one before.
    """
    groups: list[list[DocParagraph]] = []
    for paragraph in paragraphs:
        found = None if paragraph.label else _TYPED_NUMBER.match(paragraph.text)
        if found and int(found[1]) == len(groups) + 1:
            groups.append([replace(paragraph, text=paragraph.text[found.end() :])])
        elif not groups:
            return []
        else:
            groups[-1].append(paragraph)
    return groups if len(groups) >= 2 else []


def _number(paragraph: DocParagraph) -> str:
    return "" if paragraph.label == BULLET else paragraph.label


def _begins_action(paragraph: DocParagraph) -> bool:
    if paragraph.label and paragraph.label != BULLET:
        ref, rest = split_ref(paragraph.label)
        return bool(ref) and not rest and depth_of(ref) >= 2
    ref, rest = split_ref(paragraph.text)
    return bool(ref) and bool(rest) and depth_of(ref) >= 2


def is_paired(cell: DocCell, refs: Sequence[str]) -> bool:
    """Whether the lines of a cell go one to each action by nothing but their number."""
    paragraphs = filled(cell.paragraphs)
    return len(refs) > 1 and len(paragraphs) == len(refs) and _by_refs(paragraphs, refs) is None


def shares(cell: DocCell, refs: Sequence[str]) -> list[list[DocParagraph]] | None:
    """A cell's paragraphs divided among the actions of its row; None where they do not divide."""
    count = len(refs)
    paragraphs = filled(cell.paragraphs)
    by_ref = _by_refs(paragraphs, refs)
    if by_ref is not None:
        return by_ref
    if len(paragraphs) == count:
        return [[paragraph] for paragraph in paragraphs]
    if len(paragraphs) <= 1:
        return [paragraphs for _ in refs]
    groups = _by_blank_lines(cell.paragraphs)
    if len(groups) == count:
        return groups
    groups = _by_heads(paragraphs)
    return groups if len(groups) == count else None


def _by_refs(
    paragraphs: Sequence[DocParagraph], refs: Sequence[str]
) -> list[list[DocParagraph]] | None:
    """Groups that begin with the reference of an action."""
    groups: dict[str, list[DocParagraph]] = {ref: [] for ref in refs if ref}
    current = ""
    for paragraph in paragraphs:
        ref, rest = without_ref([paragraph])
        if ref in groups:
            current = ref
            groups[ref] += rest
        elif current:
            groups[current].append(paragraph)
        else:
            return None
    return [groups.get(ref, []) for ref in refs] if current else None


def _by_blank_lines(paragraphs: Sequence[DocParagraph]) -> list[list[DocParagraph]]:
    groups: list[list[DocParagraph]] = [[]]
    for paragraph in paragraphs:
        if paragraph.text.strip():
            groups[-1].append(paragraph)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _by_heads(paragraphs: Sequence[DocParagraph]) -> list[list[DocParagraph]]:
    """Groups that begin with a paragraph outside a list, or with an item of the outermost level."""
    is_nested = any(paragraph.level for paragraph in paragraphs)
    groups: list[list[DocParagraph]] = []
    for paragraph in paragraphs:
        is_head = not paragraph.label or (is_nested and not paragraph.level)
        if is_head or not groups:
            groups.append([])
        groups[-1].append(paragraph)
    return groups
