"""Cards of one action each, and labelled blocks whose headings hold words of labels."""

from __future__ import annotations

import io
from typing import Any

import pytest

from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.pieces import Block, Box, Grid, Head, Para, Piece, box
from tests.support.plan_layouts.word import as_docx


def heads(*titles: str) -> tuple[Box, ...]:
    return tuple(map(box, titles))


def read(blocks: list[Block]) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(as_docx(blocks)), "plan.docx").export()


def found(plan: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(action[name] for name in names) for action in plan["actions"]]


ACTIONS = ("Map the current pathway with families", "Raise internships from 12 to 40")
MEASURES = (Piece("It is done"), Piece("All know"))
LEADS = ("Chief Finance Officer", "Early Help Lead")


def card(ref: tuple[Box, ...], action: str, lead: str) -> Grid:
    rows = (heads("Action", action), heads("Lead", lead), heads("Start", "April 2021"))
    rows = (*rows, heads("End", "June 2021"), (box("Success measures"), Box(MEASURES)))
    return Grid(((ref, *rows) if ref else rows), header_rows=0)


@pytest.mark.parametrize("is_outside", [True, False])
def test_cards_of_two_columns_with_labels_in_the_first(*, is_outside: bool) -> None:
    blocks: list[Block] = []
    for number, (action, lead) in enumerate(zip(ACTIONS, LEADS, strict=True), 1):
        if is_outside:
            blocks.append(Para(f"Action 1.{number}"))
        ref = () if is_outside else heads("Ref", f"1.{number}")
        blocks.append(card(ref, action, lead))
    plan = read([Head("Outcome: Autism"), *blocks])
    assert found(plan, "ref", "text", "leads_printed", "start", "end", "measures") == [
        ("1.1", ACTIONS[0], LEADS[0], "2021-04", "2021-06", ["It is done", "All know"]),
        ("1.2", ACTIONS[1], LEADS[1], "2021-04", "2021-06", ["It is done", "All know"]),
    ]


def test_cards_of_four_columns_whose_values_name_a_lead() -> None:
    cards = [
        Grid(
            (
                (box(f"Action 1.{number}"), box(action, across=3)),
                heads("Lead:", lead, "RAG:", ""),
                heads("Start date:", "May 2021", "End date:", "June 2021"),
                (box("Success measures:"), box("It is done", across=3)),
            ),
            header_rows=0,
        )
        for number, (action, lead) in enumerate(zip(ACTIONS, LEADS, strict=True), 1)
    ]
    assert found(read([Head("Outcome: Autism"), *cards]), "ref", "text", "leads_printed") == [
        ("1.1", ACTIONS[0], LEADS[0]),
        ("1.2", ACTIONS[1], LEADS[1]),
    ]


def test_a_heading_with_the_word_of_a_label_is_an_action() -> None:
    blocks: list[Block] = []
    for action in ("Reduce exclusions", "Raise internships from 12 to 40 places", "Train all"):
        labels = ("Lead: Head of SEND", "End: June 2021", "Success measures: It is done")
        blocks += [Head(action, 2), *map(Para, labels)]
    assert found(read(blocks), "text") == [
        ("Reduce exclusions",),
        ("Raise internships from 12 to 40 places",),
        ("Train all",),
    ]
