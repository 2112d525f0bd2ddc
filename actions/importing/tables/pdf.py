"""PDF files with ruled tables. A scan is refused; what is read has to be checked row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO, Final

from actions.domain.recognition.refs import split_ref
from actions.importing.tables.cell_text import paragraph_of
from actions.importing.tables.model import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    Block,
    DocCell,
    DocParagraph,
    DocRow,
    DocTable,
    DocumentRefused,
    ReadDocument,
    ReaderRemark,
    too_many_columns,
    too_many_rows,
)
from wsoa.core.months import parse_printed

_MOST_PAGES: Final = 300
_SCAN: Final = (
    "The PDF holds pictures of pages, as a scanner makes them, and no text. Ask for the Word file, "
    "or copy the plan's text into a .txt file."
)
_LOCKED: Final = "The PDF is protected with a password. Save a copy without one, and choose that."
_DAMAGED: Final = "The PDF is damaged and cannot be read. Save it again and choose the new copy."
_SAME_LINE: Final = 0.6  # of the height of a word
_GAP: Final = 1.6  # lines further apart than this share of the usual are two paragraphs
_LABEL: Final = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z]+){0,3}:(?: |$)")
_LEAD: Final = re.compile(r"[A-Z]{2,6} ?[-–] ?[A-Z]")
_HEADING: Final = 1.15  # times the usual size of the letters

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PdfTextLine:
    """A printed line: its words, its top and bottom on the page, the size of its letters."""

    text: str
    top: float
    bottom: float
    size: float


def read_pdf(file: BinaryIO, name: str) -> ReadDocument:
    """The document page by page. Raises DocumentRefused."""
    import pdfplumber  # not for every process that imports this module
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    if file.seek(0, 2) > LARGEST_FILE:
        raise DocumentRefused(f"{name} is larger than 50 MB. Choose a smaller file.")
    file.seek(0)
    try:
        with pdfplumber.open(BytesIO(file.read())) as pdf:
            return _read(pdf)
    except DocumentRefused:
        raise
    except PdfminerException as fault:
        is_locked = fault.args and isinstance(fault.args[0], PDFPasswordIncorrect)
        raise DocumentRefused(_LOCKED if is_locked else _DAMAGED) from fault
    except Exception as fault:  # whatever a reader of damaged files may come upon
        raise DocumentRefused(_DAMAGED) from fault


def _read(pdf: Any) -> ReadDocument:
    if len(pdf.pages) > _MOST_PAGES:
        raise DocumentRefused(f"The PDF has more than {_MOST_PAGES} pages. Choose the plan alone.")
    made = ReadDocument()
    letters, tables, rows = 0, 0, 0
    for number, page in enumerate(pdf.pages, start=1):
        letters += len(page.chars)
        for block in _page_blocks(page, number, tables):
            if isinstance(block, DocTable):
                tables += 1
                rows += len(block.rows)
            made.blocks.append(block)
        if rows > MOST_ROWS:
            raise too_many_rows()
        page.close()
    if not letters:
        raise DocumentRefused(_SCAN)
    _without_page_headers(made, len(pdf.pages))
    text = "A PDF keeps no tables, only lines and letters"
    made.remarks.append(ReaderRemark("read_from_pdf", text, "Check every row"))
    return made


def _page_blocks(page: Any, number: int, tables: int) -> Iterator[Block]:
    """The tables of a page and the lines between them, from top to bottom."""
    words = page.extract_words(extra_attrs=["size"], keep_blank_chars=False)
    settings = {"explicit_horizontal_lines": _open_ends(page)}
    found = sorted(page.find_tables(settings), key=lambda table: table.bbox[1])
    found = [table for table in found if len(table.cells) > 1]
    outside = [word for word in words if not any(_is_in(word, table.bbox) for table in found)]
    usual = median([word["size"] for word in words]) if words else 0
    lines = list(_lines(outside))
    for index, table in enumerate(found):
        yield from _paragraphs_above(lines, table.bbox[1], usual, number)
        lines = [line for line in lines if line.top >= table.bbox[1]]
        yield _table(page, table, words, f"Table {tables + index + 1} (page {number})")
    yield from _paragraphs_above(lines, float("inf"), usual, number)


def _open_ends(page: Any) -> list[float]:
    """Where upright lines end with no line across them: a row that goes on over the page."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    lengths: Counter[int] = Counter()
    for edge in page.edges:
        if edge["orientation"] == "h":
            lengths[round(edge["top"])] += round(edge["width"])
    across = [top for top, length in lengths.items() if 2 * length >= page.width]
    ends = Counter(round(edge[side]) for edge in upright for side in ("top", "bottom"))
    often = [end for end, count in ends.items() if count >= 2]
    return [float(end) for end in often if all(abs(end - line) > 3 for line in across)]


def _is_in(word: dict[str, Any], box: Box) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _lines(words: Iterable[dict[str, Any]]) -> Iterator[PdfTextLine]:
    """Words as lines, from top to bottom and left to right."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        height = word["bottom"] - word["top"]
        if rows and abs(rows[-1][0]["top"] - word["top"]) < _SAME_LINE * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word["x0"])
        text = " ".join(word["text"] for word in row)
        size = median(word["size"] for word in row)
        yield PdfTextLine(text, row[0]["top"], max(word["bottom"] for word in row), size)


def _paragraphs(lines: Sequence[PdfTextLine]) -> list[DocParagraph]:
    """Lines as paragraphs: a sign of a list, a number or a wider gap begins a new one."""
    steps = [second.top - first.top for first, second in pairwise(lines)]
    usual = min((step for step in steps if step > 0), default=0)
    if len(lines) > 1 and all(_is_whole_date(line.text) for line in lines):
        return [DocParagraph(line.text) for line in lines]
    groups: list[list[str]] = []
    for at, line in enumerate(lines):
        signed = paragraph_of(line.text)
        ref, _ = split_ref(line.text)
        is_far = at > 0 and steps[at - 1] > _GAP * usual
        is_numbered = (bool(ref) and not ref.isdecimal()) or bool(_LEAD.match(line.text))
        if not groups or signed.label or is_numbered or is_far or _LABEL.match(line.text):
            groups.append([])
        groups[-1].append(line.text)
    return [paragraph_of(_joined(group)) for group in groups]


def _is_whole_date(text: str) -> bool:
    try:
        parse_printed(text)
    except ValueError:
        return False
    return True


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text; a word with a hyphen that a line's end tore is put together."""
    joined = ""
    for line in lines:
        is_torn = re.search(r"\w[-‐/]$", joined) is not None
        joined += line if is_torn or not joined else f" {line}"
    return joined


