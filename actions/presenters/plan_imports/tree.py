"""Step 2: the plan as it was understood, each action beside the row that it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator

from actions.domain.enums import Status
from actions.domain.plan_import.fields import printed_of
from actions.domain.plan_import.states import EntryKind
from actions.models import PlanImport
from actions.presenters.plan_imports.steps import address
from actions.selectors.plan_imports import SettledEntry, settled_entries
from wsoa.web.pagination import PageLinks, page_links

ENTRIES_A_PAGE = 40
SHORT = 280  # characters of an action's text


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of the row in the file. `fill` is a colour as #RRGGBB, or ""."""

    text: str
    fill: str
    is_merged: bool


@dataclass(frozen=True, slots=True)
class UnderstoodField:
    """A field as understood; `guesses` are the kinds of what was guessed, `status` a code."""

    label: str
    text: str
    status: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class UnderstoodEntry:
    """An area, an outcome or an action in the tree."""

    kind: str
    label: str
    ref: str
    title: str
    place: str
    is_left_out: bool
    is_corrected: bool
    fields: tuple[UnderstoodField, ...]
    cells: tuple[SourceCell, ...]
    href: str


@dataclass(frozen=True, slots=True)
class TreeFilter:
    """A filter of the tree with its count."""

    label: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class TreePage:
    """One page of the tree."""

    headline: str
    entries: tuple[UnderstoodEntry, ...]
    filters: tuple[TreeFilter, ...]
    links: PageLinks
    leftovers: tuple[tuple[str, str, str], ...]
    leftover_count: int


def tree_page(plan_import: PlanImport, shown: str, number: str) -> TreePage:
    """The entries by the filter `shown` ("all", "guessed" or "out"), a page of them."""
    entries = settled_entries(plan_import)
    open_places = {place for guess in plan_import.guesses.unanswered() for place in guess.places}
    by_filter = {
        "all": entries,
        "guessed": _with_parents(entries, lambda entry: entry.entry.place in open_places),
        "out": [entry for entry in entries if entry.is_left_out],
    }
    shown = shown if shown in by_filter else "all"
    base = address("plan-import-plan", plan_import)
    page = Paginator(by_filter[shown], ENTRIES_A_PAGE).get_page(number)
    leftovers = list(plan_import.leftovers.all()[:200])
    return TreePage(
        headline=headline(entries),
        entries=tuple(_entry(entry, plan_import, open_places) for entry in page),
        filters=tuple(
            TreeFilter(label, _count(by_filter[key]), f"{base}?show={key}", key == shown)
            for key, label in (
                ("all", "All actions"),
                ("guessed", "With open guesses"),
                ("out", "Left out"),
            )
        ),
        links=page_links(page, lambda at: f"{base}?{urlencode({'show': shown, 'page': at})}"),
        leftovers=tuple((left.place, left.text, left.reason) for left in leftovers),
        leftover_count=plan_import.leftovers.count(),
    )


def headline(entries: list[SettledEntry]) -> str:
    """ "7 areas, 23 outcomes and 89 actions"."""
    kept = [entry.entry.kind for entry in entries if not entry.is_left_out]
    counts = [
        f"{count:,} {noun if count == 1 else f'{noun}s'}"
        for noun in ("area", "outcome", "action")
        for count in [kept.count(noun)]
    ]
    return f"{counts[0]}, {counts[1]} and {counts[2]}"


def _count(entries: Iterable[SettledEntry]) -> int:
    return sum(entry.entry.kind == EntryKind.ACTION for entry in entries)


def _with_parents(entries: list[SettledEntry], wanted: object) -> list[SettledEntry]:
    """The actions that are wanted, below their area and outcome."""
    assert callable(wanted)  # noqa: S101
    kept: list[SettledEntry] = []
    above: list[SettledEntry] = []
    for entry in entries:
        if entry.entry.kind == EntryKind.AREA:
            above = [entry]
        elif entry.entry.kind == EntryKind.OUTCOME:
            above = [found for found in above if found.entry.kind == EntryKind.AREA] + [entry]
        elif wanted(entry):
            kept += [*above, entry]
            above = []
    return kept


def _entry(
    settled: SettledEntry, plan_import: PlanImport, open_places: set[str]
) -> UnderstoodEntry:
    entry = settled.entry
    is_action = entry.kind == EntryKind.ACTION
    text = settled.fields["text"] if is_action else settled.fields["title"]
    return UnderstoodEntry(
        kind=entry.kind,
        label=entry.get_kind_display(),
        ref=settled.ref,
        title=text if len(text) <= SHORT else f"{text[:SHORT].rpartition(' ')[0]}…",
        place=entry.place,
        is_left_out=settled.is_left_out,
        is_corrected=bool(entry.corrected),
        fields=tuple(_fields(settled, entry.place in open_places)) if is_action else (),
        cells=tuple(_cells(entry.source)),
        href=address("plan-import-entry", plan_import, entry.pk),
    )


def _cells(source: list[dict[str, str]]) -> Iterable[SourceCell]:
    for cell in source:
        fill = f"#{cell['fill']}" if cell["fill"] else ""
        if cell["text"] or fill:
            yield SourceCell(cell["text"], fill, bool(cell["merged"]))


def _fields(settled: SettledEntry, is_open: bool) -> Iterable[UnderstoodField]:
    fields = settled.fields
    for edge in ("start", "end"):
        reading = fields[edge]
        taken = printed_of(reading["date"])
        is_guess = taken != reading["printed"] and bool(reading["printed"])
        label = f"{taken} (from “{reading['printed']}”)" if is_guess else taken
        yield UnderstoodField(edge.capitalize(), label, is_guess=is_open and is_guess)
    yield UnderstoodField("Leads", "; ".join(fields["leads"]) or "None")
    yield UnderstoodField("Measures", str(len(fields["measures"])))
    for key, reading in fields["statuses"].items():
        proposed = reading["proposed"]
        label = "Status" if key == "current" else f"Status {printed_of(key)}"
        text = "" if proposed in Status.values else f"None (from “{reading['printed']}”)"
        yield UnderstoodField(label, text, status=proposed, is_guess=is_open)
    for title in ("accountable", "evidence"):
        if fields[title]:
            yield UnderstoodField(title.capitalize(), fields[title])
