"""Parts of a Word document, written directly as XML, because python-docx is too slow.

All text is escaped here; none of it can become a field or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from wsoa.core.text import blocks

_SPACE = 'xml:space="preserve"'
BULLET = "ListBullet"


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""  # such as 1B4B8A


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[TextRun, ...]
    style: str = ""
    keep_with_next: bool = False

    @classmethod
    def of(cls, text: str, style: str = "", *, bold: bool = False, keep: bool = False) -> Paragraph:
        return cls((TextRun(text, bold),), style, keep)

    @property
    def xml(self) -> str:
        style = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        keep = "<w:keepNext/>" if self.keep_with_next else ""
        runs = "".join(_run(run) for run in self.runs)
        return f"<w:p><w:pPr>{style}{keep}</w:pPr>{runs}</w:p>"


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table with a repeated header row. `widths` are in millimetres.

    Each row is cells, each cell paragraphs. The first cell of a row is its header. `alt` is the
    table's text alternative.
    """

    title: str
    alt: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Sequence[Paragraph]]]


def text_paragraphs(text: str, style: str = "", bullet: str = BULLET) -> list[Paragraph]:
    """The paragraphs and lists of a text."""
    paragraphs = []
    for block in blocks(text):
        if block.items:
            paragraphs += [Paragraph.of(item, bullet) for item in block.items]
        else:
            paragraphs.append(Paragraph.of(block.paragraph, style))
    return paragraphs


def _run(words: TextRun) -> str:
    looks = "".join(
        (
            "<w:b/>" if words.bold else "",
            "<w:i/>" if words.italic else "",
            f'<w:color w:val="{words.colour}"/>' if words.colour else "",
        )
    )
    lines = "<w:br/>".join(_line(line) for line in words.text.split("\n"))
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{lines}</w:r>"


def _line(line: str) -> str:
    parts = (f"<w:t {_SPACE}>{escape(part)}</w:t>" for part in line.split("\t"))
    return "<w:tab/>".join(parts)


def add(document: Any, *parts: Paragraph) -> None:
    """Appends paragraphs to the document's body."""
    for part in parts:
        _append(document, part.xml)


def add_table(document: Any, table: WordTable) -> None:
    rows = "".join(_table_row(cells, table.widths) for cells in table.rows)
    if not rows:
        return
    head = _table_row(
        [[Paragraph.of(head, "TableHead")] for head in table.heads], table.widths, True
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    _append(
        document,
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>'
        f'<w:tblW w:w="{_twips(sum(table.widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/>"
        f"<w:tblDescription w:val={quoteattr(table.alt)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>",
    )
    add(document, Paragraph((), "AfterTable"))


def _table_row(
    cells: Sequence[Sequence[Paragraph]], widths: Sequence[float], head: bool = False
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{''.join(paragraph.xml for paragraph in cell) or '<w:p/>'}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    looks = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{looks}{made}</w:tr>"


def _append(document: Any, xml: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name, mark, rest = xml.partition(">")
    if name.endswith("/"):
        name, mark = name[:-1], "/>"
    document.element.body.insert_element_before(
        parse_xml(f"{name} {nsdecls('w')}{mark}{rest}"), "w:sectPr"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
