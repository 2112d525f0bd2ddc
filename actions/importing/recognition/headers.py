"""Header rows: where they are in a table, what they say, and where they repeat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from actions.domain.recognition.dates import looks_like_period
from actions.domain.recognition.headings import (
    DEFINING,
    ColumnRole,
    is_outright_heading,
    is_period_heading,
    plain_heading,
    role_of_heading,
)
from actions.domain.recognition.refs import split_ref
from actions.importing.tables.model import DocRow

_MOST_WORDS: Final = 14
_MOST_HEADER_ROWS: Final = 3
_OUTRIGHT_ROLES: Final = 3  # known at sight, beside which a heading may look like a date or number
_MANY_ROLES: Final = 4  # known headings, beside which any number of unknown ones may stand


def is_header(row: DocRow) -> bool:
    """Whether a row is one of headings: short texts, most of which are known as headings."""
    texts = [cell.text.strip() for cell in row.distinct if not cell.is_empty]
    if len(texts) < 2 or any(len(text.split()) > _MOST_WORDS for text in texts):
        return False
    periods = [text for text in texts if is_period_heading(text)]
    names = [text for text in texts if text not in periods]
    if any(_looks_like_data(text) for text in names):
        return _is_outright(names)
    roles = {role for text in names if (role := role_of_heading(text)) is not None}
    known = sum(role_of_heading(text) is not None for text in names)
    if (len(periods) > 1 and len(names) < 2) or (len(periods) == 1 and len(names) < 3):
        return False
    is_wide = len(roles) >= _MANY_ROLES and len(roles & DEFINING) >= 2
    if len(roles) < 2 or (known < 0.5 * len(names) and not is_wide):
        return False
    short = sum(len(text.split()) <= 6 for text in names) >= 0.5 * len(names)
    return (row.is_header or short) and bool(roles & DEFINING or len(roles) >= 3)


def _looks_like_data(text: str) -> bool:
    return bool(split_ref(text)[0]) or looks_like_period(text)


def _is_outright(names: Sequence[str]) -> bool:
    """Whether headings like "Ref", "Action" and "Lead" make a header, whatever one cell holds."""
    outright = [text for text in names if is_outright_heading(text)]
    others = [text for text in names if text not in outright and _looks_like_data(text)]
    roles = {role_of_heading(text) for text in outright}
    is_known = len(roles) >= _OUTRIGHT_ROLES and bool(roles & DEFINING)
    return is_known and len(outright) > len(others) and not any(map(_is_bare_ref, others))


def _is_bare_ref(text: str) -> bool:
    ref, rest = split_ref(text)
    return bool(ref) and not rest


def begins_header(headings: Sequence[str], row: DocRow) -> bool:
    """Whether a row is the header of what follows, where `headings` stand already ([] for none).

    Below a header, words of headings in a row of data ("Budget agreed") make no second header: it
    is flagged as one, or repeats words of the first, or most of its cells are headings outright.
    """
    if not is_header(row):
        return False
    if not headings:
        return True
    if same_headings(headings, row):
        return has_other_order(headings, row)
    texts = [cell.text.strip() for cell in row.distinct if not cell.is_empty]
    if row.is_header:
        return True
    if any(not is_period_heading(text) and looks_like_period(text) for text in texts):
        return _is_outright(texts)
    known = {plain_heading(heading) for heading in headings if heading}
    sure = [text for text in texts if plain_heading(text) in known or is_outright_heading(text)]
    return len(sure) >= 2 and len(sure) >= 0.5 * len(texts)


def has_other_order(headings: Sequence[str], row: DocRow) -> bool:
    """Whether a row repeats headings in another order of the columns."""
    plain = [plain_heading(heading) for heading in headings]
    moved = [
        cell
        for cell in row.distinct
        if (text := plain_heading(cell.text)) in plain
        and not (cell.column < len(plain) and plain[cell.column] == text)
        and text
    ]
    return len(moved) >= 2 and len({plain_heading(cell.text) for cell in moved}) >= 2


def headings_from(rows: Sequence[DocRow], start: int) -> tuple[list[str], int]:
    """The heading of each column from a header row on, and how many rows the header has."""
    count = 1
    while count < _MOST_HEADER_ROWS and start + count < len(rows):
        if not _goes_on(rows[start], rows[start + count]):
            break
        count += 1
    width = max(len(row.cells) for row in rows[start : start + count])
    headings = []
    for column in range(width):
        cells = [
            row.cells[column] for row in rows[start : start + count] if column < len(row.cells)
        ]
        texts = dict.fromkeys(" ".join(cell.text.split()) for cell in cells)
        headings.append(_joined([text for text in texts if text]))
    return headings, count


def _joined(texts: list[str]) -> str:
    """A heading over two rows. One that names a period, or a role of its own, counts by itself."""
    if len(texts) > 1 and is_period_heading(texts[-1]):
        return f"{texts[0]} {texts[-1]}" if role_of_heading(texts[0]) else texts[-1]
    if len(texts) > 1:
        last = role_of_heading(texts[-1])
        if last in {ColumnRole.START, ColumnRole.END}:
            return texts[-1]
    return " ".join(texts)


def _goes_on(first: DocRow, row: DocRow) -> bool:
    """Whether a row is the second of a header: it lies under cells that span columns or rows."""
    above = {id(cell) for cell in first.cells}
    new = [cell for cell in row.distinct if id(cell) not in above and not cell.is_empty]
    if not new:
        return False
    is_short = all(len(cell.text.split()) <= 5 for cell in new)
    known = [is_period_heading(cell.text) or role_of_heading(cell.text) for cell in new]
    under = [first.cells[cell.column] for cell in new if cell.column < len(first.cells)]
    is_under_span = any(cell.across > 1 for cell in under)
    shares = any(id(cell) in above for cell in row.distinct)
    if not is_short or any(split_ref(cell.text)[0] and not split_ref(cell.text)[1] for cell in new):
        return False
    is_all_known = all(known)
    return is_all_known and (row.is_header or is_under_span or shares)


def same_headings(headings: Sequence[str], row: DocRow) -> bool:
    """Whether a row repeats the headings of the table that it stands in."""
    texts = {plain_heading(cell.text) for cell in row.distinct if not cell.is_empty}
    known = {plain_heading(heading) for heading in headings if heading}
    parts = {plain for heading in known for plain in (heading, *heading.split(" "))}
    return len(texts) >= 2 and len(texts & (known | parts)) >= 0.8 * len(texts)
