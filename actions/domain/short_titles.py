"""The short title of an action where nobody has written one. Pure.

It is the action's first clause: whole words, and no sign that something was left out.
"""

from __future__ import annotations

import re

LONGEST_SHORT_TITLE = 80
_END_OF_CLAUSE = re.compile(r"(?<=\S)(?:[.;:](?=\s|$)|,(?=\s)|\s[–—-](?=\s)|\s\()")
_SHORTEST_CLAUSE = 15  # letters; "In 2019," says nothing yet
# Words that a clause does not end with.
_LOOSE = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "its",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "their",
        "this",
        "to",
        "which",
        "who",
        "with",
    ]
)


def first_clause(text: str, longest: int = LONGEST_SHORT_TITLE) -> str:
    """The first clause of a text on one line, at most `longest` letters, at a word's end.

    >>> first_clause("Draw up guidance on the role, and publish it. Then review it.")
    'Draw up guidance on the role'
    >>> first_clause("Develop the use made of SEND reviews by training the workforce", 30)
    'Develop the use made of SEND'
    """
    words = " ".join(text.split())
    for end in _END_OF_CLAUSE.finditer(words):
        if end.start() > longest:
            break
        if end.start() >= _SHORTEST_CLAUSE:
            return words[: end.start()].rstrip()
    whole = words.rstrip(" .;:,")
    return whole if len(whole) <= longest else _at_a_words_end(whole, longest)


def _at_a_words_end(words: str, longest: int) -> str:
    kept = words[: longest + 1].rpartition(" ")[0] or words[:longest]
    while kept.rpartition(" ")[2].casefold().strip(",;:") in _LOOSE and " " in kept:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,.;:–—-")
