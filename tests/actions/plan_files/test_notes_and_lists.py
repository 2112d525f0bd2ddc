"""Notes and headers of pages within a table, and lists that stand side by side in one row."""

from __future__ import annotations

import io
from typing import Any

from actions.domain.recognition.dates import Edge, read_date, read_period
from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.pieces import Block, Box, Grid, Piece, box, listed
from tests.support.plan_layouts.word import as_docx
from wsoa.core.months import Month


def heads(*titles: str) -> tuple[Box, ...]:
    return tuple(map(box, titles))


def lines(*texts: str) -> Box:
    return Box(tuple(map(Piece, texts)))


def read(*blocks: Block) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(as_docx([*blocks])), "plan.docx").export()


def found(plan: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(action[name] for name in names) for action in plan["actions"]]


def test_the_header_of_a_page_and_a_note_below_are_no_areas() -> None:
    page, note = "Anytown plan v7 OFFICIAL Page 2 of 5", "Subject to the budget of next year"
    table = Grid(
        (
            heads("Ref", "Action", "Lead", "Start", "End"),
            heads("1.1", "Write the strategy", "DCO", "May 2019", "July 2019"),
            (box(page, across=5),),
            heads("1.2", "Share the strategy", "DCO", "May 2019", "July 2019"),
            (box(note, across=5),),
        )
    )
    plan = read(table)
    assert (len(plan["actions"]), plan["areas"]) == (2, [])
    assert [(left["text"], left["reason"]) for left in plan["not_understood"]] == [
        (page, "A header or footer of a page"),
        (note, "A note below the table"),
    ]


def test_typed_numbers_and_lists_side_by_side() -> None:
    row = (
        box("Strategy"),
        lines("1. Write the strategy", "2. Share the strategy", "3. Review the strategy"),
        lines("Head of SEND", "Forum chair", "Designated nurse"),
        lines("Nov-19", "28.02.2020", "July 2021"),
    )
    plan = read(Grid((heads("Outcome", "Actions", "Lead", "Timescale"), row)))
    assert found(plan, "text", "leads_printed", "end") == [
        ("Write the strategy", "Head of SEND", "2019-11"),
        ("Share the strategy", "Forum chair", "2020-02"),
        ("Review the strategy", "Designated nurse", "2021-07"),
    ]
    assert "paired_lists" in {guess["kind"] for guess in plan["guesses"]}


def test_bullets_dealt_one_to_each_action_are_a_guess() -> None:
    row = (
        box("Strategy"),
        listed(("Write the strategy", "Share the strategy"), "bullet"),
        box("Head of SEND"),
        listed(("Families like it", "Waits are short"), "bullet"),
    )
    plan = read(Grid((heads("Outcome", "Actions", "Owner", "Success measures"), row)))
    assert found(plan, "measures") == [(["Families like it"],), (["Waits are short"],)]
    assert "paired_lists" in {guess["kind"] for guess in plan["guesses"]}


def test_the_dash_within_a_month_parts_no_period() -> None:
    start, end = read_period("Nov-19 to 28.02.2020")
    assert (start.date.export(), end.date.export()) == ("2019-11", "2020-02")
    assert read_period("Nov-19")[1].date.export() == "2019-11"


def test_a_quarter_without_a_year_is_of_the_nearest_year() -> None:
    reading = read_date("Q3", Edge.END, Month(2020, 1), is_own_start=False)
    assert reading.date.export() == "2019-12"
    assert reading.kind == "quarter"
    assert "the year is taken from the dates around it" in reading.taken_for
    assert read_date("Q3", Edge.END, Month(2020, 1)).date.export() == "2020-12"


def test_measures_between_semicolons_on_one_line_are_measures_of_their_own() -> None:
    measured = ("Waiting times fall; More parents are content;", "90% by 2020; then 95%")
    rows = [
        heads(f"1.{number}", "Write the strategy", "May 2019", "July 2019", text)
        for number, text in enumerate(measured, start=1)
    ]
    table = Grid((heads("Ref", "Action", "Start", "End", "Success measures"), *rows))
    plan = read(table)
    assert found(plan, "measures") == [
        (["Waiting times fall", "More parents are content"],),
        (["90% by 2020; then 95%"],),
    ]
    (guess,) = [guess for guess in plan["guesses"] if guess["kind"] == "bullets_as_measures"]
    assert guess["taken_for"] == "Each part between semicolons is a measure"
