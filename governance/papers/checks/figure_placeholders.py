"""Figure placeholders in texts, such as {behind}, and typed figures that contradict the data.

A placeholder is filled in from the counts when a document is built, so that it is always right. A
typed figure is compared with the counts. Pure: text and counts in, text or findings out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from actions.domain.enums import Status
from governance.papers.checks.count_claims import CountClaim, CountKind, Hedge, find_count_claims
from governance.papers.checks.indicator_claims import (
    IndicatorVocabulary,
    UnknownFigureClaim,
    unknown_figure_claims,
)
from governance.papers.document.scales import StatusCount
from governance.papers.document.schema import ActionCounts, AreaEntry, Quarterly
from wsoa.core.percentages import percentage

# What can be named, and what it stands for. In an area's text it is of that area; with `plan_`
# before it, of the whole plan.
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
WHOLE_PLAN = "plan_"
_IN_COUNTS = {"on_track_or_to_start": "to_plan", "without_status": "without"}
_NAMED = re.compile(r"\{\s*([A-Za-z][\w -]{0,40}?)\s*\}(%?)")


class UnknownFigure(Exception):
    """A text has an unknown placeholder. The message lists the known ones."""

    def __init__(self, name: str, known: Mapping[str, str], place: str = "") -> None:
        self.name = name
        names = ", ".join(f"{{{name}}}" for name in known)
        where = f"{place}: " if place else ""
        super().__init__(f"{where}there is no figure {{{name}}}. The figures here are {names}.")


def nameable(*, of_an_area: bool) -> dict[str, str]:
    """The placeholders that a text may use, with their meaning; an area's text has further ones."""
    if not of_an_area:
        return dict(NAMES)
    own = {name: f"{words}, in this area" for name, words in NAMES.items()}
    return own | {WHOLE_PLAN + name: f"{words}, in the plan" for name, words in NAMES.items()}


def figures(counts: ActionCounts, area: ActionCounts | None = None) -> dict[str, str]:
    """The value of every placeholder, from the `counts` of a document.

    Those of the `area` if one is given; the plan's are then {plan_behind} and so on.
    """
    values = {name: _figure_words(name, counts) for name in NAMES}
    if area is None:
        return values
    of_plan = {WHOLE_PLAN + name: value for name, value in values.items()}
    return {name: _figure_words(name, area) for name in NAMES} | of_plan


