"""Parts of a Word document, written directly as XML, because python-docx is too slow.

All text is escaped here; none of it can become a field, and only an address becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from governance.papers.formats import word_lists
from governance.papers.formats.word_lists import ListLevel
from wsoa.core import text as texts
from wsoa.core.brands import Brand, Logo, colour_of
from wsoa.core.web_addresses import spans

_SPACE = 'xml:space="preserve"'
LINK = "Hyperlink"  # the style of a link's characters
_KEPT = "<w:cantSplit/>"  # a row that does not go on over a page
_HANGING = 360  # twips, of the sign of an indented item


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of a paragraph. With the id of a relationship, it is a link; with the name of a
    bookmark in `place`, a link to it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""  # such as 1B4B8A
    link: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that runs lead to. `number` is its own in the document."""

    name: str
    number: int

    def around(self, runs: str) -> str:
        start = f'<w:bookmarkStart w:id="{self.number}" w:name={quoteattr(self.name)}/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{self.number}"/>'


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a Word document."""

    runs: tuple[TextRun, ...]
    style: str = ""
    keep_with_next: bool = False
    level: ListLevel | None = None  # of an item of a text's list, or of a numbered paragraph
    indent: int = 0  # twips, for an item below a numbered paragraph
    on_new_page: bool = False
    bookmark: Bookmark | None = None

    @classmethod
    def of(
        cls,
        text: str,
        style: str = "",
        *,
        bold: bool = False,
        keep: bool = False,
        on_new_page: bool = False,
    ) -> Paragraph:
        return cls((TextRun(text, bold),), style, keep, on_new_page=on_new_page)

    @property
    def xml(self) -> str:
        style = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        keep = "<w:keepNext/>" if self.keep_with_next else ""
        page = "<w:pageBreakBefore/>" if self.on_new_page else ""
        level = self.level.xml if self.level else ""
        indent = f'<w:ind w:left="{self.indent}" w:hanging="{_HANGING}"/>' if self.indent else ""
        runs = "".join(_run(run) for run in self.runs)
        runs = self.bookmark.around(runs) if self.bookmark else runs
        return f"<w:p><w:pPr>{style}{keep}{page}{level}{indent}</w:pPr>{runs}</w:p>"


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table with a repeated header row. `widths` are in millimetres.

    Each row is cells, each cell paragraphs. The first cell of a row is its header. `alt` is the
    table's text alternative. Without `heads`, only first cells are headers.
    """

    title: str
    alt: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Sequence[Paragraph]]]
    keeps_rows: bool = False  # no row goes on over a page


@dataclass(frozen=True, slots=True)
class TextStyles:
    """The styles of a text's paragraphs, and of the items of its lists by level."""

    paragraph: str
    bullets: tuple[str, str]
    numbers: tuple[str, str]

    def of_item(self, style: texts.ListStyle, depth: int) -> str:
        styles = self.bullets if style is texts.ListStyle.BULLETS else self.numbers
        return styles[depth]


IN_TEXT = TextStyles("", ("ListBullet", "ListBullet2"), ("ListNumber", "ListNumber2"))
IN_TABLE = TextStyles("TableText", ("TableBullet", "TableBullet2"), ("TableNumber", "TableNumber2"))


def text_paragraphs(
    document: Any, text: str, styles: TextStyles = IN_TEXT, *, title: str = ""
) -> list[Paragraph]:
    """The paragraphs and lists of a text, the first one after its title in bold."""
    before = (TextRun(f"{title} ", bold=True),) if title else ()
    paragraphs: list[Paragraph] = []
    for block in texts.blocks(text):
        if isinstance(block, texts.TextList):
            if before:
                paragraphs.append(Paragraph(before, styles.paragraph, keep_with_next=True))
            paragraphs += _items(document, block, styles)
        else:
            runs = text_runs(document, block.text)
            paragraphs.append(Paragraph((*before, *runs), styles.paragraph))
        before = ()
    return paragraphs


def _items(
    document: Any, text_list: texts.TextList, styles: TextStyles, depth: int = 0
) -> Iterator[Paragraph]:
    level = word_lists.level(document, text_list.style, text_list.start, depth)
    style = styles.of_item(text_list.style, depth)
    for item in text_list.items:
        yield Paragraph(text_runs(document, item.text), style, level=level)
        for inner in item.lists:
            yield from _items(document, inner, styles, depth + 1)


