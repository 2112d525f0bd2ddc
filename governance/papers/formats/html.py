"""The published update as web pages: the whole of it, folded; large and plain; and area by area.

The pages need no script, no cookie and no sign-in, and fetch one style sheet, which goes out with
them. They are rendered from a cleaned document and its imprint; nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.domain.status_counts import Counts
from actions.templatetags import status_bars
from governance.domain.dates import day_words
from governance.papers.document.imprint import (
    AREA,
    Imprint,
    RenderedFile,
    size_words,
)
from governance.papers.document.schema import (
    ActionEntry,
    AreaEntry,
    IndicatorEntry,
    OutcomeEntry,
    QuarterCell,
    Quarterly,
)
from governance.papers.quarterly import late_actions, wording
from indicators.domain.enums import Judgement
from wsoa.core.text import cut, one_line

STYLES = ("tokens.css", "published.css")
# What is said at once of an indicator; all others are below, folded.
TELLING = (Judgement.WORSE, Judgement.STALE, Judgement.NO_CLEAR_CHANGE, Judgement.BETTER)


@dataclass(frozen=True, slots=True)
class DownloadLink:
    form: str
    name: str
    path: str
    facts: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LateActionStory:
    """One action that is late: what was said, what is said now, and why."""

    ref: str
    path: str
    text: str
    end: str
    late: str
    new_end: str
    new_end_words: str
    why: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action, with the quarters that have come."""

    action: ActionEntry
    path: str
    cells: tuple[QuarterCell, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRows:
    outcome: OutcomeEntry
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class RenderedArea:
    """One area, rendered once for all the pages it is on."""

    area: AreaEntry
    path: str
    words_title: str
    actions_title: str
    top: SafeString
    words: SafeString
    words_alone: SafeString  # with headings for a page of its own
    actions: SafeString


@dataclass(frozen=True, slots=True)
class JudgementGroup:
    """Indicators whose figures say the same."""

    judgement: str
    indicators: tuple[IndicatorEntry, ...]


def pages(
    document: Quarterly,
    imprint: Imprint,
    files: Iterable[tuple[str, RenderedFile]],
    offered: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """Each page's form and its text.

    `files` are the other forms, finished, each after its title; `offered` are those to name first.
    """
    areas = tuple(_area(document, area, imprint) for area in document.areas)
    page = _page(document, imprint, files, offered) | {"areas": areas}
    whole = get_template("published/page.html")
    yield "html", whole.render({"report": document, "page": page})
    for form, variant in (("large-print", "large"), ("plain", "plain")):
        here = imprint.address_of(form)
        other = page | {"variant": variant, "folded": False, "here": here}
        yield form, whole.render({"report": document, "page": other})
    area = get_template("published/area.html")
    for part in areas:
        form = AREA + part.area.ref
        alone = page | {"here": imprint.address_of(form)}
        yield form, area.render({"report": document, "page": alone, "part": part})


def style_sheet() -> bytes:
    folder = Path(settings.BASE_DIR, "static", "css")
    return b"".join((folder / name).read_bytes() for name in STYLES)


def _page(
    document: Quarterly,
    imprint: Imprint,
    files: Iterable[tuple[str, RenderedFile]],
    offered: Sequence[str],
) -> dict[str, object]:
    """All that the templates print beside the document itself."""
    later = imprint.replaced
    return {
        "variant": "",  # large or plain
        "folded": True,
        "version": imprint.version,
        "here": imprint.address,
        "path": imprint.path_of("html"),
        "plan_path": imprint.plan_path,
        "style": imprint.path_of("css"),
        "out_on": day_words(imprint.out_on) if imprint.out_on else "",
        "signed": imprint.signed,
        "replaced": later,
        "replaced_on": day_words(later.out_on) if later else "",
        "headline": wording.headline(document),
        "besides": wording.besides(document),
        "changed_since": wording.changed_since(document),
        "nobody": wording.NOBODY,
        "measured": bool(document.indicators),
        "judged": wording.judged_words(document),
        "bar": _bar(document),
        "about": tuple(wording.about(document, imprint)),
        "late": tuple(_late(document, imprint)),
        "telling": tuple(_telling(document)),
        "key_outcomes": tuple(wording.key_outcomes(document)),
        "sections": tuple(wording.sections(document)),
        "downloads": tuple(_download(imprint, title, each) for title, each in files),
        "offered": offered,  # at the top; all are below
    }


def _bar(document: Quarterly) -> SafeString | str:
    title = f"All {document.counts.total} actions by status, {document.period.name}"
    counts = Counts.of(action.current.status for _a, _o, action in document.actions())
    return status_bars.status_bar(counts, name="all", title=title) if counts.said else ""


def _download(imprint: Imprint, title: str, file: RenderedFile) -> DownloadLink:
    pages = f"{file.pages} pages, " if file.pages else ""
    facts = f"{pages}{size_words(file.size)}"
    return DownloadLink(file.form, title, imprint.path_of(file.form), facts, file.sha256)


# --- what is late --------------------------------------------------------------------------------


def _story(imprint: Imprint, ref: str) -> str:
    return f"{imprint.plan_path}actions/{quote(ref)}/"


def _late(document: Quarterly, imprint: Imprint) -> Iterator[LateActionStory]:
    actions = {action.ref: action for _a, _o, action in document.actions()}
    for ref in document.late_refs:
        action = actions[ref]
        last = action.moves[-1] if action.moves else None
        reason = action.reason.text if action.reason else ""
        yield LateActionStory(
            ref=ref,
            path=_story(imprint, ref),
            text=cut(one_line(action.text), late_actions.LONGEST_TEXT),
            end=action.end,
            late=action.late,
            new_end=last.to if last else "",
            new_end_words="" if last is None or last.agreed else wording.agreed_words(last),
            why=one_line(last.reason if last and last.reason else reason),
        )


# --- indicators ----------------------------------------------------------------------------------


def _telling(document: Quarterly) -> Iterator[JudgementGroup]:
    for judgement in TELLING:
        mine = [each for each in document.indicators if each.judgement == judgement.label]
        if mine:
            yield JudgementGroup(judgement.label, tuple(mine))


# --- areas ---------------------------------------------------------------------------------------


def _area(document: Quarterly, area: AreaEntry, imprint: Imprint) -> RenderedArea:
    quarters = [each for each in document.quarters if not each.coming]
    total = area.counts.total
    context = {
        "area": area,
        "bar": _area_bar(area),
        "changed_since": wording.changed_since(document),
        "plan_path": imprint.plan_path,
        "measures": document.terms.measures,
        "quarters": quarters,
        "columns": 3 + len(quarters),
        "outcomes": [_outcome(document, each, imprint) for each in area.outcomes],
        "no_evidence": wording.NO_EVIDENCE,
        "left_out": wording.LEFT_OUT,
    }
    words, words_alone = (_rendered_part("words", context | {"level": level}) for level in (4, 3))
    said = "Developments, evidence of impact and next steps"
    return RenderedArea(
        area=area,
        path=imprint.path_of(AREA + quote(area.ref)),
        words_title=said if area.commentary else "People responsible",
        actions_title=f"The {total} action{'' if total == 1 else 's'} in area {area.ref}",
        top=_rendered_part("top", context),
        words=words,
        words_alone=words_alone,
        actions=_rendered_part("actions", context),
    )


def _rendered_part(name: str, context: dict[str, object]) -> SafeString:
    return mark_safe(get_template(f"published/_area_{name}.html").render(context))  # noqa: S308


def _outcome(document: Quarterly, outcome: OutcomeEntry, imprint: Imprint) -> OutcomeRows:
    coming = [quarter.coming for quarter in document.quarters]
    rows = (
        ActionRow(
            action=action,
            path=_story(imprint, action.ref),
            cells=tuple(
                cell
                for cell, is_coming in zip(action.quarters, coming, strict=True)
                if not is_coming
            ),
            moves=tuple(wording.move_words(each) for each in action.moves),
        )
        for action in outcome.actions
    )
    return OutcomeRows(outcome, tuple(rows))


def _area_bar(area: AreaEntry) -> SafeString | str:
    counts = Counts.of(action.current.status for action in area.actions)
    if not counts.said:
        return ""
    title = f"Area {area.ref} by status"
    return status_bars.status_bar(
        counts, name=f"bar-{area.ref}", title=title, size=status_bars.SMALL
    )
