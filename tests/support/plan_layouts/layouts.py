"""The six layouts, as other local areas print their plans."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.support.plan_layouts.pieces import (
    Block,
    Box,
    Floating,
    Grid,
    Head,
    Para,
    Piece,
    box,
    listed,
    pieces,
)
from tests.support.plan_layouts.plan import PlannedAction, PlannedArea, PlannedOutcome, sheffield

FOOTNOTE = "*Please note that full names and job titles of leads are given in the glossary."
LETTERS = {
    "complete": ("B", "4472C4"),
    "on_track": ("G", "00B050"),
    "at_risk": ("A", "FFC000"),
    "behind_not_started": ("R", "FF0000"),
    "not_started": ("", "BFBFBF"),
}


def heads(*titles: str) -> tuple[Box, ...]:
    return tuple(box(title, fill="D9E2F3") for title in titles)


# --- (a) the table of a written statement of action -----------------------------------------------


def wsoa() -> Iterator[Block]:
    """A table an area; the outcome's cell spans its actions; long tables go on as another one."""
    yield Head("Written Statement of Action")
    yield Floating("Draft for the board. Not for circulation.")
    for area in sheffield():
        yield Head(f"{area.ref}. {area.title.upper()}", 2)
        yield Para(f"Report finding: {area.finding}")
        yield Para(f"People responsible for this area: {area.responsible}")
        rows = [row for outcome in area.outcomes for row in _wsoa_rows(outcome)]
        header = heads(*_WSOA_COLUMNS)
        halves = _split_at_outcome(rows, 9) if area.ref in {"3", "5", "6"} else [rows]
        for number, half in enumerate(halves):
            ghost = (tuple(box(f"Withdrawn {column}") for column in _WSOA_COLUMNS),)
            body = (*half, (box(FOOTNOTE, across=8),))
            if area.ref == "2":  # somebody typed the header again where a page began
                body = (*half[:1], *half[1:], header, (box(FOOTNOTE, across=8),))
            yield Grid((header, *body), flagged=number == 0, ghost_rows=ghost)


_WSOA_COLUMNS = (
    *("Outcomes", "Actions", "Start date", "End date", "Lead*", "Accountable"),
    *("Measure of success and increased confidence", "Evidence"),
)


def _wsoa_rows(outcome: PlannedOutcome) -> Iterator[tuple[Box, ...]]:
    for number, action in enumerate(outcome.actions):
        first = box(
            f"{outcome.ref} {outcome.title}: {outcome.description}", down=len(outcome.actions)
        )
        text = box(f"{action.ref} {action.text}")
        if number == 1:
            text = replace(text, trick="replaced")
        elif number == 2:
            text = replace(text, trick="inserted")
        cells = (
            text,
            box(action.start, trick="date"),
            box(action.end, trick="choice" if number % 2 else "date"),
            box(action.leads, trick="choice"),
            box(action.accountable),
            listed(action.measures, trick="nested" if number == 3 else ""),
            box("Minutes of the board" if number == 0 else ""),
        )
        yield (first, *cells) if number == 0 else cells


def _split_at_outcome(rows: list[tuple[Box, ...]], after: int) -> list[list[tuple[Box, ...]]]:
    for number, row in enumerate(rows):
        if number >= after and len(row) == len(_WSOA_COLUMNS):
            return [rows[:number], rows[number:]]
    return [rows]


# --- (b) a table an outcome ----------------------------------------------------------------------


def outcome_tables() -> Iterator[Block]:
    """Headings number areas and outcomes; in Word the list numbers the actions."""
    for area in sheffield():
        yield Head(area.title, 1, area.ref)
        yield Para(area.finding)
        for outcome in area.outcomes:
            yield Head(outcome.title, 2, outcome.ref)
            yield Para(f"Outcome: {outcome.description}")
            rows = [
                (
                    Box(_with_ref(action)),
                    box(action.leads),
                    box(action.start),
                    box(action.end),
                    listed(action.measures, "bullet"),
                )
                for action in outcome.actions
            ]
            header = heads(
                "What we will do", "Who leads", "From", "By when", "How we will know it worked"
            )
            yield Grid((header, *rows))


def _with_ref(action: PlannedAction) -> tuple[Piece, ...]:
    first, *rest = pieces(action.text)
    return (replace(first, mark="ref", ref=action.ref), *rest)


# --- (c) a row an outcome ------------------------------------------------------------------------


def outcome_rows() -> Iterator[Block]:
    """Bulleted actions in one cell; the other cells have a paragraph an action, in that order."""
    for area in sheffield():
        yield Head(f"Priority {area.ref}: {area.title}", 1)
        rows = []
        for outcome in area.outcomes:
            rows.append(
                (
                    box(f"{outcome.ref} {outcome.title}"),
                    Box(tuple(Piece(_bullet(action), "bullet") for action in outcome.actions)),
                    listed(tuple(action.leads for action in outcome.actions), ""),
                    listed(tuple(action.start for action in outcome.actions), ""),
                    listed(tuple(action.end for action in outcome.actions), ""),
                    Box(tuple(_measures_of_all(outcome))),
                )
            )
        header = heads(
            "Outcome", "Actions", "Lead officer", "Start", "Completion date", "Success criteria"
        )
        yield Grid((header, *rows))


