"""What a contradiction between statuses and figures says: its findings, and why each is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from indicators.domain.time_spans import Span


class ContradictionKind(StrEnum):
    """The kinds of finding, in the order in which they are listed."""

    WORSE = "worse"
    MISSED = "missed"
    DIFFERS = "differs"
    UNMEASURED = "unmeasured"
    STALE = "stale"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]

    @property
    def why(self) -> str:
        """Why a question is asked, in one sentence."""
        return _WHY[self]

    @property
    def request(self) -> str:
        """What the accountable officer is asked."""
        return _REQUESTS[self]


_HEADINGS = {
    ContradictionKind.WORSE: "Most actions on track or complete, and the indicator gets worse",
    ContradictionKind.MISSED: "All on track or complete, and the target is missed",
    ContradictionKind.DIFFERS: "Our own figure and the official one differ",
    ContradictionKind.UNMEASURED: "Complete, and not measured since",
    ContradictionKind.STALE: "The figure has not come",
}
_WHY = {
    ContradictionKind.WORSE: "Asked because more than half of the actions are reported as going "
    "well, while the figure that they should move is clearly worse than when the plan began.",
    ContradictionKind.MISSED: "Asked because every action is reported as going well, and the "
    "target that they should reach was missed.",
    ContradictionKind.DIFFERS: "Asked because two figures for the same period are further apart "
    "than rounding and late returns explain, and the board should know which to go by.",
    ContradictionKind.UNMEASURED: "Asked because the work is reported as complete, and no figure "
    "since then shows whether it changed anything.",
    ContradictionKind.STALE: "Asked because the figure should be here by now, and without it "
    "nobody can tell whether the work makes a difference.",
}
_REQUESTS = {
    ContradictionKind.WORSE: "Are these the right actions, and are they enough?",
    ContradictionKind.MISSED: "What was missing, and what will be done now?",
    ContradictionKind.DIFFERS: "Why do they differ, and which of them should the board go by?",
    ContradictionKind.UNMEASURED: "What shows that anything has changed?",
    ContradictionKind.STALE: "When will it come, and what do you go by until then?",
}


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """One figure that is a number: its period, its value, and the value as printed.

    `is_running` says that it was stated before its period was over: a year to date.
    """

    span: Span
    value: float
    printed: str
    is_running: bool = False

    @property
    def with_period(self) -> str:
        """ "91% for Sept 2019"."""
        return f"{self.printed} for {self.span.printed}"

    @property
    def says_something(self) -> bool:
        """A known figure is a number, and no gap."""
        return True

    @property
    def fact(self) -> str:
        return f"{self.span.key}={self.value:.10g}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one indicator. `key` holds the facts; `action` is the one action that it
    is about, if any. `text` has no full stop.
    """

    kind: ContradictionKind
    indicator: str
    name: str
    text: str
    key: str
    action: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.text}."

    @property
    def is_unmeasured(self) -> bool:
        return self.kind is ContradictionKind.UNMEASURED


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One question: what was found of the indicators of one outcome, the gravest first.

    `place` is the key of the outcome; it is empty if no outcome is linked. `lead` says how the
    outcome stands, where that is part of the question.
    """

    place: str
    lead: str
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> ContradictionKind:
        return self.findings[0].kind

    @property
    def kinds(self) -> tuple[ContradictionKind, ...]:
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))

    @property
    def key(self) -> str:
        """Made of its findings: the same facts give the same question, new facts a new one."""
        facts = "\n".join(sorted(finding.key for finding in self.findings))
        return f"outcome|{self.place}|{sha256(facts.encode()).hexdigest()[:32]}"

    @property
    def text(self) -> str:
        """All of it in running text."""
        return question_text(self.lead, self.findings)


def question_text(lead: str, findings: tuple[Finding, ...]) -> str:
    """The lead, each finding in a sentence, and what is asked."""
    kinds = dict.fromkeys(finding.kind for finding in findings)
    sentences = (finding.sentence for finding in findings)
    return " ".join(filter(None, (lead, *sentences, *(kind.request for kind in kinds))))


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def indicator_apart(difference: float, *, percent: bool) -> str:
    """ "10 percentage points apart"."""
    number = f"{round(difference, 2):g}"
    if not percent:
        return f"{number} apart"
    return f"{number} percentage point{'' if number == '1' else 's'} apart"
