"""Extension points: order, uniqueness, and restoring after a test."""

from __future__ import annotations

import inspect
from importlib import import_module
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import actions.extension_points
import wsoa.web.extension_points
from tests.support.paths import ROOT
from wsoa.core.extension_points import AlreadyRegistered, ExtensionPoint

MODULES: tuple[ModuleType, ...] = (actions.extension_points, wsoa.web.extension_points)
POINTS = {
    name: found
    for module in MODULES
    for name, found in vars(module).items()
    if isinstance(found, ExtensionPoint)
}
REGISTRATIONS = st.dictionaries(st.text(min_size=1), st.tuples(st.integers(), st.integers()))


def point_with(registrations: dict[str, tuple[int, int]]) -> ExtensionPoint[int]:
    point: ExtensionPoint[int] = ExtensionPoint("a number", read_by="nobody")
    for key, (order, item) in registrations.items():
        point.register(key, item, order=order)
    return point


@given(REGISTRATIONS)
def test_items_are_sorted_by_order_then_registration(
    registrations: dict[str, tuple[int, int]],
) -> None:
    point = point_with(registrations)
    in_order = sorted(registrations.values(), key=lambda entry: entry[0])
    assert list(point) == [item for _, item in in_order]
    assert len(point) == len(registrations)


@given(REGISTRATIONS)
def test_registering_everything_again_changes_nothing(
    registrations: dict[str, tuple[int, int]],
) -> None:
    point = point_with(registrations)
    before = list(point)
    for key, (order, item) in reversed(registrations.items()):
        point.register(key, item, order=order)
    assert list(point) == before


@given(REGISTRATIONS.filter(bool), st.data())
def test_a_taken_key_is_refused_and_keeps_its_item(
    registrations: dict[str, tuple[int, int]], data: st.DataObject
) -> None:
    point = point_with(registrations)
    before = list(point)
    key = data.draw(st.sampled_from(sorted(registrations)))
    order, item = registrations[key]
    with pytest.raises(AlreadyRegistered, match="a number"):
        point.register(key, item + 1, order=order)
    assert list(point) == before


@given(REGISTRATIONS, st.lists(st.integers()))
def test_a_test_can_replace_registered_items_temporarily(
    registrations: dict[str, tuple[int, int]], others: list[int]
) -> None:
    point = point_with(registrations)
    before = list(point)
    with point.replaced(**{f"other{at}": item for at, item in enumerate(others)}):
        assert list(point) == others
        point.register("another", 7)
        assert list(point) == [*others, 7]
    assert list(point) == before


def test_registered_items_are_restored_after_an_exception() -> None:
    point = point_with({"one": (0, 1)})
    with pytest.raises(ZeroDivisionError), point.replaced():
        1 / 0  # noqa: B018
    assert list(point) == [1]


@pytest.mark.parametrize("name", POINTS)
def test_a_point_names_the_module_that_reads_it(name: str) -> None:
    assert name in inspect.getsource(import_module(POINTS[name].read_by))


@pytest.mark.parametrize("name", POINTS)
def test_every_point_has_a_registered_item(name: str) -> None:
    assert len(POINTS[name]) > 0


@pytest.mark.parametrize("name", POINTS)
def test_the_guide_names_every_point(name: str) -> None:
    guide = (ROOT / "docs/how-to/use-an-extension-point.md").read_text(encoding="utf-8")
    assert f"`{name}`" in guide
