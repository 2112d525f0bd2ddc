"""Warnings on what texts tell of people, and on what readers could not read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from governance.papers.checks import personal_data
from governance.papers.checks.document_texts import texts_with_places, words_within
from governance.papers.checks.glyphs import sign_words, signs_without_glyph
from governance.papers.checks.plan_vocabulary import PlanVocabulary
from governance.papers.checks.warning_types import (
    PublicationWarning,
    RepairPage,
    TextPlace,
    WarningKind,
    short_digest,
    warning_key,
)
from governance.papers.comparison.normalise import actions_with_places
from governance.papers.document.frozen import plain
from governance.papers.document.schema import Quarterly

_SIGNS_NAMED = 8  # in one warning; the others are counted
MOST_PLACES = 3  # that a warning names

Scan = Callable[[str], list[str]]

_MEND = {
    RepairPage.ACTION: "Leave the text out below, or ask its lead for another. Then freeze again.",
    RepairPage.DATES: "The words of a date change are kept as they were given: accept it, "
    "or ask for another decision.",
    RepairPage.QUARTER: "Correct it in the quarter’s commentary. Then freeze again.",
    RepairPage.EASY_READ: "Correct it in the Easy Read summary. Then clear it and freeze again.",
    RepairPage.PLAN: "Correct it where the plan is loaded from, and load it. Then freeze again.",
}


def markup_warnings(document: Quarterly) -> Iterable[PublicationWarning]:
    """Images without alternative text, and links that are not https."""
    scans: tuple[tuple[WarningKind, str, Scan], ...] = (
        (
            WarningKind.NO_ALT,
            "An image has no alternative text: {}.",
            personal_data.images_without_words,
        ),
        (WarningKind.NOT_HTTPS, "A link is not https: {}.", personal_data.links_not_https),
    )
    for place, text in texts_with_places(document):
        for kind, words, scan in scans:
            for found in scan(text):
                key = warning_key(kind, place.ref or place.area, place.name, found)
                yield PublicationWarning(key, kind, place, words.format(found), _MEND[place.where])


def personal_data_warnings(document: Quarterly) -> Iterable[PublicationWarning]:
    """What may tell of a person: one warning for the same words, with the places of all of them."""
    as_at = date.fromisoformat(document.as_at)
    vocabulary = document_vocabulary(document)
    scans: tuple[tuple[WarningKind, str, Scan], ...] = (
        (
            WarningKind.PERSON,
            "“{}” is not known from the plan. Is it the name of a person?",
            lambda text: [run.text for run in vocabulary.unknown_runs(text)],
        ),
        (WarningKind.NHS_NUMBER, "There is an NHS number: {}.", personal_data.nhs_numbers),
        (WarningKind.UPN, "There is a unique pupil number: {}.", personal_data.upns),
        (
            WarningKind.BIRTH,
            "There seems to be a date of birth: {}.",
            lambda text: personal_data.births(text, as_at),
        ),
        (WarningKind.AGE, "There is an age: “{}”.", personal_data.ages),
        (
            WarningKind.INITIALS,
            "There may be the initials of a person: “{}”.",
            personal_data.initials_at_school,
        ),
        (WarningKind.EMAIL, "There is an email address: {}.", personal_data.emails),
        (WarningKind.TELEPHONE, "There is a telephone number: {}.", personal_data.telephones),
        (WarningKind.POSTCODE, "There is a postcode: {}.", personal_data.postcodes),
    )
    texts = list(texts_with_places(document))
    for kind, words, scan in scans:
        places: dict[str, dict[TextPlace, str]] = {}
        for place, text in texts:
            if kind is WarningKind.PERSON and place.where is RepairPage.PLAN:
                continue  # the plan was approved with the names that it has
            for found in scan(text):
                places.setdefault(found, {})[place] = hashlib.sha256(text.encode()).hexdigest()
        for found, of_text in places.items():
            yield _suspicion(kind, words.format(found), found, of_text)


def _suspicion(
    kind: WarningKind, words: str, found: str, of_text: Mapping[TextPlace, str]
) -> PublicationWarning:
    first, *others = of_text
    names = [place.name for place in of_text][:MOST_PLACES]
    if len(others) >= MOST_PLACES:
        names.append(f"and {len(of_text) - MOST_PLACES} more")
    digests = tuple(dict.fromkeys(of_text.values()))
    return PublicationWarning(
        warning_key(kind, found, short_digest("\n".join(sorted(digests)))),
        kind,
        replace(first, name="; ".join(names)),
        words,
        _MEND[first.where],
        found,
        digests,
    )


def glyph_warnings(document: Quarterly, covered: Container[int]) -> Iterable[PublicationWarning]:
    """Signs that the PDF would show as boxes: in a text, or else anywhere in the document."""
    warned: set[str] = set()
    for place, text in texts_with_places(document):
        if signs := signs_without_glyph(text, covered):
            warned.update(signs)
            yield _box_warning(place, signs)
    everywhere = (
        sign
        for text in words_within(plain(document))
        for sign in signs_without_glyph(text, covered)
        if sign not in warned
    )
    if others := list(dict.fromkeys(everywhere)):
        yield _box_warning(TextPlace("Names and titles", RepairPage.PLAN), others)


def _box_warning(place: TextPlace, signs: Sequence[str]) -> PublicationWarning:
    first = "; ".join(sign_words(sign) for sign in signs[:_SIGNS_NAMED])
    more = len(signs) - _SIGNS_NAMED
    return PublicationWarning(
        warning_key(WarningKind.NO_GLYPH, place.ref or place.area, place.name, "".join(signs)),
        WarningKind.NO_GLYPH,
        place,
        f"In the PDF, {'this is a box' if len(signs) == 1 else 'these are boxes'}: {first}"
        f"{f'; and {more} more' if more > 0 else ''}.",
        _MEND[place.where],
    )


def document_vocabulary(document: Quarterly) -> PlanVocabulary:
    """The words of a plan, from everything in its document that is its own."""
    own = [
        *words_within(plain(document.plan)),
        *words_within([plain(row) for row in document.glossary]),
    ]
    own += words_within([plain(row) for row in (*document.indicators, *document.key)])
    own += words_within([plain(document.terms), *map(plain, document.sections)])
    own += [f"{post.code} {post.title} {post.organisation}" for post in document.posts]
    for area in document.areas:
        own += [area.title, area.finding]
        own += [line.partition(",")[2] for line in area.responsible]
        for outcome in area.outcomes:
            own += [outcome.title, outcome.description]
    for _at, action in actions_with_places(document):
        own += [action.text, action.lead, action.measures_intro, *action.measures]
    others = (
        text for place, text in texts_with_places(document) if place.where is not RepairPage.PLAN
    )
    return PlanVocabulary.of(own, others, _known_people(document))


def _known_people(document: Quarterly) -> list[str]:
    """The people who hold a listed post, or are listed as responsible for an area."""
    holders = [name for post in document.posts for name in _names(post.holder)]
    listed = [line.split(",")[0] for area in document.areas for line in area.responsible]
    return [*holders, *listed]


def _names(holder: str) -> list[str]:
    """The names in "A and B" or "A / B"."""
    for between in (" and ", "/", "&", ";"):
        holder = holder.replace(between, ",")
    return holder.split(",")
