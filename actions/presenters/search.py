"""The search of a plan: what was found of every kind of text, the most relevant first.

The number of queries is fixed: one for the number, one for the order of the page, one for each
kind that the page has something of, and three for the filters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from actions.extension_points import SEARCH_KINDS, SearchHit, SearchKind, SearchScope
from actions.models import Plan, ReportingPeriod
from actions.selectors.lead_names import lead_names
from actions.selectors.search_results import found_of_kinds, marked_rows
from wsoa.core.search_words import LONGEST, ExcerptPiece, SearchWords, excerpt, search_words
from wsoa.core.text import one_line
from wsoa.web.pagination import PageLinks, page_links

RESULTS_A_PAGE = 20
LONGEST_REF = 10
_MOST_DIGITS = 6  # of the number of a page
LIMITS = ("kind", "area", "lead", "period")
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One thing found, with the part of its text that has the words."""

    kind: str
    title: str
    href: str
    about: str
    pieces: tuple[ExcerptPiece, ...]

    @property
    def excerpt(self) -> SafeString:
        """The part of the text in HTML, with the words found in `mark`."""
        return format_html_join(
            "", "{}", ((_marked(piece) if piece.is_found else piece.text,) for piece in self.pieces)
        )


@dataclass(frozen=True, slots=True)
class ActionOfRef:
    """The action whose reference was typed."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The results of a search, or a hint where nothing was searched for."""

    q: str
    heading: str  # "12 results for …", or what to type instead
    hint: str
    action: ActionOfRef | None
    results: tuple[SearchResult, ...] = ()
    links: PageLinks = PageLinks()  # noqa: RUF009 (it is frozen)


@dataclass(frozen=True, slots=True)
class SearchChoices:
    """What a search of a plan can be limited to, as choices of the form."""

    quarters: Sequence[ReportingPeriod]
    areas: Choices
    leads: Choices

    @property
    def periods(self) -> Choices:
        return [(period.key, period.label) for period in reversed(self.quarters)]

    @property
    def kinds(self) -> Choices:
        return [(code, kind.name) for code, kind in SEARCH_KINDS]

    def scope(self, plan: Plan, asked: Mapping[str, str], day: date) -> SearchScope:
        quarter = next((one for one in self.quarters if one.key == asked["period"]), None)
        return SearchScope(plan, day, asked["area"], asked["lead"], quarter)


def search_page(
    plan: Plan, choices: SearchChoices, asked: Mapping[str, str], number: str, day: date
) -> SearchPage:
    """What was found of what is asked: `q`, and LIMITS by their keys; each may be empty."""
    words = search_words(asked["q"])
    scope = choices.scope(plan, asked, day)
    chosen = {code: kind for code, kind in SEARCH_KINDS if asked["kind"] in ("", code)}
    found = found_of_kinds(chosen, scope, words) if words.kept else None
    page = Paginator(found if found is not None else (), RESULTS_A_PAGE).get_page(_number(number))

    def address(number: int) -> str:
        return "?" + urlencode({**{k: v for k, v in asked.items() if v}, "page": number})

    return SearchPage(
        q=asked["q"],
        heading=_heading(asked["q"], words, page),
        hint=" ".join(filter(None, (_of_commentary(asked), _hint(words, page, asked)))),
        action=_action_of_ref(plan, asked["q"]),
        results=_results(plan, chosen, scope, words, list(page)),
        links=page_links(page, address),
    )


def _marked(piece: ExcerptPiece) -> SafeString:
    return format_html("<mark>{}</mark>", piece.text)


def _number(typed: str) -> str:
    return typed if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else "1"


def search_choices(plan: Plan, day: date) -> SearchChoices:
    """The quarters begun, the areas and the leads of a plan. Three queries."""
    return SearchChoices(
        quarters=list(plan.periods.quarters().begun_by(day)),
        areas=[(ref, f"{ref}. {title}") for ref, title in plan.areas.values_list("ref", "title")],
        leads=list(lead_names(plan).leads.items()),
    )


def _results(
    plan: Plan,
    kinds: Mapping[str, SearchKind],
    scope: SearchScope,
    words: SearchWords,
    found: Sequence[Any],
) -> tuple[SearchResult, ...]:
    """What the page shows, in the order found."""
    hits: dict[str, Mapping[int, SearchHit]] = {}
    for code in {code for code, *_ in found}:
        kind, keys = kinds[code], [pk for of, pk, *_ in found if of == code]
        hits[code] = kind.hits(plan, marked_rows(kind, scope, keys, words))
    return tuple(_result(kinds[code], hits[code][pk]) for code, pk, *_ in found if pk in hits[code])


def _result(kind: SearchKind, hit: SearchHit) -> SearchResult:
    pieces = excerpt(kind.source.joined(hit.texts), hit.marked)
    return SearchResult(kind.name, hit.title, hit.href, hit.about, pieces)


def _action_of_ref(plan: Plan, typed: str) -> ActionOfRef | None:
    ref = typed.strip()
    if not ref or len(ref) > LONGEST_REF:
        return None
    found = plan.actions.of_ref(ref).values_list("text", flat=True).first()
    return ActionOfRef(ref, one_line(found)) if found else None


def _heading(typed: str, words: SearchWords, page: Page[Any]) -> str:
    if not typed:
        return ""
    if not words.kept:
        return "Type a word that says what you are looking for"
    total = page.paginator.count
    many = f"{total} result{'' if total == 1 else 's'}" if total else "Nothing was found"
    shown = " ".join(typed.split())
    return f"{many} for “{shown if len(shown) <= LONGEST else f'{shown[:LONGEST]}…'}”"


_OF_ACTIONS = frozenset(("actions", "measures", "updates", "evidence"))  # kinds by their codes


def _of_commentary(asked: Mapping[str, str]) -> str:
    """What is listed of commentary where a lead is chosen: it belongs to areas, and to no lead."""
    if not asked["lead"] or not asked["q"] or asked["kind"] in _OF_ACTIONS:
        return ""
    return (
        f"Commentary belongs to areas: that on areas in which {asked['lead']} has actions is "
        "searched. To search the text on the programme as a whole, choose “All leads”."
    )


def _hint(words: SearchWords, page: Page[Any], asked: Mapping[str, str]) -> str:
    hints = []
    if words.left_out and not words.kept:
        hints.append(f"“{' '.join(words.left_out)}” is in nearly every text and is not searched.")
    elif words.left_out:
        hints.append(f"“{' '.join(words.left_out)}” was left out: nearly every text has it.")
    if words.is_cut:
        hints.append("You typed more than is searched for: only the beginning was looked at.")
    if words.kept and not page.paginator.count:
        hints.append("Check the spelling, or use fewer words.")
        if any(asked[name] for name in LIMITS):
            hints.append("You can also search without a kind, area, lead or quarter.")
    return " ".join(hints)
