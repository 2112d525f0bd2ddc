"""What may be hard to read in the Easy Read summaries of a quarterly document. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from governance.domain.easy_read.ideas import IllustratedIdea
from governance.domain.easy_read.readability import readability
from governance.papers.document.easy_read import EasyReadText
from governance.papers.document.schema import Quarterly


def hard_to_read(document: Quarterly) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By area, in the plan's order: the remarks on its summary. Areas without any are left out."""
    glossary = {entry.term: entry.meaning for entry in document.glossary}
    for area in document.areas:
        remarks = _remarks(area.easy_read, glossary) if area.easy_read else ()
        if remarks:
            yield area.ref, remarks


def _remarks(text: EasyReadText, glossary: dict[str, str]) -> tuple[str, ...]:
    ideas = [
        IllustratedIdea(part.heading, line.text, line.drawing)
        for part in text.parts
        for line in part.lines
    ]
    found = readability(ideas, glossary)
    of_lines = (
        f"Line {number}: {remark.problem}"
        for number, of_idea in enumerate(found.of_ideas, start=1)
        for remark in of_idea
    )
    return (*(remark.problem for remark in found.of_whole), *of_lines)
