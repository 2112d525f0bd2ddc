"""Read the facts out of Sheffield's Written Statement of Action, as torn out of its PDF.

This is a second reading, made without sight of the fixture, to check the fixture against.
Line numbers in the comments are lines of the source document 002.

How the text is torn: each printed line is followed by an empty line; a cell follows the cell
to its left with no mark between them; a line of six blanks is the row of empty progress cells
and so ends an action; a page begins with a blank, straight after a line that is not empty.
A printed line keeps the blank after its last word, so lines are joined as they stand.

    python read_source.py SOURCE > sheffield_002.json
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Fact = dict[str, Any]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"
BULLET = "\uf0b7"
EN_DASH = "\u2013"
NO_PROGRESS = " " * 6
RUNNING_TEXT = ("text", "measure_texts")

# Line 514: the tail of the last intention but one stands alone at the head of a new page. The head
# of the page before it (line 373) is the tail of a key outcome, so no rule can tell the two apart.
TORN_INTENTION = "participated in this process"

# Line 1573 (action 2.4.1) prints "CCG CM". The glossary has no CM: it can only be CCM, the
# Children's Commissioning Manager, the one CCG post whose code holds these letters in this order.
UNKNOWN_POSTS = {"CM": "CCM"}

# Lines 2091-2093 (action 3.3.1): a lead that the glossary spells out but gives no post-holder.
ORGANISATIONS_WITHOUT_POST = ("NHSE",)


class Token(NamedTuple):
    """One thing in the text: a "line", a "gap" (a line of one blank), a "page" or a "row" end."""

    kind: str
    text: str = ""


class PrintedDate(NamedTuple):
    before: str  # what shares the first line with the date: the end of the action's text
    printed: str
    following: int


def read(text: str) -> Fact:
    """Return every fact of the document, and the raw text of actions and measures."""
    parts = _parts(text)
    glossary, posts = _read_glossary(parts["vii"])
    organisations = [glossary["SCC"], glossary["CCG"], glossary["LS"]]
    areas, outcomes, rows = _read_action_areas(parts["vi"], organisations)
    return {
        "areas": areas,
        "outcomes": outcomes,
        "actions": [_read_action(ref, row, posts) for ref, row in rows],
        "posts": posts,
        "indicators": _read_indicators(parts["iv"]),
        "quarters": _read_quarters(parts["vi"]),
        "glossary": glossary,
        "figures": _read_figures(parts["ii"]),
    }


def facts(reading: Fact) -> Fact:
    """Return the reading without the running text of actions and measures."""
    actions = [
        {name: value for name, value in action.items() if name not in RUNNING_TEXT}
        for action in reading["actions"]
    ]
    return {**reading, "actions": actions}


def month(printed: str) -> str | None:
    """Return what a printed date means: "Sept2019" is "2019-09", "On-going" "ongoing", "-" None."""
    if printed == "-":
        return None
    if printed == "On-going":
        return "ongoing"
    found = re.fullmatch(rf"({MONTH}) ?(\d{{4}})", printed)
    if not found:
        raise ValueError(f"not a date: {printed!r}")
    return f"{found[2]}-{MONTHS.index(found[1][:3]) + 1:02}"


def lead_codes(printed: str, posts: list[Fact]) -> list[str]:
    """Return the leads of "SCC - HoS / SPCF" as ["SCC-HoS", "SPCF"], in the order printed."""
    codes = {post["code"] for post in posts}
    known = {code.lower(): code for code in codes.union(ORGANISATIONS_WITHOUT_POST)}
    organisations = {code.split("-")[0] for code in codes if "-" in code}
    if printed == "Chair, ITF":  # the one post printed before its organisation (line 3734)
        return [known["itf-chair"]]
    leads = []
    organisation = ""
    for word in re.findall(r"\w+", printed.replace(" and ", " ")):
        if word in organisations:
            organisation = word
        elif word.lower() in known:
            leads.append(known[word.lower()])
        else:
            leads.append(known[f"{organisation}-{UNKNOWN_POSTS.get(word, word)}".lower()])
    return leads


def _parts(text: str) -> dict[str, list[str]]:
    """Return the lines of each numbered part: "i" (introduction) to "vii" (glossary)."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.split("\n"):
        found = re.match(r" ?([ivx]+)\. [A-Z]{4}", line)
        if found:
            current = parts.setdefault(found[1], [])
        current.append(line)
    return parts


