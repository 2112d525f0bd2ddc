"""How easy the words of an Easy Read summary are: what to look at, and what to do about it. Pure.

The rules are those that two publications agree on:

- *Accessible communication formats*, guidance of the UK government: sentences of no more than 10
  to 15 words, one idea in each, active verbs, full words in place of acronyms, a hard word that is
  explained in the next sentence, pictures that support the words, 14 point or more.
- *Information for all: European standards for making information easy to read and understand*
  (Inclusion Europe, 2009): numbers as figures, no percentages, no special characters, no
  abbreviations, easy words that people know.

They are found by patterns, and patterns are wrong at times: a remark asks the writer to look, and
forbids nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.domain.easy_read.ideas import IllustratedIdea, sentences, whole_text
from governance.domain.reading_age import reading_age, syllables, words_of

LONGEST_SENTENCE = 15  # words
MOST_SENTENCES = 2  # of one idea
MOST_SYLLABLES = 3  # of a word
# Newspapers that are easy to read are for 9-year-olds, and so are the pages of the NHS.
READING_AGE = 9.0


class EasyReadRule(StrEnum):
    """A rule for text that is easy to read; the value is its key in stored answers."""

    LONG_SENTENCE = "long-sentence"
    MANY_SENTENCES = "many-sentences"
    JOINED_IDEAS = "joined-ideas"
    LONG_WORD = "long-word"
    ABBREVIATION = "abbreviation"
    PASSIVE = "passive"
    NUMBER_WORD = "number-word"
    PERCENT = "percent"
    SIGN = "sign"
    NO_DRAWING = "no-drawing"
    READING_AGE = "reading-age"
    HEADING_AGAIN = "heading-again"


@dataclass(frozen=True, slots=True)
class ReadabilityRemark:
    """What may be hard to read: `problem` says what, `fix` what to do; `found` is from the text."""

    rule: EasyReadRule
    problem: str
    fix: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Readability:
    """The remarks on a summary: of each idea in turn, and of the whole; its reading age in years,
    0 where nothing is written.
    """

    of_ideas: tuple[tuple[ReadabilityRemark, ...], ...]
    of_whole: tuple[ReadabilityRemark, ...]
    reading_age: float

    @property
    def count(self) -> int:
        return len(self.of_whole) + sum(map(len, self.of_ideas))


def readability(
    ideas: Sequence[IllustratedIdea], glossary: Mapping[str, str] | None = None
) -> Readability:
    """The remarks on a summary.

    `glossary` has the plan's abbreviations with their meanings, for the advice. A hard word that
    the summary itself explains ("EHC means …") is not remarked on.
    """
    text = whole_text(ideas)
    explained = explained_words(text)
    age = max(reading_age(text), 0.0) if words_of(text) else 0.0
    return Readability(
        of_ideas=tuple(
            tuple(remarks_on(idea, explained, glossary or {})) if idea.text.strip() else ()
            for idea in ideas
        ),
        of_whole=(*_age_remark(age), *_headings_again(ideas)),
        reading_age=age,
    )


def remarks_on(
    idea: IllustratedIdea, explained: frozenset[str], glossary: Mapping[str, str]
) -> Iterable[ReadabilityRemark]:
    """The remarks on one idea; `explained` are the words that the summary explains."""
    found = sentences(idea.text)
    if len(found) > MOST_SENTENCES:
        yield ReadabilityRemark(
            EasyReadRule.MANY_SENTENCES,
            f"It has {len(found)} sentences.",
            "Write one idea here, in 1 or 2 short sentences. Add a line for the next idea.",
        )
    for sentence in found:
        yield from _of_sentence(sentence)
    yield from _long_words(found, explained)
    yield from _abbreviations(idea.text, explained, glossary)
    if not idea.drawing:
        yield ReadabilityRemark(
            EasyReadRule.NO_DRAWING, "It has no picture.", "Choose the picture that shows the idea."
        )


# --- sentences ------------------------------------------------------------------------------------

_JOINS = re.compile(
    r"(?<=\w)(?<!\bis)[,;]?\s(but|because|although|though|which|whereas|while|unless|however"
    r"|so that|in order to|and (?=(?:we|they|it|he|she|you|there|this|that|I)\b))\b",
    re.IGNORECASE,
)
_IRREGULAR = (
    "made|given|told|sent|written|taken|shown|seen|said|held|kept|put|set|found|built|paid|brought"
    "|bought|chosen|heard|left|begun|led|met|known|drawn|spent|taught|understood"
)
# What looks like a passive verb and says how somebody or something is.
_STATES = frozenset(
    (  # noqa: SIM905
        "interested worried tired pleased bored scared excited married used needed allowed "
        "supposed disabled called named need speed"
    ).split()
)
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|be|been|being)\s+(?:not\s+|\w+ly\s+)*((?:\w{{3,}}ed)|{_IRREGULAR})\b",
    re.IGNORECASE,
)
_NUMBERS: Mapping[str, str] = {
    **{
        word: str(number)
        for number, word in enumerate(
            (  # noqa: SIM905
                "two three four five six seven eight nine ten eleven twelve thirteen fourteen "
                "fifteen sixteen seventeen eighteen nineteen twenty"
            ).split(),
            start=2,
        )
    },
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "hundred": "100",
    "thousand": "1,000",
    "million": "1,000,000",
}
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?:\d[\d.,]*\s?)?(?:%|per ?cent\b)", re.IGNORECASE)
_LINK = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SIGN = re.compile(r"[&;#*_<>\[\]{}~^|\\§/…]")


def _of_sentence(sentence: str) -> Iterable[ReadabilityRemark]:
    length = len(words_of(sentence))
    if length > LONGEST_SENTENCE:
        yield ReadabilityRemark(
            EasyReadRule.LONG_SENTENCE,
            f"This sentence has {length} words: “{_first_words(sentence)}”",
            f"Use {LONGEST_SENTENCE} words or fewer. Cut it in two, or leave words out.",
            sentence,
        )
    for asked in _QUESTIONS:
        for found in asked.find(sentence):
            yield ReadabilityRemark(
                asked.rule, asked.problem.format(found), asked.fix(found), found
            )


@dataclass(frozen=True, slots=True)
class _WordingQuestion:
    """What one rule finds in a sentence, and what is said of it."""

    rule: EasyReadRule
    pattern: re.Pattern[str]
    problem: str
    fix: Callable[[str], str]
    but_not: frozenset[str] = frozenset()  # last words that are none

    def find(self, sentence: str) -> list[str]:
        """Each different hit once, in order. A web address is no sentence."""
        found = (match[0] for match in self.pattern.finditer(_LINK.sub("", sentence)))
        hits = (hit.strip(" ,;") or hit for hit in found)
        return [hit for hit in dict.fromkeys(hits) if hit.split()[-1].lower() not in self.but_not]


_QUESTIONS = (
    _WordingQuestion(
        EasyReadRule.JOINED_IDEAS,
        _JOINS,
        "“{}” joins two ideas.",
        lambda found: "Write two sentences. The second can begin with “But” or “This is because”.",
    ),
    _WordingQuestion(
        EasyReadRule.PASSIVE,
        _PASSIVE,
        "“{}” does not say who does it.",
        lambda found: "Say who does it: “we will write to you”, not “you will be written to”.",
        _STATES,
    ),
    _WordingQuestion(
        EasyReadRule.NUMBER_WORD,
        _NUMBER_WORD,
        "“{}” is a number in words.",
        lambda found: f"Write {_NUMBERS[found.lower()]}.",
    ),
    _WordingQuestion(
        EasyReadRule.PERCENT,
        _PERCENT,
        "“{}” is a percentage.",
        lambda found: f"Write {_out_of_100(found)}.",
    ),
    _WordingQuestion(
        EasyReadRule.SIGN,
        _SIGN,
        "The sign “{}” is hard to read.",
        lambda found: "Use a word in its place, or leave it out.",
    ),
)


def _out_of_100(found: str) -> str:
    digits = re.match(r"\d+", found)
    return f"“{digits[0]} out of every 100”" if digits else "how many out of every 100"


def _first_words(sentence: str, most: int = 6) -> str:
    words = sentence.split()
    return sentence if len(words) <= most else f"{' '.join(words[:most])} …"


# --- words ----------------------------------------------------------------------------------------

# Long, and everybody's words where these plans are at home.
_FAMILIAR = frozenset(
    (  # noqa: SIM905
        "education information difficulty difficulties disability disabilities january february "
        "everybody everyone anybody especially community communities television secondary "
        "activity activities university ability autism organisation organisations operation"
    ).split()
)
_CAPITALS = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z]*[A-Z]s?\b")
# Letters that people know better than the words they stand for.
_KNOWN_LETTERS = frozenset(("NHS", "GP", "GPs", "TV", "UK", "BBC", "PE", "IT"))
_EXPLAINS = re.compile(r"^(.+?)\s(?:means?|is short for|are short for|stands? for)\b", re.MULTILINE)


def explained_words(text: str) -> frozenset[str]:
    """The words that a text explains, in lower case: of "EHC means …", ehc."""
    return frozenset(
        word.lower() for found in _EXPLAINS.finditer(text) for word in words_of(found[1])
    )


def _long_words(found: Iterable[str], explained: frozenset[str]) -> Iterable[ReadabilityRemark]:
    """Words of many syllables. Names are not among them: words with a capital within a sentence."""
    words: dict[str, None] = {}
    for sentence in found:
        for place, word in enumerate(words_of(_LINK.sub("", sentence))):
            known = word.lower() in _FAMILIAR or word.lower() in explained
            is_name = place > 0 and word[:1].isupper()
            if not known and not is_name and _syllables(word) > MOST_SYLLABLES:
                words[word] = None
    for word in words:
        yield ReadabilityRemark(
            EasyReadRule.LONG_WORD,
            f"“{word}” is a long word.",
            f"Use a shorter word. Or explain it in the next line: “{word} means …”.",
            word,
        )


def _syllables(word: str) -> int:
    return max(syllables(part) for part in word.split("-") if part) if word.strip("-") else 0


def _abbreviations(
    text: str, explained: frozenset[str], glossary: Mapping[str, str]
) -> Iterable[ReadabilityRemark]:
    for found in dict.fromkeys(_CAPITALS.findall(_LINK.sub("", text))):
        if found in _KNOWN_LETTERS or found.lower() in explained:
            continue
        meaning = glossary.get(found) or glossary.get(found.rstrip("s"))
        means = f"{found} means {meaning}" if meaning else f"{found} means …"
        yield ReadabilityRemark(
            EasyReadRule.ABBREVIATION,
            f"“{found}” is letters for words.",
            f"Write the words in full. Or explain it in a line of its own: “{means}”.",
            found,
        )


# --- the whole ------------------------------------------------------------------------------------


def _age_remark(age: float) -> Iterable[ReadabilityRemark]:
    if round(age, 1) > READING_AGE:
        yield ReadabilityRemark(
            EasyReadRule.READING_AGE,
            f"The reading age is {age:.0f} years.",
            f"Aim for {READING_AGE:.0f} or less: shorter sentences, and shorter words.",
        )


def _headings_again(ideas: Sequence[IllustratedIdea]) -> Iterable[ReadabilityRemark]:
    """Headings that come again after another one."""
    seen: list[str] = []
    again: dict[str, None] = {}
    for idea in ideas:
        if not idea.heading or (seen and idea.heading == seen[-1]):
            continue
        if idea.heading in seen:
            again[idea.heading] = None
        seen.append(idea.heading)
    for heading in again:
        yield ReadabilityRemark(
            EasyReadRule.HEADING_AGAIN,
            "A heading comes more than once.",
            "Move its lines together.",
            heading,
        )
