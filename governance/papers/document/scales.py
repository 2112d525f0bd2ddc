"""The scale of statuses with which a document was frozen, from its key. Pure.

A document shows the words, order, colours and shapes that its plan had on the day it was made,
whatever the key of the plan or the words of the five are by now.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pydantic import Field

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE, ScaleStatus, StatusScale
from actions.domain.status_palette import HueName, ShapeName
from governance.papers.document.parts import DocumentPart


class StatusCount(DocumentPart):
    """How many actions have a status, and how the plan says it.

    `colour` and `shape` name entries of the palette. They are given where the plan has a key of
    its own; its statuses come first, in its order, and `in_key` is false for those that it lacks.
    """

    code: str
    label: str
    words: str
    count: int
    colour: str = Field("", description="The name of its colour, in a key of the plan's own")
    shape: str = Field("", description="The name of its shape, in a key of the plan's own")
    in_key: bool = Field(True, description="Whether the plan's own key has this status")


@lru_cache(maxsize=256)
def scale_of_key(key: tuple[StatusCount, ...]) -> StatusScale:
    """The scale that a document's key describes; the five where it is theirs."""
    statuses = {Status(entry.code): _status(entry) for entry in key}
    if all(status == FIVE.by_code[code] for code, status in statuses.items()):
        return FIVE
    by_code = {code: statuses.get(code, FIVE.by_code[code]) for code in Status}
    order = tuple(Status(entry.code) for entry in key if entry.in_key)
    return StatusScale(by_code, order, is_own=True)


def _status(entry: StatusCount) -> ScaleStatus:
    usual = FIVE.status(entry.code)
    return ScaleStatus(
        code=usual.code,
        label=entry.label,
        full_text=entry.words,
        hue_name=HueName(entry.colour) if entry.colour else usual.hue_name,
        shape=ShapeName(entry.shape) if entry.shape else usual.shape,
        is_own=bool(entry.colour),
    )


def key_of_scale(scale: StatusScale, by_code: Mapping[Status, int]) -> tuple[StatusCount, ...]:
    """The key of a document: the statuses of a scale with the number of actions of each.

    A status that the plan's own key lacks is there only where an action still has it.
    """
    return tuple(
        _entry(scale, code, by_code[code])
        for code in scale.bar_order
        if scale.has(code) or by_code[code]
    )


def _entry(scale: StatusScale, code: Status, count: int) -> StatusCount:
    status = scale.by_code[code]
    entry = StatusCount(code=status.value, label=status.label, words=status.full_text, count=count)
    if status.is_own:  # set only where it is: documents of plans without a key stay as they are
        entry = entry.with_values(colour=status.hue_name.value, shape=status.shape.value)
    return entry if scale.has(code) else entry.with_values(in_key=False)
