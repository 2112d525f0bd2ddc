"""The look of the Word document: page, styles, language, header and footer."""

from __future__ import annotations

from typing import Any

from governance.papers.document.kinds import Document
from wsoa.core.colours import COLOURS

# Name, style it stands on, points, points before and after.
_STYLES = (
    ("TableText", "Table Text", "Normal", 8, 0, 1),
    ("TableHead", "Table Head", "TableText", 7.5, 0, 1),
    ("AfterTable", "After Table", "Normal", 4, 0, 4),
    ("Small", "Small", "Normal", 8, 0, 6),
    ("NumberedParagraph", "Numbered Paragraph", "Normal", 10.5, 0, 6),
    ("FrontSheet", "Front Sheet", "Normal", 10, 2, 4),
)
# Name, style it stands on, indentation in millimetres.
_LISTS_IN_TABLES = (
    ("Table Bullet", "List Bullet", 3),
    ("Table Bullet 2", "List Bullet 2", 6),
    ("Table Number", "List Number", 3),
    ("Table Number 2", "List Number 2", 6),
)
_HEADINGS = {1: 15, 2: 12, 3: 10.5}
FONT = "Arial"


def apply(paper: Any, document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    add_styles(paper)
    _running_heads(page, document)


def add_styles(paper: Any) -> None:
    """Adds the styles that are used, to a document of the library's own."""
    _language(paper)
    _text_styles(paper)
    _lists_in_tables(paper)
    _link_style(paper)
    _table_style(paper)


def _language(paper: Any) -> None:
    """Sets British English, for spelling and for screen readers."""
    from docx.oxml.ns import qn

    languages = [*paper.styles.element.iter(qn("w:lang"))]
    for lang in [*languages, *paper.settings.element.iter(qn("w:themeFontLang"))]:
        lang.set(qn("w:val"), "en-GB")
        lang.set(qn("w:eastAsia"), "en-GB")


def _text_styles(paper: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles = paper.styles
    normal = styles["Normal"]
    _set_font(normal, 10)
    normal.paragraph_format.space_after = Pt(5)
    for style_id, name, base, size, before, after in _STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(_q("w:styleId"), style_id)
        style.base_style = next(known for known in styles if known.style_id == base)
        _set_font(style, size)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        if base == "TableText" or style_id == "TableText":
            style.paragraph_format.line_spacing = 1.0
    styles["Table Head"].font.bold = True
    for level, size in _HEADINGS.items():
        _set_font(styles[f"Heading {level}"], size)
        styles[f"Heading {level}"].font.color.rgb = RGBColor(0x12, 0x19, 0x1C)
        styles[f"Heading {level}"].paragraph_format.space_before = Pt(14 if level < 3 else 8)
        styles[f"Heading {level}"].paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 24), ("Subtitle", 12)):
        _set_font(styles[name], size)
        styles[name].font.italic = False
        for spacing in styles[name].element.rPr.findall(_q("w:spacing")):
            styles[name].element.rPr.remove(spacing)
        styles[name].font.color.rgb = RGBColor(0x12, 0x19, 0x1C)


def _set_font(style: Any, size: float) -> None:
    """Sets the font for all scripts, in place of the theme's."""
    from docx.shared import Pt

    style.font.name = FONT
    style.font.size = Pt(size)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_q(f"w:{name}"), None)


def _lists_in_tables(paper: Any) -> None:
    """List styles for cells: smaller and less indented. A numbered list indents by its own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    for name, base, indent in _LISTS_IN_TABLES:
        style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(_q("w:styleId"), name.replace(" ", ""))
        style.base_style = paper.styles[base]
        _set_font(style, 8)
        style.paragraph_format.left_indent = Mm(indent)
        style.paragraph_format.first_line_indent = Mm(-3)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.line_spacing = 1.0


def _link_style(paper: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    style = paper.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.underline = True
    style.font.color.rgb = RGBColor.from_string(COLOURS["link"].removeprefix("#").upper())


def _table_style(paper: Any) -> None:
    """Lines between rows, a stronger one below the header; nothing is expressed by colour alone."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
    rows = line.format("bottom", 4, "C5CFD3") + line.format("insideH", 4, "C5CFD3")
    paper.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:styleId="PaperTable">'
            '<w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/>'
            '<w:uiPriority w:val="59"/>'
            f"<w:tblPr><w:tblBorders>{rows}</w:tblBorders><w:tblCellMar>"
            '<w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
            '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
            f"{line.format('bottom', 8, '12191C')}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
        )
    )


def _running_heads(page: Any, document: Document) -> None:
    head = page.header.paragraphs[0]
    head.text = f"{document.plan.title}: {document.title}"
    illustrative = "Illustrative statuses. " if document.illustrative else ""
    foot = page.footer.paragraphs[0]
    foot.text = f"As at {document.as_at_words}. {illustrative}"
    add_page_numbers(foot)
    for part in (head, foot):
        part.style = "Small"


def add_page_numbers(paragraph: Any) -> None:
    """Appends "Page 1 of 2" to a paragraph, as fields that Word fills in."""
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(_q("w:instr"), name)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
