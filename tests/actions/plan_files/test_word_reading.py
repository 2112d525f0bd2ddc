"""What Word writes beside plain text: text boxes, struck and hidden text, notes, tracked joins."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.pieces import Block, Floating, Grid, Head, Para, box
from tests.support.plan_layouts.word import W, as_docx

HEADINGS = ("Ref", "Action", "Lead", "Start", "End", "Measures")
FIRST = ("1.1.1", "Write the strategy", "SCC - HoS", "May 2019", "July 2019", "It is written")
BOXED = ("1.1.2", "BOXED", "SCC - HoS", "May 2019", "July 2019", "All are told")
MARKER = "MARKERTEXT"
TITLED = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="Heading2"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(map(box, row)) for row in (HEADINGS, *rows)))


def document(blocks: list[Block], instead: str = "", **parts: str) -> bytes:
    """A Word document in which the run of MARKERTEXT is replaced, with parts added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(blocks))) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            content = old.read(entry).decode()
            if instead and entry == "word/document.xml":
                run = f'<w:r><w:t xml:space="preserve">{MARKER}</w:t></w:r>'
                assert run in content
                content = content.replace(run, instead)
            if entry.removeprefix("word/").removesuffix(".xml") not in parts:
                new.writestr(entry, content)
        for name, content in parts.items():
            new.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def read(content: bytes, name: str = "plan.docx") -> dict[str, Any]:
    return read_plan_file(io.BytesIO(content), name).export()


def with_run(run: str, **parts: str) -> dict[str, Any]:
    """A plan whose action 1.1.1 is written with the run or runs."""
    row = (FIRST[0], MARKER, *FIRST[2:])
    return read(document([Head("1. STRATEGY"), grid(row)], run, **parts))


def run_of(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def boxed(content: str) -> str:
    """Content in a text box as Word writes it: once for itself and once for older readers."""
    drawn = as_docx([Floating(MARKER)])
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        written = archive.read("word/document.xml").decode()
    found = re.search(r"<w:r><mc:AlternateContent>.*</mc:AlternateContent></w:r>", written)
    assert found is not None
    inner = f'<w:p><w:r><w:t xml:space="preserve">{MARKER}</w:t></w:r></w:p>'
    return found[0].replace(inner, content)


def table_xml(rows: tuple[tuple[str, ...], ...]) -> str:
    with zipfile.ZipFile(io.BytesIO(as_docx([grid(*rows)]))) as archive:
        written = archive.read("word/document.xml").decode()
    found = re.search(r"<w:tbl>.*</w:tbl>", written)
    assert found is not None
    return f"{found[0]}<w:p/>"


def left(plan: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(found["where"], found["text"], found["reason"]) for found in plan["not_understood"]]


def test_a_table_in_a_text_box_is_read_once() -> None:
    blocks: list[Block] = [Head("1. STRATEGY"), grid(FIRST), Para(MARKER)]
    plan = read(document(blocks, boxed(table_xml((BOXED,)))))
    assert [action["ref"] for action in plan["actions"]] == ["1.1.1", "1.1.2"]
    assert plan["actions"][1]["text"] == "BOXED"


def test_a_text_box_beside_the_text_of_a_cell_is_listed() -> None:
    note = boxed("<w:p><w:r><w:t>Note by the board</w:t></w:r></w:p>")
    plan = with_run(run_of("Write the strategy") + note)
    assert plan["actions"][0]["text"] == "Write the strategy"
    wanted = ("Table 1, row 2", "Note by the board", "A text box beside the text of its cell")
    assert left(plan) == [wanted]


def test_a_text_box_that_is_all_of_a_cell_is_its_text() -> None:
    plan = with_run(boxed("<w:p><w:r><w:t>Write the strategy</w:t></w:r></w:p>"))
    assert plan["actions"][0]["text"] == "Write the strategy"
    assert "text_box" in {guess["kind"] for guess in plan["guesses"]}


def test_hidden_text_is_left_out_and_listed() -> None:
    hidden = run_of("SECRET", "<w:vanish/>") + run_of("TOO", "<w:vanish/>")
    plan = with_run(run_of("Write the ") + hidden + run_of("strategy"))
    assert plan["actions"][0]["text"] == "Write the strategy"
    assert left(plan) == [("Table 1, row 2", "SECRETTOO", "Hidden text: Word does not show it")]


def test_struck_text_is_left_out_and_listed() -> None:
    struck = run_of("Draft the policy", "<w:strike/>")
    kept = run_of(" Write the strategy", '<w:dstrike w:val="0"/>')
    plan = with_run(struck + kept + run_of("soon", "<w:dstrike/>"))
    assert plan["actions"][0]["text"] == "Write the strategy"
    place, reason = "Table 1, row 2", "Text that is struck through"
    assert left(plan) == [(place, "Draft the policy", reason), (place, "soon", reason)]


def test_paragraphs_joined_by_a_tracked_change_stay_separate_words() -> None:
    mark = '<w:p><w:pPr><w:rPr><w:del w:author="A" w:id="1"/></w:rPr></w:pPr>'
    between = f"{run_of('Write the')}</w:p><w:p>{run_of(' strategy')}"
    content = document([grid((FIRST[0], MARKER, *FIRST[2:]))], between)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            part = old.read(entry).decode()
            first = f"<w:p><w:pPr></w:pPr>{run_of('Write the')}"
            new.writestr(entry, part.replace(first, f"{mark}{run_of('Write the')}"))
    assert read(made.getvalue())["actions"][0]["text"] == "Write the strategy"


def test_footnotes_and_comments_are_listed_with_their_place() -> None:
    text = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    footnotes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{text}</w:footnote></w:footnotes>'
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="0">{text}</w:comment></w:comments>'
    references = '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/></w:r>'
    plan = with_run(
        run_of("Write the strategy") + references,
        footnotes=footnotes.format("Subject to budget"),
        comments=comments.format("Please check"),
    )
    assert plan["actions"][0]["text"] == "Write the strategy"
    assert left(plan) == [
        ("Table 1, row 2", "Subject to budget", "A footnote"),
        ("Table 1, row 2", "Please check", "A comment"),
    ]


def test_an_embedded_document_is_listed() -> None:
    chunk = '</w:p><w:altChunk xmlns:r="urn:r" r:id="rId9"/><w:p>'
    content = document([grid(FIRST), Para(MARKER)], chunk)
    plan = read(content)
    assert [(place, text) for place, text, _ in left(plan)] == [
        ("After paragraph 0", "A part of the file")
    ]


def test_a_picture_instead_of_a_table_is_listed() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="rId7" xmlns:r="urn:r"/></w:drawing></w:r>'
    ((_, text, reason),) = left(read(document([Para(MARKER)], picture)))
    assert text == "1 picture"
    assert "ask for the document from which it was made" in reason


def test_a_document_without_text_says_so() -> None:
    ((_, text, reason),) = left(read(as_docx([])))
    assert (text, reason.partition(".")[0]) == ("plan.docx", "It holds no text")


def test_the_title_of_the_document_is_listed() -> None:
    title = Head("Ourshire statement of action", level=2)
    plan = read(document([title, Head("Joint commissioning"), grid(FIRST)], styles=TITLED))
    assert left(plan) == [("Paragraph 1", title.text, "The title of the document")]
    assert [area["title"] for area in plan["areas"]] == ["Joint commissioning"]


def test_an_area_in_the_style_of_a_title_stays_an_area() -> None:
    blocks: list[Block] = [Head("1. Strategy", level=2), grid(FIRST), Head("2. Transition")]
    plan = read(document(blocks, styles=TITLED))
    assert plan["areas"][0]["title"] == "Strategy"
