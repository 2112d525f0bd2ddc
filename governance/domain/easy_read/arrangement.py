"""What the buttons of the Easy Read form do to the lines as they were typed. Pure.

Nothing that was typed goes away: a line that is taken out waits beside the others, and can be put
back where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from governance.domain.easy_read.ideas import EasyReadHeading, IllustratedIdea

_BUTTON = re.compile(r"(up|down|remove|below)-(\d{1,3})")


@dataclass(frozen=True, slots=True)
class RemovedIdea:
    """A line that was taken out, and its place then."""

    place: int
    idea: IllustratedIdea


@dataclass(frozen=True, slots=True)
class EasyReadContent:
    """A summary as it is typed: title, lines, and lines that were taken out, the last one last."""

    title: str = ""
    ideas: tuple[IllustratedIdea, ...] = ()
    removed: tuple[RemovedIdea, ...] = ()

    @property
    def written(self) -> tuple[IllustratedIdea, ...]:
        """The lines that say something."""
        return tuple(idea for idea in self.ideas if idea.text.strip())


@dataclass(frozen=True, slots=True)
class Rearranged:
    """The lines after a button, and the place of the line to go on with; -1 for none."""

    content: EasyReadContent
    place: int = -1


def rearranged(content: EasyReadContent, button: str) -> Rearranged:
    """The lines after one of the buttons: `add`, `restore`, or `up-3`, `down-3`, `remove-3`,
    `below-3` of the line at that place, from 0. Any other button changes nothing.
    """
    if button == "add":
        return _inserted(content, len(content.ideas))
    if button == "restore" and content.removed:
        *others, last = content.removed
        place = min(last.place, len(content.ideas))
        put_back = _inserted(content, place, last.idea)
        return Rearranged(replace(put_back.content, removed=tuple(others)), place)
    found = _BUTTON.fullmatch(button)
    if found is None or int(found[2]) >= len(content.ideas):
        return Rearranged(content)
    verb, place = found[1], int(found[2])
    if verb == "below":
        return _inserted(content, place + 1)
    if verb == "remove":
        return _taken_out(content, place)
    return _moved(content, place, place - 1 if verb == "up" else place + 1)


def with_proposed(content: EasyReadContent, proposed: Iterable[IllustratedIdea]) -> EasyReadContent:
    """The lines with proposed ones after what is written; empty ones are left out."""
    return replace(content, ideas=(*content.written, *proposed))


def _inserted(
    content: EasyReadContent, place: int, idea: IllustratedIdea | None = None
) -> Rearranged:
    """With that line at that place, or an empty one under the heading of the line before."""
    before, after = content.ideas[:place], content.ideas[place:]
    empty = IllustratedIdea(before[-1].heading if before else EasyReadHeading.ABOUT)
    ideas = (*before, idea or empty, *after)
    return Rearranged(replace(content, ideas=ideas), place)


def _taken_out(content: EasyReadContent, place: int) -> Rearranged:
    """Without that line; a line in which nothing was typed does not wait to be put back."""
    idea = content.ideas[place]
    ideas = (*content.ideas[:place], *content.ideas[place + 1 :])
    waits = (RemovedIdea(place, idea),) if idea.text.strip() else ()
    left = replace(content, ideas=ideas, removed=(*content.removed, *waits))
    return Rearranged(left, min(place, len(ideas) - 1))


def _moved(content: EasyReadContent, start: int, to: int) -> Rearranged:
    if not 0 <= to < len(content.ideas):
        return Rearranged(content, start)
    ideas = list(content.ideas)
    ideas[start], ideas[to] = ideas[to], ideas[start]
    return Rearranged(replace(content, ideas=tuple(ideas)), to)
