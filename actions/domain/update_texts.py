"""The texts of an update, in the order in which forms, pages and every format give them.

The three are those in which Sheffield's report to the scrutiny committee of 4 November 2019
speaks of each area.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class UpdateText:
    """One text beside a status.

    `field` is its name on `StatusUpdate`, in the form and in a plan's files; `column` the end of
    its column's name in CSV, ODS and XLSX; `missing` what is printed where nothing was written.
    """

    field: str
    title: str
    column: str
    missing: str


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text as one update has it. `text` is empty where nothing was written.

    `carried_from` is the month in which it was first sent, where it was carried over unchanged.
    """

    title: str
    text: str
    missing: str
    carried_from: Month | None = None


_DEVELOPMENTS = UpdateText("developments", "Developments", "developments", "None stated.")
_EVIDENCE = UpdateText("evidence", "Evidence of impact", "evidence", "No evidence of impact yet.")
_NEXT_STEPS = UpdateText("next_steps", "Next steps", "next", "None stated.")

UPDATE_TEXTS: Final = (_DEVELOPMENTS, _EVIDENCE, _NEXT_STEPS)
TEXT_FIELDS: Final = tuple(text.field for text in UPDATE_TEXTS)
# An area's commentary has the same parts; another text of updates is none of them.
COMMENTARY_TEXTS: Final = (_DEVELOPMENTS, _EVIDENCE, _NEXT_STEPS)


def written_texts(
    update: object, carried_from: Mapping[str, str] | None = None
) -> tuple[WrittenText, ...]:
    """The texts of an update, each with its title; `update` has an attribute for each field.

    `carried_from` has the month of each text that was carried over, by field: "2019-07".
    """
    months = {field: Month.parse(key) for field, key in (carried_from or {}).items()}
    return tuple(
        WrittenText(text.title, getattr(update, text.field), text.missing, months.get(text.field))
        for text in UPDATE_TEXTS
    )
