"""Plans of other areas: other headings and references, sections, cards, continued rows."""

from __future__ import annotations

import io
from typing import Any

import pytest

from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.pieces import Block, Box, Grid, Head, Para, Piece, box, listed
from tests.support.plan_layouts.word import as_docx
from tests.support.plan_layouts.workbook import as_xlsx


def heads(*titles: str) -> tuple[Box, ...]:
    return tuple(map(box, titles))


def read(blocks: list[Block]) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(as_docx(blocks)), "plan.docx").export()


def found(plan: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(action[name] for name in names) for action in plan["actions"]]


def kinds(plan: dict[str, Any]) -> set[str]:
    return {guess["kind"] for guess in plan["guesses"]}


def test_other_headings_and_references_that_begin_with_a_letter() -> None:
    table = Grid(
        (
            heads("Ref", "What are we going to do?", "Who?", "When?", "What will be different?"),
            heads("A1", "Write the strategy", "Jane Smith", "By 31/10/19", "It is written"),
            heads("A3", "Share it", "Jane Smith / Bob Jones", "Q3 2019/20", "It is shared"),
        )
    )
    plan = read([Head("Priority A – Strategy"), table])
    assert found(plan, "ref", "text", "leads", "end", "measures") == [
        ("A1", "Write the strategy", ["Jane Smith"], "2019-10", ["It is written"]),
        ("A3", "Share it", ["Jane Smith", "Bob Jones"], "2019-12", ["It is shared"]),
    ]
    assert {"ref_skipped", "several_leads", "quarter"} <= kinds(plan)


def test_numbers_that_count_anew_are_completed_by_their_outcome() -> None:
    rows = [heads("No.", "Action", "Responsible officer", "Deadline", "KPI")]
    for outcome in ("1.1 Strategy", "1.2 Sharing"):
        rows.append((box(outcome, across=5, fill="D9E2F3"),))
        rows += [heads(str(n), f"Do {outcome} {n}", "DCO", "May 2019", "Done") for n in (1, 2)]
    plan = read([Head("Priority 1: Leadership"), Grid(tuple(rows))])
    refs = ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert found(plan, "ref", "outcome") == [(ref, ref[:3]) for ref in refs]
    assert plan["areas"][0]["title"] == "Leadership"
    assert "ref_completed" in kinds(plan)


def test_actions_with_their_lead_and_date_in_brackets() -> None:
    actions = ("1.1.1 Write it (Lead: DCO; by when: July 2019)", "1.1.2 Share it (DCO, Dec 2019)")
    table = Grid(
        (
            heads("Outcome", "Actions", "Impact"),
            (box("1.1 Strategy"), listed(actions, "bullet"), box("Families feel it")),
        )
    )
    plan = read([table])
    assert found(plan, "text", "leads", "end") == [
        ("Write it", ["DCO"], "2019-07"),
        ("Share it", ["DCO"], "2019-12"),
    ]
    assert {"inline_fields", "outcome_row"} <= kinds(plan)


def test_cards_of_one_action_each() -> None:
    cards = [
        Grid(
            (
                (box(f"Action 1.1.{n}: Do {n}", across=4, fill="D9E2F3"),),
                heads("Lead", "DCO", "Timescale", "May 2019 to July 2019"),
                (box("Success measures"), listed(("One", "Two"), "bullet", across=3)),
            ),
            header_rows=0,
        )
        for n in (1, 2)
    ]
    plan = read([Head("1.1 Strategy"), *cards])
    assert found(plan, "ref", "start", "end", "measures") == [
        ("1.1.1", "2019-05", "2019-07", ["One", "Two"]),
        ("1.1.2", "2019-05", "2019-07", ["One", "Two"]),
    ]


