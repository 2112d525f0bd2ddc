"""Extension points: places where an app shows parts of the apps above it without importing them.

The lower app has a module `extension_points.py` with one point for each such place. The upper app
registers its items in the `ready` of its AppConfig, and the lower app iterates over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class AlreadyRegistered(Exception):
    """The key of a registration is taken by another item."""


class ExtensionPoint(Generic[T]):
    """The items that the apps above add in one place, in order.

    `adds` describes the items, as a noun; `read_by` is the module that iterates over them.
    """

    def __init__(self, adds: str, *, read_by: str) -> None:
        self.adds = adds
        self.read_by = read_by
        self._items: dict[str, tuple[int, T]] = {}
        self._in_order: tuple[T, ...] = ()

    def register(self, key: str, item: T, *, order: int = 0) -> None:
        """Adds an item. Idempotent: the same item under the same key counts once.

        Lower `order` comes first; items of equal order keep the order of registration. Raises
        AlreadyRegistered if the key is taken by another item.
        """
        known = self._items.setdefault(key, (order, item))
        if known != (order, item):
            raise AlreadyRegistered(f"“{key}” is registered already: {self.adds}")
        self._sort()

    def __iter__(self) -> Iterator[T]:
        return iter(self._in_order)

    def __len__(self) -> int:
        return len(self._in_order)

    @contextmanager
    def replaced(self, **items: T) -> Iterator[None]:
        """Replaces the registered items, by key, until the block ends. For tests."""
        kept = self._items
        self._items = {key: (0, item) for key, item in items.items()}
        self._sort()
        try:
            yield
        finally:
            self._items = kept
            self._sort()

    def _sort(self) -> None:
        entries = sorted(self._items.values(), key=lambda entry: entry[0])
        self._in_order = tuple(item for _, item in entries)
