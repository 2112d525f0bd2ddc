"""The progress of a job, for cards and progress bars."""

from __future__ import annotations

from governance.domain.enums import UNFINISHED, JobState


class JobProgress:
    """Properties that every card derives from `state`."""

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
        """Whether the page polls again."""
        return self.state in UNFINISHED
