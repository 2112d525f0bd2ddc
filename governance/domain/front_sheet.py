"""The front sheet of a report as a committee receives it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class FrontSheet:
    """What stands before a report. An empty entry is left out, never printed as a heading alone.

    All are texts as people type them; `background_papers` has one paper a line.
    """

    report_of: str = ""
    to: str = ""
    date: str = ""
    author: str = ""
    purpose: str = ""
    recommendation: str = ""
    implications: str = ""
    background_papers: str = ""

    def filled_from(self, other: FrontSheet) -> FrontSheet:
        """This front sheet, with entries of the other one where this has none."""
        names = [field.name for field in fields(self)]
        return FrontSheet(*(getattr(self, name) or getattr(other, name) for name in names))
