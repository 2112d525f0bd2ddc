"""The answers to warnings before publication: accepted in it, or decided before for its texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from governance.models import Paper, PersonalDataDecision, WarningAcceptance

WarningAnswer = WarningAcceptance | PersonalDataDecision


class AskedWarning(Protocol):
    """A warning, as far as its answer depends on it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def found(self) -> str:
        """The words that may tell of a person; empty for other warnings."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The SHA-256 of each text that has them."""


W = TypeVar("W", bound=AskedWarning)


def answers_to(paper: Paper, warned: Iterable[AskedWarning]) -> dict[str, WarningAnswer]:
    """By the key of each warning that is answered: who accepted it, when and why.

    What may tell of a person is answered, too, if it was decided for each of its texts in any
    publication of the plan; the last of these decisions stands for all of them.
    """
    answers: dict[str, WarningAnswer] = {row.key: row for row in paper.accepted.all()}
    asked = [warning for warning in warned if warning.texts and warning.key not in answers]
    if not asked:
        return answers
    rows = PersonalDataDecision.objects.filter(
        plan=paper.plan_id, words__in={warning.found for warning in asked}
    ).select_related("by")
    decisions = {(row.kind, row.words, row.text_sha256): row for row in rows}
    for warning in asked:
        of_texts = [decisions.get((warning.kind, warning.found, text)) for text in warning.texts]
        known = [decision for decision in of_texts if decision]
        if len(known) == len(of_texts):
            answers[warning.key] = max(known, key=lambda decision: decision.at)
    return answers


def open_warnings(paper: Paper, warned: Iterable[W]) -> list[W]:
    """The warnings that nobody has answered."""
    warned = list(warned)
    answers = answers_to(paper, warned)
    return [warning for warning in warned if warning.key not in answers]
