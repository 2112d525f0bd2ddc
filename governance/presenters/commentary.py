"""The commentary of a quarter: the list of its texts, and the pages to write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from actions.models import (
    AreaCommentary,
    AreaOfWeakness,
    Commentary,
    ProgrammeCommentary,
    ReportingPeriod,
)
from actions.selectors.periods import name_of
from governance.domain.easy_read.readability import readability
from governance.models import EasyReadSummary
from governance.papers.checks.figure_placeholders import figures, nameable
from governance.papers.document.schema import ActionCounts
from governance.papers.quarterly import build
from governance.selectors.commentary import (
    area_commentary,
    programme_commentary,
    quarter_before,
)
from governance.selectors.easy_read import easy_read_by_area
from governance.services.commentary import BOXES, PROGRAMME, reason_closed
from wsoa.accounts.models import User
from wsoa.core.text import TextList, blocks, cut, one_line

WRITES = "governance.write_commentary"
WRITES_PROGRAMME = "governance.write_programme"
WRITES_EASY_READ = "governance.write_easy_read"
_BEGINNING = 160  # letters of a text in the list


@dataclass(frozen=True, slots=True)
class CommentaryBox:
    """One text with its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CommentaryEntry:
    """One text in the list: whether it is written, its beginning, and its author."""

    title: str
    state: str
    empty: bool
    begins: str
    written: str
    href: str
    link: str


@dataclass(frozen=True, slots=True)
class CommentaryList:
    """The commentaries of a period, and what is missing."""

    period: str
    missing: str
    shut: str
    lines: tuple[CommentaryEntry, ...]
    easy_read: tuple[CommentaryEntry, ...]


@dataclass(frozen=True, slots=True)
class NameableFigure:
    """A figure that a text may name: its name, meaning and current value."""

    name: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class WritingPage:
    """The page of one text, with or without the form."""

    title: str
    period: str
    parts: tuple[CommentaryBox, ...]
    written: str
    source: str
    before: str
    before_parts: tuple[CommentaryBox, ...]
    counts: tuple[CommentaryBox, ...]
    figures: tuple[NameableFigure, ...]
    shut: str
    may_write: bool
    writer: str
    keep: str


# --- the list -------------------------------------------------------------------------------------


def commentary_list(period: ReportingPeriod, user: User) -> CommentaryList:
    """Every text of a quarter of `period.plan`, in printed order."""
    plan, key = period.plan, period.key
    shut = reason_closed(plan, period)
    current = AreaCommentary.objects.current().of(period).with_people()
    written = {row.area_id: row for row in current}
    may = not shut and user.has_perm(WRITES_PROGRAMME, plan)
    href = reverse("commentary-programme", args=[plan.slug, key])
    programme = programme_commentary(period)
    lines = [_entry("The programme as a whole", PROGRAMME, programme, href, may)]
    areas = list(plan.areas.all())
    for area in areas:
        area.plan = plan
        href = reverse("commentary-area", args=[plan.slug, key, area.ref])
        may = not shut and user.has_perm(WRITES, area)
        row = written.get(area.pk) or AreaCommentary(area=area, period=period)
        lines.append(_entry(f"{area.ref}. {area.title}", BOXES, row, href, may))
    easy_read = _easy_read_entries(period, areas, user, shut)
    return CommentaryList(name_of(period), _missing(lines), shut, tuple(lines), easy_read)


def _easy_read_entries(
    period: ReportingPeriod, areas: Iterable[AreaOfWeakness], user: User, shut: str
) -> tuple[CommentaryEntry, ...]:
    """The Easy Read summary of each area, written or not. Three queries."""
    plan, written = period.plan, easy_read_by_area(period)
    glossary = dict(plan.glossary.values_list("term", "meaning"))
    entries = []
    for area in areas:
        summary = written.get(area.pk)
        may = not shut and user.has_perm(WRITES_EASY_READ, area)
        hard = readability(summary.content, glossary).count if summary else 0
        entries.append(
            CommentaryEntry(
                title=f"{area.ref}. {area.title}",
                state=_easy_read_state(summary is not None, hard),
                empty=summary is None,
                begins=_easy_read_begins(summary, area.title) if summary else "",
                written=_by(summary) if summary else "",
                href=reverse("easy-read", args=[plan.slug, period.key, area.ref]),
                link=("Change" if summary else "Write") if may else "Read",
            )
        )
    return tuple(entries)


def _easy_read_begins(summary: EasyReadSummary, title: str) -> str:
    count = len(summary.content)
    return f"{count} line{'' if count == 1 else 's'} about: {summary.title or title}"


def _easy_read_state(is_written: bool, hard: int) -> str:
    if not is_written:
        return "Not written"
    if not hard:
        return "Written"
    return f"Written; {hard} {'thing' if hard == 1 else 'things'} may be hard to read"


