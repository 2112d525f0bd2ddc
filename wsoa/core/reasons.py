"""Whether a text says why: one rule for every reason that somebody is asked for. Pure.

It refuses only what holds nothing at all: no words, one word, a phrase that puts the reason off, or
a text without a word of its own, which repeats what was asked or names the status. A question says
something. What else is written is for whoever accepts it to judge. Every form asks with a
`ReasonField` (wsoa/core/forms/reason_field.py), and every service that takes a reason checks it
again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Whole sentences, without their signs and in small letters.
_EMPTY: Final = frozenset(
    {
        *("as above", "as below", "see above", "see below", "see previous", "see last update"),
        *("please see above", "please see below", "as before", "as previously", "as discussed"),
        *("same as above", "same as before", "same as last time", "no change", "no update"),
        *("no reason", "no reason given", "no comment", "not applicable", "not known", "not sure"),
        *("not available", "none yet", "nothing yet", "nothing to add", "nothing to report"),
        *("to follow", "will follow", "to be confirmed", "to be added", "to be advised"),
        *("to be decided", "just because", "because i say so", "n a", "do not know", "don t know"),
    }
)
_NO_EVIDENCE: Final = re.compile(
    r"(there is |there s |we have |i have |currently )?(still )?(no|not any) (further |new )?"
    r"evidence"
    r"( of impact)?( (yet|so far|available|at present|as yet|at this stage|at the moment|to date))*"
)
_PUT_OFF: Final = re.compile(
    r"((the|more|further|some) )?(evidence|data|proof|it|this)( of impact)? "
    r"(will|to|is to|are to|shall)( all)? "
    r"(follow|come|be (provided|added|supplied|sent|uploaded|collected|gathered|available))"
    r"( (soon|shortly|later|next|in|by|on|at|after|before|from)( [a-z0-9]+){0,4})?"
)
# Words that say nothing by themselves. A sentence of these alone has no word of its own: the first
# are grammar, the others repeat a status, a decision, or what every box asks for.
_GRAMMAR: Final = """
    a an the this that these it its he she they we i you there here is are was were be been being am
    has have had do does did will would shall should can could may might must not no nor never any
    none and or but so as at by for from in into of on out to up with if than then
    yet still now longer again already just only very too also please sorry ok okay yes
    isn wasn aren weren don doesn didn won hasn haven hadn t s re ve ll
"""
_ASKED: Final = """
    because reason reasons cause explanation due evidence impact status update updates
    action actions complete completed incomplete finished unfinished done undone started start begun
    track risk significant late later overdue behind slipped slip slips delayed delay moved
    agree agreed disagree disagreed refuse refused accept accepted reject rejected return returned
    redo revise fix wrong incorrect error mistake mistakes left leave omitted
    changed change changes progress made
"""
_SAYS_NOTHING: Final = frozenset((*_GRAMMAR.split(), *_ASKED.split()))
_QUESTIONS: Final = frozenset(("why", "what", "which", "who", "when", "where", "how"))
_BLANK_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a pattern without any ink
_EXAMPLE: Final = re.compile("“[^”]*”")
_ENDS: Final = re.compile(r"[.!?;…\n]+")


def says_why(text: str, asked: str = "") -> bool:
    """Whether a text gives a reason: two words at least, one of three letters, one of its own.

    A word of its own is not in `asked`, the words by which somebody is asked for the reason; what
    these give as an example in quotation marks may be said.

    >>> says_why("Staff left."), says_why("because"), says_why("See above."), says_why("x y")
    (True, False, False, False)
    >>> says_why("It slipped"), says_why("The new date", "Enter the reason for the new date")
    (False, False)
    >>> says_why("Data cancelled", "Enter the reason, for example “data cancelled”")
    True
    """
    empty = _SAYS_NOTHING.union(_plain(_EXAMPLE.sub(" ", asked)).split()) - _QUESTIONS
    found = _sentences(text)
    return any(_says_something(sentence, empty) for sentence in found) or _is_split_over_sentences(
        found, empty
    )


def says_evidence(text: str) -> bool:
    """Whether a text gives evidence, and does not only say that there is none, or will be.

    >>> says_evidence("No evidence yet."), says_evidence("Evidence will follow in January")
    (False, False)
    >>> says_evidence("No evidence yet from schools, but 12 parents say that it is better.")
    True
    """
    kept = [
        sentence
        for sentence in _sentences(text)
        if not _NO_EVIDENCE.fullmatch(sentence) and not _PUT_OFF.fullmatch(sentence)
    ]
    return says_why(". ".join(kept))


def says_nothing_of(text: str) -> str:
    """What is said of a text that gives no reason, after what is asked; empty for no text.

    >>> says_nothing_of("See above.")
    '. “See above.” does not say it: write it in a few words of your own'
    >>> says_nothing_of("\\u200b")
    '. “[zero width space]” does not say it: write it in a few words of your own'
    """
    shown = "".join(map(_visible, " ".join(text.split())[:60]))
    return f". “{shown}” does not say it: write it in a few words of your own" if shown else ""


def fault_in_reason(text: str, missing: str) -> str:
    """Why a text is no reason, as an error message without a full stop; empty where it is one.

    `missing` is the message where nothing was written.

    >>> fault_in_reason("", "Enter why it is late"), fault_in_reason("Staff left.", "Enter why")
    ('Enter why it is late', '')
    >>> fault_in_reason("n/a", "Enter why it is late")
    'Enter why it is late. “n/a” does not say it: write it in a few words of your own'
    """
    return "" if says_why(text, missing) else f"{missing}{says_nothing_of(text)}"


def _sentences(text: str) -> list[str]:
    parts = (_plain(part) for part in _ENDS.split(text))
    return [part for part in parts if part]


def _plain(text: str) -> str:
    """Small letters, numbers and spaces alone; marks of a script belong to its letters."""
    signs = (sign if is_of_letter(sign) or _is_figure(sign) else " " for sign in text)
    return " ".join("".join(signs).casefold().split())


def is_of_letter(sign: str) -> bool:
    """Whether it is a letter or a mark of one, such as a vowel sign."""
    if sign in _BLANK_LETTERS:
        return False
    return sign.isalpha() or unicodedata.category(sign).startswith("M")


def _is_figure(sign: str) -> bool:
    return sign.isalnum() and not sign.isalpha()


def _visible(sign: str) -> str:
    """A sign, or its name in brackets where a reader sees nothing of it."""
    if sign.isprintable() and sign not in _BLANK_LETTERS:
        return sign
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def _says_something(sentence: str, empty: frozenset[str]) -> bool:
    """Whether a plain sentence has two words, one of three letters, and one that is not empty."""
    words = set(sentence.split())
    is_long = any(sum(map(is_of_letter, word)) > 2 for word in words)
    return sentence not in _EMPTY and len(words) > 1 and is_long and not words <= empty


def _is_split_over_sentences(sentences: list[str], empty: frozenset[str]) -> bool:
    """Whether it is told in one-word sentences, or one to a line: "Recruited. Trained."."""
    left = [sentence for sentence in sentences if sentence not in _EMPTY]
    return len(left) > 1 and _says_something(" ".join(left), empty)
