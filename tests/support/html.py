"""Reading a page as a person or a screen reader does: by heading, label, link and table.

    page = Page(client.get(address))
    page.heading(1), page.link("Return"), page.field("Status").value, page.table("Figures").rows

Words are compared with every run of blanks as one space and none at either end. What is asked for
and is not there, or is there more than once, is an AssertionError that says what there is instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import lxml.html
from django.http import HttpResponse
from lxml.html import HtmlElement

Thing = TypeVar("Thing")
FIELDS = "descendant-or-self::*[self::input or self::select or self::textarea]"


def words_of(element: HtmlElement) -> str:
    """All text in an element. Elements are parted by a blank, as those of a page are on screen."""
    return " ".join(" ".join(element.xpath(".//text()")).split())


def words(source: HttpResponse | str | bytes | Any) -> str:
    """All that somebody reads on a page."""
    return Page(source).words


def one(found: Sequence[Thing], wanted: str, there: object) -> Thing:
    """The only one of `found`."""
    assert len(found) == 1, f"{len(found)} of {wanted}; there are: {there}"
    return found[0]


@dataclass(frozen=True)
class Field:
    """An input, a select or a textarea, with what a form would send of it."""

    element: HtmlElement
    root: HtmlElement

    @property
    def name(self) -> str:
        return str(self.element.get("name", ""))

    @property
    def id(self) -> str:
        return str(self.element.get("id", ""))

    @property
    def kind(self) -> str:
        """The type of an input, else "select" or "textarea"."""
        tag = str(self.element.tag)
        return str(self.element.get("type", "text")) if tag == "input" else tag

    @property
    def value(self) -> str:
        """What it holds; of a select the option that is chosen, else the first."""
        if self.element.tag == "textarea":
            # The first newline of a textarea is no part of what it holds.
            return str(self.element.text or "").removeprefix("\r").removeprefix("\n")
        if self.element.tag == "select":
            options = self.element.xpath(".//option")
            chosen = [option for option in options if option.get("selected") is not None]
            return str((chosen or options or [{}])[0].get("value", ""))
        return str(self.element.get("value", ""))

    @property
    def is_checked(self) -> bool:
        return self.element.get("checked") is not None

    @property
    def label(self) -> str:
        """Its visible label; without one the name that it gives itself, by whatever means."""
        labels = self.root.xpath(".//label[@for=$id]", id=self.id) if self.id else []
        labels = labels or self.element.xpath("ancestor::label")
        named = str(self.element.get("aria-label", ""))
        return words_of(labels[0]) if labels else named

    @property
    def description(self) -> str:
        """Hint and error, which aria-describedby names."""
        ids = str(self.element.get("aria-describedby", "")).split()
        found = [self.root.xpath(".//*[@id=$id]", id=id) for id in ids]
        return " ".join(words_of(element) for elements in found for element in elements)

    def attribute(self, name: str) -> str | None:
        """An attribute of it, such as "maxlength"; None where it has none of that name."""
        value = self.element.get(name)
        return None if value is None else str(value)


@dataclass(frozen=True)
class Table:
    """A table by its cells' words."""

    element: HtmlElement

    @property
    def caption(self) -> str:
        return " ".join(words_of(found) for found in self.element.xpath("./caption"))

    @property
    def heads(self) -> list[str]:
        """The words of its first row, where that is in a thead."""
        rows = self.element.xpath("./thead/tr")
        return [words_of(cell) for cell in rows[0]] if rows else []

    @property
    def rows(self) -> list[Section]:
        """The rows below its heads."""
        found = self.element.xpath("./tbody/tr | ./tr")
        return [Section(row) for row in found]

    @property
    def cells(self) -> list[list[str]]:
        """The words of the cells of each row below its heads."""
        return [row.cells for row in self.rows]

    def column(self, head: str) -> list[str]:
        """The words of the cells below one head."""
        place = one([n for n, name in enumerate(self.heads) if name == head], head, self.heads)
        return [row[place] for row in self.cells]

    def row(self, first: str) -> Section:
        """The row whose first cell begins with these words."""
        found = [row for row in self.rows if row.cells and row.cells[0].startswith(first)]
        return one(found, first, [row.cells[:1] for row in self.rows])


