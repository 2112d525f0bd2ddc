"""What a YAML file says, and what is said of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsoa.core.yaml_source import DEEPEST, SourceError, read_yaml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.yaml"


def test_every_scalar_is_text_and_every_part_has_its_line(file: Path) -> None:
    file.write_text("ref: 1.10\nends:\n  - 2019-07\n  - yes\nnote: ~\n")
    node = read_yaml(file)[""]
    assert node.data == {"ref": "1.10", "ends": ["2019-07", "yes"], "note": "~"}
    assert (node.lines["ref",], node.lines["ends", 1]) == (1, 4)


@pytest.mark.parametrize("begin", ["[", "{a: ", "[{a: "])
def test_parts_within_parts_without_end_are_refused_with_their_line(file: Path, begin: str) -> None:
    file.write_text("first: 1\nsecond: " + begin * 200_000)
    with pytest.raises(SourceError, match=f"line 2: more than {DEEPEST} parts within parts"):
        read_yaml(file)


def test_many_short_lists_are_not_deep(file: Path) -> None:
    file.write_text("".join(f"- [{n}, [a]]\n" for n in range(1000)))
    assert len(read_yaml(file)[""].data) == 1000


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: [1\nb\n", "line 3"), ("a: 1\na: 2", "line 2: 'a' is there twice"), ("\ta: b", "line 1")],
)
def test_what_is_no_yaml_is_refused_with_its_line(file: Path, text: str, place: str) -> None:
    file.write_text(text)
    with pytest.raises(SourceError, match=place):
        read_yaml(file)


def test_a_file_of_nothing_has_no_data(file: Path) -> None:
    file.write_text("")
    assert read_yaml(file)[""].data is None
