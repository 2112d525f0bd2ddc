"""The scale of a plan: the words, order, colour and shape of its statuses.

A status is stored and exported as one of the five codes; what people read is the plan's scale. A
key of a plan's own maps each of its statuses to a code, so that plans can be compared. Every page
and paper asks the scale; `tests/actions/test_house_status_words.py` holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from actions.domain.enums import LOOKS, PRINTED_ORDER, WORST_FIRST, Group, Status
from actions.domain.status_palette import HUES, LIGHT_BARS, PATHS, Hue, HueName, ShapeName

LONGEST_LABEL: Final = 40
LONGEST_MEANING: Final = 200
FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class ScaleStatus:
    """One status as a plan says and draws it. `code` is what is stored."""

    code: Status
    label: str
    full_text: str
    hue_name: HueName
    shape: ShapeName
    is_own: bool = False

    @property
    def hue(self) -> Hue:
        return HUES[self.hue_name]

    @property
    def path(self) -> str:
        return PATHS[self.shape]

    @property
    def is_light_bar(self) -> bool:
        return self.hue_name in LIGHT_BARS

    @property
    def has_meaning(self) -> bool:
        """Whether there is more to say of it than its label."""
        return self.full_text != self.label

    @property
    def value(self) -> str:
        return self.code.value

    @property
    def group(self) -> Group:
        return self.code.group


@dataclass(frozen=True, slots=True)
class StatusScale:
    """The statuses of a plan, by code, and the order in which its key prints them.

    It knows every code, also those that its key does not have: what was recorded before the plan
    had the key is still shown, in the words of the five. `printed_order` has those of the key.
    """

    by_code: Mapping[Status, ScaleStatus]
    printed_order: tuple[Status, ...]
    is_own: bool = False

    def __hash__(self) -> int:
        return hash((self.printed_order, tuple(self.by_code.values())))

    def __repr__(self) -> str:
        """In short, since it is part of the keys of what is cached."""
        return f"<StatusScale {self.by_code if self.is_own else 'five'}>"

    def status(self, code: str) -> ScaleStatus:
        """The status of a code. Raises ValueError for what is not a code."""
        return self.by_code[Status(code)]

    def label(self, code: str) -> str:
        """The short words of a status."""
        return self.status(code).label

    def full_text(self, code: str) -> str:
        """The words of a status in full, as the key prints them."""
        return self.status(code).full_text

    @property
    def bar_order(self) -> tuple[Status, ...]:
        """The order of bars, counts and keys: of the five the house's, otherwise the key's."""
        if not self.is_own:
            return tuple(Status)
        return self.printed_order + tuple(code for code in Status if code not in self.printed_order)

    @property
    def worst_first(self) -> tuple[Status, ...]:
        """The codes that the key has, the worst first."""
        return tuple(code for code in WORST_FIRST if code in self.printed_order)

    @property
    def printed(self) -> tuple[ScaleStatus, ...]:
        """The statuses of the key, in its order."""
        return tuple(self.by_code[code] for code in self.printed_order)

    def nearest(self, code: str) -> Status:
        """The status of the key that is nearest to one: itself, else of its group, else the next
        better one, else the worst that there is.
        """
        wanted = Status(code)
        if self.has(wanted):
            return wanted
        of_group = [known for known in self.worst_first if known.group is wanted.group]
        better = [known for known in self.worst_first if known.badness > wanted.badness]
        return (of_group or better or list(self.worst_first[-1:]))[0]

    def has(self, code: str) -> bool:
        """Whether the key has a status of this code."""
        return code in self.printed_order


FIVE: Final = StatusScale(
    {
        code: ScaleStatus(code, str(code.label), look.full_text, look.hue, look.shape)
        for code, look in LOOKS.items()
    },
    PRINTED_ORDER,
)


class OwnStatus(BaseModel):
    """One status of a key: its words, colour and shape, and the code that it is stored as."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: Status
    label: Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]
    meaning: Annotated[str, Field(max_length=LONGEST_MEANING)] = ""
    colour: HueName
    shape: ShapeName


class OwnKey(BaseModel):
    """A key: statuses in the order in which it is printed.

    Each code, label and shape once: two statuses that differ by colour alone are one to a reader
    who does not see colours.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    statuses: tuple[OwnStatus, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(self.statuses) < FEWEST:
            raise ValueError("A key has at least two statuses")
        seen: set[str] = set()
        for status in self.statuses:
            for mark, fault in (
                (f"code {status.code}", "stand for the same status"),
                (f"label {status.label.casefold()}", "have the same words"),
                (f"shape {status.shape}", f"have the same shape, {status.shape}"),
            ):
                if mark in seen:
                    raise ValueError(f"Two statuses {fault}. The second is “{status.label}”")
                seen.add(mark)
        return self

    def scale(self) -> StatusScale:
        """The scale of this key; codes that it does not have keep the words of the five."""
        own = {
            status.code: ScaleStatus(
                status.code,
                status.label,
                status.meaning or status.label,
                status.colour,
                status.shape,
                is_own=True,
            )
            for status in self.statuses
        }
        by_code = {code: own.get(code, FIVE.by_code[code]) for code in Status}
        return StatusScale(by_code, tuple(own), is_own=True)

    def as_json(self) -> dict[str, object]:
        """As it is stored and exported: an object with `statuses`."""
        return self.model_dump(mode="json")


class KeyRefused(ValueError):
    """A key cannot be used. The message says why, for people."""


def own_key(data: object) -> OwnKey:
    """Reads a key from JSON. Raises KeyRefused, with the reason in words."""
    try:
        return OwnKey.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " ".join(str(step) for step in first["loc"] if not isinstance(step, int))
        reason = first["msg"].removeprefix("Value error, ")
        raise KeyRefused(f"{place}: {reason}" if place else f"{reason}.") from None


def five_as_key() -> OwnKey:
    """The five as a key, to begin one from."""
    return OwnKey(
        statuses=tuple(
            OwnStatus(
                code=status.code,
                label=status.label,
                meaning=status.full_text,
                colour=status.hue_name,
                shape=status.shape,
            )
            for status in FIVE.printed
        )
    )


def scale_of(stored: Mapping[str, object], of_kind: StatusScale = FIVE) -> StatusScale:
    """The scale of a plan: of the key that is stored for it; without one, that of its kind."""
    if not stored:
        return of_kind
    statuses = stored["statuses"]
    if not isinstance(statuses, Sequence):  # the service stores nothing else
        raise TypeError("The statuses of a stored key are a list")
    return _known(tuple(tuple(sorted(status.items())) for status in statuses))


@cache
def _known(statuses: tuple[tuple[tuple[str, object], ...], ...]) -> StatusScale:
    return OwnKey.model_validate({"statuses": [dict(status) for status in statuses]}).scale()
