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


def of(short_title: str, *values: float, unit: str = "percent", target: str = "") -> Raw:
    sign = "%" if unit == "percent" else ""
    figures = [
        line()["figures"][0] | {"span": f"{2017 + at}", "value": value, "words": f"{value}{sign}"}
        for at, value in enumerate(values)
    ]
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
            "Timeliness is now 96 %, the best in England.",
            f"“Timeliness is now 96 %, the best in England.”: {KNOWN}",
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


@given(st.sampled_from([71.4, 91.0]), st.integers(0, 100), st.integers(0, 9))
def test_a_level_is_borne_out_when_it_is_a_known_figure_rounded_half_up(known, whole, tenth):
    exact = found(f"Timeliness is {known}%.")
    typed = found(f"Timeliness is {whole}.{tenth}%.")

    assert exact == []
    assert (not typed) == (whole + tenth / 10 in (71.4, 91.0, 90.0))


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
