"""The text of Word's paragraphs and cells, as it would read with all tracked changes accepted.

Content controls are looked through, wherever Word puts them; a text box is given once, though Word
writes it twice. What is not part of the text is set aside with its kind: text that is hidden or
struck through, notes and comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from actions.importing.tables.cell_text import paragraph_of
from actions.importing.tables.container import Element, attribute, child, local, value_of
from actions.importing.tables.docx_numbering import NumberingDefinitions
from actions.importing.tables.docx_related import NOTES
from actions.importing.tables.docx_styles import ASIDE, WordStyles, is_on
from actions.importing.tables.model import DocParagraph

_THROUGH = frozenset(
    ["ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "dir", "bdo", "customXml", "oMath"]
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
# Private characters of the fonts Symbol and Wingdings that plans use as ticks and crosses.
_SYMBOLS = {"f0fc": "✓", "f0fe": "☑", "f0fb": "✗", "f0a8": "☐", "f06c": "●", "f0e0": "→"}


@dataclass(frozen=True, slots=True)
class AsideText:
    """A text that a paragraph carries and that is no part of it; `kind` is that of a remark."""

    kind: str
    text: str


@dataclass(slots=True)
class _Collected:
    """What the runs of one paragraph hold."""

    texts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)  # kind of remark and text, by run
    fill: str = ""
    bold: int = 0
    not_bold: int = 0


@dataclass(slots=True)
class ParagraphReader:
    """Reads paragraphs in document order: the numbers of lists depend on it."""

    styles: WordStyles
    numbering: NumberingDefinitions
    notes: dict[tuple[str, str], str] = field(default_factory=dict)  # by reference and id
    aside: list[AsideText] = field(default_factory=list)  # since `set_aside` was called last

    def set_aside(self) -> list[AsideText]:
        """What was no part of the paragraphs that were read since the last call."""
        aside, self.aside = self.aside, []
        return aside

    def paragraphs(self, parent: Element) -> Iterator[DocParagraph | Element]:
        """The paragraphs of a cell or text box; the tables and text boxes among them unread."""
        joined = ""
        for element in flattened(parent):
            if local(element) == "tbl":
                yield element
                continue
            made, is_joined = self._paragraph(element)
            if joined and made:
                made[0] = replace(made[0], text=_joined(joined, made[0].text))
            joined = made[0].text if is_joined and made else ""
            yield from made[1:] if is_joined else made
        if joined:
            yield DocParagraph(joined)

    def paragraph(self, element: Element) -> list[DocParagraph | Element]:
        """A paragraph of the body, and after it the text boxes that hang on it, unread."""
        return self._paragraph(element)[0]

    def _paragraph(self, element: Element) -> tuple[list[DocParagraph | Element], bool]:
        """The paragraph first; True where a tracked deletion joins it to the next one."""
        properties = child(element, "pPr")
        style = self.styles.style(value_of(properties, "pStyle"))
        found = _Collected(fill=self.styles.fill_of(properties) or style.fill)
        self._collect(element, found)
        is_bold = bool(found.bold and not found.not_bold) or style.is_bold
        text = _tidied("".join(found.texts))
        label, level = self._label(properties, style.list_id, style.list_level) if text else ("", 0)
        outline = value_of(properties, "outlineLvl")
        heading = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.heading
        first, *more = text.split("\n")
        made = [DocParagraph(first, label, level, heading, found.fill, "", is_bold)]
        if not label and not heading:
            signed = paragraph_of(first)
            made = [replace(made[0], text=signed.text, label=signed.label)]
        made += [replace(paragraph_of(line), fill=found.fill) for line in more]
        for kind, runs in groupby(found.aside, key=itemgetter(0)):
            if aside := _tidied("".join(text for _, text in runs)):
                self.aside.append(AsideText(kind, aside))
        return [*made, *found.boxes], child(properties, "rPr", "del") is not None

    def _label(self, properties: Element | None, list_id: str, level: int) -> tuple[str, int]:
        own = value_of(properties, "numPr", "numId")
        own_level = value_of(properties, "numPr", "ilvl")
        level = int(own_level) if own_level.isdecimal() else level
        list_id = own or list_id
        if not list_id or list_id == "0":
            return "", 0
        return self.numbering.label(list_id, level), level

    def _collect(self, parent: Element, found: _Collected) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._collect_run(element, found)
            elif name in _THROUGH:
                self._collect(element, found)
            elif name == "sdt":
                content = control_content(element)
                if content is not None:
                    self._collect(content, found)
            elif name == "AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    self._collect(chosen, found)

    def _collect_run(self, run: Element, found: _Collected) -> None:
        properties = child(run, "rPr")
        length = len(found.texts)
        for element in run:
            name = local(element)
            if text := _text_of(name, element):
                found.texts.append(text)
            elif name in NOTES:
                note = self.notes.get((name, attribute(element, "id")), "")
                found.aside += [("", ""), (NOTES[name][1], note), ("", "")]
            elif name in {"drawing", "pict", "object"}:
                found.boxes += _text_boxes(element)
            elif name == "AlternateContent":
                chosen = _alternative(element)
                found.boxes += _text_boxes(chosen) if chosen is not None else []
        kind = self._kind_aside(properties)
        if kind and len(found.texts) > length:
            found.aside.append((kind, "".join(found.texts[length:])))
            # A blank stays, so that the words around it do not become one.
            found.texts[length:] = [" "]
        elif any(text.strip() for text in found.texts[length:]):
            found.aside.append(("", ""))
            found.fill = found.fill or self.styles.fill_of(properties)
            if is_on(child(properties, "b")):
                found.bold += 1
            else:
                found.not_bold += 1

    def _kind_aside(self, properties: Element | None) -> str:
        """The kind of remark on a run that is no part of the text: "" for one that is."""
        style = self.styles.style(value_of(properties, "rStyle"))
        for kind, names in ASIDE.items():
            own = [found for name in names if (found := child(properties, name)) is not None]
            if any(is_on(element) for element in own) or (not own and kind in style.aside):
                return kind
        return ""


def _text_of(name: str, element: Element) -> str:
    """What an element of a run adds to the text."""
    if name == "t":
        return element.text or ""
    if name == "sym":
        return _SYMBOLS.get(attribute(element, "char").lower(), "•")
    return _MARKS.get(name, "")


def flattened(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables within, through content controls and other wrappers."""
    for element in parent:
        name = local(element)
        if name in {"p", "tbl"}:
            yield element
        elif name == "sdt":
            content = control_content(element)
            if content is not None:
                yield from flattened(content)
        elif name in {"ins", "moveTo", "customXml", "smartTag"}:
            yield from flattened(element)


def control_content(control: Element) -> Element | None:
    """What somebody entered in a content control; None while its prompt still shows."""
    if child(control, "sdtPr", "showingPlcHdr") is not None:
        return None
    return child(control, "sdtContent")


def _alternative(element: Element) -> Element | None:
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def _text_boxes(drawing: Element) -> list[Element]:
    """The outermost text boxes of a drawing, those of a fallback left out."""
    boxes: list[Element] = []
    for element in drawing:
        name = local(element)
        if name == "txbxContent":
            boxes.append(element)
        elif name == "AlternateContent":
            chosen = _alternative(element)
            boxes += _text_boxes(chosen) if chosen is not None else []
        else:
            boxes += _text_boxes(element)
    return boxes


def _joined(first: str, second: str) -> str:
    """Two paragraphs whose mark between them was deleted, as people mean it: as separate words."""
    is_torn_word = first.endswith(("-", "/", "(")) or second.startswith((",", ".", ";", ":", ")"))
    return f"{first}{'' if is_torn_word or not second else ' '}{second}"


def _tidied(text: str) -> str:
    """One blank between words, line breaks kept; no soft hyphens or invisible characters."""
    text = text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
