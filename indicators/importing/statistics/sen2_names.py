"""Words for the columns of the SEN2 return on education, health and care plans. Pure.

The Department for Education publishes the return with Explore Education Statistics. Its columns
are named for the return's own questions, and its metadata file is often left behind. Columns whose
meaning the file alone does not tell are not here.
"""

from __future__ import annotations

from typing import Final

_STEMS: Final = {
    "ass_nodecision": "Assessments without a decision yet",
    "ass_none": "Assessments after which no plan was issued",
    "ass_refused": "Requests for assessment that were refused",
    "inreq": "Requests for assessment",
    "new_all": "New plans",
    "mainstream_to_home": "Moved from a mainstream school to education at home",
    "mainstream_to_special": "Moved from a mainstream to a special school",
    "special_to_home": "Moved from a special school to education at home",
    "special_to_mainstream": "Moved from a special to a mainstream school",
    "discontinued_lea": "Plans that ended: moved to another authority",
    "discontinued_left": "Plans that ended: left at the end of compulsory schooling",
    "discontinued_met": "Plans that ended: needs met without a plan",
    "discontinued_other": "Plans that ended: other reasons",
    "tot_inc_exc": "New plans, including exceptions",
    "tot_no_exc": "New plans, excluding exceptions",
}
_WHOLE: Final = {
    "assessments": "Assessments",
    "assessment_mediation": "Mediation about an assessment",
    "assessment_tribunal": "Tribunal cases about an assessment",
    "request_mediation": "Mediation about a request for assessment",
    "request_tribunal": "Tribunal cases about a request for assessment",
    "other_mediation": "Mediation about other matters",
    "other_tribunal": "Tribunal cases about other matters",
    "total_mediation": "Mediation, in all",
    "total_tribunal": "Tribunal cases, in all",
    "total_tribunal_followed_mediation": "Tribunal cases that followed mediation",
    "direct_pay_education": "Direct payments for education",
    "direct_pay_health": "Direct payments for health",
    "direct_pay_integrated": "Direct payments, integrated",
    "direct_pay_socialcare": "Direct payments for social care",
    "discontinued_abroad": "Plans that ended: moved abroad",
    "discontinued_age": "Plans that ended: reached the highest age",
    "discontinued_deceased": "Plans that ended: died",
    "discontinued_employment": "Plans that ended: moved to employment",
    "discontinued_engage": "Plans that ended: no wish to engage any more",
    "discontinued_he": "Plans that ended: moved to higher education",
    "discontinued_unknown": "Plans that ended: reason not known",
    "discontinued_total": "Plans that ended, in all",
    "inc_exc_26week": "Statements within 26 weeks, including exceptions",
    "no_exc_26week": "Statements within 26 weeks, excluding exceptions",
    "org_arrangements": "Organised arrangements in place of direct payments",
    "statements_no_ehc": "Statements ended without an EHC plan",
    "statements_to_ehc": "Statements moved to an EHC plan",
}
_ENDS: Final = {
    "": "",
    "_ehc": "EHC plans",
    "_ehc_pc": "EHC plans (%)",
    "_noncomp": "beyond compulsory school age",
}


def sen2_name(column: str) -> str:
    """A column of the return in words; empty for any other.

    >>> sen2_name("ass_none_ehc_pc"), sen2_name("attendance")
    ('Assessments after which no plan was issued, EHC plans (%)', '')
    """
    if column in _WHOLE:
        return _WHOLE[column]
    for end, words in _ENDS.items():
        stem = column.removesuffix(end) if end else column
        if column.endswith(end) and stem in _STEMS:
            return f"{_STEMS[stem]}, {words}" if words else _STEMS[stem]
    return ""