def _bullet(action: PlannedAction) -> str:
    return f"{action.ref} {' '.join(action.text.split())}"


def _measures_of_all(outcome: PlannedOutcome) -> Iterator[Piece]:
    for action in outcome.actions:
        yield Piece(f"{action.ref}")
        for measure in action.measures:
            yield Piece(measure, "bullet")


# --- (d) no references ---------------------------------------------------------------------------


def no_refs() -> Iterator[Block]:
    """Nothing is numbered, and areas are rows across the one table."""
    yield Head("Our SEND action plan", 1)
    rows: list[tuple[Box, ...]] = []
    for area in sheffield():
        rows.append((box(area.title, across=6, fill="1F3864"),))
        for outcome in area.outcomes:
            for number, action in enumerate(outcome.actions):
                cells = (
                    box(action.text),
                    box(action.start),
                    box(action.end),
                    box(action.leads),
                    Box(tuple(Piece(measure, "bullet") for measure in action.measures)),
                )
                title = box(outcome.title, down=len(outcome.actions))
                rows.append((title, *cells) if number == 0 else cells)
    header = heads("Outcome", "Action", "Start", "Finish", "Responsible", "Measure of success")
    yield Grid((header, *rows))


# --- (e) accelerated progress plan, priority action plan ------------------------------------------


def progress_plan() -> Iterator[Block]:
    """Milestones, and a letter with a colour by period, under a header of two rows."""
    for area in sheffield():
        yield Head(f"Area for priority action {area.ref}: {area.title}", 1)
        yield Para(area.finding)
        quarters = sorted({key for o in area.outcomes for a in o.actions for key in a.statuses})
        names = [_quarter(key) for key in quarters]
        top = (
            *(box(title, down=2, fill="D9E2F3") for title in _APP_COLUMNS),
            box("BRAG", across=len(names), fill="D9E2F3"),
        )
        rows: list[tuple[Box, ...]] = [top, heads(*names)]
        for outcome in area.outcomes:
            across = len(_APP_COLUMNS) + len(names)
            rows.append((box(f"{outcome.ref} {outcome.title}", across=across, fill="EDEDED"),))
            rows += [_app_row(action, quarters) for action in outcome.actions]
        yield Grid(tuple(rows), header_rows=2)


_APP_COLUMNS = (
    *("Ref", "What will we do?", "Owner", "Timescale", "Milestones"),
    "What will be different? (success measures)",
)


def _app_row(action: PlannedAction, quarters: list[str]) -> tuple[Box, ...]:
    letters = [LETTERS.get(action.statuses.get(key, ""), ("", "")) for key in quarters]
    return (
        box(action.ref),
        box(action.text),
        box(action.leads, trick="choice"),
        box(f"{action.start} to {action.end}"),
        listed(("Scoped", "Agreed by the partnership"), "bullet"),
        listed(action.measures, "bullet"),
        *(box(letter, fill=fill) for letter, fill in letters),
    )


def _quarter(key: str) -> str:
    return f"{calendar.month_abbr[int(key[5:])]} {key[:4]}"


# --- (f) labelled blocks --------------------------------------------------------------------------


def labelled_blocks() -> Iterator[Block]:
    """No table at all."""
    for area in sheffield():
        yield Head(f"Area {area.ref}: {area.title}", 1)
        yield Para(f"What inspectors found: {area.finding}")
        for outcome in area.outcomes:
            yield Head(f"Outcome {outcome.ref}: {outcome.title}", 2)
            for action in outcome.actions:
                yield from _labelled(action)


def _labelled(action: PlannedAction) -> Iterator[Block]:
    first, *rest = pieces(action.text)
    yield Para(f"Action {action.ref}: {first.text}")
    yield from (Para(piece.text, piece.mark) for piece in rest)
    yield Para(f"Lead: {action.leads}")
    yield Para(f"Start: {action.start}")
    yield Para(f"By when: {action.end}")
    yield Para("Measures of success:")
    yield from (Para(measure, "bullet") for measure in action.measures)


LAYOUTS: dict[str, Callable[[], Iterator[Block]]] = {
    "wsoa": wsoa,
    "outcome_tables": outcome_tables,
    "outcome_rows": outcome_rows,
    "no_refs": no_refs,
    "progress_plan": progress_plan,
    "labelled_blocks": labelled_blocks,
}


def layout(name: str) -> list[Block]:
    return list(LAYOUTS[name]())


def area_of(action: PlannedAction) -> PlannedArea:
    return next(area for area in sheffield() if action.ref.startswith(f"{area.ref}."))
