"""Reading a published paper back from each of its formats, with none of the code that writes it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import docx
import lxml.etree
import lxml.html
from python_calamine import CalamineWorkbook

LATE = re.compile(r"\d+ months? late|Late")
# What stands below a status in its cell, and the dash where there is none.
MARKS = re.compile(
    r"(?:^–|(?:Programmeoffice)?(?:Notyetaccepted)?)"
    r"(?:Reasongiven(?:,below)?)?(?:Significantrisk)?(?:Nochange)?$"
)


@dataclass(frozen=True, slots=True)
class Action:
    """All words without blanks, which lines and pages put where they like.

    `statuses` are those of the quarters that have come, an empty one where nothing was said.
    """

    text: str
    start: str
    end: str
    end_agreed: str
    late: str
    lead: str
    measures: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    actions: dict[str, Action]
    # By area: how many actions, behind, to plan, complete.
    areas: dict[str, tuple[int, ...]]
    # By the status's words: how many actions have it now.
    counts: dict[str, int]


def squeezed(words: str) -> str:
    """Without blanks and without what marks the items of a list."""
    return re.sub(r"\s+", "", re.sub(r"(?m)^\s*(?:-\s|•)", "", words))


def dates(words: str) -> tuple[str, str, str]:
    """ "May 2019 to July 2019 now Oct 2019" in three."""
    found = re.fullmatch(r"(.*?)to(.*?)(?:,?now(.*))?", squeezed(words))
    assert found, words
    return found[1], found[2], found[3] or ""


@cache
def read(form: str, path: Path, quarters: tuple[str, ...]) -> Paper:
    """`quarters` are those that have come, as printed: July 2019."""
    return READERS[form](path, quarters)


# --- data ----------------------------------------------------------------------------------------


def read_json(path: Path, quarters: Sequence[str]) -> Paper:
    document = json.loads(path.read_bytes())
    actions = {
        row["ref"]: Action(
            squeezed(row["text"]),
            squeezed(row["start"]),
            squeezed(row["end"]),
            squeezed(row["end_agreed"]),
            squeezed(row["late"]),
            squeezed(row["lead"]),
            squeezed("\n".join(row["measures"])),
            tuple(squeezed(c["label"]) for c in row["quarters"] if c["period"] in quarters),
        )
        for area in document["areas"]
        for outcome in area["outcomes"]
        for row in outcome["actions"]
    }
    names = ("total", "behind", "to_plan", "complete")
    areas = {a["ref"]: tuple(a["counts"][name] for name in names) for a in document["areas"]}
    counts = {squeezed(line["label"]): line["count"] for line in document["key"]}
    return Paper(actions, areas, counts)


def _from_rows(rows: Iterator[dict[str, Any]], quarters: Sequence[str]) -> dict[str, Action]:
    return {
        row["Ref"]: Action(
            squeezed(row["Action"]),
            squeezed(row["Start"]),
            squeezed(row["End"]),
            squeezed(row["End agreed since"]),
            squeezed(row["Late"]),
            squeezed(row["Lead"]),
            squeezed(row["Measure of success and increased confidence"]),
            tuple(squeezed(row[f"Status {quarter}"]) for quarter in quarters),
        )
        for row in rows
    }


def rows_of_csv(path: Path) -> list[dict[str, str]]:
    """Without the apostrophes that keep a spreadsheet from working cells out."""
    text = path.read_bytes().decode("utf-8-sig")
    return [
        {name: re.sub(r"^'(?='*[=+@-])", "", cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def read_csv(path: Path, quarters: Sequence[str]) -> Paper:
    """It has no counts: they are counted from its rows."""
    rows = rows_of_csv(path)
    now = [name for name in (f"Status {q}" for q in quarters) if any(r[name] for r in rows)][-1]
    by_area: dict[str, Counter[str]] = {}
    for row in rows:
        by_area.setdefault(row["Area"], Counter())[row[now]] += 1
    areas = {
        ref: (
            said.total(),
            said["Behind or at risk"] + said["Not started, behind"],
            said["On track"] + said["Not yet started"],
            said["Complete"],
        )
        for ref, said in by_area.items()
    }
    counts = Counter(squeezed(row[now]) for row in rows)
    return Paper(_from_rows(iter(rows), quarters), areas, dict(counts))


def table(path: Path, name: str) -> Iterator[dict[str, Any]]:
    """A sheet's rows below its title, note and empty line, by the titles of its columns."""
    lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
    _title, _note, _empty, heads, *rows = lines.to_python(skip_empty_area=False)
    return (dict(zip(heads, row, strict=True)) for row in rows)


