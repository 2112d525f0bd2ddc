"""The words that an area writes with a capital letter, so that other runs of them stand out. Pure.

Names are of every language, and no list holds them all. What a plan's own words, its organisations,
posts, titles, abbreviations and places are can be known, so that every other run of capitalised
words is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from governance.papers.checks.ordinary_words import ORDINARY

# A word of any alphabet, and no part of a number: Oliwia, Żaneta, O’Brien, Al-Hassan, SEND.
_WORD = r"(?<![\d_])[^\W\d_]+(?:['’‐-][^\W\d_]+)*(?![\d_])"
_TOKEN = re.compile(_WORD)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+/\S*")
_BEGINS = re.compile(r"(?:(?:^|\n)\s*(?:[-•*]|\d+[.)])?\s*|[.!?:;]['’”\")\]]*\s+|[“\"(\[‘]\s*)$")
_ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z&]{1,9})s?\)")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLES = """
Mr Mrs Ms Miss Mx Dr Prof Professor Cllr Councillor Sir Dame Rev Reverend
"""
_TITLE = frozenset(_TITLES.split())
# Words that begin a sentence, and others that everybody writes with a capital letter.
_EVERYBODYS = """
a about above according across after again all almost along already also although always an and any
anyone are around as at away back because been before being below besides best better between both
but by can could did do does done down due during each earlier early either else even every
everyone everything few finally first following for four from further given had half has have he
hence her here his how however if in including indeed instead into is it its just last late later
least less like made many may meanwhile more moreover most much must my near nearly neither never
new next no nobody none nor not nothing now of off on once one only or other others otherwise our
out over own overall part per perhaps please previously rather recently second see several she
should similarly since so some soon still such ten than that the their them then there therefore
these they third this those though three through throughout thus to today together tomorrow too
towards two under unless until up upon us usually very was we well were what when whenever where
whether which while who whose why will with within without work would yes yesterday yet you your
"""
# What everybody writes with a capital letter.
_CAPITALS = """
I January February March April May June July August September October November December Jan Feb Mar
Apr Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Autumn
Spring Summer Winter Term Year Christmas Easter English British England Britain UK Department
Education Council Government Minister Parliament University College Academy School Nursery Hospital
Clinic Trust NHS Cabinet Scrutiny Committee DOB Board Panel Forum Network Team Group Service
Strategy
UPN EHC EHCP SEN SEND SENCO SENCo DfE CQC Ofsted GDPR PDF URL FAQ KPI ICT Word Excel PowerPoint
SharePoint OneDrive Outlook Microsoft Google Zoom
"""
_SMALL = frozenset(("a", "an", "and", "at", "for", "in", "of", "the", "to"))
_LONG = 5  # letters: shorter ordinary words are names, too
_INFLECTIONS = "s es ed d ing ly er ers ion ions al ment ation ant ants"
_ENDINGS = tuple(_INFLECTIONS.split())


@dataclass(frozen=True, slots=True)
class NamedRun:
    """A run of capitalised words, with its place in the text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class PlanVocabulary:
    """The known words. `capitalised` are those of the plan; `ordinary` are in lower case.

    `own` are the ordinary words of the plan itself, which are no name with a capital letter either:
    the "Inclusion Tracker". Short ones may be: Will, Mark, Hope. `people` are the full names of
    those who hold a listed post, or are listed as responsible; `parts` are their single names.
    """

    capitalised: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    parts: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(
        cls, own_texts: Iterable[str], other_texts: Iterable[str], people: Iterable[str]
    ) -> PlanVocabulary:
        """From the plan's own texts, the texts to be looked through, and the people who are known.

        Of the other texts only the words in lower case are known.
        """
        names = frozenset(name for person in people if (name := " ".join(person.split())))
        capitalised = set(_CAPITALS.split())
        own: set[str] = set()
        for text in own_texts:
            capitalised.update(_defined(text))
            for word in _parts(text):
                (own if word.islower() else capitalised).add(word)
        ordinary = own | ORDINARY | set(_EVERYBODYS.split())
        for text in other_texts:
            capitalised.update(_defined(text))
            ordinary.update(word for word in _parts(text) if word.islower())
        return cls(
            capitalised=frozenset(capitalised),
            ordinary=frozenset(ordinary),
            own=frozenset(own),
            people=names,
            parts=frozenset(part for name in names for part in name.split()),
        )

    def unknown_runs(self, text: str) -> Iterator[NamedRun]:
        """The runs of capitalised words that are not all known.

        The beginning of a sentence is not part of a run if it is an ordinary word, and letters
        alone are no run. A title before a name always makes it one: "Mrs Hope".
        """
        text = _ADDRESS.sub(lambda address: "/" * len(address[0]), text)
        for run in _runs(text):
            begins = bool(_BEGINS.search(text[: run[0].start()]))
            while run and begins and self._is_ordinary(run[0][0]):
                run, begins = run[1:], False
            found = " ".join(_POSSESSIVE.sub("", match[0]) for match in run)
            if any(len(word) > 1 for word in found.split()) and not self._is_known(found):
                yield NamedRun(found, run[0].start())

    def _is_known(self, run: str) -> bool:
        words = run.split()
        untitled = [word for word in words if word.rstrip(".") not in _TITLE]
        if not untitled or " ".join(untitled) in self.people:
            return True
        if len(untitled) < len(words):
            return len(untitled) == 1 and untitled[0] in self.parts
        if len(untitled) == 1 and untitled[0] in self.parts:
            return True
        return all(self._is_of_the_plan(part) for word in untitled for part in _parts(word))

    def _is_of_the_plan(self, word: str) -> bool:
        if word in self.capitalised or word.removesuffix("s") in self.capitalised:
            return True
        return len(word) >= _LONG and not word.isupper() and _is_in(word.lower(), self.own)

    def _is_ordinary(self, word: str) -> bool:
        return all(_is_in(part.lower(), self.ordinary) for part in _parts(word))


def _is_in(word: str, known: frozenset[str]) -> bool:
    """Whether a word, or another form of it, is known: "moderation" where "moderate" is."""
    if word in known:
        return True
    stems = {word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)}
    stems = {stem for stem in stems | {word} if len(stem) >= _LONG - 1}
    return any(stem + ending in known for stem in stems for ending in ("", "e", *_ENDINGS))


def _defined(text: str) -> Iterator[str]:
    """The abbreviations that a text explains: "Occupational Therapy (OT)"."""
    for match in _ABBREVIATION.finditer(text):
        before = list(_parts(text[: match.start()]))
        for words in (before, [word for word in before if word not in _SMALL]):
            initials = "".join(word[0] for word in words[-len(match[1]) :])
            if initials.lower() == match[1].lower():
                yield match[1]


def _parts(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        yield from re.split(r"[-‐]", _POSSESSIVE.sub("", match[0]))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """The capitalised words that follow one another with nothing but a space between them."""
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if not match[0][0].isupper():
            continue
        if run and text[run[-1].end() : match.start()] not in (" ", ". "[: 2 * _short(run[-1])]):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _short(match: re.Match[str]) -> bool:
    """Whether a full stop after it is that of an initial or a title, and not of a sentence."""
    return len(match[0]) == 1 or match[0] in _TITLE
