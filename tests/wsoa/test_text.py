"""Typed text as paragraphs, lists and links: what people paste, and nothing of it lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.text import (
    Block,
    ListItem,
    ListStyle,
    Paragraph,
    TextList,
    blocks,
    one_line,
    plain_text,
)
from wsoa.core.web_addresses import spans

words = st.text(alphabet="abcdefg –'’.,", min_size=1).map(str.strip).filter(bool)
# Lines as people paste them, and as nobody would.
signs = ["- ", "* ", "•\t", "•", "·  ", "\uf0b7\t", "o\t", "o   ", "– ", "1. ", "2. ", "2) "]
signs += ["1) ", "3. ", "a) ", "b) ", "c. ", "A. ", "B. ", "i. ", "ii) ", "-", "•", "", "", "", ""]
lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", " ", "  ", "   ", "\t", "      ", "\u00a0\u00a0"]),
    st.sampled_from(signs),
    st.sampled_from(["", "", "word", "x\ty", "- z", "1. z", "a) z"]),
)
typed = st.lists(lines, max_size=9).map("\n".join) | st.text(
    st.characters(exclude_categories=["Cs"])
)


def bullets(*items: str | ListItem) -> TextList:
    return TextList(tuple(item if isinstance(item, ListItem) else ListItem(item) for item in items))


def numbers(*items: str | ListItem, start: int = 1) -> TextList:
    return TextList(bullets(*items).items, ListStyle.NUMBERS, start)


def letters(*items: str) -> TextList:
    return TextList(bullets(*items).items, ListStyle.LETTERS)


def capitals(*items: str) -> TextList:
    return TextList(bullets(*items).items, ListStyle.CAPITALS)


def roman(*items: str) -> TextList:
    return TextList(bullets(*items).items, ListStyle.ROMAN)


TWO_LEVELS = [bullets(ListItem("One", (bullets("Two", "Three"),)), "Four")]


@pytest.mark.parametrize(
    "pasted",
    [
        "•\tOne\no\tTwo\no\tThree\n•\tFour",  # Word
        "\uf0b7\tOne\n\to\tTwo\n\to\tThree\n\uf0b7\tFour",  # Word, with the sign of its font
        "·       One\n\u00a0\u00a0\u00a0\u00a0o   Two\n    o   Three\n·       Four",  # Outlook
        "• One\n  ◦ Two\n  ◦ Three\n• Four",  # Teams
        "- One\n  - Two\n  - Three\n- Four",
        "•\tOne\n\n\to\tTwo\n\n\to\tThree\n\n•\tFour",
        "-\tOne\n\t\u25aa\tTwo\n\t\t\uf0a7\tThree\n-\tFour\n-",
    ],
)
def test_pasted_bullets_on_two_levels(pasted: str) -> None:
    assert blocks(pasted) == TWO_LEVELS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why:\n1. one\n2. two", [Paragraph("Why:"), numbers("one", "two")]),
        ("1)\tone\n2)\ttwo", [numbers("one", "two")]),
        ("3. three\n4. four", [numbers("three", "four", start=3)]),
        ("1. one\n1. again", [numbers("one"), numbers("again")]),
        ("a) one\nb) two", [letters("one", "two")]),
        ("1. one\n  a) aye\n2. two", [numbers(ListItem("one", (letters("aye"),)), "two")]),
        ("1. one\n  - dash\n2. two", [numbers(ListItem("one", (bullets("dash"),)), "two")]),
        ("1. one\n- dash\n2. two", [numbers("one"), bullets("dash"), numbers("two", start=2)]),
        ("* star\n- dash", [bullets("star", "dash")]),
        ("A. one\nB. two", [capitals("one", "two")]),
        ("a. one\nb. two", [letters("one", "two")]),
        ("i. one\nii. two\niii) three", [roman("one", "two", "three")]),
        ("- top\n  i. one\n  ii. two", [bullets(ListItem("top", (roman("one", "two"),)))]),
        ("".join(f"{c}) {c}\n" for c in "abcdefghij"), [letters(*"abcdefghij")]),
        (
            "•\tBullet\n•\tAnother\n    o\tsub\n    o\tsub two\n–\tdash\n1)\tone\n2)\ttwo",
            [bullets("Bullet", ListItem("Another", (bullets("sub", "sub two"),)), "dash"),
             numbers("one", "two")],
        ),
        ("- one\n\n1. first", [bullets("one"), numbers("first")]),
        ("- one\n\n- two", [bullets("one", "two")]),
        ("- one\n  goes on\n- two", [bullets("one\ngoes on", "two")]),
        ("- one\nAfter.", [bullets("one"), Paragraph("After.")]),
    ],
)  # fmt: skip
def test_numbers_letters_and_what_follows(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected


def test_an_empty_line_ends_a_paragraph_and_a_line_end_is_kept() -> None:
    assert blocks("First line\nand the next.\r\n\r\n\n  Last.") == [
        Paragraph("First line\nand the next."),
        Paragraph("Last."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "up to - and past\n-not one",
        "as in section\n3. of the Act",
        "the first\nb) of them",
        "A. Smith agreed it",
        "i. alone",
        "B. after\nC. no first",
        "o in a sentence",
        "2019. That year",
        "10.30 am",
        "-",
        "**bold** <b>bold</b> # no heading",
    ],
)
def test_what_only_looks_like_a_list_or_like_markup_is_text(sentence: str) -> None:
    assert blocks(sentence) == [Paragraph(sentence)]


def test_one_line_joins_a_list_by_semicolons() -> None:
    assert one_line("Train:\n- schools\n  - primary\n- services\n\nThen stop.") == (
        "Train: schools; primary; services. Then stop."
    )
    assert one_line("In turn:\n1) one\n2) two") == "In turn: 1. one; 2. two"


def test_plain_text_has_one_sign_for_each_kind_of_list() -> None:
    pasted = "Why:\n\uf0b7\tOne\no\tTwo\n\n3) three\n4) four\nnew line\n\na) aye"
    assert plain_text(pasted) == (
        "Why:\n\n- One\n  - Two\n\n3. three\n4. four\n\nnew line\n\na) aye"
    )


# --- what holds for every text -------------------------------------------------------------------

BULLET = r"[-\u2010\u2011\u2212–—*·•●◦○‣➢▪■\uf020-\uf0ff]|o"
SIGN = re.compile(rf"{BULLET}|[0-9]{{1,3}}[.)]|[a-zA-Z][.)]|[ivx]+[.)]")


def lines_of(text_blocks: list[Block]) -> list[str]:
    found: list[str] = []
    for block in text_blocks:
        if isinstance(block, Paragraph):
            found += block.text.split("\n")
        else:
            for item in block.items:
                found += [*item.text.split("\n"), *lines_of(list(item.lists))]
    return found


@given(typed)
def test_nothing_of_a_text_is_lost_but_the_signs_of_its_lists(text: str) -> None:
    found = lines_of(blocks(text))
    for line in filter(None, map(str.strip, text.splitlines())):
        if found and line.endswith(found[0]):
            sign = line.removesuffix(found.pop(0)).strip()
            assert not sign or SIGN.fullmatch(sign)
        else:
            assert SIGN.fullmatch(line)  # a bullet with nothing after it
    assert not found


@given(typed)
def test_the_plain_text_of_a_text_has_the_same_blocks(text: str) -> None:
    plain = plain_text(text)
    assert blocks(plain) == blocks(text)
    assert plain_text(plain) == plain


@given(st.lists(st.tuples(st.sampled_from(signs), words), max_size=9))
def test_an_item_without_an_indent_is_on_the_first_level(items: list[tuple[str, str]]) -> None:
    """Whatever stands above it: but for the signs that Word has for the second level alone."""
    typed_lines = [f"{sign}{word}" for sign, word in items if sign[:1] != "o"]
    for block in blocks("\n".join(typed_lines)):
        assert isinstance(block, Paragraph) or not any(item.lists for item in block.items)


LISTS = {
    ListStyle.NUMBERS: ["1", "2", "3", "4"],
    ListStyle.LETTERS: list("abcdefghijklm"),
    ListStyle.CAPITALS: list("ABCDEFGHIJKLM"),
    ListStyle.ROMAN: ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
}


@given(st.sampled_from(list(LISTS)), st.sampled_from(".)"), st.integers(2, 13))
def test_each_way_of_counting_is_one_list(style: ListStyle, end: str, count: int) -> None:
    numbers_typed = LISTS[style][:count]
    pasted = "\n".join(f"{number}{end}\tword {number}" for number in numbers_typed)
    expected = bullets(*(f"word {number}" for number in numbers_typed))
    assert blocks(pasted) == [TextList(expected.items, style)]


@given(st.lists(words, min_size=1))
def test_a_typed_list_has_its_items(items: list[str]) -> None:
    assert blocks("\n".join(f"- {item}" for item in items)) == [bullets(*items)]


@given(typed | st.text("htps:/.a@)(% \n"))
def test_the_pieces_of_a_line_are_the_line(text: str) -> None:
    assert "".join(span.text for span in spans(text)) == text


@pytest.mark.parametrize(
    "hostile",
    ["- ", "\t", "a) b\n", "1. x\n  - y\n", " \x0b", "(", "o ", "•", "http://a.", "https://)))))"],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(hostile: str) -> None:
    def seconds(length: int) -> float:
        text = (hostile * length)[:length]
        started = time.process_time()
        plain_text(text)
        spans(text)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(100_000) < 1.5  # a quadratic reading takes minutes


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(http://example.org/a_(b)), or", ["http://example.org/a_(b)"]),
        ("<HTTPS://Example.org:8443?x=1#y>", ["HTTPS://Example.org:8443?x=1#y"]),
        ("“https://example.org/”", ["https://example.org/"]),
        ("See www.gov.uk/send, or WWW.nhs.uk.", ["www.gov.uk/send", "WWW.nhs.uk"]),
        ("a@www.gov.uk ftp://www.a.org awww.b.org www.bank.org@evil.org www. www..a.b", []),
        ("https://bank.example@evil.example/", []),
        ("https://b\u0430nk.example/", []),  # with a Cyrillic letter
        ("javascript:alert(1) ftp://a.org mailto:a@b.org www.a http:// https://", []),
    ],
)
def test_what_is_an_address(line: str, addresses: list[str]) -> None:
    assert [span.text for span in spans(line) if span.href] == addresses


def test_an_address_without_its_scheme_leads_to_https_and_no_other_is_changed() -> None:
    hrefs = [span.href for span in spans("www.gov.uk/a http://a.org") if span.href]
    assert hrefs == ["https://www.gov.uk/a", "http://a.org"]


def test_an_address_is_encoded_where_it_has_to_be() -> None:
    (span,) = spans("https://example.org/100%/ä|b%20c")
    assert span.href == "https://example.org/100%25/%C3%A4%7Cb%20c"
