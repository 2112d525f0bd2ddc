"""A drawn document as DOCX, with what Word really writes: content controls, tracked changes,
nested tables, a text box, list numbers, and shading by cell, style and theme.
"""

from __future__ import annotations

import io
import zipfile
from html import escape

from tests.support.plan_layouts.pieces import Block, Box, Floating, Grid, Head, Para, Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_BY = 'w:author="A. Reviewer" w:date="2019-04-01T09:00:00Z"'
_THEME = {"00B050": "accent6", "FF0000": "accent2"}  # written as a theme colour, with no fill
_STYLED = {"FFC000": "Amber"}  # written as a paragraph style's shading


def as_docx(blocks: list[Block]) -> bytes:
    body = "".join(_block(block) for block in blocks)
    document = f"<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/theme/theme1.xml": _THEME_PART,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{content}')
    return made.getvalue()


def _block(block: Block) -> str:
    if isinstance(block, Head):
        numbered = _number(0 if block.level == 1 else 1, 2) if block.number else ""
        style = f'<w:pStyle w:val="Heading{block.level}"/>'
        return f"<w:p><w:pPr>{style}{numbered}</w:pPr>{_run(block.text)}</w:p>"
    if isinstance(block, Para):
        return _paragraph(Piece(block.text, block.mark))
    if isinstance(block, Floating):
        return _text_box(block.text)
    return _table(block)


def _number(level: int, list_id: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def _run(text: str) -> str:
    """Runs as Word tears them: in mid-sentence, with marks of the spell checker between them."""
    half = len(text) // 2
    torn = (text[:half], text[half:]) if len(text) > 40 else (text,)
    runs = (f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in torn)
    return '<w:proofErr w:type="spellStart"/>'.join(runs)


def _paragraph(piece: Piece, content: str | None = None, style: str = "") -> str:
    text = piece.text
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if piece.mark == "bullet":
        properties += _number(0, 1)
    elif piece.mark == "ref":
        properties += _number(2, 2)
    elif piece.mark == "dash":
        text = f"- {text}"
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text) if content is None else content}</w:p>"


def _text_box(text: str) -> str:
    inner = f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x">'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


# --- tables ---------------------------------------------------------------------------------------


def _table(grid: Grid) -> str:
    spans: dict[int, tuple[int, int]] = {}  # column: rows left, columns across
    made = []
    for number, row in enumerate(grid.rows):
        flag = "<w:tblHeader/>" if grid.flagged and number < grid.header_rows else ""
        made.append(f"<w:tr><w:trPr>{flag}</w:trPr>{_cells(row, spans)}</w:tr>")
        if number == grid.header_rows and not spans:
            for ghost in grid.ghost_rows:
                deleted = f'<w:del w:id="90" {_BY}/>'
                made.append(f"<w:tr><w:trPr>{deleted}</w:trPr>{_cells(ghost, {})}</w:tr>")
    properties = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    return f"<w:tbl>{properties}{''.join(made)}</w:tbl><w:p/>"


def _cells(row: tuple[Box, ...], spans: dict[int, tuple[int, int]]) -> str:
    made, column = "", 0
    waiting = list(row)
    while waiting or column in spans:
        if column in spans:
            left, across = spans.pop(column)
            if left > 1:
                spans[column] = (left - 1, across)
            made += _cell(Box((Piece(""),), across), '<w:vMerge w:val="continue"/>')
            column += across
            continue
        box = waiting.pop(0)
        merge = '<w:vMerge w:val="restart"/>' if box.down > 1 else ""
        made += _cell(box, merge)
        if box.down > 1:
            spans[column] = (box.down - 1, box.across)
        column += box.across
    return made


def _cell(box: Box, merge: str) -> str:
    across = f'<w:gridSpan w:val="{box.across}"/>' if box.across > 1 else ""
    style = _STYLED.get(box.fill, "")
    properties = f"<w:tcPr>{across}{merge}{_shading(box.fill)}</w:tcPr>"
    cell = f"<w:tc>{properties}{_content(box, style)}</w:tc>"
    if box.trick != "choice":
        return cell
    items = '<w:listItem w:displayText="Choose an item." w:value="0"/>'
    choices = f"<w:dropDownList>{items}</w:dropDownList>"
    return f"<w:sdt><w:sdtPr>{choices}</w:sdtPr><w:sdtContent>{cell}</w:sdtContent></w:sdt>"


def _shading(fill: str) -> str:
    if not fill or fill in _STYLED:
        return ""
    if fill in _THEME:
        return f'<w:shd w:val="clear" w:color="auto" w:themeFill="{_THEME[fill]}"/>'
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _content(box: Box, style: str) -> str:
    paragraphs = [_paragraph(piece, style=style) for piece in box.pieces]
    first = box.pieces[0]
    if box.trick == "nested":
        cell = f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"
        return f"<w:tbl><w:tblPr/><w:tr>{cell}</w:tr></w:tbl><w:p/>"
    if box.trick == "date":
        control = "<w:sdtPr><w:date><w:dateFormat w:val='MMM yyyy'/></w:date></w:sdtPr>"
        dated = f"<w:sdt>{control}<w:sdtContent>{_run(first.text)}</w:sdtContent></w:sdt>"
        paragraphs[0] = _paragraph(first, dated, style)
    elif box.trick == "inserted":
        added = f'<w:ins w:id="91" {_BY}>{_run(first.text)}</w:ins>'
        paragraphs[0] = _paragraph(first, added, style)
    elif box.trick == "replaced":
        start, middle, end = first.text[:10], first.text[10:20], first.text[20:]
        gone = '<w:r><w:delText xml:space="preserve">was worded otherwise </w:delText></w:r>'
        tracked = (
            f'<w:del w:id="92" {_BY}>{gone}</w:del><w:ins w:id="93" {_BY}>{_run(middle)}</w:ins>'
        )
        paragraphs[0] = _paragraph(first, f"{_run(start)}{tracked}{_run(end)}", style)
    return "".join(paragraphs)


# --- the other parts ------------------------------------------------------------------------------

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/></Types>'
)
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/></Relationships>'
)
_HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in (1, 2, 3)
)
_STYLES = (
    f'<w:styles xmlns:w="{W}">{_HEADINGS}'
    '<w:style w:type="paragraph" w:styleId="Amber"><w:name w:val="Amber"/><w:pPr>'
    '<w:shd w:val="clear" w:fill="FFC000"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style>'
    "</w:styles>"
)


def _level(level: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


_NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    f"{_level(0, 'bullet', chr(0xF0B7))}{_level(1, 'bullet', 'o')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{_level(0, "decimal", "%1.")}'
    f"{_level(1, 'decimal', '%1.%2')}{_level(2, 'decimal', '%1.%2.%3')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_COLOURS = {"accent1": "4472C4", "accent2": "FF0000", "accent6": "00B050"}
_THEME_PART = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
    '<a:themeElements><a:clrScheme name="Office">'
    + "".join(f'<a:{n}><a:srgbClr val="{c}"/></a:{n}>' for n, c in _COLOURS.items())
    + "</a:clrScheme></a:themeElements></a:theme>"
)
