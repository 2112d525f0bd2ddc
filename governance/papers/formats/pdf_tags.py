"""Completing the tags of a PDF that WeasyPrint has laid out, before the file is written.

WeasyPrint tags a page at a time. What it leaves out, and PDF/UA and a screen reader need, is added
to its objects here: a table is one table on all its pages, what is printed again on each page is
an artifact, header cells say what they head, and each identifier can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CHARACTERS_OF_GLYPHS = b"/CIDInit /ProcSet findresource begin"
NO_CHARACTER, WORD_JOINER = b" <>", b" <2060>"
POINTS_PER_PIXEL = 0.75
HEADINGS = tuple(f"/H{level}" for level in range(1, 7))


def finish(_document: Any, pdf: Any) -> None:
    """Adds what WeasyPrint leaves out. Called by it once the objects of the file are made."""
    join_pages(pdf)
    mark_headers(pdf)
    mark_artifacts(pdf)
    list_identifiers(pdf)
    name_further_glyphs(pdf)


# --- one section, one table ----------------------------------------------------------------------


def join_pages(pdf: Any) -> None:
    """Makes one section of its parts on several pages, and one table of its parts.

    A section begins with a heading and a table with a caption; one without goes on from the page
    before. The headers that a table repeats there are taken out of the structure.
    """
    document = _document_element(pdf)
    document["K"][:] = _joined(pdf, document["K"])


def _joined(pdf: Any, references: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for reference in references:
        before: Any = _referred(pdf, kept[-1]) if kept else None
        element = _referred(pdf, reference)
        if _is(before, "/Sect") and _is(element, "/Sect") and not _begins(pdf, element, HEADINGS):
            _move(pdf, element["K"], before)
            before["K"][:] = _joined(pdf, before["K"])
            element.clear()
        elif _is(before, "/Table") and _is(element, "/Table") and not _captioned(pdf, element):
            _join_tables(pdf, before, element)
        else:
            kept.append(reference)
    return kept


def _begins(pdf: Any, element: Any, tags: tuple[str, ...]) -> bool:
    return bool(element["K"]) and _referred(pdf, element["K"][0]).get("S") in tags


def _captioned(pdf: Any, table: Any) -> bool:
    return any(_is(child, "/Caption") for child in _children(pdf, table))


def _move(pdf: Any, references: list[Any], parent: Any) -> None:
    for reference in references:
        _referred(pdf, reference)["P"] = parent.reference
    parent["K"].extend(references)


def _join_tables(pdf: Any, table: Any, rest: Any) -> None:
    """Moves the rows of `rest` to the table, and takes out the headers it repeats.

    The first page of a table may hold its headers alone, or rows alone where a row is too high.
    """
    heads, bodies = _groups(pdf, table)
    later_heads, later_bodies = _groups(pdf, rest)
    for body in later_bodies:
        if bodies:
            _move(pdf, body["K"], bodies[-1])
            body.clear()
        else:
            _move(pdf, [body.reference], table)
    if heads:
        for head in later_heads:
            _take_out(pdf, head, heads[0], table)
    else:
        _move(pdf, [head.reference for head in later_heads], table)
    rest.clear()


def _groups(pdf: Any, table: Any) -> tuple[list[Any], list[Any]]:
    """Its groups of headers, and of rows."""
    groups = _children(pdf, table)
    heads = [group for group in groups if _is(group, "/THead")]
    return heads, [group for group in groups if _is(group, "/TBody")]


def _take_out(pdf: Any, repeated: Any, head: Any, table: Any) -> None:
    """Takes the repeated headers out of the structure; their cells name the first ones instead."""
    header_of = {
        again["ID"].string: header["ID"]
        for header, again in zip(_cells(pdf, head), _cells(pdf, repeated), strict=True)
    }
    for body in _groups(pdf, table)[1]:
        for cell in _cells(pdf, body):
            headers = cell["A"].get("Headers", [])
            headers[:] = [header_of.get(header.string, header) for header in headers]
    for element in list(_within(pdf, repeated)):
        element.clear()


def _cells(pdf: Any, group: Any) -> list[Any]:
    return [cell for row in _children(pdf, group) for cell in _children(pdf, row)]


# --- header cells --------------------------------------------------------------------------------


def mark_headers(pdf: Any) -> None:
    """Marks each header cell as heading a row or a column, which WeasyPrint does not do.

    A row without its own header below an action contains a lead's text: its cells belong to that
    action, not to the columns they lie under.
    """
    action: tuple[Any, Any] = (None, None)  # the table, and the header of its last action
    for row in pdf.objects:
        if not _is(row, "/TR"):
            continue
        cells = _children(pdf, row)
        headers = [cell for cell in cells if _is(cell, "/TH")]
        scope = "/Column" if len(headers) == len(cells) else "/Row"
        for header in headers:
            header["A"]["Scope"] = scope
        table = _table_of(pdf, row)
        if headers:
            action = (table, headers[0]["ID"]) if scope == "/Row" else (table, None)
            continue
        if action[0] is table and action[1]:
            for cell in cells:
                cell["A"]["Headers"] = _array(action[1])


def list_identifiers(pdf: Any) -> None:
    """Writes the tree in which a reader looks up the header cells that a cell names."""
    elements = {
        element["ID"].string: element for element in pdf.objects if _is(element, "/TH", "ID")
    }
    if elements:
        names = [
            entry
            for key, element in sorted(elements.items())
            for entry in (element["ID"], element.reference)
        ]
        tree = _dictionary(Names=_array(*names))
        pdf.add_object(tree)
        _structure(pdf)["IDTree"] = tree.reference


# --- artifacts -----------------------------------------------------------------------------------


def mark_artifacts(pdf: Any) -> None:
    """Marks as artifacts what is printed again on each page: running heads, feet, page numbers,
    and the headers of a table that goes on.

    WeasyPrint gives them content identifiers whose elements are in no structure. Those elements
    are emptied, for no object of the file can be taken out.
    """
    structure = {id(element) for element in _within(pdf, _document_element(pdf))}
    parents = _referred(pdf, _structure(pdf)["ParentTree"])["Nums"]
    for page, elements in zip(_pages(pdf), parents[1::2], strict=False):
        outside: dict[int, bool] = {}  # by content identifier: whether in the margin
        for identifier, reference in enumerate(elements):
            element = _referred(pdf, reference)
            if id(element) not in structure:
                outside[identifier] = bool(element)
                elements[identifier] = "null"
        _rewrite(_referred(pdf, page["Contents"]).stream, outside, page["MediaBox"][3])
    for element in pdf.objects:
        if _is_element(element) and id(element) not in structure:
            element.clear()


def _rewrite(operators: list[Any], outside: dict[int, bool], height: float) -> None:
    """Makes artifacts of the marked contents with these identifiers.

    `height` is that of the page, in points: what stands in a margin is a header or a footer.
    """
    for place, operator in enumerate(operators):
        if operator != b"BDC":
            continue
        identifier = operators[place - 1].get("MCID")
        if identifier in outside:
            properties = _dictionary(Type="/Pagination")
            if outside[identifier]:
                upper = _from_top(operators, place) < height / 2
                properties["Subtype"] = "/Header" if upper else "/Footer"
            operators[place - 2 : place] = ["/Artifact", properties]


def _from_top(operators: list[Any], place: int) -> float:
    """How far from the top of the page the text that follows stands, in points; 0 if none does."""
    for operator in operators[place:]:
        if operator == b"EMC":
            break
        if isinstance(operator, bytes) and operator.endswith(b" Tm"):
            return float(operator.split()[5]) * POINTS_PER_PIXEL
    return 0


# --- characters ----------------------------------------------------------------------------------


def name_further_glyphs(pdf: Any) -> None:
    """Gives the second and further glyphs of one sign, as Bengali has, a character that is silent.

    WeasyPrint gives them no character at all, which PDF/UA does not allow.
    """
    for found in pdf.objects:
        lines = getattr(found, "stream", None)
        if isinstance(lines, list) and lines and lines[0] == CHARACTERS_OF_GLYPHS:
            found.stream = [
                line.replace(NO_CHARACTER, WORD_JOINER)
                if isinstance(line, bytes) and line.endswith(NO_CHARACTER)
                else line
                for line in lines
            ]


# --- the objects of the file ---------------------------------------------------------------------


def _structure(pdf: Any) -> Any:
    return _referred(pdf, pdf.catalog["StructTreeRoot"])


def _document_element(pdf: Any) -> Any:
    return _referred(pdf, _structure(pdf)["K"][0])


def _pages(pdf: Any) -> Iterator[Any]:
    return (_referred(pdf, reference) for reference in pdf.page_references)


def _within(pdf: Any, element: Any) -> Iterator[Any]:
    """The element and all elements below it."""
    yield element
    for child in _children(pdf, element):
        yield from _within(pdf, child)


def _children(pdf: Any, element: Any) -> list[Any]:
    """The elements below an element, without its contents and links."""
    children = [_referred(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
    return [child for child in children if _is_element(child)]


def _is_element(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _is(element: Any, tag: str, key: str = "S") -> bool:
    return isinstance(element, dict) and element.get("S") == tag and key in element


def _referred(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _table_of(pdf: Any, element: Any) -> Any:
    while element is not None and not _is(element, "/Table"):
        element = _referred(pdf, element["P"]) if "P" in element else None
    return element


def _array(*things: Any) -> Any:
    from pydyf import Array

    return Array(things)


def _dictionary(**values: Any) -> Any:
    from pydyf import Dictionary

    return Dictionary(values)
