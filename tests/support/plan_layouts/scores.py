"""How much of a plan a reading has right: the share of starts, ends, leads, texts and measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.plan_layouts.plan import PlannedAction

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIELDS = ("start", "end", "leads", "text", "measures")


@dataclass
class Score:
    """Right and wrong by field; `wrong` says what, for the one who reads a failure."""

    right: Counter[str] = field(default_factory=Counter)
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right.total() / (self.of * len(FIELDS))

    def __str__(self) -> str:
        parts = ", ".join(f"{name} {self.right[name]}/{self.of}" for name in FIELDS)
        return f"{self.share:.1%} right ({parts})"


def month(printed: str) -> str | None:
    """What a printed date of the fixture means: "2019-09", "ongoing" or None."""
    plain = printed.replace(" ", "")
    if plain == "-":
        return None
    if plain == "On-going":
        return "ongoing"
    return f"{plain[-4:]}-{MONTHS.index(plain[:3]) + 1:02}"


def wanted(action: PlannedAction) -> dict[str, Any]:
    return {
        "ref": action.ref,
        "start": month(action.start),
        "end": month(action.end),
        "leads": list(action.lead_codes),
        "text": action.text,
        "measures": list(action.measures),
    }


def score(
    exported: Iterable[Mapping[str, Any]], planned: Iterable[Mapping[str, Any]], *, by: str = "ref"
) -> Score:
    """Compares actions by their references, or by their texts where a layout has none."""
    found = {_folded(action[by]): action for action in exported}
    made = Score()
    for action in planned:
        made.of += 1
        match = found.get(_folded(action[by]))
        for name in FIELDS:
            is_right = match is not None and _folded(match[name]) == _folded(action[name])
            made.right[name] += is_right
            if not is_right:
                made.wrong.append(f"{action['ref']} {name}: {match and match[name]!r}")
    return made


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_folded(inner) for inner in value] if isinstance(value, list | tuple) else value
