"""The statuses: their codes and groups, and the words and looks of the five.

The words that a page or paper shows are those of the plan's scale, in
`actions/domain/kinds/scale.py`: these five, unless the kind or the plan has a key of its own.

The printed words are those of Sheffield's plan, part vi; the groups and their sentences are
those of its report to the scrutiny committee of 4 November 2019.
"""

from dataclasses import dataclass

from django.db import models

from actions.domain.status_palette import HueName, ShapeName


class Status(models.TextChoices):
    """In the order in which bars and counts show them."""

    COMPLETE = "complete", "Complete"
    ON_TRACK = "on_track", "On track"
    NOT_STARTED = "not_started", "Not yet started"
    AT_RISK = "at_risk", "Behind or at risk"
    BEHIND_NOT_STARTED = "behind_not_started", "Not started, behind"

    @property
    def group(self) -> "Group":
        return LOOKS[self].group

    @property
    def is_behind(self) -> bool:
        return self.group is Group.BEHIND

    @property
    def has_begun(self) -> bool:
        """Whether work on the action is under way, or done."""
        return LOOKS[self].begun

    @property
    def badness(self) -> int:
        """Worst first: 0 is the worst."""
        return WORST_FIRST.index(self)


class Group(models.TextChoices):
    """The three headline groups, worst first."""

    BEHIND = "behind", "Behind target or at significant risk"
    TO_PLAN = "to_plan", "On track or yet to start"
    COMPLETE = "complete", "Complete"

    @property
    def statuses(self) -> tuple[Status, ...]:
        return tuple(status for status in WORST_FIRST[::-1] if LOOKS[status].group is self)


@dataclass(frozen=True, slots=True)
class Look:
    """How one of the five statuses is said and drawn, where the plan has no key of its own.

    `begun` says whether work is under way or done.
    """

    full_text: str
    group: Group
    begun: bool
    hue: HueName
    shape: ShapeName


LOOKS: dict[Status, Look] = {
    Status.COMPLETE: Look(
        "Action complete", Group.COMPLETE, True, HueName.BLUE, ShapeName.TICKED_DISC
    ),
    Status.ON_TRACK: Look(
        "Action underway and on track", Group.TO_PLAN, True, HueName.GREEN, ShapeName.HALF_DISC
    ),
    Status.NOT_STARTED: Look(
        "Action not yet started", Group.TO_PLAN, False, HueName.GREY, ShapeName.RING
    ),
    Status.AT_RISK: Look(
        "Action underway but behind target/at risk of not completing on time",
        Group.BEHIND,
        True,
        HueName.AMBER,
        ShapeName.TRIANGLE,
    ),
    Status.BEHIND_NOT_STARTED: Look(
        "Action not started and behind target to complete on time",
        Group.BEHIND,
        False,
        HueName.RED,
        ShapeName.DIAMOND,
    ),
}

WORST_FIRST: tuple[Status, ...] = (
    Status.BEHIND_NOT_STARTED,
    Status.AT_RISK,
    Status.NOT_STARTED,
    Status.ON_TRACK,
    Status.COMPLETE,
)


# As the plan's key prints them; forms ask in this order.
PRINTED_ORDER: tuple[Status, ...] = (
    Status.COMPLETE,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.BEHIND_NOT_STARTED,
    Status.NOT_STARTED,
)


class UpdateKind(models.TextChoices):
    """How a status came to be said."""

    UPDATE = "update", "Update"
    NO_CHANGE = "no_change", "No change"
    RECORDED = "recorded", "Recorded by the programme office"


class PeriodEventKind(models.TextChoices):
    """What was done to a reporting period."""

    OPENED = "opened", "Opened"
    EXTENDED = "extended", "Extended"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"


class Slippage(models.TextChoices):
    """Why an end date is to move."""

    SLIPPED = "slipped", "It slipped"
    DELIBERATE = "deliberate", "Moved on purpose"


class Grade(models.TextChoices):
    """How much a piece of evidence shows: that something was done, or that it changed something."""

    ACTIVITY = "activity", "Activity: something was done"
    OUTPUT = "output", "Output: something now exists"
    OUTCOME = "outcome", "Outcome: something has changed"
    FELT = "felt", "Felt by families"


class Met(models.TextChoices):
    """Whether a measure of success is met, as the accountable officer judges it."""

    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "Partly met"
    MET = "met", "Met"


ANSWERS = (UpdateKind.UPDATE, UpdateKind.NO_CHANGE)


class Role(models.TextChoices):
    """What somebody is to a plan. Leads are not here: they hold a post that leads an action."""

    ACCOUNTABLE = "accountable", "Accountable officer"
    MANAGER = "manager", "Programme manager"
    BOARD = "board", "Board member"
    PUBLISHER = "publisher", "Publisher"
    SIGNS_COUNCIL = "signs_council", "Signs for the council"
    SIGNS_NHS = "signs_nhs", "Signs for the NHS"
    VIEWER = "viewer", "Viewer"


class AfterHandOver(models.TextChoices):
    """What becomes of the present holder of a post that passes to somebody else."""

    DEPUTY = "deputy", "Deputy for 30 days"
    READS = "reads", "Keeps reading, no longer writes"
    ENDS = "ends", "Access ends"
