"""How statuses are counted and rounded. Pure.

A percentage is shown only for the three headline groups, beside its count and denominator. Each is
rounded half up from its own count; where the three then do not add up to 100, a sentence says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actions.domain.enums import Group, Status
from wsoa.core.percentages import percentage, rounding_note


@dataclass(frozen=True, slots=True)
class Counts:
    """How many actions have each status, out of how many."""

    by_status: Mapping[Status, int]
    without: int = 0

    @classmethod
    def of(cls, statuses: Iterable[str | None]) -> "Counts":
        """Counts codes; None is an action without a status."""
        by_status = dict.fromkeys(Status, 0)
        without = 0
        for code in statuses:
            if code is None:
                without += 1
            else:
                by_status[Status(code)] += 1
        return cls(by_status, without)

    @property
    def with_status(self) -> int:
        return sum(self.by_status.values())

    @property
    def total(self) -> int:
        return self.with_status + self.without

    @property
    def behind(self) -> int:
        return self.group(Group.BEHIND)

    @property
    def to_plan(self) -> int:
        return self.group(Group.TO_PLAN)

    @property
    def complete(self) -> int:
        return self.group(Group.COMPLETE)

    def group(self, group: Group) -> int:
        return sum(n for status, n in self.by_status.items() if status.group is group)

    def percentages(self) -> dict[Group, int]:
        """Percentages of the three groups among the actions that have a status."""
        return {group: percentage(self.group(group), self.with_status) for group in Group}

    @property
    def rounding_note(self) -> str:
        """The sentence where the three percentages do not add up to 100; else nothing."""
        return rounding_note(self.percentages().values())

    @property
    def sentence(self) -> str:
        """As it stands beside an area: counts only, worst first.

        >>> Counts.of(["at_risk", "on_track", None]).sentence
        '3 actions: 1 behind, 1 on track or yet to start, 0 complete, 1 without a status'
        """
        phrases = [
            f"{self.behind} behind",
            f"{self.to_plan} on track or yet to start",
            f"{self.complete} complete",
        ]
        if self.without:
            phrases.append(f"{self.without} without a status")
        return f"{self.total} action{'' if self.total == 1 else 's'}: {', '.join(phrases)}"
