"""The definition of an indicator: its fields, what a change of it is, and what follows from it.

Pure. What a field was before and is after a change is kept in words, so that its history can be
read without the rows that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from indicators.domain.enums import Direction, Interval, Unit

# The fields in the order of the form, and what its history calls them.
FIELD_LABELS: Final[Mapping[str, str]] = {
    "title": "Title as printed",
    "short_title": "Short title",
    "better": "Better when",
    "unit": "Unit",
    "unit_words": "Unit in full",
    "decimals": "Decimals shown",
    "numerator_words": "Numerator",
    "denominator_words": "Denominator",
    "formula": "Formula",
    "source": "Source",
    "every": "How often",
    "owner": "Owner",
    "next_due": "Next figure due",
    "tolerance": "Tolerance",
    "suppress_below": "Counts suppressed below",
    "baseline": "Baseline",
    "baseline_numerator": "Numerator of the baseline",
    "baseline_denominator": "Denominator of the baseline",
    "baseline_when": "Period of the baseline",
    "baseline_source": "Source of the baseline",
    "note": "Note",
}
# Words that stand where an indicator's key does in an address.
TAKEN_KEYS = ("add", "enter", "import", "export", "hidden")
NOTHING: Final = "not stated"


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """What an indicator measures and how. `owner` is the key of a post; numbers are in its unit."""

    title: str
    short_title: str
    unit: Unit = Unit.PERCENT
    unit_words: str = ""
    decimals: int = 0
    better: Direction = Direction.NEITHER
    numerator_words: str = ""
    denominator_words: str = ""
    formula: str = ""
    source: str = ""
    every: Interval = Interval.UNSTATED
    owner: int | None = None
    next_due: date | None = None
    tolerance: float | None = None
    suppress_below: int | None = None
    baseline: float | None = None
    baseline_numerator: float | None = None
    baseline_denominator: float | None = None
    baseline_when: str = ""
    baseline_source: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The values by the names of the columns of the model."""
        values = asdict(self)
        return {("owner_id" if name == "owner" else name): value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a set-up that changed, as its history prints it."""

    label: str
    before: str
    after: str

    def as_json(self) -> list[str]:
        return [self.label, self.before, self.after]


def definition_changes(
    before: IndicatorDefinition, after: IndicatorDefinition, posts: Mapping[int, str]
) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the form. `posts` are the names of posts by key."""
    was, now = asdict(before), asdict(after)
    return tuple(
        FieldChange(label, _printed(name, was[name], posts), _printed(name, now[name], posts))
        for name, label in FIELD_LABELS.items()
        if was[name] != now[name]
    )


def definition_facts(
    definition: IndicatorDefinition, posts: Mapping[int, str]
) -> tuple[tuple[str, str], ...]:
    """The name of each field and its value in words, in the order of the form."""
    values = asdict(definition)
    return tuple(
        (label, _printed(name, values[name], posts)) for name, label in FIELD_LABELS.items()
    )


def _printed(name: str, value: Any, posts: Mapping[int, str]) -> str:
    if value is None or value == "":
        return NOTHING
    if name == "owner":
        return posts.get(value, NOTHING)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Unit | Direction | Interval):
        return str(value.label)
    return f"{value:,.15g}" if isinstance(value, float) else str(value)


def consequences(
    before: IndicatorDefinition, after: IndicatorDefinition, figures: int
) -> Iterator[str]:
    """What follows for figures that are there already, a sentence each; nothing without figures.

    `figures` is how many the indicator has.
    """
    if not figures:
        return
    have = "1 figure keeps its number" if figures == 1 else f"{figures:,} figures keep their number"
    if before.unit != after.unit:
        yield (
            f"{have}, but they are now read as “{after.unit.label}” and no longer as "
            f"“{before.unit.label}”. Nothing is converted. If only later figures are in the new "
            "unit, add another series instead"
        )
    if before.better != after.better:
        yield _turned(before.better, after.better)
    below, above = before.suppress_below or 0, after.suppress_below or 0
    if above < below:
        limit = f"counts below {above} stay hidden" if above else "no count is hidden any more"
        yield (
            f"Counts that are hidden today because they are below {below} will be shown, also for "
            f"past periods: {limit}. Check that nobody can be recognised"
        )
    if above > below:
        yield (
            f"Counts below {above} will be hidden, also for past periods. Publications that are "
            "out keep what they show"
        )


def _turned(before: Direction, after: Direction) -> str:
    if after is Direction.NEITHER:
        return "Its past and present figures will no longer be judged as better or worse"
    if before is Direction.NEITHER:
        return f"Its figures, past ones too, will be judged: {after.label.lower()} is better"
    return (
        "The verdict on its past figures turns round: what was getting better is getting worse, "
        "and targets are read the other way. Publications that are out keep theirs"
    )
