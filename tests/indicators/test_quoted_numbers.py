"""The numbers that a text quotes, in every spelling of them."""

from __future__ import annotations

import random
import re

import pytest

from indicators.domain.quoted_numbers import quote_of, quoted_numbers

_UNITS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "none ten twenty thirty forty fifty sixty seventy eighty ninety")


def in_words(number: int) -> str:
    """A number as people write it: "four thousand one hundred and seventy-seven"."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{_UNITS[number // 100]} hundred{rest}"
    low = number % 1000
    joined = " and " if low < 100 else " "
    return f"{in_words(number // 1000)} thousand{joined + in_words(low) if low else ''}"


@pytest.mark.parametrize("seed", range(12))
def test_every_spelling_of_a_number_quotes_it_and_no_other(seed: int) -> None:
    chance = random.Random(seed)
    for number in (chance.randint(2, 40), chance.randint(41, 999), chance.randint(1000, 999_999)):
        words = in_words(number)
        for written in (str(number), f"{number:,}", words, words.title(), f"{number}%"):
            text = f"We saw {written} children, fewer than before."
            assert {one.number for one in quoted_numbers(text)} == {float(number)}, text
        spaced = f"{number:,}".replace(",", " ")
        assert quote_of(f"There are {spaced}.", {float(number)})


@pytest.mark.parametrize(
    "text",
    [
        "On 2 September 2019, and in September 2019 and 2019/20, on 2019-09-02 and 02/09/2019",
        "The SEN2 return of the 2nd week is late",
        "No one knows, and one reason is that the census changed",
        "",
    ],
)
def test_days_names_and_idioms_quote_nothing(text: str) -> None:
    assert quoted_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "number", "place"),
    [
        ("Three of the 4,177 were late", 3, "Three of the 4,177 were…"),
        ("It was only one", 1, "It was only one"),
        ("One child moved away", 1, "One child moved away"),
        ("2019 874 of them", 874, "2019 874 of them"),
    ],
)
def test_a_quote_names_its_place(text: str, number: float, place: str) -> None:
    quote = quote_of(text, {number})
    assert quote is not None
    assert quote.around(text) == place
