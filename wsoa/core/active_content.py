"""Active content in a PDF, Word or Excel file: what would run or fetch something when it is opened.

Pure. `uploads` has checked before that the file is of its kind and unpacks to no more than it says.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.parsers import expat

MOST_UNPACKED: Final = 60 * 1024 * 1024  # bytes of a PDF's packed objects
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS: Final = re.compile(
    rb"<<((?:(?!stream\r?\n|endobj).){0,4000}?/ObjStm(?:(?!stream\r?\n|endobj).){0,4000}?)stream\r?\n",
    re.DOTALL,
)
_END: Final = rb"(?=[\s/<>\[\](){}%]|$)"
_IN_PDF: Final = {
    "JavaScript": re.compile(rb"/(?:JavaScript|Rendition)" + _END),
    "a command that starts a program": re.compile(rb"/Launch" + _END),
}
# By the end of their type. What is not here is harmless: a picture, a link that a reader follows,
# the table of a chart ("package"), another workbook that a formula reads.
_RELATIONS: Final = {
    "attachedtemplate": "a template outside the file",
    "oleobject": "an embedded or linked object (OLE)",
    "afchunk": "an embedded web page or document",
    "frame": "a page outside the file",
    "subdocument": "a document outside the file",
    "control": "a control (ActiveX)",
}
_OWN_DISK: Final = re.compile(r"(?:file:///)?(?:[a-z]:[\\/]|[^/\\:]+$)", re.IGNORECASE)
_DDE: Final = re.compile(r"^\s*dde(?:auto)?\b", re.IGNORECASE)
_TEXTS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$", re.IGNORECASE
)


def in_pdf(file: BinaryIO) -> str:
    """The first active content of a PDF, in words; "" if there is none.

    Names are read with their escapes (`/J#61vaScript`) and inside packed objects. Packed objects
    that cannot be read are active content that cannot be ruled out.
    """
    file.seek(0)
    content = _unescaped(file.read())
    found = _active_names(content)
    if found:
        return found
    if re.search(rb"/Encrypt" + _END, content):
        return "a protection that hides its contents"
    left = MOST_UNPACKED
    for match in _PACKED_OBJECTS.finditer(content):
        unpacked = _inflated(content, match.end(), left)
        if unpacked is None:
            return "packed contents that cannot be read"
        left -= len(unpacked)
        found = _active_names(_unescaped(unpacked))
        if found:
            return found
    return ""


def _unescaped(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), content)


def _active_names(content: bytes) -> str:
    return next((words for words, name in _IN_PDF.items() if name.search(content)), "")


def _inflated(content: bytes, start: int, most: int) -> bytes | None:
    """The packed bytes that begin there; None if they are not packed by zlib, or too many."""
    unpack = zlib.decompressobj()
    try:
        unpacked = unpack.decompress(content[start:], most)
    except zlib.error:
        return None
    return unpacked if unpack.eof else None


def in_office(file: BinaryIO, parts: list[zipfile.ZipInfo]) -> str:
    """The first active content of a Word or Excel file, in words; "" if there is none.

    Raises ValueError if a part that has to be read is damaged or no XML.
    """
    with zipfile.ZipFile(file) as archive:
        for part in parts:
            name = part.filename.lower()
            if "/activex/" in name:
                return _RELATIONS["control"]
            if "/embeddings/" in name and name.endswith(".bin"):
                return _RELATIONS["oleobject"]
            if name.endswith(".rels"):
                found = next(_active_relations(_read(archive, part)), "")
            elif name.startswith("xl/externallinks/") and name.endswith(".xml"):
                found = _dde_link(_read(archive, part))
            elif _TEXTS.match(part.filename):
                found = _dde_field(_read(archive, part))
            else:
                found = ""
            if found:
                return found
    return ""


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as fault:
        raise ValueError(str(fault)) from fault


def _active_relations(content: bytes) -> Iterator[str]:
    for _, attributes, _ in _elements(content, {"Relationship"}):
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if kind == "attachedtemplate" and not _is_fetched(attributes):
            continue
        if _RELATIONS.get(kind):
            yield _RELATIONS[kind]


def _is_fetched(relation: dict[str, str]) -> bool:
    """Whether it leads to another computer, rather than to the reader's own disk."""
    is_outside = relation.get("TargetMode", "").lower() == "external"
    return is_outside and not _OWN_DISK.match(relation.get("Target", ""))


def _dde_link(content: bytes) -> str:
    found = any(_elements(content, {"ddeLink"}))
    return "a link that starts another program (DDE)" if found else ""


def _dde_field(content: bytes) -> str:
    """A field may be spread over many pieces of text: they are read as one, up to its end."""
    field = ""
    for tag, attributes, text in _elements(content, {"fldChar", "instrText", "fldSimple"}):
        if tag == "fldChar":
            field = "" if attributes.get("fldCharType") == "begin" else field
        else:
            field = field + text if tag == "instrText" else attributes.get("instr", "")
        if _DDE.match(field):
            return "a field that starts another program (DDE)"
    return ""


Element = tuple[str, dict[str, str], str]


def _elements(content: bytes, wanted: set[str]) -> Iterator[Element]:
    """The elements of those names in an XML text: name, attributes and own text, as each ends.

    Names are without their prefixes. Raises ValueError for what is no XML, and for a text that
    declares a document type.
    """
    found: list[Element] = []
    began: list[tuple[str, dict[str, str], list[str]]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain in wanted:
            short = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            began.append((plain, short, []))

    def end(name: str) -> None:
        if began and began[-1][0] == name.rpartition(":")[2]:
            tag, attributes, texts = began.pop()
            found.append((tag, attributes, "".join(texts)))

    def text(words: str) -> None:
        if began:
            began[-1][2].append(words)

    def refuse(*_: object) -> None:
        raise ValueError("declares a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from fault
    yield from found
