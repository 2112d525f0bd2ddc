"""Sheffield's plan from its fixture, in the form that `export_plan` writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.support.paths import ROOT

FOLDER = ROOT / "fixtures" / "sheffield_2019"


@dataclass(frozen=True)
class PlannedAction:
    ref: str
    outcome: str
    text: str
    start: str
    end: str
    leads: str
    lead_codes: tuple[str, ...]
    measures: tuple[str, ...]
    accountable: str
    statuses: dict[str, str]


@dataclass(frozen=True)
class PlannedOutcome:
    ref: str
    title: str
    description: str
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True)
class PlannedArea:
    ref: str
    title: str
    finding: str
    responsible: str
    outcomes: tuple[PlannedOutcome, ...]


@cache
def sheffield() -> tuple[PlannedArea, ...]:
    """The seven areas with their outcomes and actions."""
    statuses = _yaml("progress/statuses.yaml")["statuses"]
    files = sorted((FOLDER / "areas").glob("*.yaml"))
    return tuple(_area(_yaml(f"areas/{file.name}"), statuses) for file in files)


def actions() -> list[PlannedAction]:
    """All actions in the order of the plan."""
    return [
        action for area in sheffield() for outcome in area.outcomes for action in outcome.actions
    ]


@cache
def posts() -> tuple[tuple[str, str, str], ...]:
    """Code, title and holder of each post, and of each organisation without one."""
    people = _yaml("people.yaml")
    known = [(post["code"], post["title"], post["holder"]) for post in people["posts"]]
    bodies = [(body["code"], body["name"], "") for body in people["organisations"]]
    codes = {code for code, _, _ in known}
    return tuple(known + [body for body in bodies if body[0] not in codes])


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _area(file: dict[str, Any], statuses: dict[str, dict[str, str]]) -> PlannedArea:
    area = file["area"]
    people = [f"{person['name']}, {person['title']}" for person in area["responsible"]]
    outcomes = tuple(
        PlannedOutcome(
            str(outcome["ref"]),
            outcome["title"],
            outcome["description"].strip(),
            tuple(
                PlannedAction(
                    action["ref"],
                    str(outcome["ref"]),
                    action["text"].strip(),
                    action["start"],
                    action["end"],
                    action["leads_printed"],
                    tuple(action["leads"]),
                    tuple(measure.strip() for measure in action["measures"]),
                    area["responsible"][0]["title"],
                    statuses.get(action["ref"], {}),
                )
                for action in outcome["actions"]
            ),
        )
        for outcome in file["outcomes"]
    )
    return PlannedArea(
        str(area["ref"]), area["title"], area["finding"].strip(), " and ".join(people), outcomes
    )
