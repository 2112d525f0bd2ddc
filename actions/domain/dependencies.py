"""Which actions wait for which, without going round in a circle. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def circle_through(edges: Iterable[tuple[int, int]], waiting: int, awaited: int) -> tuple[int, ...]:
    """The circle that would close if `waiting` waited for `awaited`, from `waiting` on; empty where
    none would.

    `edges` are pairs of an action and one that it waits for.

    >>> circle_through([(2, 3), (3, 1)], 1, 2)
    (1, 2, 3)
    >>> circle_through([(2, 3)], 1, 2)
    ()
    """
    by_action: dict[int, list[int]] = {}
    for action, other in edges:
        by_action.setdefault(action, []).append(other)
    paths: list[tuple[int, ...]] = [(waiting, awaited)]
    seen: set[int] = set()
    while paths:
        path = paths.pop()
        last = path[-1]
        if last == waiting:
            return path[:-1]
        if last not in seen:
            seen.add(last)
            paths += [(*path, other) for other in by_action.get(last, ())]
    return ()
