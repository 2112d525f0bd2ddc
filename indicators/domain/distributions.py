"""The three distributions that the tests of figures need. Pure.

Closed forms for whole degrees of freedom, after Abramowitz and Stegun, Handbook of Mathematical
Functions (1964), 26.4 and 26.7; so that no library of statistics is needed.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, erfc, exp, pi, sin, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)  # 1.96 standard deviations hold the middle 95%
_LARGEST_T = 1e6


def t_outside(t: float, df: int) -> float:
    """The share of Student's t that lies further from 0 than `t`, on both sides together.

    >>> round(t_outside(2.624, 14), 3)
    0.02
    """
    angle = atan(abs(t) / sqrt(df))
    cosine = cos(angle)
    if df % 2:
        term, within = cosine, cosine if df > 1 else 0.0
        for n in range(3, df - 1, 2):
            term *= cosine * cosine * (n - 1) / n
            within += term
        return 1 - 2 / pi * (angle + sin(angle) * within)
    term, within = 1.0, 1.0
    for n in range(2, df - 1, 2):
        term *= cosine * cosine * (n - 1) / n
        within += term
    return 1 - sin(angle) * within


@lru_cache(maxsize=1024)
def t_limit(outside: float, df: int) -> float:
    """The t beyond which, on both sides together, this share lies."""
    low, high = 0.0, 1.0
    while t_outside(high, df) > outside and high < _LARGEST_T:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_outside(middle, df) > outside else (low, middle)
    return high


def chi_squared_above(value: float, df: int) -> float:
    """The share of chi-squared with `df` degrees of freedom that lies above a value.

    >>> round(chi_squared_above(3.841, 1), 3)
    0.05
    """
    if value <= 0:
        return 1.0
    half = value / 2
    if df % 2:
        above, term = erfc(sqrt(half)), sqrt(2 * value / pi) * exp(-half)
        for n in range(1, df, 2):
            above += term
            term *= value / (n + 2)
        return above
    above = term = exp(-half)
    for n in range(1, df // 2):
        term *= half / n
        above += term
    return above
