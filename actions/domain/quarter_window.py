"""Which of a plan's quarters a table has room for. Pure."""

from __future__ import annotations

SHOWN_AT_ONCE = 6
EARLIER_SHOWN = 2  # before the current one: where it comes from; what is still to come is empty


def window_around(current: int | None, total: int) -> range:
    """The places of the quarters to show: two before the current one, it, and three after it.

    Near an end of the plan the window moves, so that it is full wherever the plan has as many
    quarters. Without a current quarter it stands at the beginning.

    >>> window_around(13, 24), window_around(23, 24), window_around(None, 24), window_around(1, 4)
    (range(11, 17), range(18, 24), range(0, 6), range(0, 4))
    """
    latest_first = max(total - SHOWN_AT_ONCE, 0)
    first = min(max((current or 0) - EARLIER_SHOWN, 0), latest_first)
    return range(first, min(first + SHOWN_AT_ONCE, total))
