"""A report put together in Word: its template, the front sheet, the text and the appendices."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from governance.papers.formats import reproducible_zip, word_places, word_sections, word_template
from governance.papers.formats.formula_guard import without_forbidden_characters
from governance.papers.formats.word_lists import ListLevel
from governance.papers.formats.word_parts import Paragraph, add_brand, text_paragraphs
from governance.papers.formats.word_sections import WrittenPart
from wsoa.core.brands import Brand

LONGEST = 255  # characters in a property of the file
_HEADERS = ("header", "first_page_header", "even_page_header")
_FOOTERS = ("footer", "first_page_footer", "even_page_footer")
_LIST_INDENT = 360  # twips, of a level


@dataclass(frozen=True, slots=True)
class FileProperties:
    """What a file says of itself, for screen readers and for who looks for it."""

    title: str
    author: str
    subject: str
    comments: str
    day: str  # such as 2019-10-31


class WordReport:
    """A report in the making. Its text and appendices are written first, and then put in place."""

    def __init__(self, template: bytes | None) -> None:
        self.document, self._styles = word_template.opened(template)
        self._is_own = template is None
        self._text: WrittenPart | None = None
        self._appendices: list[WrittenPart] = []

    def write_text(self, write: Callable[[], None], *, width: float = 0) -> None:
        """Writes the text of the report, for upright pages; tables are `width` millimetres wide.

        A title in it is left out: that has a place of its own.
        """
        part = word_sections.written(self.document, write, width=width)
        part.elements[:] = [element for element in part.elements if not _is_title(element)]
        word_template.use_styles(part.elements, self._styles)
        self._text = part

    def write_appendix(self, write: Callable[[], None], *, is_broad: bool = False) -> None:
        """Writes an appendix; those in a row for pages of one kind share a section."""
        part = word_sections.written(self.document, write, is_broad=is_broad)
        word_template.use_styles(part.elements, self._styles)
        last = self._appendices[-1] if self._appendices else None
        if last and last.is_broad == is_broad:
            last.elements.extend(part.elements)
        else:
            self._appendices.append(part)

    def finish(
        self,
        texts: Mapping[str, str],
        properties: FileProperties,
        target: Path,
        brand: Brand | None = None,
        *,
        mark: str = "",
    ) -> None:
        """Fills the named places, puts the parts where they belong, and writes the file.

        `texts` are those of the places, by key. The brand is shown only in our own template: an
        area's has its letterhead. `mark` stands on every page, also in a template without a place
        for it.
        """
        if mark:
            self._mark_every_page(mark)
        clean = {key: str(without_forbidden_characters(text)) for key, text in texts.items()}
        self._add_front_if_missing()
        for root in self._roots():
            is_body = root is self.document.element.body
            word_places.fill(root, clean, self._blocks if is_body else None)
        self._place_parts()
        if self._is_own:
            self._put_first(word_sections.written(self.document, self._brand(brand)))
        _set_properties(self.document, properties)
        made = io.BytesIO()
        self.document.save(made)
        reproducible_zip.rewrite(made, target)

    def _brand(self, brand: Brand | None) -> Callable[[], None]:
        return lambda: add_brand(self.document, brand)

    def _add_front_if_missing(self) -> None:
        """A letterhead without a place for title or front sheet gets ours before the report."""
        if self._text is None:
            return
        known = {place.key for root in self._roots() for place in word_places.places_in(root)}
        if "title" in known or known.intersection(word_places.ON_FRONT_SHEET):
            return
        front = word_sections.written(self.document, lambda: word_template.add_front(self.document))
        word_template.use_styles(front.elements, self._styles)
        marker = word_places.marker_of(self.document.element.body, word_places.REPORT)
        following = marker if marker is not None else self.document.element.body[-1]
        word_sections.put_before(front, following)

    def _roots(self) -> list[Any]:
        return roots_of(self.document)

    def _blocks(self, text: str) -> list[Any]:
        """The paragraphs of a text, as elements in the styles of the template."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        made = []
        for paragraph in text_paragraphs(self.document, text):
            xml = paragraph.xml
            made.append(parse_xml(f"<w:p {nsdecls('w', 'r')}{xml.removeprefix('<w:p')}"))
        word_template.use_styles(made, self._styles)
        return made

    def _mark_every_page(self, mark: str) -> None:
        """Appends a mark to every header that has no place for one."""
        for number, section in enumerate(self.document.sections):
            for name in _HEADERS:
                header = getattr(section, name)
                if number == 0:
                    header.is_linked_to_previous = False  # adds an empty one where there is none
                if header.is_linked_to_previous:
                    continue
                places = word_places.places_in(header._element)
                if not any(place.key == "marking" for place in places):
                    header.add_paragraph(mark)

    def _place_parts(self) -> None:
        body = self.document.element.body
        following = body[-1]
        if self._text is not None:
            marker = word_places.marker_of(body, word_places.REPORT)
            following = word_sections.put_text(self.document, self._text, marker)
        marker = word_places.marker_of(body, word_places.APPENDICES)
        if marker is not None:
            following = word_sections.after_marker(marker)
        if self._appendices:
            word_sections.put_sections(self.document, self._appendices, following)

    def _put_first(self, part: WrittenPart) -> None:
        for element in reversed(part.elements):
            self.document.element.body.insert(0, element)


def _is_title(element: Any) -> bool:
    return getattr(element, "style", None) in ("Title", "Subtitle")


def roots_of(document: Any) -> list[Any]:
    """The body, and every header and footer of its sections that is not that of the one before."""
    roots = [document.element.body]
    for section in document.sections:
        for name in (*_HEADERS, *_FOOTERS):
            part = getattr(section, name)
            if not part.is_linked_to_previous:
                roots.append(part._element)
    return roots


def numbered(paragraphs: Sequence[Paragraph], level: ListLevel) -> list[Paragraph]:
    """The paragraphs of a text with the numbers of a report, to which a committee can refer.

    The bullets that a text begins with are numbered, too; a list that follows a paragraph stays a
    list, indented below it.
    """
    made = []
    follows_paragraph = False
    for paragraph in paragraphs:
        follows_paragraph = follows_paragraph or not paragraph.style
        if not paragraph.style or (paragraph.style == "ListBullet" and not follows_paragraph):
            made.append(replace(paragraph, style="NumberedParagraph", level=level))
        else:
            is_inner = paragraph.style.endswith("2") and follows_paragraph
            made.append(replace(paragraph, indent=_LIST_INDENT * (4 if is_inner else 3)))
    return made


def _set_properties(document: Any, wanted: FileProperties) -> None:
    properties = document.core_properties
    properties.title = wanted.title[:LONGEST]
    properties.author = wanted.author[:LONGEST]
    properties.subject = wanted.subject[:LONGEST]
    properties.comments = wanted.comments[:LONGEST]
    properties.language = "en-GB"
    properties.last_modified_by = ""
    properties.created = properties.modified = datetime.fromisoformat(wanted.day)
    _set_language(document.styles.element)


def _set_language(styles: Any) -> None:
    """Sets British English for all styles, for spelling and for screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = _child(_child(_child(styles, "w:docDefaults", 0), "w:rPrDefault", 0), "w:rPr")
    if defaults.find(qn("w:lang")) is None:
        defaults.append(OxmlElement("w:lang"))
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _child(parent: Any, name: str, place: int = -1) -> Any:
    """The child of that name; it is made where there is none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.insert(len(parent) if place < 0 else place, found)
    return found
