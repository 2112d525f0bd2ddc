"""One idea of an Easy Read summary: a heading, a short text and a drawing beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_IDEAS = 40  # of a summary, about 8 pages of A4
LONGEST_IDEA = 300  # characters
LONGEST_TITLE = 80

# A sentence ends where a full stop is followed by a blank and what can begin another one; so
# "3.5 years" and "at 10 a.m. on Monday" are not cut in two.
_ENDS = re.compile(r"(?<=[.!?])[”\"’')]*\s+(?=[“\"‘'(]*[A-Z0-9])")


class EasyReadHeading(StrEnum):
    """The headings of a summary, in their usual order: the same in every area, so that readers
    find their way.
    """

    ABOUT = "about"
    FOUND = "found"
    BETTER = "better"
    GOING = "going"
    LATE = "late"
    NEXT = "next"
    HELP = "help"

    @property
    def label(self) -> str:
        """As printed."""
        return HEADINGS[self]


HEADINGS = {
    EasyReadHeading.ABOUT: "What this is about",
    EasyReadHeading.FOUND: "What inspectors said",
    EasyReadHeading.BETTER: "What is better",
    EasyReadHeading.GOING: "How it is going",
    EasyReadHeading.LATE: "What is late",
    EasyReadHeading.NEXT: "What happens next",
    EasyReadHeading.HELP: "Who can help",
}


@dataclass(frozen=True, slots=True)
class IllustratedIdea:
    """One idea as an officer writes it. Its heading and its drawing are named by their keys;
    either is empty where none was chosen yet.
    """

    heading: str = ""
    text: str = ""
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class HeadedIdeas:
    """The ideas that stand under one heading, with their places in the summary from 0."""

    heading: str
    ideas: tuple[tuple[int, IllustratedIdea], ...]


def tidy(text: str) -> str:
    """The text with one blank between words; lines as they were typed, without empty ones.

    >>> tidy("  We wrote  to you. \\r\\n\\r\\n It was late. ")
    'We wrote to you.\\nIt was late.'
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> list[str]:
    """The sentences of an idea, each of which is printed on a line of its own.

    >>> sentences("Inspectors came in 2018. They said: plans were too slow.")
    ['Inspectors came in 2018.', 'They said: plans were too slow.']
    """
    return [
        sentence for line in tidy(text).splitlines() for sentence in _ENDS.split(line) if sentence
    ]


def under_headings(ideas: Sequence[IllustratedIdea]) -> tuple[HeadedIdeas, ...]:
    """The ideas by heading, in the order in which they stand. One without a heading stands under
    that of the idea before it.
    """
    groups: list[tuple[str, list[tuple[int, IllustratedIdea]]]] = []
    for place, idea in enumerate(ideas):
        if not groups or (idea.heading and idea.heading != groups[-1][0]):
            groups.append((idea.heading, []))
        groups[-1][1].append((place, idea))
    return tuple(HeadedIdeas(heading, tuple(found)) for heading, found in groups)


def words_of_heading(key: str) -> str:
    """The printed words of a heading; those of the first where none is chosen, or it is unknown."""
    known = {heading.value: heading for heading in EasyReadHeading}
    return known.get(key, EasyReadHeading.ABOUT).label


def whole_text(ideas: Iterable[IllustratedIdea]) -> str:
    """All texts of a summary, one sentence a line."""
    return "\n".join(sentence for idea in ideas for sentence in sentences(idea.text))
