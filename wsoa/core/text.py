"""The block format of plain text: paragraphs, and lists of lines that begin with "- ". Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one list."""

    paragraph: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """Paragraphs and lists in order. Single line breaks within a paragraph become spaces.

    >>> [block.items for block in blocks("Train:\\n- schools\\n- services")]
    [(), ('schools', 'services')]
    """
    text_blocks: list[Block] = []
    words: list[str] = []
    items: list[str] = []

    def close() -> None:
        if words:
            text_blocks.append(Block(paragraph=" ".join(words)))
            words.clear()
        if items:
            text_blocks.append(Block(items=tuple(items)))
            items.clear()

    for line in (raw.strip() for raw in text.splitlines()):
        if line.startswith("- "):
            if words:
                close()
            items.append(line[2:].strip())
        elif not line:
            close()
        elif items:
            close()
            words.append(line)
        else:
            words.append(line)
    close()
    return _joined(text_blocks)


def _joined(text_blocks: list[Block]) -> list[Block]:
    """Joins lists that are separated by empty lines only."""
    joined: list[Block] = []
    for block in text_blocks:
        if block.items and joined and joined[-1].items:
            joined[-1] = Block(items=joined[-1].items + block.items)
        else:
            joined.append(block)
    return joined


def one_line(text: str) -> str:
    """The text on one line, for tables: list items are joined by semicolons."""
    parts = [block.paragraph or "; ".join(block.items) for block in blocks(text)]
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def cut(text: str, longest: int) -> str:
    """The text or, if it is longer, its first whole words and "…".

    >>> cut("Agree outcomes and measures", 18)
    'Agree outcomes and…'
    """
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip(" ,.;:\u2013-") + "…"
