"""The grid of actions by quarter: found by filters, shared by its address, read on a phone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN
from tests.journeys.service import Service
from tests.support.worlds import TODAY, World

GRID = f"{PLAN}actions/"
NOW = "2019-10"


@dataclass(frozen=True)
class Line:
    """What the exported plan says of an action."""

    ref: str
    area: str
    words: str
    leads: tuple[str, ...]
    end: str
    status: str | None

    @property
    def organisations(self) -> set[str]:
        return {lead.partition("-")[0] for lead in self.leads}

    @property
    def is_late(self) -> bool:
        has_end = self.end not in {"", "ongoing"}
        return has_end and self.end < TODAY[:7] and self.status != "complete"


@pytest.fixture(scope="module")
def lines(running: Service, demo_world: World) -> list[Line]:
    """Every action as it stands when a journey begins, in the plan's order."""
    running.enter(demo_world)
    exported = json.loads(running.manage("export_plan", "sheffield-2019"))
    area_of = {outcome["ref"]: outcome["area"] for outcome in exported["outcomes"]}
    return [
        Line(
            ref=action["ref"],
            area=area_of[action["outcome"]],
            words=" ".join([action["text"], *action["measures"]]).lower(),
            leads=tuple(action["leads"]),
            end=action["agreed_end"] or "",
            status=action["statuses"].get(NOW),
        )
        for action in exported["actions"]
    ]


def shown(person: Person) -> list[str]:
    """The references in the grid, from top to bottom."""
    return person.page.locator("#grid .app-row .app-c-ref").all_inner_texts()


