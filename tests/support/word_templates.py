"""Word templates as a council might send them, and some that it must not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

FIELDS = (
    *("Report of", "To", "Date", "Author", "Purpose", "Recommendation", "Implications"),
    "Background papers",
)


def split(paragraph: Any, words: str, at: Sequence[int]) -> None:
    """Writes words into a paragraph, in as many runs as Word might."""
    places = [0, *sorted(set(at)), len(words)]
    for start, end in pairwise(places):
        paragraph.add_run(words[start:end])
        paragraph._p.append(parse_xml(f"<w:proofErr {nsdecls('w')} w:type='spellStart'/>"))


def council() -> Any:
    """A council's template: letterhead, a front sheet of its own, styles of its own."""
    document = docx.Document()
    for name in ("Heading 1", "Normal", "List Bullet"):
        document.styles[name].font.name = "Georgia"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x7A, 0x1F, 0x4D)
    document.styles["Normal"].font.size = Pt(12)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(30), Mm(25)
    page.top_margin, page.bottom_margin = Mm(35), Mm(25)
    page.header.paragraphs[0].text = "Example City Council"
    split(page.footer.paragraphs[0], "[[Title]], as at [[As at]]", (1, 5, 14, 20))
    split(document.add_paragraph(), "Report to: [[To]], [[Date]]", (11, 12, 14))
    document.add_paragraph("[[Title]]", style="Title")
    table = document.add_table(rows=0, cols=2)
    for name in FIELDS:
        label, value = table.add_row().cells
        label.text = name
        split(value.paragraphs[0], f"[[{name}]]", (2, 4))
    document.add_paragraph("[[Report]]")
    document.add_paragraph("End of the report.")
    return document


def letterhead() -> Any:
    """Only a letterhead: it has no named place at all."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example City Council"
    return document


def broad() -> Any:
    document = letterhead()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    return document


def content_of(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def without_styles(content: bytes, *ids: str) -> bytes:
    """The same file without these styles, and without numbering."""
    document = docx.Document(io.BytesIO(content))
    for style in list(document.styles.element.iterchildren(qn("w:style"))):
        if style.get(qn("w:styleId")) in ids:
            document.styles.element.remove(style)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            document.part.rels.pop(key)
    return content_of(document)


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one of its parts changed, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            part = old.read(entry)
            new.writestr(entry, change(part) if entry == name else part)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return made.getvalue()
