"""The pages of the guide as HTML: the part of Markdown that they use, and nothing else. Pure.

Every text is escaped first; what is not understood stays a plain text. So no page can bring in
markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_CODE: Final = re.compile(r"`([^`]+)`")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE: Final = re.compile(r"!\[([^\]]+)\]\(pictures/([a-z0-9-]+\.png)\)")
_ITEM: Final = re.compile(r"(- |\d+\. )")
_HEADING: Final = re.compile(r"(#{2,3}) (.+)")
_RULE: Final = re.compile(r"\|[-| :]+\|")

# Where a link of a page leads; empty for what is not shown in the application.
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class GuideText:
    """A page of the guide: its title, and the blocks of its text, in Markdown."""

    title: str
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> GuideText:
        """A page by its text, which begins with its title."""
        first, _, rest = text.partition("\n")
        return cls(first.removeprefix("# ").strip(), tuple(_blocks(rest)))

    @property
    def plain_text(self) -> str:
        """What a reader reads, without pictures and signs."""
        shown = "\n".join(block for block in self.blocks if not _PICTURE.fullmatch(block))
        plain = _LINK.sub(r"\1", shown).replace("**", "")
        return f"{self.title}.\n{re.sub(r'^#+ ', '', plain, flags=re.MULTILINE)}"


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, lists, tables, headings and pictures, each as one text.

    A heading ends with its line, and a list or a table may follow a paragraph without a gap.
    """
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        starts = bool(_HEADING.fullmatch(line)) or (
            bool(block) and _kind(line) != "p" and _kind(line) != _kind(block[0])
        )
        if block and (not line.strip() or starts):
            yield "\n".join(block)
            block = []
        if _HEADING.fullmatch(line):
            yield line
        elif line.strip():
            block.append(line)


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    item = _ITEM.match(line)
    return ("ul" if item[1] == "- " else "ol") if item else "p"


def guide_html(page: GuideText, address: Address, picture: Address) -> str:
    """The blocks as HTML with the classes of GOV.UK. It is safe: all text in it is escaped."""
    return "\n".join(_html(block, address, picture) for block in page.blocks)


def _html(block: str, address: Address, picture: Address) -> str:
    if heading := _HEADING.fullmatch(block):
        level, text = len(heading[1]), heading[2]
        size = "m" if level == 2 else "s"
        anchor = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        shown = _inline(text, address)
        return f'<h{level} class="govuk-heading-{size}" id="{anchor}">{shown}</h{level}>'
    if found := _PICTURE.fullmatch(block):
        source, alt = picture(found[2]), escape(found[1])
        return f'<img class="app-guide-picture" src="{source}" alt="{alt}">' if source else ""
    kind = _kind(block)
    if kind == "table":
        return _table(block, address)
    if kind == "p":
        return f'<p class="govuk-body">{_inline(block, address)}</p>'
    style = "bullet" if kind == "ul" else "number"
    items = "".join(f"<li>{_inline(item, address)}</li>" for item in _items(block))
    return f'<{kind} class="govuk-list govuk-list--{style} govuk-list--spaced">{items}</{kind}>'


def _items(block: str) -> Iterator[str]:
    item: list[str] = []
    for line in block.splitlines():
        found = _ITEM.match(line)
        if found and item:
            yield " ".join(item)
            item = []
        item.append(line[found.end() :] if found else line.strip())
    yield " ".join(item)


def _table(block: str, address: Address) -> str:
    rows = [line for line in block.splitlines() if not _RULE.fullmatch(line)]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    head, *body = cells
    heads = "".join(
        f'<th scope="col" class="govuk-table__header">{_inline(cell, address)}</th>'
        for cell in head
    )
    lines = "".join(
        '<tr class="govuk-table__row">'
        + "".join(f'<td class="govuk-table__cell">{_inline(cell, address)}</td>' for cell in row)
        + "</tr>"
        for row in body
    )
    return (
        '<table class="govuk-table"><thead class="govuk-table__head"><tr class="govuk-table__row">'
        f'{heads}</tr></thead><tbody class="govuk-table__body">{lines}</tbody></table>'
    )


def _inline(text: str, address: Address) -> str:
    def link(found: re.Match[str]) -> str:
        target = address(found[2])
        return (
            f'<a class="govuk-link" href="{escape(target)}">{found[1]}</a>' if target else found[1]
        )

    safe = escape(" ".join(text.split()), quote=False)
    return _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<b>\1</b>", _LINK.sub(link, safe)))
