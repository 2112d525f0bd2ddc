"""The document that every reader makes: blocks in their order, each with its place. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 300
LARGEST_FILE: Final = 50 * 1024 * 1024
WHOLE_FILE: Final = "The whole file"
PICTURE_REASON: Final = (
    "Pictures are not read. If the plan is a picture of a table, ask for the document from which "
    "it was made"
)


class DocumentRefused(ValueError):
    """The file is not read. The message tells the person what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class DocParagraph:
    """A paragraph. `label` is the number that its list gives ("1.1.1") or "•"; `heading` its level,
    0 for none; `fill` a background of its own, as RRGGBB.
    """

    text: str
    label: str = ""
    level: int = 0
    heading: int = 0
    fill: str = ""
    place: str = ""
    is_bold: bool = False

    @property
    def full_text(self) -> str:
        """The text after its number or dash, as a reader of the page sees it."""
        if not self.label:
            return self.text
        return f"{'-' if self.label == '•' else self.label} {self.text}"


@dataclass(frozen=True, slots=True)
class DocCell:
    """A cell with what it spans. A covered place of a row holds the same object as its origin."""

    paragraphs: tuple[DocParagraph, ...]
    row: int
    column: int
    across: int = 1
    fill: str = ""

    @property
    def text(self) -> str:
        return "\n".join(
            paragraph.full_text for paragraph in self.paragraphs if paragraph.full_text.strip()
        )

    @property
    def is_empty(self) -> bool:
        return not any(paragraph.text.strip() for paragraph in self.paragraphs)


@dataclass(slots=True)
class DocRow:
    """A row: `cells` has one entry a column. `number` counts from 1, as people do."""

    number: int
    cells: list[DocCell]
    is_header: bool = False

    @property
    def distinct(self) -> list[DocCell]:
        """The cells from left to right, a cell that spans columns once."""
        return list({id(cell): cell for cell in self.cells}.values())


@dataclass(slots=True)
class DocTable:
    """A table or a sheet. `name` is how people find it: "Table 3", "Sheet Actions"."""

    name: str
    rows: list[DocRow] = field(default_factory=list)

    def place(self, row: DocRow) -> str:
        return f"{self.name}, row {row.number}"

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


Block = DocParagraph | DocTable


@dataclass(frozen=True, slots=True)
class ReaderRemark:
    """What the reader of a file noticed: changes that are not accepted, a hidden sheet.

    `is_loss` says that something of the file is not in the document.
    """

    kind: str
    text: str
    taken_for: str
    place: str = WHOLE_FILE
    count: int = 1
    is_loss: bool = False


@dataclass(slots=True)
class ReadDocument:
    """A file as read."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of a plain text, as they stand in it
    remarks: list[ReaderRemark] = field(default_factory=list)

    @property
    def tables(self) -> list[DocTable]:
        return [block for block in self.blocks if isinstance(block, DocTable)]


def too_many_rows() -> DocumentRefused:
    return DocumentRefused(
        f"The file has more than {MOST_ROWS:,} rows. A plan has some hundreds. "
        "Choose a file that holds the plan alone, or import it in parts."
    )


def too_many_columns(name: str) -> DocumentRefused:
    return DocumentRefused(
        f"{name} has more than {MOST_COLUMNS} columns. "
        "Delete the columns that are not part of the plan, and choose the file again."
    )