def asked(person: Person) -> dict[str, str]:
    """The filters that stand in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(person.page.url).query).items()}


def test_it_shows_every_action_by_area_and_quarter(someone: Someone, lines: list[Line]) -> None:
    # given the plan
    # when anybody of it opens the grid
    viewer = someone("viewer")
    viewer.opens(GRID)
    # then all 89 actions are there in the plan's order, with six quarters
    assert shown(viewer) == [line.ref for line in lines]
    assert len(lines) == 89
    heads = viewer.page.locator("#grid thead th").all_inner_texts()
    quarters = ["July 2019", "Oct 2019", "Jan 2020", "Apr 2020", "July 2020", "Oct 2020"]
    assert heads == ["Ref", "Action", "Lead", "Start, end", *quarters]
    # and every cell of a quarter says its status in words, or that there is none yet
    cells = viewer.page.locator("#grid .app-row .app-q").all_text_contents()
    assert (len(cells), [cell for cell in cells if not cell.strip(" –")]) == (89 * 6, [])


@pytest.mark.parametrize(
    ("label", "name", "value"),
    [
        ("Area", "area", "5"),
        ("Lead", "lead", "CCG-CCM"),
        ("Organisation", "organisation", "CCG"),
    ],
)
def test_a_filter_answers_at_once_and_its_address_can_be_shared(
    label: str, name: str, value: str, someone: Someone, lines: list[Line]
) -> None:
    # given a manager in the grid
    wanted = {
        "area": lambda line: line.area == value,
        "lead": lambda line: value in line.leads,
        "organisation": lambda line: value in line.organisations,
    }[name]
    refs = [line.ref for line in lines if wanted(line)]
    manager = someone("manager")
    manager.opens(GRID)
    # when they choose a value
    manager.page.get_by_label(label, exact=True).select_option(value)
    # then the grid shows those actions, without a page load, and the address says so
    expect(manager.page.locator("#grid .app-row")).to_have_count(len(refs))
    assert shown(manager) == refs
    assert asked(manager)[name] == value
    # when they send the address to somebody else
    viewer = someone("viewer")
    viewer.opens(manager.page.url)
    # then that person sees the same, and what was chosen
    assert shown(viewer) == refs
    expect(viewer.page.get_by_label(label, exact=True)).to_have_value(value)


def test_words_in_the_action_are_found(someone: Someone, lines: list[Line]) -> None:
    # given words that some actions have
    refs = [line.ref for line in lines if "panel" in line.words]
    assert refs != []
    manager = someone("manager")
    manager.opens(GRID)
    # when they type them and press Enter
    manager.page.get_by_label("Search the action text").fill("panel")
    manager.page.get_by_label("Search the action text").press("Enter")
    # then those are shown, with a count, and a way back to all
    expect(manager.page.locator("#grid .app-row")).to_have_count(len(refs))
    assert shown(manager) == refs
    expect(manager.page.locator("#grid").get_by_role("status")).to_contain_text(f"{len(refs)} of")
    manager.page.get_by_role("link", name="Show all").click()
    expect(manager.page.locator("#grid .app-row")).to_have_count(89)


def test_the_chips_are_key_count_and_filter(someone: Someone, lines: list[Line]) -> None:
    # given how many actions have each status
    counts = {
        "complete": sum(line.status == "complete" for line in lines),
        "on_track": sum(line.status == "on_track" for line in lines),
        "not_started": sum(line.status == "not_started" for line in lines),
        "at_risk": sum(line.status == "at_risk" for line in lines),
        "behind_not_started": sum(line.status == "behind_not_started" for line in lines),
    }
    manager = someone("manager")
    manager.opens(GRID)
    # then the chips say so
    chips = manager.page.get_by_role("list", name="Show only one status").get_by_role("link")
    said = [int(words.split()[-1]) for words in chips.all_inner_texts()]
    assert sorted(said) == sorted(counts.values())
    # when they choose one
    chips.filter(has_text="Behind or at risk").click()
    # then only those are shown, and the chip is marked as chosen
    expect(manager.page.locator("#grid .app-row")).to_have_count(counts["at_risk"])
    assert shown(manager) == [line.ref for line in lines if line.status == "at_risk"]
    assert asked(manager)["status"] == "at_risk"
    expect(chips.filter(has_text="Behind or at risk")).to_have_attribute("aria-current", "true")
    # when they narrow it to an area, the status stays
    manager.page.get_by_label("Area", exact=True).select_option("6")
    both = [line.ref for line in lines if line.status == "at_risk" and line.area == "6"]
    expect(manager.page.locator("#grid .app-row")).to_have_count(len(both))
    assert (shown(manager), asked(manager)["status"]) == (both, "at_risk")
    # when they choose the chip again
    chips.filter(has_text="Behind or at risk").click()
    # then all of the area are shown, and the area is still chosen
    of_area = [line.ref for line in lines if line.area == "6"]
    expect(manager.page.locator("#grid .app-row")).to_have_count(len(of_area))
    expect(manager.page.get_by_label("Area", exact=True)).to_have_value("6")


def test_late_only_lists_what_is_past_its_end(someone: Someone, lines: list[Line]) -> None:
    # given what is past its end month and not complete
    late = [line for line in lines if line.is_late]
    manager = someone("manager")
    manager.opens(GRID)
    # when they ask for it
    manager.page.get_by_label("Late only").check()
    # then those alone are shown, the longest overdue at the top
    expect(manager.page).to_have_url(re.compile("late=1"))
    expect(manager.page.locator("#grid .app-area").first).to_contain_text(f"Late: {len(late)}")
    assert shown(manager) == [line.ref for line in sorted(late, key=lambda line: line.end)]
    # and each says how late it is
    said = manager.page.locator("#grid .app-late").all_inner_texts()
    assert [bool(re.fullmatch(r"Late|\d+ months? late", words)) for words in said] == [True] * len(
        late
    )


def test_filters_work_without_script(someone: Someone, lines: list[Line]) -> None:
    # given a browser without script
    refs = [line.ref for line in lines if line.area == "1" and "CCG" in line.organisations]
    viewer = someone("viewer", java_script_enabled=False)
    viewer.opens(GRID)
    # when they choose two filters and apply them
    viewer.page.get_by_label("Area", exact=True).select_option("1")
    viewer.page.get_by_label("Organisation", exact=True).select_option("CCG")
    viewer.page.get_by_role("button", name="Apply").click()
    # then the grid shows what has both, and the address says so
    expect(viewer.page.locator("#grid .app-row")).to_have_count(len(refs))
    assert shown(viewer) == refs
    assert (asked(viewer)["area"], asked(viewer)["organisation"]) == ("1", "CCG")


def test_the_way_back_undoes_a_filter(someone: Someone) -> None:
    # given a manager who has narrowed the grid
    manager = someone("manager")
    manager.opens(GRID)
    manager.page.get_by_label("Area", exact=True).select_option("7")
    expect(manager.page).to_have_url(re.compile("area=7"))
    # when they go back
    manager.page.go_back()
    # then all is there again, and the filter says so
    expect(manager.page.locator("#grid .app-row")).to_have_count(89)
    expect(manager.page.get_by_label("Area", exact=True)).to_have_value("")


def test_the_header_stays_while_one_scrolls(someone: Someone) -> None:
    # given a manager at a desk
    manager = someone("manager")
    manager.opens(GRID)
    head = manager.page.get_by_role("columnheader", name="Oct 2019")
    # when they scroll far down
    manager.page.evaluate("window.scrollTo(0, 4000)")
    manager.page.wait_for_function("scrollY > 3000")
    # then the quarters are still said at the top
    box = head.bounding_box()
    assert box is not None
    assert -1 <= box["y"] <= 1
    top = manager.page.evaluate(
        "({x, y}) => document.elementFromPoint(x, y).closest('th').innerText",
        {"x": box["x"] + 5, "y": box["y"] + 10},
    )
    assert top == "Oct 2019"


def test_a_phone_shows_cards(someone: Someone) -> None:
    # given a board member with a phone
    board = someone("board", width=390)
    # when they open the grid
    board.opens(GRID)
    card = board.page.locator("#grid .app-row").first
    # then an action is a card: its quarters stand below one another, each with its name
    assert card.evaluate("row => getComputedStyle(row).display") in {"block", "grid", "flex"}
    box = card.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    expect(card.get_by_text("Oct 2019")).to_be_visible()
    expect(card.get_by_text("Jan 2020")).to_be_hidden()
    expect(board.page.locator("#grid thead")).not_to_be_in_viewport()
    # and it is still a table to whoever hears it
    expect(card).to_have_role("row")
    expect(board.page.get_by_role("rowheader").first).to_be_visible()