def _figure_words(name: str, counts: ActionCounts) -> str:
    group = name.removesuffix("_percent")
    group = _IN_COUNTS.get(group, group)
    if name.endswith("_percent"):
        return f"{getattr(counts.per_cent, group)}%"
    return f"{getattr(counts, group):,}"


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with its placeholders filled in. Raises UnknownFigure.

    >>> fill("{behind} of {total} are behind", {"behind": "30", "total": "89"})
    '30 of 89 are behind'
    """
    for name in unknown(text, known):
        raise UnknownFigure(name, known)
    return fill_known(text, known)


def unknown(text: str, known: Mapping[str, str]) -> list[str]:
    """The names in curly brackets that are not placeholders."""
    return [match[1] for match in _NAMED.finditer(text) if match[1] not in known]


def fill_known(text: str, known: Mapping[str, str]) -> str:
    """The text with its known placeholders filled in; other names in brackets stay."""

    def figure(match: re.Match[str]) -> str:
        if match[1] not in known:
            return match[0]
        # "{behind_percent}%" is not to become "34%%".
        return known[match[1]] + ("" if known[match[1]].endswith("%") else match[2])

    return _NAMED.sub(figure, text)


def check_document(document: Quarterly) -> None:
    """Raises UnknownFigure, with its place, if a placeholder was not filled in."""
    known = figures(document.counts, document.counts)
    places = [("Of the programme", document.programme.text, figures(document.counts))]
    for area in document.areas:
        for part in area.commentary_parts:
            places.append((f"Area {area.ref}, {part.title.lower()}", part.text, known))
    for place, text, names in places:
        for name in unknown(text, names):
            raise UnknownFigure(name, names, place)


# --- figures that somebody typed ---------------------------------------------------------------

IS = {
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
    """A typed figure that contradicts the data: what was typed, and what the data say."""

    typed: str
    data: str

    @property
    def message(self) -> str:
        return f"“{self.typed}”: {self.data}"


@dataclass(frozen=True, slots=True)
class MisstatedFigure:
    """A contradicted figure with its place: `area` and `action` are references, or empty."""

    place: str
    area: str
    action: str
    fault: ContradictedFigure | UnknownFigureClaim


@dataclass(frozen=True, slots=True)
class KnownCounts:
    """Counts that a text is compared with.

    `late` and `by_status` (code to count) are compared if they are known. Counts with a `label`
    (the quarter before) apply only to sentences that name their month.
    """

    counts: ActionCounts
    label: str = ""
    late: int | None = None
    by_status: Mapping[str, int] = field(default_factory=dict)


def contradicted_figures(
    text: str, known: KnownCounts, *others: KnownCounts, actions_only: bool = False
) -> list[ContradictedFigure]:
    """The figures about actions in a text that match none of the counts, in order.

    `others` are alternative counts, such as the plan's beside an area's. With `actions_only`, only
    figures that mention actions are checked. A percentage is right when it is the exact one,
    rounded half up to the decimals that were typed: of 54 in 89, 61% and 60.7% are.
    """
    contradicted = []
    for claim in find_count_claims(text):
        if actions_only and not claim.names_actions:
            continue
        meant = [counts for counts in (known, *others) if _may_be_meant(counts, claim)]
        if _is_of_something_else(claim, meant) or any(
            _bears_out(counts, claim) for counts in meant
        ):
            continue
        contradicted.append(ContradictedFigure(claim.text, _data(meant[0], claim)))
    return contradicted


def misstated_figures(document: Quarterly) -> list[MisstatedFigure]:
    """The contradicted figures in a quarterly document: programme, commentary and update texts.

    Counts of actions are compared with the counts, other figures with the indicators.
    """
    plan = KnownCounts(document.counts, late=document.late, by_status=counts_by_code(document.key))
    before = document.before
    earlier = [KnownCounts(before, before.label)] if before else []
    vocabulary = IndicatorVocabulary(document.indicators)
    found: list[MisstatedFigure] = []

    def check(
        text: str, counts: Sequence[KnownCounts], place: str, area: str = "", action: str = ""
    ) -> None:
        contradicted = contradicted_figures(text, *counts, actions_only=bool(action))
        unknown_ones = unknown_figure_claims(text, vocabulary)
        found.extend(MisstatedFigure(place, area, action, misstated) for misstated in contradicted)
        found.extend(MisstatedFigure(place, area, action, misstated) for misstated in unknown_ones)

    check(document.programme.text, (plan, *earlier), "The programme as a whole")
    for area in document.areas:
        scopes = (_counts_of_area(area), plan, *earlier)
        for part in area.commentary_parts:
            check(part.text, scopes, f"Area {area.ref}, {part.title.lower()}", area.ref)
        for action in area.actions:
            for part in action.update_parts:
                place = f"Action {action.ref}, {part.title.lower()}"
                check(part.text, scopes, place, area.ref, action.ref)
    return found


def counts_by_code(key: Iterable[StatusCount]) -> dict[str, int]:
    """The number of actions with each status, from the key of a document."""
    return {status.code: status.count for status in key}


def _counts_of_area(area: AreaEntry) -> KnownCounts:
    statuses = [action.current.status for action in area.actions]
    by_status = {status.value: statuses.count(status.value) for status in Status}
    late = sum(bool(action.late) for action in area.actions)
    return KnownCounts(area.counts, late=late, by_status=by_status)


def _may_be_meant(known: KnownCounts, claim: CountClaim) -> bool:
    if not known.label:
        return True
    month = known.label.split()[0].rstrip(".").lower()
    return month[:3] in claim.sentence.lower() or bool(_EARLIER.search(claim.sentence))


def _is_of_something_else(claim: CountClaim, meant: list[KnownCounts]) -> bool:
    """Whether "5 of 7 are complete" is about other things: no actions named, no total near 7."""
    if claim.of is None or claim.names_actions or "action" in claim.sentence.lower():
        return False
    totals = [total for known in meant for total in (known.counts.total, known.counts.said)]
    return all(abs(total - claim.of) > total / 10 for total in totals)


def _counted(known: KnownCounts, claim: CountClaim) -> set[int] | None:
    """The possible counts for that kind of status; None if these counts do not include it.

    "Behind" is the headline group, and "behind or at risk" may be the status with that name. "On
    track" alone may be the status or, for short, the group.
    """
    counts, by_status = known.counts, known.by_status
    if claim.kind is CountKind.BEHIND:
        at_risk = "at risk" in claim.text.lower()
        return {
            counts.behind,
            by_status.get(Status.AT_RISK if at_risk else "", counts.behind),
        }
    if claim.kind is CountKind.ON_TRACK:
        return {counts.to_plan, by_status.get(Status.ON_TRACK, counts.to_plan)}
    if claim.kind is CountKind.TO_START:
        waiting = by_status.get(Status.NOT_STARTED)
        late = by_status.get(Status.BEHIND_NOT_STARTED)
        return None if waiting is None or late is None else {waiting, waiting + late}
    if claim.kind is CountKind.LATE:
        return None if known.late is None else {known.late}
    return {counts.to_plan if claim.kind is CountKind.TO_PLAN else counts.complete}


def _bears_out(known: KnownCounts, claim: CountClaim) -> bool:
    counted = _counted(known, claim)
    if counted is None:
        return True
    bases = {known.counts.total, known.counts.said}
    if claim.of is not None and claim.of not in bases:
        return False
    if claim.percent:
        exact = [Fraction(100 * number, base) for number in counted for base in bases if base]
        return any(_agrees(claim, share, _ABOUT) for share in exact)
    return any(_agrees(claim, Fraction(number), max(1.0, number / 10)) for number in counted)


def _agrees(claim: CountClaim, exact: Fraction, about: float) -> bool:
    if claim.hedge is Hedge.ABOUT:
        return abs(claim.number - exact) <= about
    if claim.hedge is Hedge.OVER:
        return exact >= claim.number
    if claim.hedge is Hedge.UNDER:
        return exact <= claim.number
    units = int(10**claim.decimals)
    return math.floor(exact * units + Fraction(1, 2)) == round(claim.number * units)


def _data(known: KnownCounts, claim: CountClaim) -> str:
    """The data in words: "30 of 89 actions (34%) are behind target or …"."""
    counts = known.counts
    number = max(_counted(known, claim) or {0})
    if claim.kind is CountKind.BEHIND:
        number = counts.behind
    total_with_status = counts.said or counts.total
    share = f" ({percentage(number, total_with_status)}%)" if total_with_status else ""
    actions = "action" if total_with_status == 1 else "actions"
    are = "is" if number == 1 else "are"
    return f"by the data {number} of {total_with_status} {actions}{share} {are} {IS[claim.kind]}."
