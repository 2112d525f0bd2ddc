"""Figures that a text names, such as {behind}, and figures that it states and the data does not.

A named figure is filled in from the counts when a document is built, so that it cannot be
wrong. A typed one is compared with them. Pure: text and counts in, text or remarks out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from actions.domain.enums import Status
from governance.papers.checks.count_claims import CountClaim, CountKind, Hedge, find_count_claims
from governance.papers.document.frozen import Document

# What can be named, and what it stands for. With `area_` before it: the same of one area.
NAMES: dict[str, str] = {
    "total": "all actions",
    "behind": "actions behind target or at significant risk",
    "behind_percent": "the same as a percentage, such as 34%",
    "on_track_or_to_start": "actions on track or yet to start",
    "on_track_or_to_start_percent": "the same as a percentage",
    "complete": "complete actions",
    "complete_percent": "the same as a percentage",
    "without_status": "actions of which nothing was said",
}
AREA = "area_"
HELP = (
    "Write a figure by its name in curly brackets, and the count is filled in when the paper is "
    "made: {behind} of {total} actions, {behind_percent}, {on_track_or_to_start}, {complete}; of "
    "one area {area_behind} of {area_total}. A percentage brings its own % sign."
)
_IN_COUNTS = {"on_track_or_to_start": "to_plan", "without_status": "without"}
_NAMED = re.compile(r"\{\s*([A-Za-z][\w -]{0,40}?)\s*\}(%?)")


class UnknownFigure(Exception):
    """A text names a figure that there is not. The message says which there are."""

    def __init__(self, name: str, known: Mapping[str, str], place: str = "") -> None:
        self.name = name
        names = ", ".join(f"{{{each}}}" for each in known)
        where = f"{place}: " if place else ""
        super().__init__(f"{where}there is no figure {{{name}}}. The figures here are {names}.")


def nameable(*, of_an_area: bool) -> dict[str, str]:
    """Every name that a text may use, with what it stands for; in an area's text also its own."""
    own = {AREA + name: f"{words}, in this area" for name, words in NAMES.items()}
    return NAMES | own if of_an_area else dict(NAMES)


def figures(counts: Document, area: Document | None = None) -> dict[str, str]:
    """Every figure that can be named, by its name, from the `counts` of a document.

    With those of an area: its own too, as {area_behind}.
    """
    found = {name: _figure_words(name, counts) for name in NAMES}
    if area is not None:
        found |= {AREA + name: _figure_words(name, area) for name in NAMES}
    return found


def _figure_words(name: str, counts: Document) -> str:
    group = name.removesuffix("_percent")
    group = _IN_COUNTS.get(group, group)
    if name.endswith("_percent"):
        return f"{counts['per_cent'][group]}%"
    return f"{counts[group]:,}"


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with its named figures filled in. Raises UnknownFigure.

    >>> fill("{behind} of {total} are behind", {"behind": "30", "total": "89"})
    '30 of 89 are behind'
    """
    for name in unknown(text, known):
        raise UnknownFigure(name, known)
    return _fill(text, known)


def unknown(text: str, known: Mapping[str, str]) -> list[str]:
    """Names in curly brackets that are no figure; they are left standing in a service's page."""
    return [match[1] for match in _NAMED.finditer(text) if match[1] not in known]


def _fill(text: str, known: Mapping[str, str]) -> str:
    def figure(match: re.Match[str]) -> str:
        if match[1] not in known:
            return match[0]
        # "{behind_percent}%" is not to become "34%%".
        return known[match[1]] + ("" if known[match[1]].endswith("%") else match[2])

    return _NAMED.sub(figure, text)


def fill_document(document: Document) -> None:
    """Fills in what the programme's text and the areas' commentary name; unknown names stay."""
    for holder, known, _place in _named_in(document):
        holder["text"] = _fill(holder["text"], known)


def check_document(document: Document) -> None:
    """Raises UnknownFigure, with its place, where a name was left standing."""
    for holder, known, place in _named_in(document):
        for name in unknown(holder["text"], known):
            raise UnknownFigure(name, known, place)


def _named_in(document: Document) -> list[tuple[Document, dict[str, str], str]]:
    """Texts in which figures may be named: what holds each, what can be named there, and where."""
    plan = document["counts"]
    found = [(document["programme"], figures(plan), "Of the programme")]
    for area in document["areas"]:
        known = figures(plan, area["counts"])
        for part in (area["commentary"] or {}).get("parts", ()):
            found.append((part, known, f"Area {area['ref']}, {part['title'].lower()}"))
    return found


# --- figures that somebody typed ---------------------------------------------------------------

