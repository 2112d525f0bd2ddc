"""Opening a zip container (docx, xlsx, odt, ods) safely, and reading XML parts of it. Pure.

Sizes are checked before anything is unpacked (`wsoa.core.uploads`). No entity is resolved, nothing
outside the file is fetched, and no macro or embedded object is looked at.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from actions.importing.tables.model import LARGEST_FILE, DocumentRefused
from wsoa.core.spreadsheets.workbooks import refuse_locked
from wsoa.core.uploads import UploadRefused, inspect_container

Element = Any  # lxml's elements: it has no types of its own
_DAMAGED: Final = "The file is damaged and cannot be read. Save it again and choose the new copy."
_TOO_DEEP: Final = (
    "The file has tables within tables, or other parts within parts, so deep that it cannot be "
    "read. Move the inner tables out of the outer ones, save it and choose the new copy."
)
_MACROS: Final = (
    "The file contains macros, which are not accepted. Save it without macros, as .docx or .xlsx."
)


def open_container(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """The parts of a container, after every check. Raises DocumentRefused."""
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST_FILE:
        raise DocumentRefused(f"{name} is larger than 50 MB. Save it without its pictures.")
    try:
        refuse_locked(file, name)
        inspect_container(file, name, size)
    except UploadRefused as refused:
        raise DocumentRefused(str(refused)) from refused
    file.seek(0)
    archive = zipfile.ZipFile(file)
    types = _types_of(archive)
    if b"macroenabled" in types or b"vbaproject" in types:
        raise DocumentRefused(_MACROS)
    return archive


def _types_of(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("[Content_Types].xml") as part:
            return part.read(512 * 1024).replace(b"\x00", b"").lower()
    except KeyError:
        return b""


def part_named(archive: zipfile.ZipFile, name: str) -> str | None:
    """The name of a part, whatever its case; None if there is none."""
    wanted = name.lower().lstrip("/")
    return next((part for part in archive.namelist() if part.lower() == wanted), None)


def tree(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A small part as a tree; None if it is not there. Raises DocumentRefused."""
    part = part_named(archive, name)
    if part is None:
        return None
    root = None
    with archive.open(part) as content:
        for _, element in _parse(content, ("end",), None):
            root = element
    return root


def events(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Element]]:
    """The elements of a large part as they begin and end. Raises DocumentRefused."""
    part = part_named(archive, name)
    if part is None:
        raise DocumentRefused(_DAMAGED)
    with archive.open(part) as content:
        yield from _parse(content, ("start", "end"), None)


def _parse(content: Any, kinds: tuple[str, ...], tag: str | None) -> Iterator[tuple[str, Element]]:
    parser = etree.iterparse(
        content,
        events=kinds,
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    try:
        for kind, element in parser:
            if is_first and element.getroottree().docinfo.doctype:
                raise DocumentRefused(
                    "The file declares a document type of its own, which could refer to content "
                    "outside it. Save it again in your office program and choose the new copy."
                )
            is_first = False
            yield kind, element
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError) as fault:
        raise DocumentRefused(_TOO_DEEP if "depth" in str(fault) else _DAMAGED) from fault


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and transitional files differ there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace; "" if it is not there."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant on a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def value_of(element: Element | None, *path: str) -> str:
    """The `val` of the element on a path; "" if there is none."""
    found = child(element, *path)
    return attribute(found, "val") if found is not None else ""


def discard(element: Element) -> None:
    """Frees an element that was read, with what lies before it: no large part is held whole."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