def test_a_row_that_a_page_tore_goes_on() -> None:
    header = heads("Ref", "Action", "Lead", "Start", "End", "Measures")
    table = Grid(
        (
            header,
            heads("1.1.1", "Write the strategy with", "DCO", "May 2019", "-", "One"),
            (box("Page 4 of 40", across=6),),
            header,
            heads("", "all our schools", "", "", "", "Two"),
            heads("1.1.1", "Share it", "DCO", "July 2019", "May 2019", "Three"),
        ),
        flagged=False,
    )
    plan = read([table])
    assert found(plan, "text", "measures")[0] == (
        "Write the strategy with all our schools",
        ["One", "Two"],
    )
    assert {"row_continued", "header_repeated", "start_after_end", "ref_repeated"} <= kinds(plan)
    assert [left["reason"] for left in plan["not_understood"]] == ["A header or footer of a page"]


def test_a_table_without_headings_goes_on_with_the_one_before() -> None:
    header = heads("Ref", "Action", "Owner", "Start", "End", "Impact")
    first = heads("1.1.1", "Write the strategy", "DCO", "May 2019", "July 2019", "One")
    second = heads("1.1.2", "Share the strategy", "DCO", "May 2019", "July 2019", "Two")
    plan = read([Grid((header, first)), Grid((second,), header_rows=0, flagged=False)])
    assert found(plan, "ref", "measures") == [("1.1.1", ["One"]), ("1.1.2", ["Two"])]
    assert "header_missing" in kinds(plan)


def test_a_row_with_text_and_no_number_is_left_for_a_person() -> None:
    rows = [heads("Ref", "Action", "Lead", "Start", "End", "Measures")]
    rows += [heads(f"1.1.{n}", f"Do {n}", "DCO", "May 2019", "July 2019", "One") for n in (1, 2)]
    rows.append(heads("", "Something else entirely", "", "", "", ""))
    plan = read([Grid(tuple(rows))])
    assert plan["not_understood"] == [
        {
            "where": "Table 1, row 4",
            "text": "Something else entirely",
            "reason": "A row with text and no number, below 1.1.2",
        }
    ]


def test_other_tables_are_no_plan_and_are_listed() -> None:
    glossary = Grid((heads("Term", "Meaning"), heads("EHCP", "Education, health and care plan")))
    indicators = Grid(
        (heads("Indicator", "Baseline", "Target"), heads("Plans in 20 weeks", "45%", "60%"))
    )
    plan = read([Para("Words."), glossary, indicators])
    assert plan["actions"] == []
    assert len(plan["not_understood"]) >= 3


@pytest.mark.parametrize("sign", ["\t", "|", ";"])
def test_pasted_tables_whatever_parts_their_cells(sign: str) -> None:
    rows = [
        ("Aim", "Key actions", "Timescale", "Lead", "Success criteria"),
        ("1.1 Strategy", "1.1a Write it", "Sept – Dec 2019", "DCO", "Written"),
        ("", "1.1b Share it", "Spring term 2020", "DCO", "Shared"),
    ]
    text = "\n".join(sign.join(row) for row in rows)
    name = "plan.csv" if sign == ";" else "plan.txt"
    plan = read_plan_file(io.BytesIO(text.encode()), name).export()
    assert found(plan, "ref", "outcome", "start", "end") == [
        ("1.1a", "1.1", "2019-09", "2019-12"),
        ("1.1b", "1.1", "2020-01", "2020-04"),
    ]


def test_a_sheet_with_titles_above_its_table() -> None:
    measures = Box((Piece("One", "bullet"), Piece("Two", "bullet")))
    table = Grid(
        (
            heads("Action", "SRO", "Delivery lead", "Commencing", "Due", "Intended impact"),
            (*heads("1.1.1 Write it", "DCS", "DCO", "05/2019", "July 2019"), measures),
        )
    )
    file = io.BytesIO(as_xlsx([Para("Area 1: Strategy"), Para("1.1 A strategy"), table]))
    plan = read_plan_file(file, "plan.xlsx").export()
    assert found(plan, "area", "outcome", "accountable", "leads", "start", "measures") == [
        ("1", "1.1", "DCS", ["DCO"], "2019-05", ["One", "Two"])
    ]