SAID = {
    CountKind.BEHIND: "behind target or at significant risk",
    CountKind.TO_PLAN: "on track or yet to start",
    CountKind.ON_TRACK: "on track or yet to start",
    CountKind.TO_START: "not yet started",
    CountKind.COMPLETE: "complete",
    CountKind.LATE: "late",
}
_ABOUT = 3.0  # percentage points, or a tenth of a count, that "about" may be away
_EARLIER = re.compile(r"\b(?:last (?:quarter|time|update)|previous(?:ly)?|before)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContradictedFigure:
    """A typed figure that the data does not bear out: what was typed, and what the data say."""

    typed: str
    data: str

    @property
    def words(self) -> str:
        return f"“{self.typed}”: {self.data}"


@dataclass(frozen=True, slots=True)
class MisstatedFigure:
    """The same with its place: `area` and `action` are references, empty where it is of none."""

    place: str
    area: str
    action: str
    what: ContradictedFigure


def contradicted_figures(
    text: str, counts: Document, *others: Document, actions_only: bool = False
) -> list[ContradictedFigure]:
    """Figures about actions in a text that none of the counts bears out, in order.

    `counts` are those of a document; with `by_status` (code to count) and `late`, what is said
    of these is judged too. `others` are counts that may be meant instead, such as the plan's
    beside an area's; those with a `label` (the quarter before) only in a sentence that speaks of
    that month. With `actions_only`, only what names actions is judged. A rounded figure is right
    either way: of 60.7%, both 60% and 61%.
    """
    found = []
    for claim in find_count_claims(text):
        if actions_only and not claim.names_actions:
            continue
        meant = [each for each in (counts, *others) if _may_be_meant(each, claim)]
        if _is_of_something_else(claim, meant) or any(_bears_out(each, claim) for each in meant):
            continue
        found.append(ContradictedFigure(claim.words, _data(meant[0], claim)))
    return found


def misstated_figures(document: Document) -> list[MisstatedFigure]:
    """Every contradicted figure in a quarterly document: programme, commentary, update texts."""
    plan = document["counts"] | {"late": document["late"], "by_status": _of_key(document)}
    earlier = [document["before"]] if document["before"] else []
    found = [
        MisstatedFigure("The programme as a whole", "", "", each)
        for each in contradicted_figures(document["programme"]["text"], plan, *earlier)
    ]
    for area in document["areas"]:
        rows = [row for outcome in area["outcomes"] for row in outcome["actions"]]
        scopes = (_area_counts(area["counts"], rows), plan, *earlier)
        for part in (area["commentary"] or {}).get("parts", ()):
            place = f"Area {area['ref']}, {part['title'].lower()}"
            found += [
                MisstatedFigure(place, area["ref"], "", each)
                for each in contradicted_figures(part["text"], *scopes)
            ]
        for row in rows:
            found += [
                MisstatedFigure(
                    f"Action {row['ref']}, {part['title'].lower()}", area["ref"], row["ref"], each
                )
                for part in (row["said"] or {}).get("parts", ())
                for each in contradicted_figures(part["text"], *scopes, actions_only=True)
            ]
    return found


def _of_key(document: Document) -> dict[str, int]:
    return {line["code"]: line["count"] for line in document["key"]}


def _area_counts(counts: Document, rows: list[Document]) -> Document:
    statuses = [cell["status"] for row in rows for cell in row["quarters"] if cell["now"]]
    by_status = {status.value: statuses.count(status.value) for status in Status}
    return counts | {"late": sum(bool(row["late"]) for row in rows), "by_status": by_status}


def _may_be_meant(counts: Document, claim: CountClaim) -> bool:
    label = counts.get("label")
    if label is None:
        return True
    month = label.split()[0].rstrip(".").lower()
    return month[:3] in claim.sentence.lower() or bool(_EARLIER.search(claim.sentence))


def _is_of_something_else(claim: CountClaim, meant: list[Document]) -> bool:
    """ "5 of 7 are complete", without a word of actions, where nothing has about 7 of them."""
    if claim.of is None or claim.names_actions or "action" in claim.sentence.lower():
        return False
    totals = [total for each in meant for total in (each["total"], each["said"])]
    return all(abs(total - claim.of) > total / 10 for total in totals)


def _counted(counts: Document, claim: CountClaim) -> set[int] | None:
    """What the data may be said to have of that kind; None where these counts do not tell.

    "Behind" is the headline group, and "behind or at risk" may be the status of that name; "on
    track" alone may be the status or, for short, the group.
    """
    by_status = counts.get("by_status") or {}
    if claim.kind is CountKind.BEHIND:
        at_risk = "at risk" in claim.words.lower()
        return {
            counts["behind"],
            by_status.get(Status.AT_RISK if at_risk else "", counts["behind"]),
        }
    if claim.kind is CountKind.ON_TRACK:
        return {counts["to_plan"], by_status.get(Status.ON_TRACK, counts["to_plan"])}
    if claim.kind is CountKind.TO_START:
        waiting = by_status.get(Status.NOT_STARTED)
        late = by_status.get(Status.BEHIND_NOT_STARTED)
        return None if waiting is None or late is None else {waiting, waiting + late}
    if claim.kind is CountKind.LATE:
        return {counts["late"]} if "late" in counts else None
    return {counts[claim.kind.value]}


def _bears_out(counts: Document, claim: CountClaim) -> bool:
    known = _counted(counts, claim)
    if known is None:
        return True
    bases = {counts["total"], counts["said"]}
    if claim.of is not None and claim.of not in bases:
        return False
    if claim.percent:
        shares = [100 * number / base for number in known for base in bases if base]
        return any(_agrees(claim, share, _ABOUT, claim.step) for share in shares)
    return any(_agrees(claim, number, max(1.0, number / 10), 1.0) for number in known)


def _agrees(claim: CountClaim, exact: float, about: float, step: float) -> bool:
    if claim.hedge is Hedge.ABOUT:
        return abs(claim.number - exact) <= about
    if claim.hedge is Hedge.OVER:
        return exact >= claim.number
    if claim.hedge is Hedge.UNDER:
        return exact <= claim.number
    return abs(claim.number - exact) < step - 1e-9


def _data(counts: Document, claim: CountClaim) -> str:
    """What the data say instead: "30 of 89 actions (34%) are behind target or …"."""
    known = _counted(counts, claim) or {0}
    number = (
        counts.get(claim.kind.value, max(known))
        if claim.kind is not CountKind.ON_TRACK
        else max(known)
    )
    said = counts["said"] or counts["total"]
    share = f" ({100 * number / said:.0f}%)" if said else ""
    actions = "action" if said == 1 else "actions"
    are = "is" if number == 1 else "are"
    return f"by the data {number} of {said} {actions}{share} {are} {SAID[claim.kind]}."
