"""The drawings are our own, of one style, safe in a page, and known for ever by their keys."""

from __future__ import annotations

import pytest
from lxml import etree

from governance.domain.easy_read.drawings import ACCENT, DRAWINGS, INK, PAPER, TINT, drawing_of

# Published summaries name these. A key may be added, and never taken away.
PUBLISHED = frozenset(
    (  # noqa: SIM905
        "person child family people help health teacher inspectors meeting talk question school "
        "home paper plan letter list telephone computer money calendar clock tick going late "
        "better next"
    ).split()
)
SHAPES = {"svg", "g", "path", "circle", "rect", "text"}
COLOURS = {INK, PAPER, TINT, ACCENT, "none"}


def test_no_key_of_a_published_drawing_is_gone():
    assert PUBLISHED - set(DRAWINGS) == set()
    assert drawing_of("of-a-later-version") is None


def test_each_has_a_short_name_of_its_own():
    names = [drawing.name for drawing in DRAWINGS.values()]

    assert len(set(names)) == len(names)
    assert all(len(name) <= 30 for name in names)


@pytest.mark.parametrize("key", DRAWINGS)
def test_a_drawing_has_shapes_in_four_colours_and_nothing_that_acts(key):
    root = etree.fromstring(DRAWINGS[key].svg)
    found = list(root.iter())

    assert {etree.QName(each).localname for each in found} <= SHAPES
    assert {each.get(name) for each in found for name in ("fill", "stroke")} <= {*COLOURS, None}
    assert not any(name in each.attrib for each in found for name in ("style", "href", "id"))
    assert len(key) <= 20
