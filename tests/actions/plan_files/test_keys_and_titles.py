"""The key of a document's colours, its title as a heading, and areas that banners name."""

from __future__ import annotations

from tests.support.plan_layouts.pieces import Box, Grid, Head, Para, box
from tests.support.read_plans import found, heads, kinds, read

DATES = ("May 2019", "July 2019")
HEADINGS = ("No.", "What we will do", "Start", "By when", "Owner", "How we will know")


def coloured(fill: str) -> Box:
    return box("", fill=fill)


def key(*entries: tuple[str, str]) -> Grid:
    rows = tuple((coloured(fill), box(meaning)) for fill, meaning in entries)
    return Grid(rows, header_rows=0, flagged=False)


def plan(*fills: str) -> Grid:
    rows = [heads(*HEADINGS, "BRAG")]
    for number, fill in enumerate(fills, start=1):
        cells = heads(f"1.{number}", "Write the strategy", *DATES, "DCO", "Written")
        rows.append((*cells, coloured(fill)))
    return Grid(tuple(rows), flagged=False)


def statuses(read_plan: dict[str, object]) -> list[object]:
    actions = read_plan["actions"]
    assert isinstance(actions, list)
    return [next(iter(action["statuses"].values()), "") for action in actions]


def test_colours_mean_what_the_documents_own_key_says() -> None:
    made = read(
        Head("Priority 1: Waiting times"),
        key(("00B050", "Complete"), ("FFB000", "On track"), ("FF0000", "Not started")),
        plan("00B050", "FFB000", "FF0000"),
    )
    assert statuses(made) == ["complete", "on_track", "not_started"]
    assert "status_colour" in kinds(made), "never a status in silence"
    [kept] = [left for left in made["not_understood"] if "key of the colours" in left["reason"]]
    assert kept["text"] == "green: Complete; amber: On track; red: Not started"


def test_without_a_key_and_in_a_table_of_actions_colours_are_read_as_ever() -> None:
    assert statuses(read(plan("00B050", "FF0000"))) == ["on_track", "behind_not_started"]


def test_a_column_before_the_actions_that_says_what_will_differ_holds_outcomes() -> None:
    table = Grid(
        (
            heads("What will be different", *HEADINGS),
            (
                box("Help comes early", down=2),
                *heads("1", "Open", *DATES, "A", "Open"),
            ),
            heads("2", "Train the staff", *DATES, "B", "Trained"),
            heads("Plans are good", "3", "Audit them", *DATES, "B", "80% are good"),
        ),
        flagged=False,
    )
    made = read(Head("Priority 1: Waiting times"), table)
    assert [outcome["title"] for outcome in made["outcomes"]] == [
        "Help comes early",
        "Plans are good",
    ]
    assert found(made, "text", "measures")[2] == ("Audit them", ["80% are good"])


def test_a_heading_that_names_the_document_is_no_area_and_weaknesses_are() -> None:
    width = len(HEADINGS)
    table = Grid(
        (
            heads(*HEADINGS),
            (box("Weakness 2: Joint commissioning is lacking", across=width),),
            (box("Outcome: Services are planned together", across=width),),
            heads("2a", "Agree a strategy", *DATES, "DCO", "Agreed"),
            (box("Weakness 5: Parents do not trust the area", across=width),),
            (box("Outcome: Families are heard", across=width),),
            heads("5a", "Answer complaints", *DATES, "DCO", "95% in time"),
        ),
        flagged=False,
    )
    made = read(Head("Westhaven Accelerated Progress Plan"), Para("To September 2019"), table)
    assert [(area["ref"], area["title"]) for area in made["areas"]] == [
        ("2", "Joint commissioning is lacking"),
        ("5", "Parents do not trust the area"),
    ]
    assert [outcome["title"] for outcome in made["outcomes"]] == [
        "Services are planned together",
        "Families are heard",
    ]
    assert "The title of the document" in {left["reason"] for left in made["not_understood"]}