def text_runs(document: Any, text: str) -> tuple[TextRun, ...]:
    """A text in runs, with its addresses as links."""
    return tuple(
        TextRun(span.text, link=_relationship(document, span.href)) for span in spans(text)
    )


def _relationship(document: Any, address: str) -> str:
    """The id of the document's relationship to an address; empty if there is no address."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    if not address:
        return ""
    return str(document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def link(document: Any, words: str, address: str) -> Paragraph:
    """A paragraph that is a link."""
    return Paragraph((TextRun(words, link=_relationship(document, address)),))


def _run(words: TextRun) -> str:
    looks = "".join(
        (
            f'<w:rStyle w:val="{LINK}"/>' if words.link or words.place else "",
            "<w:b/>" if words.bold else "",
            "<w:i/>" if words.italic else "",
            f'<w:color w:val="{words.colour}"/>' if words.colour else "",
        )
    )
    lines = "<w:br/>".join(_line(line) for line in words.text.split("\n"))
    run = f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{lines}</w:r>"
    if words.link:
        return f"<w:hyperlink r:id={quoteattr(words.link)}>{run}</w:hyperlink>"
    if words.place:
        return f"<w:hyperlink w:anchor={quoteattr(words.place)}>{run}</w:hyperlink>"
    return run


def _line(line: str) -> str:
    parts = (f"<w:t {_SPACE}>{escape(part)}</w:t>" for part in line.split("\t"))
    return "<w:tab/>".join(parts)


def add(document: Any, *parts: Paragraph) -> None:
    """Appends paragraphs to the document's body."""
    for part in parts:
        _append(document, part.xml)


LOGO_HEIGHT = 14  # millimetres
LOGO_WIDTH = 60


def add_brand(document: Any, brand: Brand | None) -> None:
    """Appends the logo, with its text alternative, and the name above a line; nothing for none."""
    if brand is None:
        return
    if brand.logo:
        _add_logo(document, brand.logo)
    colour = colour_of(brand).lstrip("#")
    line = f'<w:bottom w:val="single" w:sz="12" w:space="4" w:color="{colour}"/>'
    name = _run(TextRun(brand.name, bold=True))
    _append(document, f"<w:p><w:pPr><w:pBdr>{line}</w:pBdr></w:pPr>{name}</w:p>")


def _add_logo(document: Any, logo: Logo) -> None:
    from docx.shared import Mm

    is_wide = logo.width * LOGO_HEIGHT > LOGO_WIDTH * logo.height
    size = {"width": Mm(LOGO_WIDTH)} if is_wide else {"height": Mm(LOGO_HEIGHT)}
    picture = document.add_paragraph().add_run().add_picture(BytesIO(logo.png), **size)
    picture._inline.docPr.set("descr", logo.alt)


def add_table(document: Any, table: WordTable) -> None:
    looks = _KEPT if table.keeps_rows else ""
    rows = "".join(_table_row(cells, table.widths, looks) for cells in table.rows)
    if not rows:
        return
    heads = [[Paragraph.of(head, "TableHead")] for head in table.heads]
    head = _table_row(heads, table.widths, f"{_KEPT}<w:tblHeader/>") if heads else ""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    _append(
        document,
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>'
        f'<w:tblW w:w="{_twips(sum(table.widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"00A0" if heads else "0080"}" w:firstRow="{int(bool(heads))}" '
        'w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/>"
        f"<w:tblDescription w:val={quoteattr(table.alt)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>",
    )
    add(document, Paragraph((), "AfterTable"))


def _table_row(
    cells: Sequence[Sequence[Paragraph]], widths: Sequence[float], looks: str = ""
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{''.join(paragraph.xml for paragraph in cell) or '<w:p/>'}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{looks}</w:trPr>' if looks else ''}{made}</w:tr>"


def _append(document: Any, xml: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name, mark, rest = xml.partition(">")
    if name.endswith("/"):
        name, mark = name[:-1], "/>"
    document.element.body.insert_element_before(
        parse_xml(f"{name} {nsdecls('w', 'r')}{mark}{rest}"), "w:sectPr"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
