"""Every set of counts that fits what is shown of a table, by brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from indicators.domain.suppression import CountCell, HiddenReason, KnownSum, Suppression


def possible(
    cells: Mapping[int, CountCell],
    sums: Sequence[KnownSum],
    found: Suppression,
    below: int,
    most: int,
) -> Iterator[dict[int, int]]:
    """Every set of counts up to `most` that fits what is shown and the rule, tried one by one."""
    hidden = [key for key in cells if key in found.reasons or cells[key].derived]
    totals = {known.total for known in sums}
    domains = []
    for key in hidden:
        says_few = found.reasons.get(key) is HiddenReason.FEW and key not in found.masked
        domains.append(range(1, below) if says_few else range(10**6 if key in totals else most + 1))
    shown = {key: cell.events for key, cell in cells.items() if key not in hidden}
    # What is only a total follows from its parts; so few are left to try.
    tried = [(key, dom) for key, dom in zip(hidden, domains, strict=True) if key not in totals]
    allowed = dict(zip(hidden, domains, strict=True))
    ordered = sorted(sums, key=lambda known: sum(part in totals for part in known.parts))
    for values in product(*(domain for _, domain in tried)):
        counts = shown | dict(zip((key for key, _ in tried), values, strict=True))
        for known in ordered:
            value = sum(counts[part] for part in known.parts)
            if counts.setdefault(known.total, value) != value:
                break
            if known.total in allowed and value not in allowed[known.total]:
                break
        else:
            yield counts
