"""What belongs to a Word document and stands outside its main part: notes, comments, embedded
documents, and references to what is not in the file. Nothing outside the file is fetched.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from actions.importing.tables.container import Element, attribute, local, part_named, tree

# The element that refers to a note: the part with the notes, and the kind of remark.
NOTES: Final = {
    "footnoteReference": ("footnotes.xml", "footnote"),
    "endnoteReference": ("endnotes.xml", "endnote"),
    "commentReference": ("comments.xml", "comment"),
}
_MOST_EMBEDDED: Final = 512 * 1024  # bytes that are read of an embedded page
_TAG: Final = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class RelatedParts:
    """Notes by the element that refers to them and their id; embedded texts by their relation;
    the kinds of things that the document refers to outside the file.
    """

    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    embedded: dict[str, str] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)


def read_related(archive: zipfile.ZipFile, main: str) -> RelatedParts:
    """What stands beside the main part of a document. Raises DocumentRefused."""
    folder, _, name = main.rpartition("/")
    made = RelatedParts()
    for reference, (part, _) in NOTES.items():
        root = tree(archive, f"{folder}/{part}")
        for note in root if root is not None else ():
            made.notes[reference, attribute(note, "id")] = _text_of(note)
    relations = tree(archive, f"{folder}/_rels/{name}.rels")
    for relation in relations if relations is not None else ():
        kind = attribute(relation, "Type").rpartition("/")[2]
        if attribute(relation, "TargetMode") == "External":
            made.outside += [kind] if kind != "hyperlink" else []
        elif kind == "aFChunk":
            target = attribute(relation, "Target")
            part = target if target.startswith("/") else f"{folder}/{target}"
            made.embedded[attribute(relation, "Id")] = _embedded_text(archive, part)
    return made


def _text_of(note: Element) -> str:
    paragraphs = (element for element in note.iter() if local(element) == "p")
    texts = (
        "".join(text.text or "" for text in paragraph.iter() if local(text) == "t")
        for paragraph in paragraphs
    )
    return " ".join(" ".join(texts).split())


def _embedded_text(archive: zipfile.ZipFile, name: str) -> str:
    """The words of an embedded page of HTML or text; the name of any other part."""
    part = part_named(archive, name)
    shown = name.rpartition("/")[2]
    if part is None or not part.lower().endswith((".html", ".htm", ".xhtml", ".txt")):
        return shown
    with archive.open(part) as content:
        written = _TAG.sub(b" ", content.read(_MOST_EMBEDDED))
    return " ".join(unescape(written.decode("utf-8", "replace")).split()) or shown
