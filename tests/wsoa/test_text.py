"""Running text as paragraphs and lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.text import Block, blocks, one_line

words = st.text(alphabet="abcdefg –'’.,", min_size=1).map(str.strip).filter(bool)


def test_paragraphs_and_bullets_in_order():
    text = "First line\nand the next.\n\n- one\n- two\n\nAfter."
    assert blocks(text) == [
        Block(paragraph="First line and the next."),
        Block(items=("one", "two")),
        Block(paragraph="After."),
    ]


def test_bullets_separated_by_an_empty_line_are_one_list():
    assert blocks("- one\n\n- two") == [Block(items=("one", "two"))]


def test_a_dash_inside_a_paragraph_is_no_bullet():
    assert blocks("up to - and past\n-not one") == [Block(paragraph="up to - and past -not one")]


def test_one_line_joins_a_list_by_semicolons():
    assert one_line("Train:\n- schools\n- services\n\nThen stop.") == (
        "Train: schools; services Then stop."
    )


@given(st.lists(words, min_size=1))
def test_no_text_is_lost(items):
    text = "\n".join(f"- {item}" for item in items)
    [block] = blocks(text)
    assert block.items == tuple(items)
