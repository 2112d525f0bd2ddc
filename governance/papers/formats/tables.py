"""The quarterly update as tables, the same for ODS, XLSX and CSV. Pure.

One table a sheet. Texts are complete and may have several lines; an empty cell means that there is
nothing, and each sheet says so. Months stand as printed and, in a column of their own, by ISO 8601.
Nothing is expressed by colour alone, and no cells are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from actions.domain.update_texts import COMMENTARY_TEXTS, UPDATE_TEXTS
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import (
    ActionEntry,
    AreaEntry,
    OutcomeEntry,
    QuarterCell,
    QuarterHeader,
    Quarterly,
    TitledText,
)
from governance.papers.formats.tables_of_indicators import indicators
from governance.papers.formats.tables_of_version_1 import SYMBOLS, as_in_version_1
from governance.papers.quarterly import wording
from governance.papers.quarterly.action_work import WORK_TITLES
from governance.papers.quarterly.listed_changes import ListedChange, without_links
from wsoa.core.months import parse_printed
from wsoa.core.spreadsheets.model import Column, Sheet, SheetRow
from wsoa.core.text import one_line

BLANK = "An empty cell: there is nothing to give."
ISO = "Such as 2019-07; empty where it is no month"
# The parts of an update and of a commentary by their titles, and what a column's name has of each.
_UPDATE_PARTS = {text.title: text.column for text in UPDATE_TEXTS}
_COMMENTARY_PARTS = {text.title: text.column for text in COMMENTARY_TEXTS}


def quarterly_tables(document: Quarterly, imprint: Imprint) -> list[Sheet]:
    """All tables of a cleaned quarterly document, in the order of the sheets."""
    of_document: tuple[Callable[[Quarterly], Sheet], ...] = (
        *(summary, actions, statuses, date_changes, areas, indicators, posts, abbreviations),
    )
    made = [make(document) for make in of_document]
    if any(area.easy_read for area in document.areas):
        made.append(easy_read(document))
    if is_of_version_1(document):
        made = [as_in_version_1(sheet) for sheet in made]
    else:
        made = [replace(sheet, note=f"{sheet.note} {BLANK}".strip()) for sheet in made]
    return [_about(document, imprint, made), *made]


def is_of_version_1(document: Quarterly) -> bool:
    return document.schema_ == 1


def has_columns(document: Quarterly, quarter: QuarterHeader) -> bool:
    """Whether a quarter has columns: one that is still to come had some in version 1, all empty."""
    return not quarter.coming or is_of_version_1(document)


def _about(document: Quarterly, imprint: Imprint, others: Iterable[Sheet]) -> Sheet:
    rows: list[SheetRow] = [*wording.about(document, imprint)]
    changes = without_links(document).of_plan()
    rows += [(wording.changed_since(document), change.sentence) for change in changes]
    rows += [("The programme as a whole", words) for words in _given(document.programme.text)]
    rows += [("Source of that", words) for words in _given(document.programme.source)]
    rows += [(f"Sheet: {sheet.name}", sheet.note or sheet.title) for sheet in others]
    columns = (Column("what", "What", 28), Column("value", "Value", 100, "prose"))
    return Sheet("About", f"{document.plan.title}: {document.title}", columns, tuple(rows))


def summary(document: Quarterly) -> Sheet:
    counts, before = document.counts, document.before

    def row(words: str, name: str, *, share: bool = False) -> SheetRow:
        """A count with that of the previous quarter, and both shares if it has them."""
        found: list[int | None] = []
        for of_quarter in (counts, before):
            found.append(getattr(of_quarter, name, None))
            found.append(getattr(of_quarter.per_cent, name) if share and of_quarter else None)
        return (words, *found)

    rows: list[SheetRow] = [
        row("Actions", "total"),
        row("Actions with a status", "said"),
        row("Behind target or at significant risk", "behind", share=True),
        row("On track or yet to start", "to_plan", share=True),
        row("Complete", "complete", share=True),
        row(wording.NO_STATUS, "without"),
        ("Past their end month and not complete", document.late, None, None, None),
        ("With an update not yet accepted", document.unsettled, None, None, None),
    ]
    rows += [(words, count, None, None, None) for words, count in wording.remarked(document)]
    rows += [
        (f"Status: {status_count.label}", status_count.count, None, None, None)
        for status_count in document.key
    ]
    then = before.label if before else "quarter before"
    columns = (
        Column("what", "What", 40),
        Column("actions", f"Actions, {document.period.label}", 14, "number"),
        Column("per_cent", "Per cent", 10, "number"),
        Column("actions_before", f"Actions, {then}", 14, "number"),
        Column("per_cent_before", f"Per cent, {then}", 14, "number"),
    )
    note = "Counts of the whole plan. Per cent is of the actions that have a status."
    for label, of_quarter in ((document.period.label, counts), (then, before)):
        if of_quarter and of_quarter.rounding_note:
            note += f" {label}: {of_quarter.rounding_note}"
    return Sheet("Summary", f"Summary, {document.as_at_words}", columns, tuple(rows), note)


# --- actions -------------------------------------------------------------------------------------


def actions(document: Quarterly) -> Sheet:
    """One row for each action, with all of its texts; the CSV is this table."""
    come = [has_columns(document, quarter) for quarter in document.quarters]
    work = _work_titles(document)
    rows = [_action(*placed_action, come, work) for placed_action in document.actions()]
    note = (
        "One row an action: its words, dates and lead as in the plan, its status in each quarter, "
        f"what its lead said, and the moves of its end. {SYMBOLS}"
    )
    title = f"Actions, {document.as_at_words}"
    return Sheet("Actions", title, _action_columns(document), tuple(rows), note)


def _action_columns(document: Quarterly) -> tuple[Column, ...]:
    fixed = (
        Column("ref", "Ref", 7),
        Column("area_ref", "Area", 6),
        Column("area", "Area title", 22),
        Column("outcome_ref", "Outcome", 9),
        Column("outcome", "Outcome title", 24),
        Column("action", "Action", 50, "prose"),
        Column("note", "Note", 16, about="On how the plan prints the action"),
        Column("start", "Start", 11, about="As the plan prints it; - where it has none"),
        Column("start_month", "Start (month)", 11, about=ISO),
        Column("end", "End", 11, about="As the plan prints it; - where it has none"),
        Column("end_month", "End (month)", 11, about=ISO),
        Column("end_agreed", "End agreed since", 11, about="Empty where the plan’s end holds"),
        Column("end_agreed_month", "End agreed since (month)", 11, about=ISO),
        Column("late", "Late", 15),
        Column("months_late", "Months late", 10, "number", "Whole months; empty if it is not late"),
        Column("lead", "Lead", 15),
        Column("measures_intro", "Before the measures", 16),
        Column("measures", document.terms.measures, 50, about="One on each line"),
    )
    update_columns = (
        Column("reason", "Why the status is better than the dates allow", 30, "prose"),
        *(Column(f"update_{name}", title, 44, "prose") for title, name in _UPDATE_PARTS.items()),
        Column("update_by", "Update by", 22),
        Column("update_not_accepted", "Update not yet accepted", 12, "yes"),
        Column("update_illustrative", "Update is illustrative", 12, "yes"),
        Column("update_left_out", "Update not printed", 12, "yes"),
        Column("no_evidence", "Complete without evidence", 12, "yes"),
        Column("end_moves", "Moves of the end", 44, about="One on each line, the first first"),
    )
    quarters = [
        column
        for quarter in document.quarters
        if has_columns(document, quarter)
        for column in _quarter_columns(quarter)
    ]
    return (*fixed, *_work_columns(document), *quarters, *update_columns)


def _work_titles(document: Quarterly) -> list[str]:
    """What of steps, waits and resources any action has: a document without keeps its columns."""
    filled = {part.title for _, _, action in document.actions() for part in action.work}
    return [title for title in WORK_TITLES if title in filled]


def _work_columns(document: Quarterly) -> Iterable[Column]:
    for title in _work_titles(document):
        yield Column(title.lower().replace(" ", "_"), title, 44, about="One on each line")


def _quarter_columns(quarter: QuarterHeader) -> tuple[Column, ...]:
    name, label = quarter.key.replace("-", "_"), quarter.label
    return (
        Column(f"status_{name}", f"Status {label}", 18, about="Empty: none was said"),
        Column(f"reason_{name}", f"Reason given {label}", 20, "prose"),
        Column(f"not_accepted_{name}", f"Not yet accepted {label}", 10, "yes"),
        Column(f"risk_{name}", f"Significant risk {label}", 10, "yes"),
        Column(f"no_change_{name}", f"No change {label}", 10, "yes"),
    )


def _action(
    area: AreaEntry,
    outcome: OutcomeEntry,
    action: ActionEntry,
    come: Sequence[bool],
    work: Sequence[str],
) -> SheetRow:
    update, reason = action.said, action.reason
    return (
        *(action.ref, area.ref, area.title, outcome.ref, outcome.title),
        *(action.text, action.note),
        *_with_month(action.start),
        *_with_month(action.end),
        *_with_month(action.end_agreed),
        *(action.late, _months_late(action.late), action.lead),
        *(action.measures_intro, "\n".join(action.measures)),
        *(next((part.text for part in action.work if part.title == title), "") for title in work),
        *(
            cell
            for quarter, has_come in zip(action.quarters, come, strict=True)
            if has_come
            for cell in _quarter(quarter)
        ),
        " ".join(filter(None, (reason.dates, reason.text))) if reason else "",
        *_part_texts(action.update_parts, _UPDATE_PARTS),
        update.post if update else "",
        *(_yes(update and update.not_accepted), _yes(update and update.illustrative)),
        *(_yes(action.text_left_out), _yes(action.complete_without_evidence)),
        "\n".join(one_line(wording.move_words(move)) for move in action.moves),
    )


def _quarter(cell: QuarterCell) -> SheetRow:
    flags = [cell.not_accepted, cell.risk, cell.unchanged]
    return (
        cell.label,
        cell.reason,
        *(_yes(flag) if cell.status else "" for flag in flags),
    )


def _with_month(printed: str) -> tuple[str, str]:
    """A date as printed, and its month by ISO 8601; the latter is empty where it is no month."""
    try:
        month = parse_printed(printed).month
    except ValueError:
        month = None
    return printed, str(month) if month else ""


def _months_late(late: str) -> int | None:
    """ "3 months late" as 3, "Late" as 0; None if it is not late."""
    if not late:
        return None
    number = late.partition(" ")[0]
    return int(number) if number.isdecimal() else 0


def statuses(document: Quarterly) -> Sheet:
    """One row for each action and quarter, for analysis; future quarters are left out."""
    cells = [cell for *_, action in document.actions() for cell in action.quarters]
    carried, office = any(cell.carried for cell in cells), any(cell.by_office for cell in cells)
    rows = tuple(
        (
            *(action.ref, cell.period, quarter.key),
            *_quarter(cell),
            *([_yes(cell.by_office)] if office else []),
            *([_yes(cell.carried)] if carried else []),
        )
        for _area, _outcome, action in document.actions()
        for cell, quarter in zip(action.quarters, document.quarters, strict=True)
        if not quarter.coming
    )
    columns = (
        Column("ref", "Ref", 8),
        Column("quarter", "Quarter", 12),
        Column("quarter_month", "Quarter (first month)", 12, about="Such as 2019-10"),
        Column("status", "Status", 22),
        Column("reason", "Reason given", 50, "prose"),
        Column("not_accepted", "Not yet accepted", 12, "yes"),
        Column("risk", "Significant risk", 12, "yes"),
        Column("no_change", "No change", 12, "yes"),
        # A document from before who answered was in it has no such column.
        *([Column("by_office", "Recorded by the programme office", 14, "yes")] if office else []),
        *([Column("carried", "No update: last status", 14, "yes")] if carried else []),
    )
    note = "One row an action and quarter, up to this one. An empty status: none was said."
    return Sheet("Statuses", "Status of every action by quarter", columns, rows, note)


def date_changes(document: Quarterly) -> Sheet:
    moves = [(action.ref, move) for *_, action in document.actions() for move in action.moves]
    refused = any(move.refused_because for _ref, move in moves)
    rows = tuple(
        (
            *(ref, *_with_month(move.from_), *_with_month(move.to), move.months, move.kind),
            *(wording.agreed_words(move), move.decision, move.asked, move.decided),
            *(move.reason, _yes(move.illustrative), *([move.refused_because] if refused else [])),
        )
        for ref, move in moves
    )
    columns = (
        Column("ref", "Ref", 8),
        Column("from", "From", 12),
        Column("from_month", "From (month)", 12, about=ISO),
        Column("to", "To", 12),
        Column("to_month", "To (month)", 12, about=ISO),
        Column("months", "Months later", 10, "number", "Negative where it was brought forward"),
        Column("kind", "Kind", 18),
        Column("agreed", "Agreed", 16),
        Column("decision", "Decided by", 30),
        Column("asked", "Asked on", 12),
        Column("decided", "Decided on", 12),
        Column("reason", "Reason", 60, "prose"),
        Column("illustrative", "Illustrative", 12, "yes"),
        *([Column("refused_because", "Why refused", 60, "prose")] if refused else []),
    )
    note = (
        "Every new end date that was asked for, agreed or not. The plan’s own end stays as it is."
    )
    return Sheet("Date changes", "End dates that were moved", columns, rows, note)


# --- the rest ------------------------------------------------------------------------------------


def areas(document: Quarterly) -> Sheet:
    listed = without_links(document)
    rows = tuple(_area(area, listed.of_area(area)) for area in document.areas)
    columns = (
        Column("ref", "Ref", 6),
        Column("area", "Area", 24),
        Column("finding", "What inspectors found", 50),
        Column("note", "Note", 16),
        Column("responsible", "Responsible", 40, about="One on each line"),
        *(Column(name, title, 11, "number") for name, title in _AREA_COUNTS.items()),
        Column("changed", wording.changed_since(document), 50, about="One sentence on each line"),
        *(Column(name, title, 60, "prose") for title, name in _COMMENTARY_PARTS.items()),
        Column("source", "Source of the last three", 30),
    )
    title = f"{document.terms.areas.capitalize()}, {document.as_at_words}"
    note = "One row an area: counts, what has changed, and what is said of it."
    return Sheet("Areas", title, columns, rows, note)


_AREA_COUNTS = {
    "total": "Actions",
    "said": "With a status",
    "behind": "Behind target or at significant risk",
    "to_plan": "On track or yet to start",
    "complete": "Complete",
    "without": wording.NO_STATUS,
}


def _area(area: AreaEntry, changes: Iterable[ListedChange]) -> SheetRow:
    return (
        *(area.ref, area.title, area.finding, area.note),
        "\n".join(area.responsible),
        *(getattr(area.counts, name) for name in _AREA_COUNTS),
        "\n".join(change.sentence for change in changes),
        *_part_texts(area.commentary_parts, _COMMENTARY_PARTS),
        area.commentary.source if area.commentary else "",
    )


def posts(document: Quarterly) -> Sheet:
    rows = tuple(
        (
            post.code,
            post.title,
            post.organisation,
            post.holder or wording.NOBODY,
            post.note,
        )
        for post in document.posts
    )
    columns = (
        Column("code", "Lead", 16),
        Column("post", "Post", 44),
        Column("organisation", "Organisation", 34),
        Column("holder", "Held by", 28),
        Column("note", "Note", 40),
    )
    title = f"Leads, and who held each post on {document.as_at_words}"
    return Sheet("Posts", title, columns, rows)


def abbreviations(document: Quarterly) -> Sheet:
    rows = tuple((entry.term, entry.meaning) for entry in document.glossary)
    columns = (Column("term", "Abbreviation", 16), Column("meaning", "Meaning", 70))
    return Sheet("Abbreviations", "Abbreviations", columns, rows)


def easy_read(document: Quarterly) -> Sheet:
    """One row an idea. Only documents with a summary have this sheet."""
    rows = tuple(
        (area.ref, area.easy_read.title, part.heading, line.text)
        for area in document.areas
        if area.easy_read
        for part in area.easy_read.parts
        for line in part.lines
    )
    columns = (
        Column("area_ref", "Area", 6),
        Column("title", "Title", 40),
        Column("heading", "Heading", 30),
        Column("idea", "In easy words", 80, "prose"),
    )
    note = (
        "One row an idea, in the order in which they are read. Areas without a summary have none."
    )
    return Sheet("Easy Read", "Areas in Easy Read", columns, rows, note)


def _part_texts(parts: Iterable[TitledText], titles: Iterable[str]) -> list[str]:
    """The texts of an update or a commentary by title; empty if there is none."""
    texts = {part.title: part.text for part in parts}
    return [texts.get(title, "") for title in titles]


def _yes(flag: object) -> str:
    return "Yes" if flag else "No"


def _given(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
