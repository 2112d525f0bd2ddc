"""What a drawn document is made of, whatever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass

Mark = str  # "", "bullet", "dash", or "ref": a number that the list gives, not the text


@dataclass(frozen=True)
class Piece:
    """A paragraph of a cell."""

    text: str
    mark: Mark = ""
    ref: str = ""


@dataclass(frozen=True)
class Box:
    """A cell. `trick` is how Word wraps its content; `down` and `across` are what it spans."""

    pieces: tuple[Piece, ...]
    across: int = 1
    down: int = 1
    fill: str = ""  # RRGGBB
    trick: str = ""

    @property
    def plain(self) -> str:
        marks = {"bullet": "• ", "dash": "- ", "ref": "", "": ""}
        return "\n".join(
            (f"{piece.ref} " if piece.ref else "") + marks[piece.mark] + piece.text
            for piece in self.pieces
        )


@dataclass(frozen=True)
class Grid:
    """A table. Below a cell that spans rows, the next rows leave that cell out.

    `ghost_rows` are rows that a reviewer deleted with changes tracked: Word still holds them.
    """

    rows: tuple[tuple[Box, ...], ...]
    header_rows: int = 1
    flagged: bool = True
    ghost_rows: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True)
class Head:
    text: str
    level: int = 1
    number: str = ""


@dataclass(frozen=True)
class Para:
    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Floating:
    """A text box beside the text."""

    text: str


Block = Grid | Head | Para | Floating


def box(text: str, **options: object) -> Box:
    """A cell of plain paragraphs; a line that begins "- " is a bullet."""
    return Box(tuple(pieces(text)), **options)  # type: ignore[arg-type]


def pieces(text: str) -> list[Piece]:
    lines = [line for line in text.split("\n") if line.strip()]
    return [
        Piece(line[2:], "bullet") if line.startswith("- ") else Piece(line) for line in lines
    ] or [Piece("")]


def listed(lines: tuple[str, ...], mark: Mark = "dash", **options: object) -> Box:
    """A cell of a list."""
    return Box(tuple(Piece(line, mark) for line in lines), **options)  # type: ignore[arg-type]
