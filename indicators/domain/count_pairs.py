"""The measures that count what a published percentage is of. Pure.

A percentage is published as a measure, and what it is worked out from as two others: the tribunal's
table has appeals, decisions and their rate; the SEN2 file has plans in time, all plans and their
rate. The Local Authority Interactive Tool has percentages alone; two of them are of the same counts
as a table that has them. The counts are used only where they make the percentage.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from indicators.domain.enums import Dataset


class MeasureCode(NamedTuple):
    """A measure by its dataset and its code in it."""

    dataset: Dataset
    code: str


class CountPair(NamedTuple):
    """So many, out of so many."""

    numerator: MeasureCode
    denominator: MeasureCode


def _sen2(numerator: str, denominator: str) -> CountPair:
    return CountPair(MeasureCode(Dataset.EES, numerator), MeasureCode(Dataset.EES, denominator))


_APPEALS: Final = CountPair(
    MeasureCode(Dataset.TRIBUNAL, "appeals_registered"),
    MeasureCode(Dataset.TRIBUNAL, "appealable_decisions"),
)
_ALL_IN_TIME: Final = _sen2("inc_exc_20week_ehc", "tot_inc_exc_ehc")
_OTHERS_IN_TIME: Final = _sen2("no_exc_20week_ehc", "tot_no_exc_ehc")

COUNT_PAIRS: Final[dict[MeasureCode, CountPair]] = {
    MeasureCode(Dataset.TRIBUNAL, "appeal_rate"): _APPEALS,
    MeasureCode(Dataset.LAIT, "SEN_AppealableDec"): _APPEALS,
    MeasureCode(Dataset.EES, "inc_exc_20week_rate"): _ALL_IN_TIME,
    MeasureCode(Dataset.LAIT, "SEN_EHC_All_20wks"): _ALL_IN_TIME,
    MeasureCode(Dataset.EES, "no_exc_20week_rate"): _OTHERS_IN_TIME,
    MeasureCode(Dataset.LAIT, "SEN_EHC_Excpt_20wks"): _OTHERS_IN_TIME,
    MeasureCode(Dataset.EES, "new_all_ehc_pc"): _sen2(
        "new_all_ehc", "new_all_ehc_ass_none_ehc_sum"
    ),
}
