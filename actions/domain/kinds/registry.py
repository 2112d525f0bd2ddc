"""The kinds of plan that this service knows, by code: one file each, beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from actions.domain.kinds.model import KindOfPlan

FOLDER: Final = Path(__file__).parent
CODES: Final = ("wsoa", "app", "pap", "improvement", "reform")


class KindRefused(Exception):
    """The file of a kind does not fit its schema. The message names file and place."""


def read_kind(text: str, name: str) -> KindOfPlan:
    """A kind from the text of its file. Raises KindRefused, which names the file and the place."""
    try:
        return KindOfPlan.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise KindRefused(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step) for step in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise KindRefused(f"{name}: {place}: {reason}" if place else f"{name}: {reason}") from None


@cache
def kinds() -> dict[str, KindOfPlan]:
    """Every kind by its code, in the order in which forms offer them."""
    found = {}
    for code in CODES:
        name = f"{code}.toml"
        found[code] = read_kind((FOLDER / name).read_text(encoding="utf-8"), name)
    return found


def kind_of(code: str) -> KindOfPlan:
    """The kind of a code. Raises KeyError for an unknown one."""
    return kinds()[code]
