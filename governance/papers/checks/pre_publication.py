"""Warnings for the publisher before a quarterly update is published. Pure: a document in.

The key of a warning contains the fact itself. A warning accepted with a reason stays accepted while
the fact is the same, and has to be reviewed again when it changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from governance.papers.checks import personal_data
from governance.papers.checks.figure_placeholders import misstated_figures
from governance.papers.checks.glyphs import sign_words, signs_without_glyph
from governance.papers.checks.plan_vocabulary import PlanVocabulary
from governance.papers.comparison.normalise import actions_with_places, month_in_full
from governance.papers.document.frozen import plain
from governance.papers.document.schema import ActionEntry, Quarterly, StatusChange

LONGEST_KEY = 200
_SIGNS_NAMED = 8  # in one warning; the others are counted
# What stands in a part of commentary of which nothing was written.
NOTHING_SAID = frozenset(("", "None stated.", "No evidence of impact yet."))


class WarningKind(StrEnum):
    NOT_CLEARED = "not-cleared"
    OUT_OF_DATE = "out-of-date"
    CHANGES = "changes"
    MISSTATED = "misstated"
    PERSON = "person"
    NHS_NUMBER = "nhs-number"
    UPN = "upn"
    BIRTH = "birth"
    AGE = "age"
    INITIALS = "initials"
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    NOT_ACCEPTED = "not-accepted"
    UNEXPLAINED = "unexplained"
    NO_EVIDENCE = "no-evidence"
    NO_COMMENTARY = "no-commentary"
    NO_ALT = "no-alt"
    NOT_HTTPS = "not-https"
    NO_GLYPH = "no-glyph"


class RepairPage(StrEnum):
    """The page to correct it on: an action, its dates, the quarter, the plan's text, or this."""

    ACTION = "action"
    DATES = "dates"
    QUARTER = "quarter"
    PLAN = "plan"
    TEXTS = "texts"
    CHANGES = "changes"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The place of a text in words, with the page and the references to correct it."""

    words: str
    where: RepairPage
    area: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class PublicationWarning:
    """One warning. `words` describe the problem; `fix` says who can correct it, and how.

    What may tell of a person is `found` in `texts`, which are known by their SHA-256: a decision on
    it holds for exactly these.
    """

    key: str
    kind: WarningKind
    place: TextPlace
    words: str
    fix: str
    found: str = ""
    texts: tuple[str, ...] = ()


class DecidedText(Protocol):
    """A lead's text, and whether it may be published; None if that is undecided."""

    @property
    def ref(self) -> str: ...
    @property
    def parts(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def cleared(self) -> bool | None: ...


def publication_warnings(
    document: Quarterly, texts: Sequence[DecidedText], covered: Container[int] | None = None
) -> tuple[PublicationWarning, ...]:
    """All warnings about a quarterly document; `texts` are those that it might print.

    `covered` are the code points that the fonts of print have; None if that is not known.
    Sorted by WarningKind: those that keep the document from being complete come first.
    """
    warnings = [
        *_not_cleared(texts),
        *_out_of_date(document, texts),
        *_changes(document),
        *_misstated(document),
        *_personal_data(document),
        *_in_texts(document),
        *_of_actions(document),
        *_commentary(document),
        *(_without_glyph(document, covered) if covered is not None else ()),
    ]
    order = list(WarningKind)
    by_key = {warning.key: warning for warning in warnings}
    return tuple(sorted(by_key.values(), key=lambda warning: order.index(warning.kind)))


def changes_key(ref: str, sentences: Sequence[str]) -> str:
    """The key of the summary of changes of an area; without a reference, of all areas."""
    return _key(WarningKind.CHANGES, ref or "plan", _digest("\n".join(sentences)))


# --- texts of leads, and what is made of the data ------------------------------------------------


def _not_cleared(texts: Sequence[DecidedText]) -> Iterable[PublicationWarning]:
    waiting = [text for text in texts if text.cleared is None]
    if waiting:
        digest_source = "\n".join(f"{text.ref} {text.parts}" for text in waiting)
        number = "1 text is" if len(waiting) == 1 else f"{len(waiting)} texts are"
        yield PublicationWarning(
            _key(WarningKind.NOT_CLEARED, str(len(waiting)), _digest(digest_source)),
            WarningKind.NOT_CLEARED,
            TextPlace("Texts of leads", RepairPage.TEXTS),
            f"{number} not cleared, and so left out.",
            "Read them below; clear them, or leave them out for good.",
        )


def _out_of_date(document: Quarterly, texts: Sequence[DecidedText]) -> Iterable[PublicationWarning]:
    """Decisions on texts that were made after the document was frozen."""
    printed = {at.ref: _printed(action) for at, action in actions_with_places(document)}
    for decided in texts:
        if decided.cleared is None:
            continue
        inside = [text in printed.get(decided.ref, ()) for _title, text in decided.parts]
        if decided.cleared and not any(inside):  # of an older update only its reason may be printed
            words = "was cleared after this was frozen, and is not in it yet."
        elif not decided.cleared and any(inside):
            words = "was left out after this was frozen, and is still in it."
        else:
            continue
        yield PublicationWarning(
            _key(
                WarningKind.OUT_OF_DATE,
                decided.ref,
                str(decided.cleared),
                _digest(str(decided.parts)),
            ),
            WarningKind.OUT_OF_DATE,
            TextPlace(f"Action {decided.ref}", RepairPage.FREEZE, ref=decided.ref),
            f"The text of {decided.ref} {words}",
            "Freeze again.",
        )


def _printed(action: ActionEntry) -> set[str]:
    texts = {part.text for part in action.update_parts}
    texts |= {cell.reason for cell in action.quarters}
    return texts | {action.reason.text if action.reason else ""}


def _changes(document: Quarterly) -> Iterable[PublicationWarning]:
    summaries = [("", "The plan as a whole", document.changed)]
    summaries += [(area.ref, f"Area {area.ref}", area.changed) for area in document.areas]
    for ref, name, sentences in summaries:
        if sentences:
            yield PublicationWarning(
                changes_key(ref, sentences),
                WarningKind.CHANGES,
                TextPlace(name, RepairPage.CHANGES, area=ref),
                "What it says has changed was not reviewed yet.",
                "Read the sentences below.",
            )


def _misstated(document: Quarterly) -> Iterable[PublicationWarning]:
    for misstated in misstated_figures(document):
        where = RepairPage.ACTION if misstated.action else RepairPage.QUARTER
        yield PublicationWarning(
            _key(
                WarningKind.MISSTATED,
                misstated.action or misstated.area,
                misstated.place,
                misstated.what.words,
            ),
            WarningKind.MISSTATED,
            TextPlace(misstated.place, where, misstated.area, misstated.action),
            f"It says {misstated.what.words}",
            "Correct it, and freeze again; a figure by its name, such as {behind}, is filled in.",
        )


def _of_actions(document: Quarterly) -> Iterable[PublicationWarning]:
    for at, action in actions_with_places(document):
        place = TextPlace(f"Action {at.ref}", RepairPage.ACTION, at.area, at.ref)
        now = action.current
        if now.not_accepted or (action.said and action.said.not_accepted):
            # In the words of the frozen text: reasons that were given count for ever.
            fact = _digest(f"{now.status} {plain(action.said)} {plain(action.reason)}")
            yield PublicationWarning(
                _key(WarningKind.NOT_ACCEPTED, at.ref, fact),
                WarningKind.NOT_ACCEPTED,
                place,
                f"The update of {at.ref} ({now.label or 'no status'}) is not accepted; the "
                "paper says so.",
                "The accountable officer of its area or the programme manager accepts it. Then "
                "freeze again.",
            )
        if action.change and action.change.missing:
            yield _unexplained(at.ref, place, action.change)
        if action.complete_without_evidence:
            yield PublicationWarning(
                _key(WarningKind.NO_EVIDENCE, at.ref),
                WarningKind.NO_EVIDENCE,
                place,
                f"{at.ref} is complete, and nothing shows that it is.",
                "Its lead adds evidence, or words on its impact. Then freeze again.",
            )


def _unexplained(ref: str, place: TextPlace, change: StatusChange) -> PublicationWarning:
    better = change.kind == "better"
    says = "says better without saying why" if better else "is no longer complete"
    missing = " and ".join(change.missing)
    return PublicationWarning(
        _key(WarningKind.UNEXPLAINED, ref, change.since, missing),
        WarningKind.UNEXPLAINED,
        place,
        f"{ref} {says}: since {month_in_full(change.since)} its update does not say {missing}.",
        "Its lead sends an update that does. Then freeze again.",
    )


def _commentary(document: Quarterly) -> Iterable[PublicationWarning]:
    for area in document.areas:
        if all(part.text in NOTHING_SAID for part in area.commentary_parts):
            yield PublicationWarning(
                _key(WarningKind.NO_COMMENTARY, area.ref),
                WarningKind.NO_COMMENTARY,
                TextPlace(f"Area {area.ref}", RepairPage.QUARTER, area.ref),
                f"Area {area.ref} has no commentary for {document.period.name}.",
                "The accountable officer of the area or the programme manager writes it. Then "
                "freeze again.",
            )


# --- what texts tell of people, and what readers could not read ----------------------------------

Scan = Callable[[str], list[str]]
MOST_PLACES = 3  # that a warning names


def _in_texts(document: Quarterly) -> Iterable[PublicationWarning]:
    scans: tuple[tuple[WarningKind, str, Scan], ...] = (
        (
            WarningKind.NO_ALT,
            "An image has no alternative text: {}.",
            personal_data.images_without_words,
        ),
        (WarningKind.NOT_HTTPS, "A link is not https: {}.", personal_data.links_not_https),
    )
    for place, text in _texts(document):
        for kind, words, scan in scans:
            for found in scan(text):
                key = _key(kind, place.ref or place.area, place.words, found)
                yield PublicationWarning(key, kind, place, words.format(found), _MEND[place.where])


def _personal_data(document: Quarterly) -> Iterable[PublicationWarning]:
    """What may tell of a person: one warning for the same words, with the places of all of them."""
    as_at = date.fromisoformat(document.as_at)
    vocabulary = document_vocabulary(document)
    scans: tuple[tuple[WarningKind, str, Scan], ...] = (
        (
            WarningKind.PERSON,
            "“{}” is not known from the plan. Is it the name of a person?",
            lambda text: [run.words for run in vocabulary.unknown_runs(text)],
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
    texts = list(_texts(document))
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
    names = [place.words for place in of_text][:MOST_PLACES]
    if len(others) >= MOST_PLACES:
        names.append(f"and {len(of_text) - MOST_PLACES} more")
    digests = tuple(dict.fromkeys(of_text.values()))
    return PublicationWarning(
        _key(kind, found, _digest("\n".join(sorted(digests)))),
        kind,
        replace(first, words="; ".join(names)),
        words,
        _MEND[first.where],
        found,
        digests,
    )


def document_vocabulary(document: Quarterly) -> PlanVocabulary:
    """The words of a plan, from everything in its document that is its own."""
    own = [*_words_of(plain(document.plan)), *_words_of([plain(row) for row in document.glossary])]
    own += _words_of([plain(row) for row in (*document.indicators, *document.key)])
    own += _words_of([plain(document.terms), *map(plain, document.sections)])
    own += [f"{post.code} {post.title} {post.organisation}" for post in document.posts]
    for area in document.areas:
        own += [area.title, area.finding]
        own += [line.partition(",")[2] for line in area.responsible]
        for outcome in area.outcomes:
            own += [outcome.title, outcome.description]
    for _at, action in actions_with_places(document):
        own += [action.text, action.lead, action.measures_intro, *action.measures]
    others = (text for place, text in _texts(document) if place.where is not RepairPage.PLAN)
    return PlanVocabulary.of(own, others, _known_people(document))


def _without_glyph(document: Quarterly, covered: Container[int]) -> Iterable[PublicationWarning]:
    """Signs that the PDF would show as boxes: in a text, or else anywhere in the document."""
    warned: set[str] = set()
    for place, text in _texts(document):
        if signs := signs_without_glyph(text, covered):
            warned.update(signs)
            yield _box_warning(place, signs)
    everywhere = (
        sign
        for text in _words_of(plain(document))
        for sign in signs_without_glyph(text, covered)
        if sign not in warned
    )
    if others := list(dict.fromkeys(everywhere)):
        yield _box_warning(TextPlace("Names and titles", RepairPage.PLAN), others)


def _box_warning(place: TextPlace, signs: Sequence[str]) -> PublicationWarning:
    first = "; ".join(sign_words(sign) for sign in signs[:_SIGNS_NAMED])
    more = len(signs) - _SIGNS_NAMED
    return PublicationWarning(
        _key(WarningKind.NO_GLYPH, place.ref or place.area, place.words, "".join(signs)),
        WarningKind.NO_GLYPH,
        place,
        f"In the PDF, {'this is a box' if len(signs) == 1 else 'these are boxes'}: {first}"
        f"{f'; and {more} more' if more > 0 else ''}.",
        _MEND[place.where],
    )


_MEND = {
    RepairPage.ACTION: "Leave the text out below, or ask its lead for another. Then freeze again.",
    RepairPage.DATES: "The words of a date change are kept as they were given: accept it, "
    "or ask for another decision.",
    RepairPage.QUARTER: "Correct it in the quarter’s commentary. Then freeze again.",
    RepairPage.PLAN: "Correct it where the plan is loaded from, and load it. Then freeze again.",
}


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


def _texts(document: Quarterly) -> Iterable[tuple[TextPlace, str]]:
    """Every text that a person wrote, with its place."""
    yield TextPlace("The programme as a whole", RepairPage.QUARTER), document.programme.text
    for section in document.sections:
        place = TextPlace(f"Front matter, {section.title}", RepairPage.PLAN)
        for text in _words_of(section.blocks):
            yield place, text
    for area in document.areas:
        for part in area.commentary_parts:
            words = f"Area {area.ref}, {part.title.lower()}"
            yield TextPlace(words, RepairPage.QUARTER, area.ref), part.text
    for indicator in document.indicators:
        name = f"Indicator, {indicator.short_title}"
        yield TextPlace(name, RepairPage.PLAN), indicator.note
    for at, action in actions_with_places(document):
        yield from _texts_of_action(at.area, action)


def _texts_of_action(area: str, action: ActionEntry) -> Iterable[tuple[TextPlace, str]]:
    def at(what: str, where: RepairPage) -> TextPlace:
        return TextPlace(f"Action {action.ref}, {what}", where, area, action.ref)

    yield at("the action itself", RepairPage.PLAN), action.text
    for part in action.update_parts:
        yield at(part.title.lower(), RepairPage.ACTION), part.text
    if action.reason:
        yield at("reason for the status", RepairPage.ACTION), action.reason.text
    for cell in action.quarters:
        if not cell.now:
            yield at(f"reason in {cell.period}", RepairPage.ACTION), cell.reason
    for move in action.moves:
        what = f"end date to {move.to}"
        yield at(what, RepairPage.DATES), f"{move.reason}\n{move.decision}"


def _words_of(blocks: object) -> Iterable[str]:
    """The texts of front matter; an image without alternative text is returned as Markdown."""
    if isinstance(blocks, str):
        yield blocks
    elif isinstance(blocks, Mapping):
        source = blocks.get("image") or blocks.get("img")
        if source and not str(blocks.get("alt", "")).strip():
            yield f"![]({source})"
        for key, block in blocks.items():
            if key not in ("image", "img"):
                yield from _words_of(block)
    elif isinstance(blocks, Iterable):
        for block in blocks:
            yield from _words_of(block)


# --- keys ----------------------------------------------------------------------------------------


def _key(*parts: str) -> str:
    """The fact as one line; if it is too long, its end is replaced by a digest."""
    key = "|".join(" ".join(str(part).split()) for part in parts)
    if len(key) <= LONGEST_KEY:
        return key
    digest = _digest(key)
    return f"{key[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