def _join(lines: Iterable[str]) -> str:
    return " ".join("".join(lines).split())


def _filled(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


# --- vi. Action areas -----------------------------------------------------------------------


def _headers(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Find the table headers printed sideways: "P", "age 39", then letters (lines 3220, 4554)."""
    for start, line in enumerate(lines):
        if line == "P" and re.match(r"age \d+$", lines[start + 1]):
            end = lines.index("Progress ", start) + 1
            while len(lines[end].strip()) <= 2:
                end += 1
            yield start, end


def _read_quarters(lines: list[str]) -> list[str]:
    found = set()
    for start, end in _headers(lines):
        letters = "".join("".join(lines[start:end]).split())
        quarters = re.findall(rf"({MONTH})(\d{{4}})", letters.partition("Progress")[2])
        found.add(tuple(month(f"{name} {year}") or "" for name, year in quarters))
    if len(found) != 1:
        raise ValueError(f"the table headers differ: {found}")
    return list(found.pop())


def _tokens(lines: list[str]) -> Iterator[Token]:
    skipped = {number for span in _headers(lines) for number in range(*span)}
    for number, line in enumerate(lines):
        if number in skipped:
            if number - 1 not in skipped:
                yield Token("page")
            continue
        if re.match(r" \S", line) and number and lines[number - 1]:
            yield Token("page")
        if line == NO_PROGRESS:
            yield Token("row")
        elif line.strip():
            yield Token("line", line)
        elif line:
            yield Token("gap")


def _read_action_areas(
    lines: list[str], organisations: list[str]
) -> tuple[list[Fact], list[Fact], list[tuple[str, list[Token]]]]:
    """Walk through the tables; return areas, outcomes, and each action's reference and row."""
    areas: list[Fact] = []
    outcomes: list[tuple[str, list[str]]] = []
    responsible: dict[str, list[str]] = {}
    rows: list[tuple[str, list[Token]]] = []
    state = "start"
    for token in _tokens(lines):
        line = token.text.strip()
        if token.kind in ("page", "row") or line.startswith(("*Please note", "Outcomes Actions")):
            # The row, or the list of people, is over. What follows up to the next reference is
            # the rest of an outcome's own cell, which the area's list has in full.
            state = "finding" if state == "finding" else "between"
        elif found := re.match(r"([1-7])\.\s+(\D+)$", line):
            areas.append({"ref": found[1], "title_printed": _join([found[2]])})
            state = "finding"
        elif line == "Outcomes:":
            state = "outcomes"
        elif found := re.match(r"(?:Person|People) responsible for this area:", line):
            responsible[areas[-1]["ref"]] = [token.text.replace(found[0], "")]
            state = "responsible"
        elif found := re.match(r"(\d\.\d\.\d)\s", line):
            rows.append((found[1], [Token("line", token.text.replace(found[1], "", 1))]))
            state = "action"
        elif found := re.match(r"(\d\.\d)\.?\s", line):
            if state == "outcomes":
                outcomes.append((found[1], [line.removeprefix(found[0]) + " "]))
            elif found[1] not in dict(outcomes):
                raise ValueError(f"outcome {found[1]} is not in its area's list")
        elif state == "outcomes":
            outcomes[-1][1].append(token.text)
        elif state == "responsible":
            responsible[areas[-1]["ref"]].append(token.text)
        elif state == "action":
            rows[-1][1].append(token)
    for area in areas:
        printed = _join(responsible[area["ref"]])
        area["responsible_printed"] = printed
        area["responsible"] = _read_people(printed, organisations)
    titles = [
        {"ref": ref, "area": ref[0], "title": _join(cell).partition(":")[0]}
        for ref, cell in outcomes
    ]
    return areas, titles, rows


def _read_people(printed: str, organisations: list[str]) -> list[Fact]:
    """Split "Name, Title, Organisation and Name, Title, Organisation".

    Area 7 prints its organisation twice (lines 4492-4494): a person of one organisation.
    """
    organisation = "|".join(map(re.escape, organisations))
    person = rf"([^,]+), (.+?), ({organisation})(?:, \3)?(?: and |$)"
    return [
        {"name": name, "title": title, "organisation": body}
        for name, title, body in re.findall(person, printed)
    ]


def _read_action(ref: str, row: list[Token], posts: list[Fact]) -> Fact:
    """Split a row into text, start, end, leads and measures.

    The dates are where a date, a date and a lead follow one another: the date that ends the
    text of 6.1.5 (line 3745) is followed by two dates, and so is not the start.
    """
    for number in range(len(row)):
        start = _date_at(row, number)
        end = start and _date_at(row, start.following)
        if start and end and not end.before and _is_lead(row[end.following].text):
            break
    else:
        raise ValueError(f"action {ref} has no dates")
    text = [*row[:number], Token("line", start.before)]
    after = end.following
    while _is_lead(row[after].text):
        after += 1
    leads = _join(token.text for token in row[end.following : after])
    introduction, measures = _read_measures(row[after:])
    return {
        "ref": ref,
        "outcome": ref[:3],
        "start_printed": start.printed,
        "end_printed": end.printed,
        "start": month(start.printed),
        "end": month(end.printed),
        "leads_printed": leads,
        "leads": lead_codes(leads, posts),
        "measure_count": len(measures),
        "bullet_count": sum(token.text.startswith(BULLET) for token in text),
        "measures_have_introduction": bool(introduction),
        "text": _paragraphs(text),
        "measure_texts": [introduction, *measures] if introduction else measures,
    }


def _date_at(row: list[Token], number: int) -> PrintedDate | None:
    """Return the date that begins on this line, if one does: month and year are on two lines."""
    first, second = (token.text for token in [*row, Token("gap"), Token("gap")][number:][:2])
    if first.strip() == "-":
        return PrintedDate("", "-", number + 1)
    if found := re.fullmatch(rf"(|.*\s)({MONTH}\s*)", first):
        if re.fullmatch(r"\d{4}", second.strip()):
            return PrintedDate(found[1], _join([found[2], second]), number + 2)
    elif first.strip() + second.strip() == "On-going":
        return PrintedDate("", "On-going", number + 2)
    return None


def _is_lead(line: str) -> bool:
    """Tell whether a line holds nothing but codes (SCC, HoS, HCIS) and what joins them."""
    words = line.replace("Chair, ITF", "ITF").replace(EN_DASH, "-").replace(",", "").split()
    code = r"[A-Z][A-Za-z]*[A-Z]"
    return bool(words) and all(re.fullmatch(rf"{code}|and|[-/&]", word) for word in words)


def _read_measures(cell: list[Token]) -> tuple[str, list[str]]:
    """Return what stands before the first dash (7.1.6 alone, lines 4891-4897), and each measure."""
    groups: list[list[str]] = [[]]
    for token in cell:
        if token.text.startswith("- "):
            groups.append([])
        groups[-1].append(token.text.removeprefix("- "))
    introduction, *measures = map(_join, groups)
    return introduction, measures


def _paragraphs(text: list[Token]) -> str:
    groups: list[list[str]] = [[]]
    for token in text:
        if token.kind == "gap" or token.text.startswith(BULLET):
            groups.append([])
        groups[-1].append(token.text.replace(BULLET, "- "))
    return "\n".join(filter(None, map(_join, groups)))


# --- iv. Indicators -------------------------------------------------------------------------


def _read_indicators(lines: list[str]) -> list[Fact]:
    """Read the table whose cells follow one another with no mark between them.

    A key outcome begins with the first two words of one of the five in the list above the table,
    an intention with "To", an indicator with one of a few words. Any other line goes on with the
    cell before it; at the head of a new page that is the key outcome.
    """
    listed, *pages = " \n".join(_filled(lines)).split("Key outcome Intention Indicator \n")
    begins = tuple(" ".join(item.split()[:2]) for item in re.findall(r"(?m)^\d\. (.+)$", listed))
    measured = ("% of ", "Rate of ", "Progress ", "Attainment ", "Appeals ", "Complaints ")
    cells: dict[str, list[str]] = {}
    rows: list[dict[str, list[str]]] = []
    column = ""
    for page in pages:
        if rows:
            column = "key_outcome"
        for line in page.splitlines():
            if line.startswith(begins):
                column = "key_outcome"
                cells = {column: []}
            elif line.startswith("To "):
                column = "intention"
                cells = {**cells, column: []}
            elif line.startswith((*measured, "Waiting times ")):
                column = "indicator"
                cells = {**cells, column: []}
                rows.append(cells)
            elif line.strip() == TORN_INTENTION:
                column = "intention"
            cells[column].append(line)
    return [{column: _join(cell) for column, cell in row.items()} for row in rows]


# --- vii. Glossary --------------------------------------------------------------------------


def _read_glossary(lines: list[str]) -> tuple[dict[str, str], list[Fact]]:
    heading = next(n for n, line in enumerate(lines) if line.startswith("Key Leads"))
    return _read_abbreviations(lines[1:heading]), _read_posts(lines[heading:])


def _read_abbreviations(lines: list[str]) -> dict[str, str]:
    """Read the two columns of abbreviations: two blanks part them.

    A line without two blanks goes on with the meaning before it (SENDSARS, lines 5275-5278).
    """
    entries: list[str] = []
    for line in _filled(lines):
        left, *right = re.split(r"\s{2,}", line, maxsplit=1)
        if right:
            entries += [left, *right]
        else:
            entries[-1] += f" {left}"
    return {key: _join([meaning]) for key, _, meaning in (e.partition(" ") for e in entries)}


def _read_posts(lines: list[str]) -> list[Fact]:
    """Read the two columns of key leads, left column first within each organisation's heading.

    A heading at the left always shares its line with one at the right. A cell at the right comes
    after two blanks, or at the start of its line after one. Other lines go on with the last cell.
    """
    code = r"(?:Chair, )?[A-Z]\w*[A-Z]"
    headings = {"left": "", "right": ""}
    posts: list[dict[str, str]] = []
    for line in lines:
        columns = [cell for cell in re.split(r"\s{2,}", line.rstrip()) if cell]
        for number, cell in enumerate(columns):
            column = "right" if number or cell.startswith(" ") else "left"
            if found := re.match(rf"Key [Ll]eads [-{EN_DASH}] (.+)", cell):
                headings["right" if len(columns) == 1 else column] = found[1]
            elif found := re.match(rf" ?({code}) ([A-Z]\w+ [A-Z]\w+), (.+)", cell):
                entry = {"code": found[1], "holder": found[2], "title_printed": found[3]}
                posts.append({"heading": headings[column], **entry})
            elif cell.strip():
                posts[-1]["title_printed"] += f" {cell.strip()}"
    return [_post(**post) for post in posts]


def _post(heading: str, code: str, holder: str, title_printed: str) -> Fact:
    """Make the code ORGANISATION-POST; an organisation with one nameless post stands alone."""
    name, _, short = heading.rstrip(")").partition(" (")
    title = title_printed.removesuffix(f", {name}").removesuffix(f", {code}")
    if "," in code:  # "Chair, ITF"
        code, short = code.split(", ")
    elif not short:
        short = name.split()[-1]  # "Sheffield SENDIASS"
    initials = "".join(word[0] for word in name.split())
    alone = code == initials
    return {
        "code": code if alone else f"{short}-{code}",
        "organisation": code if alone else short,
        "title": title,
        "title_printed": title_printed,
        "holder": holder,
    }


# --- ii. Feedback ---------------------------------------------------------------------------


def _read_figures(lines: list[str]) -> list[Fact]:
    """Return each percentage and count, in order, with the survey it is from.

    Years, school years ("Year 7", "Y10") and ages ("16/19") are not figures.
    """
    surveys = ("State of Sheffield", "Our Voice Matters")
    text = _join(lines)
    change = text.index(f"In the 2018/19 {surveys[1]} Survey")
    figures = []
    for survey, passage in zip(surveys, (text[:change], text[change:]), strict=True):
        for found in re.finditer(r"(?<![\w/,])(?<!Year )(\d[\d,]*)(%?)(?![\w/])", passage):
            number = int(found[1].replace(",", ""))
            kind = "percentage" if found[2] else "count"
            figures.append({"survey": survey, "kind": kind, "printed": found[0], "value": number})
    return figures


def main() -> None:
    source = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(json.dumps(facts(read(source)), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
