"""YAML files with line numbers, so that an error names file, line, place and reason.

A source is a folder of YAML files, or one file. Every scalar is read as text, so that "1.1",
"On-going", "-" and "2019-07" keep their spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

S = TypeVar("S", bound="StrictModel")
LARGEST_FILE = 5_000_000
DEEPEST = 100  # parts within parts; the loader in C would go on until the stack is full
# It makes text only, and it is written in C where PyYAML was built with libyaml.
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class SourceError(Exception):
    """A file that cannot be loaded. The message names file, place and reason."""

    def __init__(self, file: Path | str, place: str, reason: str) -> None:
        super().__init__(f"{file}, {place}: {reason}" if place else f"{file}: {reason}")


class StrictModel(BaseModel):
    """The base of models for parts of a source. An unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One YAML file, or part of one, with the line of each of its nodes."""

    file: Path
    data: Any
    lines: dict[tuple[str | int, ...], int]
    at: tuple[str | int, ...] = ()

    def parse(self, model: type[S]) -> S:
        """Validates the node. Raises SourceError for the first value that does not fit."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            reason = first["msg"].removeprefix("Value error, ")
            raise self.fault(tuple(first["loc"]), reason) from None

    def fault(self, place: tuple[str | int, ...], reason: str) -> SourceError:
        """A SourceError for a place within this node."""
        full = self.at + place
        line = next(
            (self.lines[full[:n]] for n in range(len(full), -1, -1) if full[:n] in self.lines), 1
        )
        return SourceError(self.file, f"line {line} ({self._words(place)})", reason)

    def _words(self, place: tuple[str | int, ...]) -> str:
        """A place in words for people: list entries by their reference if they have one."""
        words, here = [], self.data
        for step in place:
            here = _step(here, step)
            if isinstance(step, str):
                words.append(step)
                continue
            named = isinstance(here, dict) and (here.get("ref") or here.get("action"))
            words.append(str(named or step + 1))
        return " › ".join(words) or "whole file"

    def piece(self, *place: str | int) -> YamlNode:
        data = self.data
        for step in place:
            data = _step(data, step)
        return YamlNode(self.file, data, self.lines, self.at + place)


def _step(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def read_yaml(source: Path) -> dict[str, YamlNode]:
    """Every YAML file of a folder by its path without extension ("areas/1_strategy"), or one file.

    Raises SourceError if there is no file, or one is not valid YAML.
    """
    if source.is_file():
        return {"": _read(source)}
    files = sorted(source.rglob("*.yaml"))
    if not files:
        raise SourceError(source, "", "no such folder, or no .yaml file in it")
    return {str(file.relative_to(source).with_suffix("")): _read(file) for file in files}


def _read(file: Path) -> YamlNode:
    if file.stat().st_size > LARGEST_FILE:
        raise SourceError(file, "", f"larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(file, f"byte {error.start}", "not UTF-8 text") from error
    try:
        _refuse_depth(file, text)
        loader = Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}" if mark else "whole file"
        raise SourceError(file, place, error.problem or "not YAML") from error
    except yaml.YAMLError as error:
        raise SourceError(file, "whole file", f"not YAML: {error}") from error
    lines: dict[tuple[str | int, ...], int] = {}
    lines.update(_walk(file, node, ()))
    return YamlNode(file, data, lines)


def _refuse_depth(file: Path, text: str) -> None:
    """Indentation goes no deeper in so short a file; brackets in brackets can."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            mark = event.start_mark
            place = f"line {mark.line + 1}" if mark else "whole file"
            raise SourceError(file, place, f"more than {DEEPEST} parts within parts")


def _walk(
    file: Path, node: yaml.Node | None, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _walk(file, child, (*place, index))
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, child in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise SourceError(file, f"line {line}", f"{key.value!r} is there twice")
            seen.add(key.value)
            yield from _walk(file, child, (*place, key.value))
            yield (*place, key.value), line
