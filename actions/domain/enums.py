"""The statuses: their words, order, shape, colour and group. Defined here and only here.

The printed words are those of Sheffield's plan, part vi; the groups and their sentences are
those of its report to the scrutiny committee of 4 November 2019.
"""

from dataclasses import dataclass

from django.db import models


class Status(models.TextChoices):
    """In the order in which bars and counts show them."""

    COMPLETE = "complete", "Complete"
    ON_TRACK = "on_track", "On track"
    NOT_STARTED = "not_started", "Not yet started"
    AT_RISK = "at_risk", "Behind or at risk"
    BEHIND_NOT_STARTED = "behind_not_started", "Not started, behind"

    @property
    def full_text(self) -> str:
        """The plan's own words, in full."""
        return LOOKS[self].full_text

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
    """How one status is said and drawn. The path is of a 16 by 16 box, filled even-odd.

    `begun` says whether work is under way or done. `ink` is the colour of its words and shape,
    `tint` what is behind them on a screen, `bar` its part of a bar and `on_bar` the number on that.
    """

    full_text: str
    group: Group
    begun: bool
    ink: str
    tint: str
    bar: str
    on_bar: str
    path: str


_DISC = "M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z"

# Round is going to plan, pointed is not: it holds in grey, and at 13 pixels.
LOOKS: dict[Status, Look] = {
    Status.COMPLETE: Look(
        "Action complete",
        Group.COMPLETE,
        True,
        "#1b4b8a",
        "#e7eef8",
        "#173f74",
        "#ffffff",
        _DISC + "M7 11.6 3.6 8.2l1.5-1.5L7 8.6l3.9-3.9 1.5 1.5z",
    ),
    Status.ON_TRACK: Look(
        "Action underway and on track",
        Group.TO_PLAN,
        True,
        "#0d5c3a",
        "#e5f2ea",
        "#1f7a50",
        "#ffffff",
        _DISC + "M8 2.8v10.4A5.2 5.2 0 0 1 8 2.8z",
    ),
    Status.NOT_STARTED: Look(
        "Action not yet started",
        Group.TO_PLAN,
        False,
        "#434f56",
        "#eef1f2",
        "#ffffff",
        "#12191c",
        _DISC + "M8 2.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8z",
    ),
    Status.AT_RISK: Look(
        "Action underway but behind target/at risk of not completing on time",
        Group.BEHIND,
        True,
        "#7a4300",
        "#fdf0d8",
        "#c67f14",
        "#12191c",
        "M8 .8 15.8 15H.2zM7 5.5v4.7h2V5.5zM7 11.3v2h2v-2z",
    ),
    Status.BEHIND_NOT_STARTED: Look(
        "Action not started and behind target to complete on time",
        Group.BEHIND,
        False,
        "#931a1a",
        "#fbe7e5",
        "#a81f1f",
        "#ffffff",
        "M8 .2 15.8 8 8 15.8.2 8zM4.3 7v2h7.4V7z",
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
