"""Bars of actions by status, as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE
from actions.domain.status_bar import bar_description, bar_parts
from actions.domain.status_counts import Counts
from actions.templatetags.status_bars import BIG, SMALL, status_bar

OCTOBER = (
    ["complete"] * 5
    + ["on_track"] * 45
    + ["not_started"] * 9
    + ["at_risk"] * 25
    + ["behind_not_started"] * 5
)


def bar_of(codes: list[str | None], **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(
        status_bar(Counts.of(codes), FIVE, name="all", title="All actions", **options)  # type: ignore[arg-type]
    )


@given(st.lists(st.sampled_from([*Status.values, None]), min_size=1, max_size=120))
def test_parts_fill_the_bar_in_the_fixed_order(codes: list[str | None]) -> None:
    found = bar_parts(Counts.of(codes), FIVE)
    order = [*(FIVE.by_code[code] for code in Status), None]
    assert sum(part.width for part in found) == pytest.approx(100)
    assert sum(part.count for part in found) == len(codes)
    assert [order.index(part.status) for part in found] == sorted(
        order.index(part.status) for part in found
    )
    assert found[0].start == 0


def test_a_bar_has_a_title_and_says_its_numbers() -> None:
    svg = bar_of(OCTOBER)
    title, desc = svg[0], svg[1]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}" == "all-t all-d"
    assert title.text == "All actions"
    assert desc.text == (
        "Complete 5, On track 45, Not yet started 9, Behind or at risk 25, "
        "Not started, behind 5, of 89."
    )


def test_actions_without_status_are_in_the_bar_and_its_description() -> None:
    counts = Counts.of(["complete", None, None])
    assert [(part.text, part.count) for part in bar_parts(counts, FIVE)] == [
        ("Complete", 1),
        ("No status yet", 2),
    ]
    assert bar_description(counts, FIVE) == (
        "Complete 1, On track 0, Not yet started 0, Behind or at risk 0, Not started, behind 0, "
        "No status yet 2, of 3."
    )


def test_a_bar_uses_presentation_attributes_only() -> None:
    names = {name for element in bar_of(OCTOBER).iter() for name in element.keys()}  # noqa: SIM118
    assert not [name for name in names if name == "style" or name.startswith("on")]


def test_a_wide_part_shows_its_shape_and_a_narrow_one_only_its_number() -> None:
    codes = ["on_track"] * 9 + ["at_risk"]
    svg = status_bar(Counts.of(codes), FIVE, name="a", title="A", size=SMALL)
    assert FIVE.status("on_track").path in svg
    assert FIVE.status("at_risk").path not in svg
    assert [text.text for text in bar_of(codes, size=SMALL).iter("text")] == ["9", "1"]


def test_a_number_too_wide_for_its_part_is_omitted() -> None:
    codes = ["on_track"] * 99 + ["at_risk"]
    assert [text.text for text in bar_of(codes, size=BIG).iter("text")] == ["99"]
    assert "Behind or at risk 1" in status_bar(Counts.of(codes), FIVE, name="a", title="A")


def test_a_title_is_escaped() -> None:
    svg = status_bar(Counts.of(["complete"]), FIVE, name="a", title="<script>")
    assert "&lt;script&gt;" in svg
    assert "<script>" not in svg


def test_a_bar_without_actions_is_empty_and_describes_itself() -> None:
    assert [child.tag for child in bar_of([])] == ["title", "desc"]
