"""A drawn document as ODT: real lists, spans with covered cells, fills by automatic style."""

from __future__ import annotations

import io
import zipfile
from html import escape
from itertools import groupby

from tests.support.plan_layouts.pieces import Block, Box, Floating, Grid, Head, Para, Piece

_NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"
    for name, kind in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
}
_SPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMES.items())
MIME = "application/vnd.oasis.opendocument.text"


def as_odt(blocks: list[Block]) -> bytes:
    fills = {box.fill for block in blocks for box in _boxes(block) if box.fill}
    styles = "".join(
        f'<style:style style:name="F{fill}" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="#{fill}"/></style:style>'
        for fill in sorted(fills)
    )
    bullets = (
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"/></text:list-style>'
    )
    body = "".join(_block(block) for block in blocks)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}{bullets}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return made.getvalue()


_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _boxes(block: Block) -> list[Box]:
    return [box for row in block.rows for box in row] if isinstance(block, Grid) else []


def _block(block: Block) -> str:
    if isinstance(block, Head):
        text = f"{block.number} {block.text}".strip()
        return f'<text:h text:outline-level="{block.level}">{escape(text)}</text:h>'
    if isinstance(block, Floating):
        box = f"<draw:text-box><text:p>{escape(block.text)}</text:p></draw:text-box>"
        return f"<text:p><draw:frame>{box}</draw:frame></text:p>"
    if isinstance(block, Para):
        return _pieces((Piece(block.text, block.mark),))
    return _table(block)


def _pieces(pieces: tuple[Piece, ...]) -> str:
    made = ""
    for is_bullet, group in groupby(pieces, lambda piece: piece.mark == "bullet"):
        paragraphs = [f"<text:p>{_spans(_text(piece))}</text:p>" for piece in group]
        if is_bullet:
            items = "".join(f"<text:list-item>{item}</text:list-item>" for item in paragraphs)
            made += f'<text:list text:style-name="L1">{items}</text:list>'
        else:
            made += "".join(paragraphs)
    return made


def _text(piece: Piece) -> str:
    if piece.ref:
        return f"{piece.ref} {piece.text}"
    return f"- {piece.text}" if piece.mark == "dash" else piece.text


def _spans(text: str) -> str:
    words = escape(text).split(" ", 1)
    return f"<text:span>{words[0]}</text:span>" + (
        "".join(f"<text:s/>{rest}" for rest in words[1:])
    )


def _table(grid: Grid) -> str:
    width = sum(box.across for box in grid.rows[0])
    taken: set[tuple[int, int]] = set()
    made = ""
    for number, row in enumerate(grid.rows):
        cells = _row(row, number, width, taken)
        made += f"<table:table-row>{cells}</table:table-row>"
        if number == grid.header_rows - 1 and grid.flagged:
            made = f"<table:table-header-rows>{made}</table:table-header-rows>"
    column = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table>{column}{made}</table:table>"


def _row(row: tuple[Box, ...], number: int, width: int, taken: set[tuple[int, int]]) -> str:
    made, waiting, column = "", list(row), 0
    while column < width:
        if (number, column) in taken or not waiting:
            made += "<table:covered-table-cell/>"
            column += 1
            continue
        box = waiting.pop(0)
        reach = [
            (number + down, column + across)
            for down in range(box.down)
            for across in range(box.across)
        ]
        taken.update(reach[1:])
        made += _cell(box)
        column += 1
    return made


def _cell(box: Box) -> str:
    spans = ""
    if box.across > 1:
        spans += f' table:number-columns-spanned="{box.across}"'
    if box.down > 1:
        spans += f' table:number-rows-spanned="{box.down}"'
    style = f' table:style-name="F{box.fill}"' if box.fill else ""
    return f"<table:table-cell{style}{spans}>{_pieces(box.pieces)}</table:table-cell>"
