"""The papers by a second check of PDF/UA, and that each of its rules can find a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Operator

from tests.support.pdf_ua import RULES, faults

Fault = Callable[[pikepdf.Pdf], None]


def found_in(path: Path) -> dict[str, list[str]]:
    with pikepdf.open(path) as file:
        return faults(file)


@pytest.mark.django_db
def test_the_october_update_is_pdf_ua(paper):
    assert found_in(paper.path) == {}


@pytest.mark.django_db
def test_the_published_october_update_is_pdf_ua(published):
    assert found_in(published.path("pdf")) == {}


@pytest.mark.parametrize("form", ["pdf", "easy-pdf-1"])
def test_the_small_paper_with_something_in_every_field_is_pdf_ua(form, small):
    assert found_in(small.path(form)) == {}


# --- each rule can find a fault ------------------------------------------------------------------


def elements(file: pikepdf.Pdf, tag: str) -> list[Dictionary]:
    return [
        found
        for found in file.objects
        if isinstance(found, Dictionary) and found.get("/S") == f"/{tag}" and "/P" in found
    ]


def first(file: pikepdf.Pdf, tag: str) -> Dictionary:
    return elements(file, tag)[0]


def rewrite(file: pikepdf.Pdf, change: Callable[[list], list]) -> None:
    """Writes what `change` makes of the instructions of the first page."""
    page = file.pages[0]
    content = pikepdf.unparse_content_stream(change(list(pikepdf.parse_content_stream(page))))
    page.Contents = file.make_stream(content)


def without_artifacts(file: pikepdf.Pdf) -> None:
    artifact = ("/Artifact", "BDC")
    rewrite(
        file,
        lambda instructions: [
            ([Name.Span, Dictionary()], operator)
            if operands and (operands[0], str(operator)) == artifact
            else (operands, operator)
            for operands, operator in instructions
        ],
    )


def artifact_around_all(file: pikepdf.Pdf) -> None:
    rewrite(
        file,
        lambda instructions: [
            ([Name.Artifact], Operator("BMC")),
            *instructions,
            ([], Operator("EMC")),
        ],
    )


def page_drawn_twice(file: pikepdf.Pdf) -> None:
    rewrite(file, lambda instructions: instructions * 2)


def text_out_of_the_tree(file: pikepdf.Pdf) -> None:
    del first(file, "P").K


def parent_forgotten(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums[1][0] = None


def adopted(file: pikepdf.Pdf) -> None:
    first(file, "Caption").P = first(file, "Document")


def own_tag(file: pikepdf.Pdf) -> None:
    first(file, "P").S = Name.Paragraph


def standard_tag_mapped(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = Dictionary({"/P": Name.Span})


def cell_outside_a_row(file: pikepdf.Pdf) -> None:
    first(file, "TR").S = Name.Div


def wider_cell(file: pikepdf.Pdf) -> None:
    first(file, "TD").A.ColSpan = 4


def higher_cell(file: pikepdf.Pdf) -> None:
    first(file, "TD").A.RowSpan = 2


def without_caption(file: pikepdf.Pdf) -> None:
    del first(file, "Table").K[0]


def empty_caption(file: pikepdf.Pdf) -> None:
    first(file, "Caption").K = Array()


def header_of_nothing(file: pikepdf.Pdf) -> None:
    del first(file, "TH").A.Scope


def without_identifiers(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.IDTree


def without_headers(file: pikepdf.Pdf) -> None:
    del first(file, "TD").A.Headers


def header_of_another_table(file: pikepdf.Pdf) -> None:
    first(file, "TD").A.Headers = Array([elements(file, "TH")[-1].ID])


def another_of_that_name(file: pikepdf.Pdf) -> None:
    one, two, *_ = elements(file, "TH")
    two.ID = one.ID


def picture_without_words(file: pikepdf.Pdf) -> None:
    first(file, "P").S = Name.Figure


def no_first_heading(file: pikepdf.Pdf) -> None:
    first(file, "H1").S = Name.P


def level_skipped(file: pikepdf.Pdf) -> None:
    first(file, "H3").S = Name.H4


def without_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def title_hidden(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def without_title(file: pikepdf.Pdf) -> None:
    with file.open_metadata(update_docinfo=False) as metadata:
        del metadata["dc:title"]


def without_claim(file: pikepdf.Pdf) -> None:
    with file.open_metadata() as metadata:
        del metadata["pdfuaid:part"]


def tags_suspect(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Suspects = True


def page_with_link(file: pikepdf.Pdf) -> pikepdf.Page:
    return next(page for page in file.pages if "/Annots" in page)


def tab_by_columns(file: pikepdf.Pdf) -> None:
    page_with_link(file).Tabs = Name.C


def silent_link(file: pikepdf.Pdf) -> None:
    del page_with_link(file).Annots[0].Contents


def link_of_another(file: pikepdf.Pdf) -> None:
    page_with_link(file).Annots[0].StructParent = 0


def loose_link(file: pikepdf.Pdf) -> None:
    first(file, "Link").K = Array()


def without_bookmarks(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines


def fonts(file: pikepdf.Pdf) -> list[Dictionary]:
    return list(file.pages[0].Resources.Font.values())


def font_left_out(file: pikepdf.Pdf) -> None:
    del fonts(file)[0].DescendantFonts[0].FontDescriptor


def without_characters(file: pikepdf.Pdf) -> None:
    del fonts(file)[0].ToUnicode


def glyph_without_character(file: pikepdf.Pdf) -> None:
    table = fonts(file)[0].ToUnicode
    table.write(table.read_bytes().replace(b"endbfchar", b"<0001> <>\nendbfchar", 1))


BREAKING: dict[str, tuple[Fault, ...]] = {
    "every_content_is_tagged_or_an_artifact": (without_artifacts,),
    "tags_and_artifacts_do_not_cross": (artifact_around_all,),
    "content_identifiers_are_unique": (page_drawn_twice,),
    "all_marked_content_is_in_the_structure": (text_out_of_the_tree, parent_forgotten),
    "each_element_names_its_parent": (adopted,),
    "tags_are_standard": (own_tag, standard_tag_mapped),
    "parts_of_tables_and_lists_are_in_them": (cell_outside_a_row,),
    "tables_are_regular": (wider_cell, higher_cell),
    "tables_have_one_caption_that_comes_first": (without_caption, empty_caption),
    "header_cells_say_what_they_head": (header_of_nothing,),
    "cells_name_headers_that_can_be_looked_up": (
        without_identifiers,
        without_headers,
        header_of_another_table,
    ),
    "element_identifiers_are_unique": (another_of_that_name,),
    "figures_have_words": (picture_without_words,),
    "headings_skip_no_level": (no_first_heading, level_skipped),
    "the_language_is_known": (without_language,),
    "the_title_is_shown": (title_hidden, without_title),
    "it_says_that_it_is_pdf_ua": (without_claim,),
    "it_says_that_it_is_tagged": (tags_suspect,),
    "the_tab_key_follows_the_structure": (tab_by_columns,),
    "links_are_in_the_structure_and_have_words": (silent_link, link_of_another, loose_link),
    "bookmarks_lead_through_it": (without_bookmarks,),
    "fonts_are_embedded": (font_left_out,),
    "every_glyph_has_a_character": (without_characters, glyph_without_character),
}


def test_each_rule_has_a_fault_that_breaks_it():
    assert set(BREAKING) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        pytest.param(rule, fault, id=fault.__name__)
        for rule, breaking in BREAKING.items()
        for fault in breaking
    ],
)
def test_a_rule_finds_its_fault(small, rule, fault):
    with pikepdf.open(small.path("pdf")) as file:
        fault(file)
        assert rule in faults(file)