class Section:
    """A part of a page, and everything that can be found in it."""

    def __init__(self, element: HtmlElement, root: HtmlElement | None = None) -> None:
        self.element = element
        self.root = element.getroottree().getroot() if root is None else root

    def __contains__(self, words: str) -> bool:
        """Whether somebody reads these words there: `"Saved" in page`."""
        return words in self.words

    @cached_property
    def words(self) -> str:
        return words_of(self.element)

    @cached_property
    def html(self) -> str:
        return str(lxml.html.tostring(self.element, encoding="unicode", with_tail=False))

    def find(self, xpath: str, **variables: str) -> list[HtmlElement]:
        """Elements by XPath, for what has no name that a reader sees."""
        found: list[HtmlElement] = self.element.xpath(xpath, **variables)
        return found

    def attributes(self, xpath: str) -> list[str]:
        """Values of attributes by XPath: `page.attributes("//@colspan")`."""
        return [str(value) for value in self.element.xpath(xpath)]

    def sections(self, xpath: str, **variables: str) -> list[Section]:
        return [Section(found, self.root) for found in self.find(xpath, **variables)]

    def section(self, xpath: str, **variables: str) -> Section:
        """The only element that an XPath finds."""
        return one(self.sections(xpath, **variables), xpath, self.words[:200])

    def with_class(self, name: str) -> list[Section]:
        """Elements by a class, for what has no other mark."""
        padded = f" {name} "
        return self.sections(".//*[contains(concat(' ', @class, ' '), $name)]", name=padded)

    def with_id(self, id: str) -> Section:
        return self.section(".//*[@id=$id]", id=id)

    def role(self, role: str) -> Section:
        """The only element with a role that is written out, such as "alert" or "status"."""
        return self.section(".//*[@role=$role]", role=role)

    # --- what a reader looks for -----------------------------------------------------------------

    def headings(self, level: int = 0) -> list[str]:
        """The words of all headings, or of those of one level, in their order."""
        tags = [f"h{level}"] if level else [f"h{n}" for n in range(1, 7)]
        return [words_of(found) for found in self.element.iter(*tags)]

    def heading(self, level: int) -> str:
        """The words of the only heading of a level."""
        return one(self.headings(level), f"h{level}", self.headings())

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and address of every link."""
        return [
            (words_of(a), str(a.get("href"))) for a in self.find("descendant-or-self::a[@href]")
        ]

    def link(self, words: str) -> str:
        """The address of the only link with exactly these words."""
        found = [address for name, address in self.links if name == words]
        return one(found, f"link “{words}”", [name for name, _ in self.links])

    @property
    def buttons(self) -> list[str]:
        return [words_of(button) for button in self.find(".//button")]

    @property
    def fields(self) -> list[Field]:
        """All fields but those that nobody sees."""
        return [field for field in self._fields() if field.kind != "hidden"]

    def field(self, label: str) -> Field:
        """The only field with exactly this label."""
        found = [field for field in self.fields if field.label == label]
        return one(found, f"field “{label}”", [field.label for field in self.fields])

    def named(self, name: str) -> list[Field]:
        """Fields by the name under which they are sent, also those that nobody sees."""
        return [field for field in self._fields() if field.name == name]

    def value(self, name: str) -> str:
        """What the only field of a name holds, as of a hidden one; of radios the one chosen."""
        found = self.named(name)
        if len(found) > 1 and all(field.kind == "radio" for field in found):
            found = [field for field in found if field.is_checked]
        return one(found, f"field named {name}", [field.name for field in self._fields()]).value

    def _fields(self) -> Iterator[Field]:
        return (Field(found, self.root) for found in self.find(FIELDS))

    @property
    def tables(self) -> list[Table]:
        return [Table(found) for found in self.find("descendant-or-self::table")]

    def table(self, caption: str) -> Table:
        """The only table whose caption begins with these words."""
        found = [table for table in self.tables if table.caption.startswith(caption)]
        return one(found, f"table “{caption}”", [table.caption for table in self.tables])

    @property
    def cells(self) -> list[str]:
        """The words of the cells of a row."""
        return [words_of(cell) for cell in self.find("./td | ./th")]

    @property
    def items(self) -> list[str]:
        """The words of the items of all lists in it."""
        return [words_of(item) for item in self.find(".//li")]

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: the id of the field that each link leads to, and its words."""
        links = self.find(".//*[contains(@class, 'govuk-error-summary')]//li//a[@href]")
        return {str(link.get("href")).removeprefix("#"): words_of(link) for link in links}


class Page(Section):
    """A whole answer, or the fragment of one, that is HTML."""

    def __init__(self, source: HttpResponse | str | bytes | Any) -> None:
        content = source if isinstance(source, str | bytes) else source.content
        text = content.decode() if isinstance(content, bytes) else content
        super().__init__(lxml.html.document_fromstring(text or "<html></html>"))
