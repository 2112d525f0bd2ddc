"""Figures that a text states of an indicator are compared with those that are known of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.checks.figure_placeholders import misstated_figures
from governance.papers.checks.indicator_claims import IndicatorVocabulary, unknown_figure_claims
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.document.schema import IndicatorEntry
from tests.support.documents import Raw, document
from tests.support.rich_document import indicator, line


def _figures_of(values: dict[str, float], sign: str = "%") -> list[Raw]:
    return [
        line()["figures"][0]
        | {"span": year, "last_day": f"{year}-12-31", "value": value, "words": f"{value}{sign}"}
        for year, value in values.items()
    ]


def of(short_title: str, *values: float, unit: str = "percent", target: str = "") -> Raw:
    sign = "%" if unit == "percent" else ""
    figures = _figures_of({f"{2017 + at}": value for at, value in enumerate(values)}, sign)
    words = {"title": short_title, "short_title": short_title, "unit": unit, "target": target}
    return indicator(short_title, [line() | {"figures": figures}]) | words


TIMELY = of("EHC plans completed within the timescale", 71.4, 91, target="At least 90% for 2020")
RAW = [TIMELY, of("Attainment 8", 28.6, unit="score"), of("Health checks"), of("EHC reviews", 12)]
INDICATORS = [IndicatorEntry.model_validate(each, strict=False) for each in RAW]
VOCABULARY = IndicatorVocabulary(INDICATORS)
KNOWN = "the figures known of “EHC plans completed within the timescale” are 91% (Own, 2018)."


def found(text: str) -> list[str]:
    return [claim.message for claim in unknown_figure_claims(text, VOCABULARY)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Timeliness is now 96 %, close to most of England.",
            f"“Timeliness is now 96 %, close to most of England.”: {KNOWN}",
        ),
        ("It rose. Timely plans: 92 per cent", f"“Timely plans: 92 per cent”: {KNOWN}"),
        ("Over 95% of plans came within the timescale", None),
        (
            "Attainment 8 was 31.2 in July.",
            "“Attainment 8 was 31.2 in July.”: the figures known of “Attainment 8” are 28.6 "
            "(Own, 2017).",
        ),
        (
            "Health checks reached 80%.",
            "“Health checks reached 80%.”: no figure of “Health checks” is known.",
        ),
    ],
)
def test_a_figure_that_nobody_knows_is_named_with_those_that_are_known(text, words):
    assert found(text) == [words or f"“{text}”: {KNOWN}"]


@pytest.mark.parametrize(
    "text",
    [
        "Timeliness is now 91%, after 71.4%.",
        "Timeliness was 71% in the year before.",
        "Timely plans: over 90%, and about 70% before.",
        "Timeliness was 71.4% in 2017.",
        "Nine in ten plans were on time, within the timescale.",
        "Ninety-one per cent of EHC plans were completed in the timescale.",
        "The target of timely plans is 90% for 2020.",
        "Timeliness has risen by 12% since then; 30% more plans came within the timescale.",
        "Attainment 8 was 28.6; action 3.2.1 follows.",
        "The newsletter has a click rate of 25%.",
        "61% of actions are on track or yet to start, within the timescale.",
        "",
    ],
)
def test_a_known_figure_a_change_and_a_figure_of_something_else_are_not_remarked_on(text):
    assert found(text) == []


@given(st.integers(0, 100), st.integers(0, 9))
def test_a_level_is_borne_out_when_it_is_the_newest_figure_rounded_half_up(whole, tenth):
    exact = found("Timeliness is 91.0%.")
    typed = found(f"Timeliness is {whole}.{tenth}%.")

    assert exact == []
    assert (not typed) == (whole + tenth / 10 == 91.0)


AREA = {"name": "Sheffield", "role": "own"}
PLACES = [
    line() | AREA | {"figures": _figures_of({"2017": 71.4, "2018": 91})},
    line()
    | {"name": "England", "role": "england", "figures": _figures_of({"2017": 61, "2018": 58})},
    line()
    | {"name": "Statistical neighbours, median", "role": "neighbours"}
    | {"figures": _figures_of({"2017": 63, "2018": 69.5})},
]
COMPARED = IndicatorVocabulary(
    [
        IndicatorEntry.model_validate(
            TIMELY | {"short_title": "Timeliness of EHC plans", "lines": PLACES}, strict=False
        )
    ]
)


def asked(text: str) -> bool:
    return bool(unknown_figure_claims(text, COMPARED))


@pytest.mark.parametrize(
    "text",
    [
        "Timeliness of EHC plans is 63%",
        "Timeliness of EHC plans is 61%",
        "Timeliness in Sheffield is 58 %",
        "Timeliness is 71.4%",
        "Timeliness in England is 61%",
        "Timeliness is 90%",
        "63 out of 100 EHC plans were completed in time",
        "Ninety-six per cent of EHC plans were completed",
        "Two thirds of EHC plans were completed in time",
        "two-thirds of EHC plans were completed in time",
        "Half of EHC plans were late",
        "41 of 50 EHC plans were on time",
        "Six in ten EHC plans were on time",
        "We now rank first in England",
        "Timeliness is 91%, the best in England.",
        "Our plans are the 3rd fastest in the region",
    ],
)
def test_a_figure_of_another_place_or_period_and_a_rank_are_asked_about(text):
    assert asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Timeliness of EHC plans is 91%",
        "91 out of 100 EHC plans were completed in time",
        "Timeliness is 91%; it is 58% in England",
        "In 2017, timeliness was 61% in England and 63% among our neighbours",
        "Timeliness rose from 71.4% to 91%",
        "The neighbours' median of timeliness is 69.5%",
        "Our target for timeliness is 90%",
        "First, the best staff in the service meet",
    ],
)
def test_a_figure_of_the_place_and_period_that_the_sentence_names_is_not(text):
    assert not asked(text)


@given(st.sampled_from([71.4, 61, 58, 63, 69.5]), st.sampled_from(["Timeliness", "EHC plans"]))
def test_no_figure_of_another_place_or_period_passes_as_the_areas_own(value, subject):
    assert asked(f"{subject} within the timescale: {value}%")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    found(text)


def test_without_indicators_nothing_is_claimed():
    assert unknown_figure_claims("Timeliness is 96%.", IndicatorVocabulary([])) == []


def test_the_publisher_is_warned_naming_the_text_and_the_known_figures():
    commentary = {"parts": [{"title": "Evidence of impact", "text": "Timeliness is now 96 %."}]}
    said = {
        "parts": [{"title": "Next steps", "text": "95% of plans come within the timescale."}],
        "post": "Head of SEN",
        "not_accepted": False,
        "illustrative": False,
    }
    made = document(
        {"1.1.1": ("on_track", "on_track")},
        more={"1.1.1": {"said": said}},
        areas={"1": {"commentary": commentary | {"source": ""}}},
        indicators=RAW,
        programme={"text": "Timeliness is 97%.", "source": ""},
    )

    assert [(each.place, each.area, each.action) for each in misstated_figures(made)] == [
        ("The programme as a whole", "", ""),
        ("Area 1, evidence of impact", "1", ""),
        ("Action 1.1.1, next steps", "1", "1.1.1"),
    ]
    words = [each.problem for each in publication_warnings(made, ())]
    assert f"It says “Timeliness is now 96 %.”: {KNOWN}" in words
