"""Which indicators are counted: those that the plan names. Others are shown beside them. Pure."""

from __future__ import annotations


def other_figures(count: int) -> str:
    """ "1 other figure", "12 other figures": of the plan or its reports, no indicators it names."""
    return f"{count} other figure{'' if count == 1 else 's'}"


def indicator_totals(named: int, others: int) -> str:
    """How many indicators the plan names, and how many other figures are among them.

    >>> indicator_totals(24, 12), indicator_totals(1, 0)
    ('24 indicators and 12 other figures', '1 indicator')
    """
    words = f"{named} indicator{'' if named == 1 else 's'}"
    return f"{words} and {other_figures(others)}" if others else words


def others_sentence(others: int) -> str:
    """That further figures are shown and not counted; empty if there are none.

    >>> others_sentence(2)
    '2 other figures from the plan or its reports are shown too, and not counted here.'
    """
    if not others:
        return ""
    verb = "is" if others == 1 else "are"
    figures = f"{other_figures(others)} from the plan or its reports"
    return f"{figures} {verb} shown too, and not counted here."
