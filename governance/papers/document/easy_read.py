"""The Easy Read summary of an area within a document: field by field, as in schema.py."""

from __future__ import annotations

from pydantic import Field

from governance.papers.document.parts import DocumentPart


class EasyReadLine(DocumentPart):
    """One idea in easy words, with the key of the drawing beside it; empty for none."""

    text: str
    drawing: str = ""


class EasyReadPart(DocumentPart):
    """The lines under one heading."""

    heading: str
    lines: tuple[EasyReadLine, ...]


class EasyReadText(DocumentPart):
    """An area's Easy Read summary, cleared for publication."""

    title: str
    parts: tuple[EasyReadPart, ...]
    source: str = Field("", description="Of what was loaded; empty where an officer wrote it")

    @property
    def lines(self) -> tuple[EasyReadLine, ...]:
        """Every line in order."""
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def printed(self) -> str:
        """All its words in order, one heading or line a line."""
        parts = ((part.heading, *(line.text for line in part.lines)) for part in self.parts)
        return "\n".join((self.title, *(words for part in parts for words in part)))
