"""A plan's own key: what it may hold, and what a scale makes of it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import LOOKS, PRINTED_ORDER, WORST_FIRST, Status
from actions.domain.kinds.scale import FIVE, KeyRefused, five_as_key, own_key, scale_of
from actions.domain.status_palette import HUES, LIGHT_BARS, PATHS, HueName, ShapeName
from wsoa.core.colours import COLOURS
from wsoa.core.contrast import NON_TEXT, TEXT, contrast


def entry(code: str, label: str, colour: str = "blue", shape: str = "disc") -> dict[str, object]:
    return {"code": code, "label": label, "colour": colour, "shape": shape}


BLUE_AND_RED = {
    "statuses": [
        entry("complete", "Complete and embedded", "blue", "star"),
        entry("behind_not_started", "Not started or much delayed", "red", "cross"),
    ]
}


@pytest.mark.parametrize("name", HueName)
def test_each_hue_can_be_read_wherever_it_is_used(name: HueName) -> None:
    hue = HUES[name]
    assert contrast(hue.ink, hue.tint) >= TEXT
    assert contrast(hue.ink, COLOURS["page"]) >= TEXT
    assert contrast(hue.ink, COLOURS["wash"]) >= TEXT
    assert contrast(hue.on_bar, hue.bar) >= TEXT
    assert name in LIGHT_BARS or contrast(hue.bar, COLOURS["page"]) >= NON_TEXT


def test_hues_and_shapes_differ() -> None:
    assert set(HUES) == set(HueName)
    assert set(PATHS) == set(ShapeName)
    assert all(one != other for one, other in combinations(HUES.values(), 2))
    assert len(set(PATHS.values())) == len(PATHS)


def test_the_five_are_the_scale_of_a_plan_without_a_key() -> None:
    assert scale_of({}) is FIVE
    assert FIVE.printed_order == PRINTED_ORDER
    assert FIVE.worst_first == WORST_FIRST
    assert FIVE.bar_order == tuple(Status)
    assert [FIVE.label(code) for code in Status] == Status.labels
    assert [FIVE.full_text(code) for code in Status] == [LOOKS[code].full_text for code in Status]


def test_a_key_gives_its_words_in_its_order_and_leaves_the_codes() -> None:
    scale = scale_of(BLUE_AND_RED)
    assert scale.label("complete") == "Complete and embedded"
    assert scale.status("behind_not_started").hue is HUES[HueName.RED]
    assert scale.printed_order == (Status.COMPLETE, Status.BEHIND_NOT_STARTED)
    assert scale.worst_first == (Status.BEHIND_NOT_STARTED, Status.COMPLETE)
    assert not scale.has("at_risk")
    assert scale.label("at_risk") == FIVE.label("at_risk")  # recorded before the key
    assert set(scale.bar_order) == set(Status)
    assert scale_of(BLUE_AND_RED) is scale


def test_the_five_can_be_written_as_a_key_and_read_again() -> None:
    key = five_as_key()
    assert own_key(key.as_json()) == key
    own = key.scale()
    assert [own.label(code) for code in Status] == Status.labels


@pytest.mark.parametrize(
    ("statuses", "message"),
    [
        ([entry("complete", "Done")], "at least two"),
        ([entry("complete", "Done"), entry("complete", "Over", shape="star")], "same status"),
        ([entry("complete", "Done"), entry("on_track", "done", shape="star")], "same words"),
        ([entry("complete", "Done"), entry("on_track", "Fine", "green")], "same shape"),
        ([entry("complete", "Done"), entry("paused", "Paused", shape="star")], "code"),
        ([entry("complete", "Done"), entry("on_track", "Fine", "mauve", "star")], "colour"),
        ([entry("complete", "Done"), entry("on_track", " ", "red", "star")], "label"),
        ([entry("complete", "Done"), entry("on_track", "x" * 41, "red", "star")], "label"),
    ],
)
def test_a_key_that_readers_could_not_tell_apart_is_refused(
    statuses: list[dict[str, object]], message: str
) -> None:
    with pytest.raises(KeyRefused, match=message):
        own_key({"statuses": statuses})


@given(
    codes=st.lists(st.sampled_from(Status), min_size=2, max_size=5, unique=True),
    words=st.lists(st.text("abcXYZ", min_size=1, max_size=40), min_size=5, max_size=5),
    hues=st.lists(st.sampled_from(HueName), min_size=5, max_size=5),
    shapes=st.permutations(list(ShapeName)),
)
def test_every_key_that_is_taken_is_a_total_scale(
    codes: list[Status], words: list[str], hues: list[HueName], shapes: list[ShapeName]
) -> None:
    statuses = [
        entry(code, f"{n} {words[n]}"[:40], hues[n], shapes[n]) for n, code in enumerate(codes)
    ]
    scale = own_key({"statuses": statuses}).scale()
    assert scale.printed_order == tuple(codes)
    assert sorted(scale.bar_order) == sorted(Status)
    assert all(scale.label(code) for code in Status)
    assert len({scale.label(code) for code in codes}) == len(codes)


@pytest.mark.parametrize("codes", [*combinations(Status, 2)])
def test_a_status_that_a_key_lacks_becomes_the_nearest_that_it_has(
    codes: tuple[Status, Status],
) -> None:
    shapes = ("star", "cross")
    entries = [
        entry(code, code.label, shape=shape) for code, shape in zip(codes, shapes, strict=True)
    ]
    scale = own_key({"statuses": entries}).scale()
    for code in Status:
        nearest = scale.nearest(code)
        assert scale.has(nearest)
        if scale.has(code):
            assert nearest is code
        elif any(known.group is code.group for known in codes):
            assert nearest.group is code.group
