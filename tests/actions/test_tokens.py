"""Colours are written down once, in two tables of Python; everything else names them."""

import re
from pathlib import Path

from actions.domain.colour_tokens import style_sheet

ROOT = Path(__file__).parents[2]
TABLES = {
    "wsoa/core/colours.py",
    "actions/domain/enums.py",
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


def test_every_property_that_a_style_sheet_uses_is_there():
    defined = set(re.findall(r"(--[\w-]+):", style_sheet()))
    for path in (ROOT / "static/css").glob("*.css"):
        text = path.read_text()
        own = set(re.findall(r"(--[\w-]+):", text))

        assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined | own, path.name
