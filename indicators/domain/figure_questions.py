"""The questions of a file of figures: whose quarters, and whether shares are percentages. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from indicators.domain.import_questions import ImportQuestion, QuestionKey, ShareMeaning
from indicators.domain.period_grammar import QuarterYear
from indicators.domain.period_words import QuarterChoice
from wsoa.core.spreadsheets.typed_cells import hundredfold, number_text


@dataclass(slots=True)
class ShareColumn:
    """The plain numbers that a file has for a percentage, those with a per cent sign left out."""

    indicator: str
    numbers: list[float] = field(default_factory=list)

    @property
    def looks_like_shares(self) -> bool:
        """Whether they are 0 to 1, and not only 0 and 1."""
        within = all(0 <= number <= 1 for number in self.numbers)
        return within and any(0 < number < 1 for number in self.numbers)

    @property
    def example(self) -> float:
        return next(number for number in self.numbers if 0 < number < 1)


def quarter_question(typed: str, choice: QuarterChoice, answer: str) -> ImportQuestion:
    """Of which year the quarters of a single year are."""
    return ImportQuestion(
        QuestionKey.QUARTERS,
        "Which year are the quarters of?",
        f"The file has quarters of a single year, such as {typed}.",
        (
            (QuarterYear.CALENDAR, f"Calendar year: {typed} is {choice.calendar.printed}"),
            (QuarterYear.FINANCIAL, f"Financial year: {typed} is {choice.financial.printed}"),
        ),
        answer,
    )


def share_question(columns: Collection[ShareColumn], answer: str) -> ImportQuestion:
    """Whether numbers between 0 and 1 are shares, to be saved as percentages."""
    names = sorted({column.indicator for column in columns})
    of = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    number = next(iter(columns)).example
    plain, hundred = number_text(number), number_text(hundredfold(number))
    return ImportQuestion(
        QuestionKey.SHARES,
        "Are these numbers shares of 1?",
        f"All figures of {of} in the file are between 0 and 1, and it is a percentage.",
        (
            (ShareMeaning.SHARES, f"Yes: save {plain} as {hundred}%"),
            (ShareMeaning.PER_CENT, f"No: save {plain} as {plain}%"),
        ),
        answer,
    )
