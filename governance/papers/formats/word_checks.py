"""Whether a file can be the Word template of reports, and what is recognised in it.

What `uploads` refuses in any file is refused before. A template is published with each report, so
that it must not fetch anything, and must not hold remarks or changes that its writers left in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from governance.papers.formats import word_places, word_template
from governance.papers.formats.word_parts import Paragraph, WordTable, add, add_table
from governance.papers.formats.word_places import FoundPlace
from governance.papers.formats.word_report import FileProperties, WordReport, roots_of
from wsoa.core import uploads
from wsoa.core.uploads import FileKind, UploadRefused

LARGEST: Final = 3 * 1024 * 1024
MOST_UNPACKED: Final = 20 * 1024 * 1024
MOST_PLACES: Final = 200
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FETCHES: Final = re.compile(
    r"^\s*(?:include(?:picture|text)?|link|import|database|rd|autotext|macrobutton)\b",
    re.IGNORECASE,
)
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo")
# Where a change of text or of a row stands. Elsewhere the names mean something else.
_TEXT_PARTS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$", re.IGNORECASE
)
_MM: Final = 36_000  # units of the library in a millimetre


@dataclass(frozen=True, slots=True)
class RecognisedTemplate:
    """What was recognised in a template."""

    places: tuple[str, ...]
    unknown: tuple[str, ...]
    styles: tuple[str, ...]
    added_styles: tuple[str, ...]
    page: str
    has_report: bool
    has_front_sheet: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Named places that could stand in it and do not."""
        return tuple(name for name in word_places.NAMES.values() if name not in self.places)


def checked_template(content: bytes, name: str) -> RecognisedTemplate:
    """What is recognised in a template. Raises UploadRefused with what is wrong, in words."""
    name = uploads.clean_name(name)
    if len(content) > LARGEST:
        raise UploadRefused(too_large(name))
    file = uploads.check(io.BytesIO(content), name)
    if file.kind is not FileKind.DOCX:
        raise UploadRefused(
            f"{name} is {file.kind.words}. Upload the template as a Word document (docx)."
        )
    _check_parts(content, name)
    document = _opened(content, name)
    recognised = recognise(document, name)
    _try(content, name)
    return recognised


def too_large(name: str) -> str:
    return f"{name} must be smaller than 3 MB. Make its pictures smaller, and choose it again."


def recognise(document: Any, name: str) -> RecognisedTemplate:
    """What is recognised in a document. Raises UploadRefused for a place that cannot be filled."""
    found = [place for root in roots_of(document) for place in word_places.places_in(root)]
    _check_places(found, name)
    added = word_template.missing_styles(document)
    keys = {place.key for place in found}
    return RecognisedTemplate(
        places=tuple(words for key, words in word_places.NAMES.items() if key in keys),
        unknown=tuple(dict.fromkeys(place.text for place in found if not place.is_known)),
        styles=tuple(style for style in word_template.STYLES.values() if style not in added),
        added_styles=tuple(added),
        page=_page_words(document),
        has_report=word_places.REPORT in keys,
        has_front_sheet=bool(keys.intersection(word_places.ON_FRONT_SHEET)),
    )


# --- what is refused -----------------------------------------------------------------------------


def _damaged(name: str) -> UploadRefused:
    return UploadRefused(
        f"{name} cannot be read. Save it again as a Word document (docx), and choose the new copy."
    )