def read_workbook(path: Path, quarters: Sequence[str]) -> Paper:
    names = ("Actions", "Behind target or at significant risk", "On track or yet to start")
    areas = {
        row["Ref"]: tuple(int(row[name]) for name in (*names, "Complete"))
        for row in table(path, "Areas")
    }
    counts = {
        squeezed(what.removeprefix("Status: ")): int(count)
        for what, count, *_ in (tuple(row.values()) for row in table(path, "Summary"))
        if what.startswith("Status: ")
    }
    return Paper(_from_rows(table(path, "Actions"), quarters), areas, counts)


# --- what people read ----------------------------------------------------------------------------


def with_class(node: Any, name: str) -> list[Any]:
    return node.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def read_html(path: Path, quarters: Sequence[str]) -> Paper:
    page = lxml.html.fromstring(path.read_text())
    actions = {}
    for row in with_class(page, "row--more"):
        head, lead, when, *cells = row
        ref = head.xpath("./a/b")[0].text_content()
        late = "".join(each.text_content() for each in with_class(when, "late"))
        start, end, agreed = dates(when.text_content().removesuffix(late))
        assert [cell.get("data-l") for cell in cells] == list(quarters)
        measures = row.getnext().xpath("./td/ul")
        actions[ref] = Action(
            squeezed(head.text_content()).removeprefix(ref),
            *(start, end, agreed, squeezed(late)),
            squeezed(lead.text_content()),
            squeezed(measures[0].text_content() if measures else ""),
            tuple(_html_status(cell) for cell in cells),
        )
    counted = r"(\d+) of (\d+) behind target or at significant risk, (\d+) on track or yet to start"
    areas = {}
    for area in with_class(page, "area"):
        ref = area.get("aria-labelledby").removeprefix("area-")
        found = re.search(rf"{counted}, (\d+) complete", area.text_content())
        assert found
        behind, total, to_plan, complete = map(int, found.groups())
        areas[ref] = (total, behind, to_plan, complete)
    key = [(squeezed(line[0].text_content()), line) for line in with_class(page, "key")[0]]
    counts = {label: int(line.xpath("./b")[0].text) for label, line in key}
    return Paper(actions, areas, counts)


def _html_status(cell: Any) -> str:
    chips = with_class(cell, "app-st")
    return squeezed(chips[0].text_content()) if chips else ""


def read_docx(path: Path, quarters: Sequence[str]) -> Paper:
    actions, areas, counts = {}, {}, {}
    for each in docx.Document(str(path)).tables:
        heads, *rows = [row.cells for row in each.rows]
        names = [head.text for head in heads]
        if names[:2] == ["Ref", "Action"] and quarters[0] in names:
            places = [names.index(quarter) for quarter in quarters]
            actions |= {row[0].text: _docx_action(row, places) for row in rows}
        elif names[0] == "Areas of weakness":
            areas = {
                row[0].text.split(".")[0]: tuple(int(cell.text) for cell in row[1:5])
                for row in rows
            }
        elif names[0] == "Status":
            counts = _without_none((row[0].text, row[2].text) for row in rows)
    return Paper(actions, areas, counts)


