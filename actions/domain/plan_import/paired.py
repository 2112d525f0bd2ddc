"""Which of the texts that are here each text of a file is. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def paired(here: Sequence[str], in_file: Sequence[str]) -> list[tuple[int | None, str | None]]:
    """The texts of a file in their order, each with the place of the one that it is here.

    Equal texts are the same one. Of the rest, the first that is gone is the first that is new. A
    text without a place is added; at the end come places without a text, which are gone.

    >>> paired(["a", "b", "c"], ["c", "new", "a"])
    [(2, 'c'), (1, 'new'), (0, 'a')]
    >>> paired(["a", "b"], ["b"]), paired(["a"], ["a", "b"])
    ([(1, 'b'), (0, None)], [(0, 'a'), (None, 'b')])
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(here):
        places.setdefault(text, []).append(place)
    same = [places[text].pop(0) if places.get(text) else None for text in in_file]
    rest = [place for place in range(len(here)) if place not in set(same)]
    made: list[tuple[int | None, str | None]] = []
    for found, text in zip(same, in_file, strict=True):
        taken = found if found is not None else (rest.pop(0) if rest else None)
        made.append((taken, text))
    return [*made, *((place, None) for place in rest)]