def _check_parts(content: bytes, name: str) -> None:
    """Every part that is XML, read without entities and without fetching anything."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UploadRefused(
                f"{name} unpacks to more than 20 MB. Make its pictures smaller, and choose it "
                "again."
            )
        names = Counter(part.filename.lower() for part in parts)
        if max(names.values()) > 1:
            raise _damaged(name)
        if any("/embeddings/" in part for part in names):
            raise UploadRefused(
                f"{name} contains an embedded file, which is not accepted in a template. Delete "
                "it, or put a picture in its place."
            )
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                _check_part(part.filename, archive.read(part), name)


def _check_part(part: str, content: bytes, name: str) -> None:
    from docx.oxml import parse_xml

    try:
        root = parse_xml(content)  # resolves no entity, and fetches nothing
    except (SyntaxError, ValueError) as fault:
        raise _damaged(name) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise _damaged(name)
    if part.lower().endswith(".rels"):
        _check_relations(root, name)
    if part.lower() == "word/comments.xml" and root.find(f"{_W}comment") is not None:
        raise UploadRefused(f"{name} has comments. Delete them, save it, and choose it again.")
    if _TEXT_PARTS.match(part):
        _check_text(root, name)


def _check_relations(root: Any, name: str) -> None:
    for relation in root:
        kind = str(relation.get("Type", "")).rpartition("/")[2].lower()
        if str(relation.get("TargetMode", "")).lower() != "external":
            continue
        if kind not in ("hyperlink", "attachedtemplate"):
            raise UploadRefused(
                f"{name} refers to a file outside it ({kind or 'of an unknown kind'}). Put the "
                "picture itself into the template, and choose it again."
            )


def _check_text(root: Any, name: str) -> None:
    changes = tuple(f"{_W}{change}" for change in _CHANGES)
    if next(root.iter(*changes), None) is not None:
        raise UploadRefused(
            f"{name} has tracked changes. Accept or reject them, save it, and choose it again."
        )
    for instruction in _field_instructions(root):
        if _FETCHES.match(instruction):
            raise UploadRefused(
                f"{name} has a field that takes in something from outside "
                f"({instruction.split()[0].upper()}). Replace it with its text or picture."
            )


def _field_instructions(root: Any) -> Iterator[str]:
    """The instructions of fields, which may be spread over several runs."""
    begun: list[str] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"):
        if element.tag == f"{_W}fldSimple":
            yield str(element.get(f"{_W}instr", ""))
        elif element.tag == f"{_W}instrText":
            begun = [*(begun or [""])[:-1], (begun or [""])[-1] + (element.text or "")]
        elif element.get(f"{_W}fldCharType") == "begin":
            begun.append("")
        elif begun:
            yield begun.pop()
    yield from begun


def _opened(content: bytes, name: str) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(content))
    except _BROKEN as fault:
        raise _damaged(name) from fault


# What the library raises for a file that is not what it expects.
_BROKEN: Final = (
    *(ValueError, KeyError, AttributeError, TypeError, IndexError, StopIteration),
    SyntaxError,  # of XML, too
)


def _check_places(found: list[FoundPlace], name: str) -> None:
    if len(found) > MOST_PLACES:
        raise UploadRefused(f"{name} has {len(found)} named places. It may have {MOST_PLACES}.")
    for key in sorted(word_places.WHOLE):
        of_key = [place for place in found if place.key == key]
        words = f"[[{word_places.NAMES[key]}]]"
        if len(of_key) > 1:
            raise UploadRefused(f"{name} has {words} {len(of_key)} times. Keep one of them.")
        if of_key and not (of_key[0].is_alone and of_key[0].is_in_body):
            raise UploadRefused(
                f"{words} must stand in a paragraph of its own, outside tables, text boxes, "
                f"headers and footers. Move it in {name}, and choose it again."
            )


def _try(content: bytes, name: str) -> None:
    """Writes a short report into the template. Raises UploadRefused where that fails."""
    properties = FileProperties("Title", "Author", "Subject", "", "2019-10-31")
    texts = {key: "Text" for key in word_places.NAMES if key not in word_places.WHOLE}
    try:
        report = WordReport(content)
        report.write_text(lambda: add(report.document, Paragraph.of("Text", "ListBullet")))
        table = WordTable("T", "T", ("Head",), (257.0,), [[[Paragraph.of("Cell", "TableText")]]])
        report.write_appendix(lambda: add_table(report.document, table), is_broad=True)
        with TemporaryDirectory() as folder:
            report.finish(texts, properties, Path(folder, "x.docx"))
    except _BROKEN as fault:
        raise _damaged(name) from fault


# --- what is said of it --------------------------------------------------------------------------


def _page_words(document: Any) -> str:
    """The first page's size and margins in words."""
    section = document.sections[0]
    size = [section.page_width, section.page_height]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    if None in (*size, *margins):
        return "No page size is set: Word’s own is used"
    width, height = (round(side / _MM) for side in size)
    kind = "A4" if sorted((width, height)) == [210, 297] else "Page"
    way = "broad" if width > height else "upright"
    sides = ", ".join(str(round(margin / _MM)) for margin in margins)
    return f"{kind}, {way}, {width} by {height} mm; margins (top, right, bottom, left) {sides} mm"
