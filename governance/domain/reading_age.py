"""How hard an English text is to read: the Flesch-Kincaid grade, as an age, and reading time. Pure.

Syllables are counted by their vowels, which is right within a few per cent over a paragraph.
"""

from __future__ import annotations

import re

WORDS_A_MINUTE = 200
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9’'-]*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_VOWELS = re.compile(r"[aeiouy]+")
AGE_OF_GRADE_0 = 5


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences that have words."""
    return [found for found in _SENTENCE.findall(text) if words_of(found)]


def syllables(word: str) -> int:
    """About how many syllables a word has; a number counts as one.

    >>> [syllables(word) for word in ("plan", "action", "finished", "special")]
    [1, 2, 2, 2]
    """
    letters = word.lower().strip("’'-")
    if not letters.isalpha():
        return 1
    count = len(_VOWELS.findall(letters))
    silent = re.search(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouycsxz]es)$", letters)
    if silent and count > 1:
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text; 0 for a text without words."""
    words, sentences = words_of(text), sentences_of(text)
    if not words:
        return 0.0
    length = len(words) / len(sentences)
    return 0.39 * length + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def reading_age(text: str) -> float:
    """The age in years at which a text can be read."""
    return grade(text) + AGE_OF_GRADE_0


def minutes(text: str) -> float:
    """How long an adult takes to read it."""
    return len(words_of(text)) / WORDS_A_MINUTE