def _without_none(rows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The table of statuses, without how many actions have none."""
    return {squeezed(label): int(n) for label, n in rows if label not in ("No status yet", "–")}


def _lines(cell: Any, style: str = "") -> list[str]:
    return [each.text for each in cell.paragraphs if style in ("", each.style.name)]


def _docx_action(row: list[Any], places: list[int]) -> Action:
    words, measures = _lines(row[1]), _lines(row[4], "Table Bullet")
    when = _lines(row[2])
    late = [each for each in when if LATE.fullmatch(each)]
    return Action(
        squeezed("\n".join(each for each in words if not each.startswith("Note: "))),
        *dates(" ".join(each for each in when if each not in late)),
        squeezed("".join(late)),
        squeezed(row[3].text),
        squeezed("\n".join(measures)),
        tuple(squeezed(_lines(row[place])[0].replace("–", "")) for place in places),
    )


@cache
def tags_of(path: Path) -> str:
    """The tags of a PDF with the words in them, as an indented tree."""
    run = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True)
    return run.stdout.decode()


def read_pdf(path: Path, quarters: Sequence[str]) -> Paper:
    """By its tags, as a screen reader does: rows of tables, and the words of each cell."""
    actions: dict[str, Action] = {}
    areas: dict[str, tuple[int, ...]] = {}
    statuses: list[tuple[str, str]] = []
    heads: list[str] = []
    for row in _rows_of(tags_of(path)):
        if row[0][0] in ("Ref", "Areas of weakness", "Indicator", "Status"):
            heads = ["".join(cell) for cell in row]
        elif heads[:2] == ["Ref", "Action"] and len(row) == len(heads):
            ref = row[0][0]
            actions[ref] = _pdf_action(row, [heads.index(quarter) for quarter in quarters])
        elif heads and heads[0] == "Areas of weakness" and len(row) == len(heads):
            areas[row[0][0].split(".")[0]] = tuple(int(cell[0]) for cell in row[1:])
        elif heads and heads[0] == "Status" and len(row) == len(heads):
            statuses.append((row[0][0], row[2][0]))
    return Paper(actions, areas, _without_none(statuses))


def _rows_of(told: str) -> Iterator[list[list[str]]]:
    """Rows of cells of pieces of text, from the indented tree that pdfinfo prints."""
    row: list[list[str]] = []
    depth = 0
    for line in told.splitlines():
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        if row and indent <= depth and words:
            yield [cell or [""] for cell in row]
            row = []
        if re.match(r"TR\b", words):
            row, depth = [], indent
        elif re.match(r"(TH|TD)\b", words) and indent == depth + 2:
            row.append([])
        elif words.startswith('"') and row:
            row[-1].append(words.strip('"'))
    if row:
        yield [cell or [""] for cell in row]


def _pdf_action(row: list[list[str]], places: list[int]) -> Action:
    late = [each for each in row[2] if LATE.fullmatch(each)]
    first = next((at for at, each in enumerate(row[4]) if each.startswith("•")), len(row[4]))
    words = list(takewhile(lambda each: not each.startswith("Note: "), row[1]))
    return Action(
        squeezed("\n".join(words)),
        *dates(" ".join(each for each in row[2] if each not in late)),
        squeezed("".join(late)),
        squeezed("".join(row[3])),
        squeezed("\n".join(row[4][first:])),
        tuple(MARKS.sub("", squeezed("".join(row[place]))) for place in places),
    )


READERS = {
    "json": read_json,
    "csv": read_csv,
    "ods": read_workbook,
    "xlsx": read_workbook,
    "html": read_html,
    "docx": read_docx,
    "pdf": read_pdf,
}


def printed_text(form: str, path: Path) -> str:
    """All words of a file, without its marks: pages, office files, PDF by its tags, CSV, JSON."""
    if form == "pdf":
        return "".join(re.findall(r'"(.*)"', tags_of(path)))
    if form == "json":
        return "\n".join(map(str, _leaves(json.loads(path.read_bytes()))))
    if form == "csv":
        return path.read_text("utf-8-sig")
    if form in ("docx", "ods", "xlsx"):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        return "".join("".join(lxml.etree.fromstring(part).itertext()) for part in parts)
    return str(lxml.html.fromstring(path.read_text()).text_content())


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    else:
        yield value
