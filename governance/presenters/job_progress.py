"""How far a job is, as the cards and progress bars of its page ask."""

from __future__ import annotations

from governance.domain.enums import UNFINISHED, JobState


class JobProgress:
    """What every card of a job answers from its `state`."""

    __slots__ = ()
    state: str

    @property
    def is_ready(self) -> bool:
        return self.state == JobState.READY

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def is_making(self) -> bool:
        return self.state == JobState.MAKING

    @property
    def is_on_its_way(self) -> bool:
        """Whether the page asks again."""
        return self.state in UNFINISHED
