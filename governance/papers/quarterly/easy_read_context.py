"""The template context of an Easy Read summary, for its page and its PDF.

Made from the document and its imprint alone. Nothing here reads the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from governance.domain.easy_read.drawings import drawing_of
from governance.domain.easy_read.ideas import sentences
from governance.papers.document.easy_read import EasyReadLine, EasyReadPart, EasyReadText
from governance.papers.document.imprint import EASY_READ, Imprint


@dataclass(frozen=True, slots=True)
class EasyReadIdeaContext:
    """One idea: its sentences, and the drawing beside them; `key` is empty where there is none."""

    sentences: tuple[str, ...]
    key: str

    @property
    def drawing(self) -> SafeString:
        """What is within the SVG of its drawing."""
        drawing = drawing_of(self.key)
        return mark_safe(drawing.lines if drawing else "")  # noqa: S308 (our own shapes)


@dataclass(frozen=True, slots=True)
class EasyReadPartContext:
    """A part of an Easy Read summary: a heading and its ideas."""

    heading: str
    ideas: tuple[EasyReadIdeaContext, ...]


@dataclass(frozen=True, slots=True)
class EasyReadContext:
    """An area's summary. `path` is that of its page, and `ask_path` that of the form for questions;
    both are empty before there is one.
    """

    title: str
    source: str
    parts: tuple[EasyReadPartContext, ...]
    path: str
    ask_path: str


EASY_READ_SIGN = EasyReadIdeaContext((), "people")  # beside links to summaries


# What every summary ends with, so that officers need not write it.
@dataclass(frozen=True, slots=True)
class EasyReadClosing:
    """How to ask, and who can help to read; the first sentence of `ask` links to the form."""

    ask: EasyReadIdeaContext
    help: EasyReadIdeaContext


CLOSING = EasyReadClosing(
    EasyReadIdeaContext(
        ("You can ask us a question.", "You do not have to say who you are."), "question"
    ),
    EasyReadIdeaContext(("Somebody you trust can help you read this.",), "help"),
)


def easy_read_context(
    text: EasyReadText | None, ref: str, imprint: Imprint | None
) -> EasyReadContext | None:
    """The context of an area's summary; None where it has none."""
    if text is None:
        return None
    return EasyReadContext(
        title=text.title,
        source=text.source,
        parts=tuple(map(_part, text.parts)),
        path=imprint.path_of(EASY_READ + ref) if imprint else "",
        ask_path=_ask_path(imprint, ref),
    )


def _ask_path(imprint: Imprint | None, ref: str) -> str:
    """The path of the form for questions; empty while the plan has no public pages."""
    if imprint is None or not imprint.is_plan_public:
        return ""
    return f"{imprint.plan_path}ask/?area={ref}"


def _part(part: EasyReadPart) -> EasyReadPartContext:
    return EasyReadPartContext(part.heading, tuple(map(_idea, part.lines)))


def _idea(line: EasyReadLine) -> EasyReadIdeaContext:
    key = line.drawing if drawing_of(line.drawing) else ""
    return EasyReadIdeaContext(tuple(sentences(line.text)), key)
