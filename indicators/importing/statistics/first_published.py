"""The day on which a figure was first published, if its file does not state it. Pure.

Each publication has its usual months. The rule takes the last day of the latest of them: a page "as
at" an earlier day may lack a figure that was published some weeks before, but never shows one that
was not published yet. The months are those of the releases on Explore Education Statistics, of the
tribunal statistics and of NHS England since 2016.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from indicators.domain.enums import SpanKind
from indicators.domain.time_spans import Span
from wsoa.core.months import Month


class _Rule(NamedTuple):
    """`words` identify the subject; `months` lie between the span's end and publication."""

    subject: re.Pattern[str]
    kinds: tuple[SpanKind, ...]
    months: int


def _rule(words: str, kinds: tuple[SpanKind, ...], months: int) -> _Rule:
    return _Rule(re.compile(words, re.IGNORECASE), kinds, months)


_SCHOOL: Final = (SpanKind.SCHOOL_YEAR,)
_CALENDAR: Final = (SpanKind.YEAR,)
_FINANCIAL: Final = (SpanKind.FINANCIAL_YEAR,)
# The first that fits counts. A school year ends in August, a calendar year in December.
_RULES: Final = (
    # Appeals of a year: with the tribunal statistics of the December after it.
    _rule(r"appeal|tribunal", _CALENDAR, 12),
    # SEN2, the return on plans of a calendar year: in May or June after it.
    _rule(r"ehc|sen|statement|plan|assess", _CALENDAR, 6),
    _rule(r"ehc|sen|cases", (SpanKind.MONTH,), 5),
    # Children in need and looked after: with their outcomes, in the March or April after the
    # year; their exclusions a year later still.
    _rule(r"^(cin|lac).*ex", _SCHOOL, 20),
    _rule(r"^(cin|cpp|lac)", _SCHOOL, 8),
    # Exclusions and suspensions of a school year: in the July after the next one.
    _rule(r"excl|suspen|fixed|perm_?ex|_ ?ex$", _SCHOOL, 11),
    # Absence of a whole school year: in the March after it.
    _rule(r"absen|abs\b|auth|_abs|perab|totab|sess_", _SCHOOL, 7),
    # Early years, phonics, key stage 2: in the autumn after the summer's assessments.
    _rule(r"eyfs|fsp_|good level|phonic|ks1p", _SCHOOL, 3),
    _rule(r"ks2|key stage 2|rwm|multiplication", _SCHOOL, 4),
    # Key stage 4, revised: in the January or February after it.
    _rule(r"attain|att8|prog8|progress ?8|ks4_perf|engbac|ebacc", _SCHOOL, 6),
    # Qualified by 19: in the April after the year in which they turned 19.
    _rule(r"age19|level (2|3)", _SCHOOL, 8),
    # Where pupils went, by the year in which they left: up to three years later in March.
    _rule(r"sused|_des_|destination", _SCHOOL, 31),
    # Pupils with SEN by the January census: in July of the same school year.
    _rule(r"statements|nostatements|totsensup|totstat|sen_phase|sen_primary", _SCHOOL, -1),
    _rule(r"16-?17|participation|neet", _FINANCIAL, 7),
    _rule(r"finance|s251|expenditure", _FINANCIAL, 10),
    # Community waiting lists of a month: some seven weeks later.
    _rule(r"waiting", (SpanKind.MONTH,), 2),
)
# A year after the span's end, or three months after a shorter one, where no rule knows better.
_OTHERWISE: Final = {SpanKind.DAY: 1, SpanKind.MONTH: 3, SpanKind.QUARTER: 4}


def first_published(subject: str, span: Span, published_on: date | None = None) -> date:
    """The day by which a figure was published. `subject` is the measure's code, topic or title.

    `published_on` is the day of the release that the figure is read from, and is the latest answer.

    >>> first_published("SEN_EHC_All_20wks", Span.of("year", "2018"))
    datetime.date(2019, 6, 30)
    """
    months = next(
        (
            rule.months
            for rule in _RULES
            if span.kind in rule.kinds and rule.subject.search(subject)
        ),
        _OTHERWISE.get(span.kind, 12),
    )
    usual = Month.of(span.last_day).plus(months).last_day
    return min(usual, published_on) if published_on else usual
