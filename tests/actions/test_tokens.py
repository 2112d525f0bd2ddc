"""Colours are defined once, in two Python tables; all other files use their names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.domain.colour_tokens import style_sheet

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
TABLES = {
    "wsoa/core/colours.py",
    "wsoa/core/contrast.py",  # black and white, the ends of every scale
    "actions/domain/status_palette.py",
    "static/css/tokens.css",
    "static/images/icon.svg",
}
COLOUR = re.compile(r"(?<![&\w])#(?:[0-9a-fA-F]{3}){1,2}\b")


def test_the_committed_style_sheet_is_what_the_generator_writes():
    assert (ROOT / "static/css/tokens.css").read_text() == style_sheet()


def test_no_other_file_names_a_colour_by_its_number():
    folders = ("wsoa", "actions", "indicators", "governance", "templates", "static")
    sources = {
        str(path.relative_to(ROOT)): path.read_text()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js"} and "vendor" not in path.parts
    }

    found = {name: COLOUR.findall(text) for name, text in sources.items() if name not in TABLES}

    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_custom_property_used_is_defined():
    shared = style_sheet() + (ROOT / "static/css/print-fonts.css").read_text()
    defined = set(re.findall(r"(--[\w-]+):", shared))
    for path in SHEETS:
        text = path.read_text()
        own = set(re.findall(r"(--[\w-]+):", text))

        assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined | own, path.name


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_line_of_a_style_sheet_can_be_read_in_a_diff(path: Path):
    assert [line for line in path.read_text().splitlines() if len(line) > 120] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_the_width_changes_no_colour_but_to_those_of_text_on_the_page(path: Path):
    """So that it is enough to measure the contrast of colours at one width."""
    for query, rules in media_queries(path.read_text()):
        if "width" in query:
            colours = re.findall(r"(?<![\w-])(?:background(?:-color)?|color):([^;}]*)", rules)
            assert set(colours) <= {"var(--ink)", "var(--quiet)"}, query


def media_queries(style: str) -> Iterator[tuple[str, str]]:
    """Each media query of a style sheet, with the rules in it."""
    for query in re.finditer(r"@media([^{]*)\{", style):
        end, depth = query.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        yield query.group(1), style[query.end() : end]
