"""What a file would change in a plan that is here already. Pure.

Three states of each field count: as an import last loaded it, as it is here now, and as the file
has it. What people changed here and the file leaves as it was, stays; what both changed is a
conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from actions.domain.plan_import.fields import COMPARED, printed_of

Fields = Mapping[str, Any]
_DATES: Final = ("start", "end")
_LONGEST: Final = 300
_USED: Final = (
    "An action that has ended had the reference {}, and none is used twice. Give this one another "
    "in step 2"
)


class ChangeKind(Enum):
    """What a difference is. The label is for people; whether it is selected at first."""

    ADDED = ("added", "Added", True)
    CHANGED = ("changed", "Changed", True)
    CONFLICT = ("conflict", "Changed here and in the file", False)
    GONE = ("gone", "Not in the file any more", False)

    def __init__(self, code: str, label: str, is_ticked_first: bool) -> None:
        self.code, self.label, self.is_ticked_first = code, label, is_ticked_first


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One difference: of a field of an action, or of the whole action where `field` is empty.

    `obstacle` says why it cannot be applied, "" where it can.
    """

    kind: ChangeKind
    ref: str
    field: str = ""
    here: str = ""
    in_file: str = ""
    obstacle: str = ""

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.kind.code}:{self.ref}:{self.field}"

    @property
    def is_ticked_first(self) -> bool:
        return self.kind.is_ticked_first and not self.obstacle

    @property
    def becomes_request(self) -> bool:
        """Whether applying it requests a new end date, on which somebody decides."""
        return self.field == "end" and not self.obstacle and self.here not in {"-", ""}

    @property
    def sentence(self) -> str:
        """The difference on one line."""
        if not self.field:
            return f"{self.ref} {self.in_file or self.here}"
        return (
            f"{self.ref}, {COMPARED[self.field]}: “{self.here}” here, “{self.in_file}” in the file"
        )


def differences(
    here: Mapping[str, Fields],
    in_file: Mapping[str, Fields],
    loaded: Mapping[str, Fields],
    taken: Collection[str] = (),
) -> list[FileDifference]:
    """Every difference by the references of actions; those of the file first, in its order.

    Each action's fields are as `comparable` gives them; `loaded` may lack actions and fields.
    `taken` are the references that the plan has or ever had: none is given a second time.
    """
    found: list[FileDifference] = []
    used = {ref.casefold() for ref in taken}
    for ref, fields in in_file.items():
        if ref in here:
            found += _of_action(ref, here[ref], fields, loaded.get(ref, {}))
        else:
            obstacle = _USED.format(ref) if ref.casefold() in used else ""
            shown = _shown("text", fields["text"])
            found.append(FileDifference(ChangeKind.ADDED, ref, in_file=shown, obstacle=obstacle))
    found += [
        FileDifference(ChangeKind.GONE, ref, here=_shown("text", fields["text"]))
        for ref, fields in here.items()
        if ref not in in_file
    ]
    return found


def _of_action(ref: str, here: Fields, in_file: Fields, loaded: Fields) -> Iterator[FileDifference]:
    for field in COMPARED:
        now, new = _folded(here[field]), _folded(in_file[field])
        if now == new:
            continue
        kind = ChangeKind.CHANGED
        if field in loaded:
            before = _folded(loaded[field])
            if new == before:
                continue  # changed here since, and not in the file
            kind = ChangeKind.CHANGED if now == before else ChangeKind.CONFLICT
        shown = (_shown(field, here[field]), _shown(field, in_file[field]))
        obstacle = _obstacle(field, here[field], in_file[field])
        yield FileDifference(kind, ref, field, *shown, obstacle=obstacle)


def _obstacle(field: str, here: Any, in_file: Any) -> str:
    if field == "end" and here is not None and (here == "ongoing" or "-" not in str(in_file)):
        return "An end that is here is moved by a request alone: ask for a new end date"
    return ""


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_folded(item) for item in value] if isinstance(value, list | tuple) else value


def _shown(field: str, value: Any) -> str:
    if field in _DATES:
        return printed_of(value)
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
