"""What stands of each action in each quarter. Every page and paper reads its statuses here.

The rule itself is in actions/domain/quarter_status.py; here is the one question to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.domain.enums import UpdateKind
from actions.domain.quarter_status import counting_entry, is_settled, waiting_entry
from actions.models import Plan, StatusUpdate

_COLUMNS = (
    "pk",
    "action",
    "of_quarter",
    "status",
    "significant_risk",
    "kind",
    "replaced_by",
    "verdict__accepted",
    "reason",
)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One update as far as the status of its quarter goes."""

    pk: int
    action: int
    quarter: int
    status: str
    risk: bool
    accepted: bool | None
    replaced: bool
    reason: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class QuarterStatus:
    """The status of an action in a quarter, and how far it is accepted.

    `waits` is the status of a later word that nobody has accepted or returned yet, where there is
    one. The risk flag is the last word's: a risk is not kept back until somebody accepts it.
    """

    status: str
    accepted: bool
    waits: str | None
    risk: bool
    reason: str = ""  # why the status is better than the dates allow, where it is
    waits_reason: str = ""  # the same of the later word

    @property
    def unsettled(self) -> bool:
        """Whether something in it is not yet accepted."""
        return not self.accepted or self.waits is not None


QuarterStatuses = dict[int, dict[int, QuarterStatus]]  # action -> quarter -> what stands


def quarter_statuses(plan: Plan, quarters: Iterable[int] | None = None) -> QuarterStatuses:
    """What stands of every action of the plan in each quarter, or in these. One query."""
    said = StatusUpdate.objects.in_periods_of(plan).that_may_count()
    if quarters is not None:
        said = said.of_quarters(quarters)
    by_action: dict[int, dict[int, list[StatusEntry]]] = {}
    for row in said.values_list(*_COLUMNS):
        word = _word(*row)
        by_action.setdefault(word.action, {}).setdefault(word.quarter, []).append(word)
    return {
        action: {quarter: quarter_status(words) for quarter, words in by_quarter.items()}
        for action, by_quarter in by_action.items()
    }


def entries_of(updates: Iterable[StatusUpdate], replaced: set[int | None]) -> list[StatusEntry]:
    """The same of updates that were read already, each `with_people`; in the order of writing."""
    return [
        StatusEntry(
            pk=update.pk,
            action=update.action_id,
            quarter=update.period.quarter_id or update.period_id,
            status=update.status,
            risk=update.significant_risk,
            accepted=acceptance_of(update),
            replaced=update.pk in replaced,
            reason=update.reason,
            recorded=update.kind == UpdateKind.RECORDED,
        )
        for update in sorted(updates, key=lambda update: update.pk)
    ]


def acceptance_of(update: StatusUpdate) -> bool | None:
    """True where it is accepted, False where it was returned, None where it was not judged."""
    verdict = getattr(update, "verdict", None)
    return verdict.accepted if verdict else None


def quarter_status(words: Sequence[StatusEntry]) -> QuarterStatus:
    """What stands after these words of one quarter; there is at least one."""
    counts = counting_entry(words) or words[-1]
    waits = waiting_entry(words)
    if waits and waits.pk == counts.pk:
        waits = None
    last = next((word for word in reversed(words) if not word.replaced), words[-1])
    return QuarterStatus(
        status=counts.status,
        accepted=is_settled(counts),
        waits=waits.status if waits else None,
        risk=last.risk,
        reason=counts.reason,
        waits_reason=waits.reason if waits else "",
    )


def _word(
    pk: int,
    action: int,
    quarter: int,
    status: str,
    risk: bool,
    kind: str,
    replaced_by: int | None,
    judged: bool | None,
    reason: str,
) -> StatusEntry:
    return StatusEntry(
        pk,
        action,
        quarter,
        status,
        risk,
        judged,
        replaced=replaced_by is not None,
        reason=reason,
        recorded=kind == UpdateKind.RECORDED,
    )
