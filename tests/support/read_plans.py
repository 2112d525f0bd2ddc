"""Word documents written block by block, and the plan that is read in them."""

from __future__ import annotations

import io
from typing import Any

from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.pieces import Block, Box, box
from tests.support.plan_layouts.word import as_docx


def heads(*titles: str) -> tuple[Box, ...]:
    return tuple(map(box, titles))


def read(*blocks: Block) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(as_docx([*blocks])), "plan.docx").export()


def found(plan: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(action[name] for name in names) for action in plan["actions"]]


def kinds(plan: dict[str, Any]) -> set[str]:
    return {guess["kind"] for guess in plan["guesses"]}
