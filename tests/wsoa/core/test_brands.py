"""What the parts of a brand may be: the name, the colour with its contrast, the description."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.brands import (
    BrandFault,
    checked_alt,
    checked_colour,
    checked_name,
    passes,
    ratio_words,
    style_rules,
)
from wsoa.core.colours import COLOURS
from wsoa.core.contrast import contrast, darkened, luminance, nearest_shade

pytestmark = pytest.mark.unit
COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


# --- contrast -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_with_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert round(contrast(colour, "#ffffff"), 2) == ratio
    assert contrast(colour, "#ffffff") == contrast("#ffffff", colour)


@given(COLOUR)
def test_the_nearest_shade_passes_and_the_next_lighter_one_does_not(colour: str) -> None:
    shade = nearest_shade(colour, passes)
    assert passes(shade)
    if passes(colour):
        assert shade == colour
        return
    lighter = [darkened(colour, step / 255) for step in range(1, 256)]
    assert not any(passes(other) for other in lighter if luminance(other) > luminance(shade))


@given(COLOUR)
def test_a_colour_is_accepted_or_its_suggestion_is(colour: str) -> None:
    try:
        assert checked_colour(colour) == colour
    except BrandFault as fault:
        suggested = str(fault).rpartition(" ")[2]
        assert checked_colour(suggested) == suggested


@given(COLOUR)
def test_the_darker_shades_of_a_style_sheet_pass_where_the_colour_does(colour: str) -> None:
    shade = nearest_shade(colour, passes)
    rules = style_rules(shade).removeprefix(":root{").removesuffix(";}\n")
    colours = dict(rule.split(":") for rule in rules.split(";"))
    assert list(colours) == ["--brand", "--brand-hover", "--brand-shadow"]
    assert all(contrast(other, COLOURS["page"]) >= 4.5 for other in colours.values())


def test_the_services_own_colour_is_one_that_an_area_may_have() -> None:
    assert checked_colour(COLOURS["brand"]) == COLOURS["brand"]


def test_a_colour_that_is_too_light_is_refused_with_both_ratios_and_a_shade() -> None:
    with pytest.raises(BrandFault) as refused:
        checked_colour("#777777")
    assert refused.value.field == "colour"
    assert str(refused.value) == (
        "White text on #777777, in the header and on buttons, has a contrast of 4.4:1 and needs "
        "4.5:1 or more. The nearest shade that passes is #767676"
    )


def test_a_ratio_is_never_rounded_up_to_the_one_that_is_needed() -> None:
    assert (ratio_words(4.499), ratio_words(4.5), ratio_words(21.0)) == ("4.4:1", "4.5:1", "21.0:1")


# --- what is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "colour"), [("#1F4D5C", "#1f4d5c"), ("1f4d5c", "#1f4d5c"), (" #036 ", "#003366")]
)
def test_a_colour_is_taken_as_people_write_it(typed: str, colour: str) -> None:
    assert checked_colour(typed) == colour


@pytest.mark.parametrize(
    "typed",
    [
        "red;}",
        "red",
        "#12345",
        "#1f4d5c;",
        "#1f4d5c}",
        "url(x)",
        "#１f4d5c",
        "#1f4d5c\n",
        "rgb(0,0,0)",
    ],
)
def test_anything_else_is_no_colour(typed: str) -> None:
    with pytest.raises(BrandFault, match="Enter the colour as # and six digits or letters"):
        checked_colour(typed)


@given(st.text(max_size=12))
def test_whatever_is_typed_a_colour_has_six_digits_or_is_refused(typed: str) -> None:
    try:
        colour = checked_colour(typed)
    except BrandFault:
        return
    assert len(colour) == 7
    assert int(colour[1:], 16) >= 0


def test_a_name_loses_its_outer_spaces_and_nothing_else() -> None:
    assert checked_name("  Sheffield & “friends” <b> ") == "Sheffield & “friends” <b>"
    assert checked_alt("A heron") == "A heron"


@pytest.mark.parametrize(
    "name",
    [
        "one\ntwo",
        "bell\x07",
        "nul\x00",
        "\u202egnp.exe",
        "zero\u200bwidth",
        "a\u2028b",
        "tab\there",
    ],
)
def test_a_name_has_no_control_characters(name: str) -> None:
    with pytest.raises(BrandFault, match="without control characters") as refused:
        checked_name(name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
def test_a_name_is_needed(name: str) -> None:
    with pytest.raises(BrandFault, match="Enter the name of the area"):
        checked_name(name)


def test_a_name_that_is_too_long_is_refused_with_its_length() -> None:
    assert checked_name("x" * 100) == "x" * 100
    with pytest.raises(BrandFault, match=r"Name must be 100 characters or fewer. You entered 500"):
        checked_name("x" * 500)
    with pytest.raises(BrandFault, match="Description must be 200 characters or fewer"):
        checked_alt("x" * 201)