def _paragraphs_above(
    lines: Sequence[PdfTextLine], top: float, usual: float, page: int
) -> Iterator[DocParagraph]:
    """The lines above a height as paragraphs; larger letters make a heading."""
    chosen = [line for line in lines if line.top < top]
    group: list[PdfTextLine] = []
    for line in chosen:
        if group and abs(group[-1].size - line.size) > 0.5:
            yield from _with_heading(group, usual, page)
            group = []
        group.append(line)
    if group:
        yield from _with_heading(group, usual, page)


def _with_heading(lines: list[PdfTextLine], usual: float, page: int) -> Iterator[DocParagraph]:
    is_heading = usual and lines[0].size >= _HEADING * usual
    level = max(1, 5 - round(4 * (lines[0].size / usual - 1))) if is_heading else 0
    for paragraph in _paragraphs(lines):
        if paragraph.text:
            yield replace(paragraph, heading=level, place=f"Page {page}")


# --- tables ---------------------------------------------------------------------------------------


def _table(page: Any, found: Any, words: Sequence[dict[str, Any]], name: str) -> DocTable:
    """A ruled table as a grid; a cell that spans rows or columns stands in each place."""
    lefts = _edges(cell[0] for cell in found.cells)
    tops = _edges(cell[1] for cell in found.cells)
    if len(lefts) > MOST_COLUMNS:
        raise too_many_columns(name)
    cells = {box: _cell(page, box, words, lefts, tops) for box in found.cells}
    table = DocTable(name)
    for number, top in enumerate(tops, start=1):
        row = DocRow(number, [])
        for column, left in enumerate(lefts):
            box = _box_at(found.cells, left + 1, top + 1)
            row.cells.append(cells[box] if box else DocCell((), number, column))
        table.rows.append(row)
    return table


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct positions; those less than two points apart are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2:
            edges.append(value)
    return edges


def _box_at(cells: Sequence[Box], across: float, down: float) -> Box | None:
    return next(
        (
            box
            for box in cells
            if box[0] - 1 <= across < box[2] - 1 and box[1] - 1 <= down < box[3] - 1
        ),
        None,
    )


def _cell(
    page: Any, box: Box, words: Sequence[dict[str, Any]], lefts: list[float], tops: list[float]
) -> DocCell:
    inside = [word for word in words if _is_in(word, box)]
    row = sum(top <= box[1] + 1 for top in tops)
    column = sum(left <= box[0] + 1 for left in lefts) - 1
    across = sum(box[0] - 1 <= left < box[2] - 1 for left in lefts)
    paragraphs = tuple(_paragraphs(list(_lines(inside))))
    return DocCell(paragraphs, row, column, max(across, 1), _fill(page, box))


def _fill(page: Any, box: Box) -> str:
    """The colour of the last rectangle that lies under the middle of a cell."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for rect in reversed(page.rects):
        covers = rect["x0"] <= across <= rect["x1"] and rect["top"] <= down <= rect["bottom"]
        is_wide = rect["x1"] - rect["x0"] <= (box[2] - box[0]) * 1.5
        if covers and is_wide and rect.get("fill"):
            return _as_hex(rect.get("non_stroking_color"))
    return ""


def _as_hex(colour: Any) -> str:
    parts = list(colour) if isinstance(colour, list | tuple) else [colour]
    if not all(isinstance(part, int | float) for part in parts):
        return ""
    if len(parts) == 1:
        parts = parts * 3
    elif len(parts) == 4:
        black = 1 - parts[3]
        parts = [(1 - part) * black for part in parts[:3]]
    if len(parts) != 3:
        return ""
    made = "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in parts)
    return "" if made == "FFFFFF" else made


def _without_page_headers(made: ReadDocument, pages: int) -> None:
    """Leaves out lines at the head or foot of most pages, and page numbers; it says so once."""
    by_page: dict[str, list[str]] = {}
    for block in made.blocks:
        if isinstance(block, DocParagraph):
            by_page.setdefault(block.place, []).append(block.text)
    edges = Counter(text for texts in by_page.values() for text in {texts[0], texts[-1]})
    often = {text for text, count in edges.items() if pages > 3 and count >= 0.6 * pages}
    kept: list[Block] = []
    dropped = 0
    for block in made.blocks:
        is_line = isinstance(block, DocParagraph)
        text = block.text if isinstance(block, DocParagraph) else ""
        if is_line and (
            text in often or re.fullmatch(r"(?:page )?\d{1,3}(?: of \d+)?", text, re.I)
        ):
            dropped += 1
        else:
            kept.append(block)
    made.blocks = kept
    if dropped:
        remark = ReaderRemark(
            "page_headers", f"{dropped} headers, footers and page numbers", "Not part of the plan"
        )
        made.remarks.append(replace(remark, count=dropped))