def _missing(lines: list[CommentaryEntry]) -> str:
    empty = sum(line.empty for line in lines)
    if not empty:
        return f"All {len(lines)} texts have been written."
    return f"{empty} of {len(lines)} texts {'has' if empty == 1 else 'have'} not been written yet."


def _entry(
    title: str, boxes: Mapping[str, str], row: Commentary, href: str, may: bool
) -> CommentaryEntry:
    words = row.texts
    without = [name.lower() for field, name in boxes.items() if not words[field]]
    empty = len(without) == len(boxes)
    state = "Written"
    if empty:
        state = "Not written yet"
    elif without:
        state = f"Written, without {' and '.join(without)}"
    first = next((text for text in words.values() if text), "")
    link = ("Write" if empty else "Change") if may else "Read"
    begins = cut(_first_sentences(first), _BEGINNING)
    return CommentaryEntry(title, state, empty, begins, _by(row), href, link)


def _first_sentences(text: str) -> str:
    """The first paragraph or bullet point."""
    for block in blocks(text):
        return one_line(block.items[0].text if isinstance(block, TextList) else block.text)
    return ""


def _by(row: Commentary | EasyReadSummary) -> str:
    return f"{row.by.name} on {localtime(row.at):%-d %B %Y}" if row.by else ""


# --- writing --------------------------------------------------------------------------------------


def area_page(row: AreaCommentary, user: User) -> WritingPage:
    """The page of one area in a quarter: its own counts and figures beside the plan's."""
    area, period = row.area, row.period
    before = quarter_before(period)
    counts = build.counts_by_area(period)
    own = counts[area.pk]
    what = f"Area {area.ref}"
    return _page(
        user,
        title=f"{area.ref}. {area.title}",
        row=row,
        boxes=BOXES,
        before=area_commentary(area, before) if before else None,
        counts=(
            CommentaryBox(what, _sentence(own)),
            CommentaryBox("The whole plan", _sentence(counts[None])),
        ),
        figures=_figures(figures(counts[None], own), nameable(of_an_area=True)),
        may_write=user.has_perm(WRITES, area),
        who=f"Only area {area.ref}’s accountable officer and the programme manager can write it.",
        keep=area.ref,
    )


def programme_page(row: ProgrammeCommentary, user: User) -> WritingPage:
    """The page of the text on the programme as a whole."""
    period = row.period
    before = quarter_before(period)
    counts = build.counts_by_area(period)[None]
    return _page(
        user,
        title="The programme as a whole",
        row=row,
        boxes=PROGRAMME,
        before=programme_commentary(before) if before else None,
        counts=(CommentaryBox("The whole plan", _sentence(counts)),),
        figures=_figures(figures(counts), nameable(of_an_area=False)),
        may_write=user.has_perm(WRITES_PROGRAMME, period.plan),
        who="Only the programme manager and the publisher can write it.",
        keep="programme",
    )


def _page(
    user: User,
    *,
    title: str,
    row: Commentary,
    boxes: Mapping[str, str],
    before: Commentary | None,
    counts: tuple[CommentaryBox, ...],
    figures: tuple[NameableFigure, ...],
    may_write: bool,
    who: str,
    keep: str,
) -> WritingPage:
    period, plan = row.period, row.period.plan
    return WritingPage(
        title=title,
        period=name_of(period),
        parts=_boxes(boxes, row),
        written=_by(row),
        source=row.source,
        before=name_of(before.period) if before else "",
        before_parts=_boxes(boxes, before) if before else (),
        counts=counts,
        figures=figures,
        shut=reason_closed(plan, period),
        may_write=may_write,
        writer=who,
        keep=f"commentary/{plan.slug}/{period.key}/{keep}/{user.pk}",
    )


def _boxes(boxes: Mapping[str, str], row: Commentary) -> tuple[CommentaryBox, ...]:
    """The texts with their titles; empty if none is written."""
    words = row.texts
    if not any(words.values()):
        return ()
    return tuple(CommentaryBox(title, words[field]) for field, title in boxes.items())


def _figures(known: Mapping[str, str], what: Mapping[str, str]) -> tuple[NameableFigure, ...]:
    return tuple(NameableFigure(f"{{{name}}}", what[name], known[name]) for name in what)


def _sentence(counts: ActionCounts) -> str:
    """ "12 actions: 4 behind target or at significant risk, …"."""
    total = "1 action" if counts.total == 1 else f"{counts.total} actions"
    words = (
        f"{total}: {counts.behind} behind target or at significant risk, {counts.to_plan} on "
        f"track or yet to start, {counts.complete} complete"
    )
    return f"{words}, {counts.without} without a status." if counts.without else f"{words}."
