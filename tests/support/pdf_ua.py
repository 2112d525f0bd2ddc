"""A check of PDF/UA-1 that shares nothing with the code that makes the papers.

It walks the structure tree and the content streams of a file as pikepdf reads them. Its rules are
those of the Matterhorn Protocol 1.1 that a machine can decide and a paper of ours can break, and
beyond them that every table has a caption. Each rule has a name and tells its faults in words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object

Faults = Iterator[str]

PAINTING = frozenset(
    (
        "S",
        "s",
        "f",
        "F",
        "f*",
        "B",
        "B*",
        "b",
        "b*",
        "sh",
        "Do",
        "Tj",
        "TJ",
        "'",
        '"',
        "INLINE IMAGE",
    )
)
STANDARD = frozenset(
    (
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"),
        *("Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    )
)
INSIDE = {  # which elements may be the parent of these
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}
NO_CHARACTER = re.compile(r"<[0-9a-fA-F]+>\s*(<>|<0000>|<[fF][eE][fF][fF]>|<[fF]{3}[eE]>)")


@dataclass(frozen=True)
class Element:
    """An element of the structure, with the tag of its parent."""

    object: Dictionary
    tag: str
    parent: Element | None
    children: list[Element] = field(default_factory=list)

    @property
    def kids(self) -> list[Object]:
        kids = self.object.get("/K", Array())
        return list(kids) if isinstance(kids, Array) else [kids]

    def __iter__(self) -> Iterator[Element]:
        """The element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self if element.tag in tags]


