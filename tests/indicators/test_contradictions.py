"""Contradictions between statuses and figures: a table of examples, and general properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from indicators.domain.contradictions import (
    ActionProgress,
    ContradictionKind,
    DatedTarget,
    IndicatorEvidence,
    KnownFigure,
    OutcomeProgress,
    SeriesFigures,
    WorseSince,
    apart,
    contradictions,
    last_of_same_period,
    tolerance,
)
from indicators.domain.enums import Direction
from indicators.domain.time_spans import Span

SEPT, OCT, NOV = (Span.of("month", f"2019-{month:02}") for month in (9, 10, 11))
Y2018, Y2019 = Span.of("year", "2018"), Span.of("year", "2019")
ENDED = date(2019, 10, 14)


def known(span: Span, value: float) -> KnownFigure:
    return KnownFigure(span, value, f"{value:g}%")


EHC = IndicatorEvidence("ehc", "EHC plans in 20 weeks", reach=OCT, latest="81% for Oct 2019")
FROM_91_TO_81 = WorseSince(
    "from 91% for Sept 2019 to 81% for Oct 2019", ("2019-09=91", "2019-10=81")
)
WORSE = replace(EHC, worse=FROM_91_TO_81)


def outcome(
    *statuses: Status | None, indicators: tuple[str, ...] = ("ehc",), measure: bool = False
):  # type: ignore[no-untyped-def]
    """An outcome with these statuses, of which what is complete is so since 14 October."""
    works = tuple(
        ActionProgress(
            f"1.2.{n}",
            status,
            ENDED if status == Status.COMPLETE else None,
            indicators if measure else (),
        )
        for n, status in enumerate(statuses, start=1)
    )
    return OutcomeProgress("1:1.2", "1.2", works, indicators)


def kinds(
    outcomes: list[OutcomeProgress], *indicators: IndicatorEvidence
) -> list[ContradictionKind]:
    asked = contradictions(outcomes, indicators)
    return [finding.kind for question in asked for finding in question.findings]


S = Status


@pytest.mark.parametrize(
    ("statuses", "is_asked"),
    [
        ((S.ON_TRACK,), True),
        ((S.COMPLETE,), True),
        ((S.ON_TRACK, S.COMPLETE), True),
        ((S.ON_TRACK, S.COMPLETE, S.AT_RISK), True),
        ((S.ON_TRACK, S.AT_RISK), False),  # half is not most
        ((S.ON_TRACK, S.COMPLETE, S.BEHIND_NOT_STARTED, S.AT_RISK), False),
        ((S.ON_TRACK, S.NOT_STARTED), False),  # nothing can have come of it yet
        ((S.ON_TRACK, None), False),
        ((None,), False),
        ((), False),
    ],
)
def test_worse_is_raised_only_if_most_actions_are_on_track_or_complete(statuses, is_asked) -> None:  # type: ignore[no-untyped-def]
    measured = replace(WORSE, reach=NOV)
    assert kinds([outcome(*statuses)], measured) == ([ContradictionKind.WORSE] if is_asked else [])
    assert kinds([outcome(*statuses)], replace(EHC, worse=None, reach=NOV)) == []
    assert kinds([outcome(*statuses, indicators=())], measured) == []


@pytest.mark.parametrize(
    ("reach", "is_asked"),
    [
        (None, True),
        (SEPT, True),
        (OCT, False),  # it goes on after the 14th
        (NOV, False),
        (Y2018, True),
        (Y2019, False),
    ],
)
def test_unmeasured_is_raised_until_a_figure_reaches_the_completion_day(reach, is_asked) -> None:  # type: ignore[no-untyped-def]
    measured = replace(EHC, reach=reach)
    asked = [ContradictionKind.UNMEASURED] if is_asked else []
    assert kinds([outcome(S.COMPLETE, S.COMPLETE)], measured) == asked
    assert kinds([outcome(S.COMPLETE, S.ON_TRACK, measure=True)], measured) == asked
    assert kinds([outcome(S.COMPLETE, S.ON_TRACK)], measured) == []  # not its own measure
    assert kinds([outcome(S.ON_TRACK, S.ON_TRACK, measure=True)], measured) == []


def test_a_complete_outcome_raises_one_question_and_none_for_its_actions() -> None:
    measured = replace(EHC, reach=SEPT)
    [asked] = contradictions([outcome(S.COMPLETE, S.COMPLETE, measure=True)], [measured])
    assert (asked.place, [finding.action for finding in asked.findings]) == ("1:1.2", [""])
    assert asked.text == (
        "All 2 actions of outcome 1.2 are complete. “EHC plans in 20 weeks” was last measured for "
        "Sept 2019, and not since; the outcome’s work is complete since 14 October 2019. "
        "What shows that anything has changed?"
    )


def test_a_figure_that_is_still_to_come_is_not_asked_for() -> None:
    """The figure that can show it is due in June: before that, nobody can have measured it."""
    expected = replace(EHC, reach=Y2018, expected=date(2020, 6, 30))
    assert kinds([outcome(S.COMPLETE, S.COMPLETE)], expected) == []
    late = replace(EHC, reach=Y2018, due=date(2019, 6, 30))
    [asked] = contradictions([outcome(S.COMPLETE, S.COMPLETE)], [late])
    assert asked.kinds == (ContradictionKind.UNMEASURED,)  # and not once more as late
    assert "(the figure was due on 30 June 2019)" in asked.text


def test_a_complete_action_raises_a_question_with_its_reference() -> None:
    [asked] = contradictions(
        [outcome(S.COMPLETE, S.AT_RISK, measure=True)], [replace(EHC, reach=None)]
    )
    assert (asked.place, [finding.action for finding in asked.findings]) == ("1:1.2", ["1.2.1"])
    assert asked.text == (
        "“EHC plans in 20 weeks” has never been measured; action 1.2.1 is complete since "
        "14 October 2019. What shows that anything has changed?"
    )


def test_worse_names_both_figures_and_the_actions() -> None:
    [asked] = contradictions([outcome(S.ON_TRACK, S.ON_TRACK, S.COMPLETE)], [WORSE])
    assert asked.text == (
        "All 3 actions of outcome 1.2 are on track or complete. “EHC plans in 20 weeks” got "
        "worse: from 91% for Sept 2019 to 81% for Oct 2019. "
        "Are these the right actions, and are they enough?"
    )
    assert [finding.key for finding in asked.findings] == ["worse|1:1.2||ehc|2019-09=91|2019-10=81"]
    [alone] = contradictions([outcome(S.ON_TRACK)], [WORSE])
    assert alone.text.startswith("The only action of outcome 1.2 is on track or complete. “EHC")
    [most] = contradictions([outcome(S.ON_TRACK, S.ON_TRACK, S.AT_RISK)], [WORSE])
    assert most.text.startswith("2 of the 3 actions of outcome 1.2 are on track or complete. “EHC")


def test_an_outcome_has_one_question_that_lists_its_indicators() -> None:
    other = replace(
        EHC, key="appeals", name="Appeals", due=date(2019, 11, 10), latest="", reach=None
    )
    [asked] = contradictions([outcome(S.ON_TRACK, indicators=("ehc", "appeals"))], [other, WORSE])
    assert [(finding.kind.value, finding.indicator) for finding in asked.findings] == [
        ("worse", "ehc"),
        ("stale", "appeals"),
    ]
    assert asked.text.count("?") == 2
    assert asked.text.endswith(
        "The figure for “Appeals” was due on 10 November 2019 and has not come; there is none yet. "
        "Are these the right actions, and are they enough? When will it come, and what do you go "
        "by until then?"
    )


def test_what_was_answered_stays_together_and_is_not_asked_again() -> None:
    other = replace(EHC, key="appeals", name="Appeals", due=date(2019, 11, 10))
    facts = [outcome(S.ON_TRACK, indicators=("ehc", "appeals"))]
    worse = contradictions(facts, [WORSE])[0].findings[0]
    both = contradictions(facts, [WORSE, other], {worse.key: "answer 1"})
    assert [[finding.kind.value for finding in asked.findings] for asked in both] == [
        ["worse"],
        ["stale"],
    ]
    assert both[0].key == contradictions(facts, [WORSE])[0].key


def test_what_is_found_of_figures_alone_is_asked_once_in_the_first_of_its_outcomes() -> None:
    late = replace(EHC, due=date(2019, 11, 10))
    outcomes = [replace(outcome(S.AT_RISK), place=place) for place in ("1:1.2", "3:3.1")]
    assert [asked.place for asked in contradictions(outcomes, [late])] == ["1:1.2"]
    assert [asked.place for asked in contradictions([], [late])] == [""]


def test_every_kind_says_why_it_is_asked_in_one_sentence() -> None:
    for kind in ContradictionKind:
        assert kind.why.startswith("Asked because ")
        assert kind.why.count(".") == 1
        assert kind.request.count("?") == 1


def test_an_overdue_figure_raises_a_question_naming_the_last_one() -> None:
    due = date(2019, 11, 10)
    [asked] = contradictions([], [replace(EHC, due=due)])
    assert asked.text == (
        "The figure for “EHC plans in 20 weeks” was due on 10 November 2019 and has not come; "
        "the last is 81% for Oct 2019. When will it come, and what do you go by until then?"
    )
    [never] = contradictions([], [replace(EHC, due=due, latest="", reach=None)])
    assert "there is none yet." in never.text
    [later] = contradictions([], [replace(EHC, due=due, latest="")])
    assert "none of an earlier period is known." in later.text


def own_and_official(
    own: list[KnownFigure], official: list[KnownFigure], *, percent: bool = True
) -> IndicatorEvidence:
    return replace(
        EHC,
        percent=percent,
        internal=(SeriesFigures("Year to date", tuple(own)),),
        official=(SeriesFigures("Official", tuple(official)),),
    )


@pytest.mark.parametrize(
    ("own", "official", "step", "is_asked"),
    [
        (81, 71, 1, True),
        (76, 71, 1, False),
        (1.0, 4.9, 0.1, True),  # one percentage point against five, of exclusions
        (0.30, 0.34, 0.01, False),
        (112.5, 100, 0, False),  # an eighth is the same
        (112.6, 100, 0, True),
        (-1.14, -1.2, 0.01, False),
        (4, 3, 1, False),  # which rounding explains: 3.5 and 3.4
        (5, 3, 1, True),
        (0, 0, 0, False),
        (1, 0, 0, True),
    ],
)
def test_two_figures_differ_beyond_a_share_of_the_official_one(
    own: float, official: float, step: float, is_asked: bool
) -> None:
    pair = own_and_official([known(Y2019, own)], [known(Y2019, official)])
    measured = replace(pair, step=step)
    assert kinds([], measured) == ([ContradictionKind.DIFFERS] if is_asked else [])
    assert kinds([], replace(measured, tolerance=1e9)) == (
        [ContradictionKind.DIFFERS] if official == 0 and is_asked else []
    )
    assert bool(kinds([], replace(measured, tolerance=0))) is (abs(own - official) > step)


def test_a_difference_from_before_the_plan_is_not_asked_about() -> None:
    pair = own_and_official([known(Y2018, 81)], [known(Y2018, 40)])
    assert kinds([], pair) == [ContradictionKind.DIFFERS]
    assert kinds([], replace(pair, since=date(2019, 5, 17))) == []


def test_sheffields_81_is_questioned_once_the_official_71_is_known() -> None:
    own = [known(SEPT, 91), known(Y2019, 81)]
    assert contradictions([], [own_and_official(own, [known(Y2018, 39.7)])]) == []
    [after] = contradictions([], [own_and_official(own, [known(Y2018, 39.7), known(Y2019, 71)])])
    assert after.text == (
        "Our own figure for “EHC plans in 20 weeks” (Year to date) is 81% for 2019 and the "
        "official one 71% for 2019: 10 percentage points apart. "
        "Why do they differ, and which of them should the board go by?"
    )


def test_a_year_to_date_is_of_another_period_than_its_year() -> None:
    running = replace(known(Y2019, 81), is_running=True)
    assert contradictions([], [own_and_official([running], [known(Y2019, 71)])]) == []


@pytest.mark.parametrize(
    ("began", "is_asked"), [(date(2018, 5, 17), False), (date(2017, 5, 17), True), (None, True)]
)
def test_a_target_of_before_the_plan_is_not_asked_about(began: date | None, is_asked: bool) -> None:
    target = DatedTarget(date(2018, 1, 1), 75, "75%")
    missed = replace(EHC, main=(known(Y2019, 70),), better=Direction.HIGHER, targets=(target,))
    asked = [ContradictionKind.MISSED] if is_asked else []
    assert kinds([outcome(S.ON_TRACK)], replace(missed, since=began)) == asked


@pytest.mark.parametrize(
    ("september", "october", "words"),
    [
        (62, 60, "62% for Sept 2019, where at least 75% was to be reached by 30 September 2019; "
         "the latest is 60% for Oct 2019"),
        (62, 80, ""),  # reached since
        (76, 60, ""),  # reached on its day
    ],
)  # fmt: skip
def test_a_missed_target_quotes_the_figure_of_its_day(
    september: int, october: int, words: str
) -> None:
    target = DatedTarget(date(2019, 9, 30), 75, "75%")
    rows = (known(SEPT, september), known(OCT, october))
    missed = replace(EHC, main=rows, better=Direction.HIGHER, targets=(target,))
    asked = contradictions([outcome(S.ON_TRACK)], [missed])
    assert [words in question.text for question in asked] == ([True] if words else [])


def test_figures_of_other_periods_are_not_compared() -> None:
    """Neither a month with its year, nor the year to date with last year."""
    assert last_of_same_period([known(NOV, 81)], [known(Y2019, 20)]) is None
    assert last_of_same_period([known(Y2019, 81)], [known(Y2018, 20)]) is None
    school_year = Span.of("school_year", "2018/19")
    assert last_of_same_period([known(Y2019, 81)], [known(school_year, 20)]) is None
    wave = Span.of("wave", "2019")
    same = (known(wave, 81), known(Y2019, 20))
    assert last_of_same_period([same[0]], [same[1]]) == same


def test_a_key_fits_its_column_whatever_the_references() -> None:
    long = Span.of("day", "2019-09-30")
    start, end = known(long, -123456.123456789), known(long, 0.000000123456789)
    worse = WorseSince("from much to little", (start.fact, end.fact))
    measured = replace(EHC, key="k" * 60, worse=worse)
    [asked] = contradictions(
        [
            OutcomeProgress(
                "a" * 10 + ":" + "b" * 10, "b", (ActionProgress("c" * 10, S.ON_TRACK),), ("k" * 60,)
            )
        ],
        [measured],
    )
    assert len(asked.key) <= 200


# --- what holds of all of them ----------------------------------------------------------------

months = st.integers(0, 40).map(lambda n: Span.of("month", f"{2016 + n // 12}-{n % 12 + 1:02}"))
years = st.integers(2016, 2020).map(lambda year: Span.of("year", str(year)))
values = st.integers(0, 1000).map(lambda n: n / 10)
figures = st.lists(
    st.builds(known, st.one_of(months, years), values), max_size=8, unique_by=lambda k: k.span
)
statuses = st.lists(st.sampled_from([*Status, None]), max_size=5)


@given(figures, figures, st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(own, official, random) -> None:  # type: ignore[no-untyped-def]
    first = contradictions([], [own_and_official(own, official)])
    random.shuffle(own)
    random.shuffle(official)
    assert contradictions([], [own_and_official(own, official)]) == first


@given(figures, figures, st.integers(1, 50))
def test_another_unit_of_both_figures_changes_no_question(own, official, times) -> None:  # type: ignore[no-untyped-def]
    scaled = [[known(each.span, each.value * times) for each in row] for row in (own, official)]
    before = kinds([], own_and_official(own, official))
    pair = last_of_same_period(own, official)
    edge = pair is not None and abs(apart(*pair) - tolerance(pair[1].value)) < 1e-6
    assert edge or kinds([], own_and_official(*scaled)) == before


@given(figures)
def test_a_series_never_differs_from_itself(own: list[KnownFigure]) -> None:
    assert kinds([], own_and_official(own, own)) == []


@given(statuses)
def test_worse_needs_more_than_half_of_the_actions_at_any_position(said) -> None:  # type: ignore[no-untyped-def]
    fine = sum(status in (S.COMPLETE, S.ON_TRACK) for status in said)
    asked = ContradictionKind.WORSE in kinds([outcome(*said)], WORSE)
    assert asked is (fine > len(said) / 2)


@given(statuses, st.booleans())
def test_keys_are_unique_and_stable_for_the_same_facts(said, measure) -> None:  # type: ignore[no-untyped-def]
    facts = [outcome(*said, measure=measure)]
    measured = [replace(WORSE, reach=SEPT, due=date(2019, 11, 1))]
    found = contradictions(facts, measured)
    assert contradictions(facts, measured) == found
    keys = [finding.key for asked in found for finding in asked.findings]
    assert len(set(keys)) == len(keys)
    assert len({asked.place for asked in found}) == len(found)
    assert [asked.text.count("?") for asked in found] == [len(asked.kinds) for asked in found]
