"""The kinds of guesses: what each is called on the page, and what "no" does. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class GuessEffect(StrEnum):
    """What a guess is about, and with it what an answer does."""

    FILE = "file"  # "no": the file is not brought in
    STATUS = "status"  # "no": no status; or another one
    DATE = "date"  # "no": no date; or another one
    LEAD = "lead"  # "no": no lead; or another one
    ROWS = "rows"  # "no": the rows are left out


@dataclass(frozen=True, slots=True)
class GuessKind:
    """A kind of guess as people read of it."""

    code: str
    title: str
    effect: GuessEffect

    @property
    def if_no(self) -> str:
        """What becomes of a guess that is not so, at the end of a sentence."""
        return _IF_NO[self.effect]

    @property
    def takes_value(self) -> bool:
        """Whether another value can be given in place of the guess."""
        return self.effect in {GuessEffect.STATUS, GuessEffect.DATE, GuessEffect.LEAD}


_IF_NO: Final = {
    GuessEffect.FILE: "the file is not brought in",
    GuessEffect.STATUS: "the action gets no status from this cell",
    GuessEffect.DATE: "the date is left empty",
    GuessEffect.LEAD: "the action gets no lead from this text",
    GuessEffect.ROWS: "these rows are left out; to correct one by hand, go back to step 2",
}
_TITLES: Final = {
    GuessEffect.FILE: {
        "tracked_changes": "Changes that are not accepted",
        "read_from_pdf": "Read from a PDF",
        "converted": "Converted from an older kind of file",
        "page_headers": "Headers and footers of pages",
    },
    GuessEffect.STATUS: {
        "status_colour": "Colours as statuses",
        "status_disagrees": "Word and colour disagree",
        "status_words": "Words and letters as statuses",
    },
    GuessEffect.LEAD: {
        "lead_not_in_glossary": "Leads that are not known here",
        "lead_spelling": "Leads spelled another way",
        "lead_by_title": "Leads known by their title",
        "several_leads": "Several leads in one cell",
        "no_lead": "No lead",
    },
    GuessEffect.DATE: {
        "to_be_confirmed": "Dates to be confirmed",
        "relative_date": "Dates that count from another day",
        "several_dates": "Several dates in one cell",
        "revised_date": "Dates that were revised",
        "date_range": "A start and an end in one cell",
        "period_cell": "Start and end in one column",
        "no_year": "Dates without a year",
        "term": "School terms",
        "quarter": "Quarters",
        "year": "Whole years",
        "words_around_date": "Words around a date",
        "month_format": "Months written another way",
        "day": "Days, of which the month counts",
        "whole_month": "Months without a day",
        "ongoing": "On-going work",
        "recurring": "Work that recurs",
        "done_without_date": "Done, without a date",
        "no_date": "No date",
    },
    GuessEffect.ROWS: {
        "start_after_end": "Start after the end",
        "ref_repeated": "References used twice",
        "ref_skipped": "References that skip a number",
        "ref_changed": "References that had to change",
        "ref_completed": "References completed",
        "numbered_by_position": "Numbered by their place",
        "no_number": "Actions without a number",
        "outcome_by_ref": "Outcomes found by the reference",
        "area_by_ref": "Areas found by the reference",
        "no_outcome": "Actions without an outcome",
        "no_area": "Outcomes without an area",
        "heading_as_area": "Headings taken for areas",
        "heading_as_outcome": "Headings taken for outcomes",
        "row_as_area": "Rows taken for areas",
        "row_as_outcome": "Rows taken for outcomes",
        "merged_outcome": "Merged cells of outcomes",
        "inherited_cell": "Empty cells below an outcome",
        "outcome_row": "Several actions in one row",
        "shared_cell": "A cell shared by several actions",
        "paired_lists": "Lists matched in their order",
        "bullets_as_measures": "Lists taken for measures",
        "row_continued": "Rows that go on with the one before",
        "header_repeated": "Headings that repeat",
        "header_missing": "Tables without headings",
        "inline_fields": "Lead and dates in brackets",
        "text_box": "Text boxes",
    },
}
KINDS: Final = {
    code: GuessKind(code, title, effect)
    for effect, titles in _TITLES.items()
    for code, title in titles.items()
}
_ORDER: Final = {code: place for place, code in enumerate(KINDS)}


def kind_of(code: str) -> GuessKind:
    """The kind of that code; one that is not listed is about rows."""
    title = code.replace("_", " ").capitalize()
    return KINDS.get(code) or GuessKind(code, title, GuessEffect.ROWS)


def place_of_kind(code: str) -> int:
    """Where a kind stands on the page: what changes most comes first."""
    return _ORDER.get(code, len(_ORDER))