class TaggedPdf:
    """A file with its structure and the marked content of its pages."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file = file
        self.root = file.Root

    @cached_property
    def roots(self) -> list[Element]:
        tree = self.root.get("/StructTreeRoot", Dictionary())
        return [_element(kid, None) for kid in tree.get("/K", Array())]

    @cached_property
    def elements(self) -> list[Element]:
        return [element for root in self.roots for element in root]

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def parents(self) -> dict[int, Object]:
        """What the content of a page, or an annotation, belongs to, by its number."""
        tree = self.root.get("/StructTreeRoot", Dictionary())
        return dict(NumberTree(tree.ParentTree)) if "/ParentTree" in tree else {}

    @cached_property
    def contents(self) -> list[PageContent]:
        return [PageContent.read(page) for page in self.file.pages]

    @cached_property
    def annotations(self) -> list[tuple[pikepdf.Page, Dictionary]]:
        return [(page, note) for page in self.file.pages for note in page.get("/Annots", ())]


@dataclass
class PageContent:
    """What the content stream of a page marks, and how many things it paints outside all marks."""

    marked: list[int]
    unmarked: Counter[str]
    crossed: int = 0  # artifacts in tagged content, tagged content in artifacts, open ends

    @classmethod
    def read(cls, page: pikepdf.Page) -> PageContent:
        content = cls([], Counter())
        marks: list[int | str] = []  # an identifier, "Artifact", or "" where it is neither
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    content._open(marks, list(operands))
                case "EMC" if marks:
                    marks.pop()
                case "EMC":
                    content.crossed += 1
                case name if name in PAINTING and all(mark == "" for mark in marks):
                    content.unmarked[name] += 1
        content.crossed += len(marks)
        return content

    def _open(self, marks: list[int | str], operands: list[Object]) -> None:
        identifier = operands[1].get("/MCID") if len(operands) > 1 else None
        mark = "Artifact" if operands[0] == "/Artifact" else ""
        other = [outer for outer in marks if outer != ""]
        if identifier is not None:
            self.marked.append(int(identifier))
            self.crossed += "Artifact" in other
        elif mark:
            self.crossed += any(outer != "Artifact" for outer in other)
        marks.append(mark if identifier is None else int(identifier))


def _element(found: Dictionary, parent: Element | None) -> Element:
    element = Element(found, str(found.S).removeprefix("/"), parent)
    for kid in element.kids:
        if isinstance(kid, Dictionary) and "/S" in kid:
            element.children.append(_element(kid, element))
    return element


def faults(file: pikepdf.Pdf) -> dict[str, list[str]]:
    """What each broken rule has found, by the name of the rule. Empty for a file without fault."""
    tagged = TaggedPdf(file)
    found = {name: list(rule(tagged)) for name, rule in RULES.items()}
    return {name: words for name, words in found.items() if words}


# --- the rules -----------------------------------------------------------------------------------


def every_content_is_tagged_or_an_artifact(pdf: TaggedPdf) -> Faults:
    for number, content in enumerate(pdf.contents, start=1):
        if content.unmarked:
            yield f"page {number} paints outside all marks: {dict(content.unmarked)}"


def tags_and_artifacts_do_not_cross(pdf: TaggedPdf) -> Faults:
    for number, content in enumerate(pdf.contents, start=1):
        if content.crossed:
            yield f"page {number}: {content.crossed} marks"


def content_identifiers_are_unique(pdf: TaggedPdf) -> Faults:
    for number, content in enumerate(pdf.contents, start=1):
        if len(set(content.marked)) < len(content.marked):
            yield f"page {number}"


def all_marked_content_is_in_the_structure(pdf: TaggedPdf) -> Faults:
    """In both directions, and the tree of parents says the same."""
    claimed = defaultdict(set)
    for element in pdf.elements:
        for kid in element.kids:
            if isinstance(kid, int):
                claimed[element.object.Pg.objgen].add((kid, element.object.objgen))
    for page, content in zip(pdf.file.pages, pdf.contents, strict=True):
        parents = pdf.parents.get(page.get("/StructParents", -1), Array())
        listed = {
            (identifier, parent.objgen)
            for identifier, parent in enumerate(parents)
            if isinstance(parent, Dictionary)
        }
        here = claimed[page.objgen]
        if listed != here or {identifier for identifier, _ in here} != set(content.marked):
            yield f"page {page.index + 1}"


def each_element_names_its_parent(pdf: TaggedPdf) -> Faults:
    for element in pdf.elements:
        parent = element.parent.object if element.parent else pdf.root.StructTreeRoot
        if element.object.get("/P", Dictionary()).objgen != parent.objgen:
            yield element.tag


def tags_are_standard(pdf: TaggedPdf) -> Faults:
    roles = pdf.root.get("/StructTreeRoot", Dictionary()).get("/RoleMap", Dictionary())
    for element in pdf.elements:
        if str(roles.get(f"/{element.tag}", element.tag)).removeprefix("/") not in STANDARD:
            yield element.tag
    yield from (f"{name} is mapped" for name in roles if name.removeprefix("/") in STANDARD)


def parts_of_tables_and_lists_are_in_them(pdf: TaggedPdf) -> Faults:
    for element in pdf.elements:
        allowed = INSIDE.get(element.tag)
        if allowed and (element.parent is None or element.parent.tag not in allowed):
            yield f"{element.tag} in {element.parent.tag if element.parent else 'nothing'}"


def tables_are_regular(pdf: TaggedPdf) -> Faults:
    for table in pdf.named("Table"):
        widths = set()
        below: Counter[int] = Counter()  # by row: the columns that a cell above reaches down to
        for number, row in enumerate(table.named("TR")):
            cells = [(_span(cell, "ColSpan"), _span(cell, "RowSpan")) for cell in row.children]
            for columns, rows in cells:
                below.update({number + further: columns for further in range(1, rows)})
            widths.add(sum(columns for columns, _rows in cells) + below[number])
        if len(widths) != 1:
            yield f"rows of {sorted(widths)} columns"


def tables_have_one_caption_that_comes_first(pdf: TaggedPdf) -> Faults:
    for table in pdf.named("Table"):
        tags = [child.tag for child in table.children]
        if tags.count("Caption") != 1 or tags[0] != "Caption":
            yield f"a table of {tags}"
        elif not any(isinstance(kid, int) for part in table.children[0] for kid in part.kids):
            yield "an empty caption"


def header_cells_say_what_they_head(pdf: TaggedPdf) -> Faults:
    for cell in pdf.named("TH"):
        if str(_attribute(cell, "Scope")) not in ("/Row", "/Column", "/Both"):
            yield f"{cell.object.get('/ID')}"


def cells_name_headers_that_can_be_looked_up(pdf: TaggedPdf) -> Faults:
    tree = pdf.root.get("/StructTreeRoot", Dictionary())
    listed = dict(NameTree(tree.IDTree)) if "/IDTree" in tree else {}
    known = {key: element.objgen for key, element in listed.items()}
    for table in pdf.named("Table"):
        own = {str(cell.object.get("/ID")): cell.object.objgen for cell in table.named("TH")}
        for cell in table.named("TD"):
            headers = [str(header) for header in _attribute(cell, "Headers") or ()]
            if not headers:
                yield "a cell without headers"
            for header in headers:
                if own.get(header) is None or own[header] != known.get(header):
                    yield header


def element_identifiers_are_unique(pdf: TaggedPdf) -> Faults:
    identifiers = Counter(
        str(element.object.ID) for element in pdf.elements if "/ID" in element.object
    )
    yield from (name for name, count in identifiers.items() if count > 1)


def figures_have_words(pdf: TaggedPdf) -> Faults:
    for figure in pdf.named("Figure", "Formula"):
        if not str(figure.object.get("/Alt", figure.object.get("/ActualText", ""))).strip():
            yield figure.tag


def headings_skip_no_level(pdf: TaggedPdf) -> Faults:
    headings = pdf.named("H1", "H2", "H3", "H4", "H5", "H6")
    levels = [int(heading.tag[1]) for heading in headings]
    if levels[:1] != [1]:
        yield f"begins with {levels[:1]}"
    yield from (f"H{one} to H{two}" for one, two in pairwise(levels) if two - one > 1)


def the_language_is_known(pdf: TaggedPdf) -> Faults:
    language = str(pdf.root.get("/Lang", ""))
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        yield language


def the_title_is_shown(pdf: TaggedPdf) -> Faults:
    with pdf.file.open_metadata() as metadata:
        title = metadata.get("dc:title")
    if not title:
        yield "no title"
    if pdf.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle") is not True:
        yield "the name of the file is shown"


def it_says_that_it_is_pdf_ua(pdf: TaggedPdf) -> Faults:
    with pdf.file.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "no pdfuaid:part"


def it_says_that_it_is_tagged(pdf: TaggedPdf) -> Faults:
    marks = pdf.root.get("/MarkInfo", Dictionary())
    if marks.get("/Marked") is not True or marks.get("/Suspects") is True:
        yield str(dict(marks))


def the_tab_key_follows_the_structure(pdf: TaggedPdf) -> Faults:
    for page, _note in pdf.annotations:
        if page.get("/Tabs") != "/S":
            yield f"page {page.index + 1}"


def links_are_in_the_structure_and_have_words(pdf: TaggedPdf) -> Faults:
    held = {
        kid.Obj.objgen: element
        for element in pdf.named("Link")
        for kid in element.kids
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"
    }
    for _page, note in pdf.annotations:
        link = held.get(note.objgen)
        if link is None:
            yield "a link that no element holds"
        elif pdf.parents.get(note.get("/StructParent", -1), Dictionary()) != link.object:
            yield "a link with another parent"
        if not str(note.get("/Contents", "")).strip():
            yield "a link without words"


def bookmarks_lead_through_it(pdf: TaggedPdf) -> Faults:
    with pdf.file.open_outline() as outline:
        if not outline.root or not outline.root[0].children:
            yield "no bookmarks"


def fonts_are_embedded(pdf: TaggedPdf) -> Faults:
    for font in _fonts(pdf):
        holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        described = holder.get("/FontDescriptor", Dictionary())
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(font.get("/BaseFont"))


def every_glyph_has_a_character(pdf: TaggedPdf) -> Faults:
    for font in _fonts(pdf):
        if "/ToUnicode" not in font:
            yield f"{font.get('/BaseFont')} has no table of characters"
        elif NO_CHARACTER.search(font.ToUnicode.read_bytes().decode("latin-1")):
            yield f"{font.get('/BaseFont')} has glyphs without one"


def _fonts(pdf: TaggedPdf) -> list[Dictionary]:
    used = {
        font.objgen: font
        for page in pdf.file.pages
        for font in page.Resources.get("/Font", Dictionary()).values()
    }
    return list(used.values())


def _attribute(element: Element, name: str) -> Object | None:
    attributes = element.object.get("/A", Dictionary())
    every = list(attributes) if isinstance(attributes, Array) else [attributes]
    return next((found[Name("/" + name)] for found in every if f"/{name}" in found), None)


def _span(cell: Element, name: str) -> int:
    return int(_attribute(cell, name) or 1)


RULES: dict[str, Callable[[TaggedPdf], Faults]] = {
    rule.__name__: rule
    for rule in (
        every_content_is_tagged_or_an_artifact,
        tags_and_artifacts_do_not_cross,
        content_identifiers_are_unique,
        all_marked_content_is_in_the_structure,
        each_element_names_its_parent,
        tags_are_standard,
        parts_of_tables_and_lists_are_in_them,
        tables_are_regular,
        tables_have_one_caption_that_comes_first,
        header_cells_say_what_they_head,
        cells_name_headers_that_can_be_looked_up,
        element_identifiers_are_unique,
        figures_have_words,
        headings_skip_no_level,
        the_language_is_known,
        the_title_is_shown,
        it_says_that_it_is_pdf_ua,
        it_says_that_it_is_tagged,
        the_tab_key_follows_the_structure,
        links_are_in_the_structure_and_have_words,
        bookmarks_lead_through_it,
        fonts_are_embedded,
        every_glyph_has_a_character,
    )
}
