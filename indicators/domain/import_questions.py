"""What is asked of a file before it is imported: once for the file, not once for each row. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

LONGEST_ANSWER: Final = 100


class QuestionKey(StrEnum):
    """The questions, by the name of the field that answers them."""

    QUARTERS = "quarters"
    SHARES = "shares"
    SUBJECT = "subject"
    REPLACES = "replaces"


class ShareMeaning(StrEnum):
    """What numbers between 0 and 1 are in a column of percentages."""

    SHARES = "shares"
    PER_CENT = "per_cent"


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """A question, and its answer if there is one.

    `options` are pairs of a value and its label; without any, the answer is a text. `expects` is
    the only text that is taken for an answer, ignoring case; a `suggestion` can be changed.
    """

    key: QuestionKey
    text: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    expects: str = ""
    suggestion: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be answered."""
        if self.expects:
            return _plain(self.answer) != _plain(self.expects)
        return not self.answer

    @property
    def is_wrong(self) -> bool:
        """Whether it has an answer that is not the expected one."""
        return bool(self.answer) and self.is_open

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The question as it was stored with a preview."""
        options = tuple((value, label) for value, label in stored["options"])
        return cls(**{**stored, "key": QuestionKey(stored["key"]), "options": options})


def valid_answers(questions: Iterable[ImportQuestion], given: Mapping[str, str]) -> dict[str, str]:
    """The answers to these questions; anything else that was sent is left out."""
    answers = {}
    for question in questions:
        answer = " ".join(given.get(question.key, "").split())[:LONGEST_ANSWER]
        values = [value for value, _ in question.options]
        if answer and (not values or answer in values):
            answers[str(question.key)] = answer
    return answers


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
