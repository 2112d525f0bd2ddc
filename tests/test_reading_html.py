"""The reader of pages that tests use."""

from __future__ import annotations

import pytest

from tests.support.html import Page, words

PAGE = Page(
    """<!doctype html><title>T</title><main><h1>Progress</h1><h2>Areas &amp; outcomes</h2>
    <!-- nobody reads this --><p>Some<b>thing</b> is <a href="/late/?area=1">late</a></p>
    <div class="govuk-error-summary"><ul><li><a href="#id_day">Enter the day</a></li></ul></div>
    <form><input type="hidden" name="based_on" value="7">
    <label for="id_day">Day</label><span id="hint">For example 27</span>
    <input id="id_day" name="day" value="31" aria-describedby="hint">
    <label><input type="radio" name="status" value="on" checked> On track</label>
    <label><input type="radio" name="status" value="off"> Behind</label>
    <textarea name="words" aria-label="Words">
 two
lines</textarea>
    <select name="area" aria-label="Area"><option value="1">A<option value="2" selected>B</select>
    <button>Save</button></form>
    <table><caption>Figures of 2019</caption><thead><tr><th>Month<th>Value</thead>
    <tbody><tr><th>July<td>5 <b>%</b></tr><tr><th>August<td>6 %</tr></tbody></table></main>"""
)


def test_headings_and_links_by_their_words() -> None:
    assert PAGE.heading(1) == "Progress"
    assert PAGE.headings() == ["Progress", "Areas & outcomes"]
    assert PAGE.link("late") == "/late/?area=1"
    with pytest.raises(AssertionError, match="0 of link “early”; there are"):
        PAGE.link("early")


def test_fields_by_their_labels() -> None:
    day = PAGE.field("Day")
    assert (day.name, day.value, day.description) == ("day", "31", "For example 27")
    assert PAGE.field("On track").is_checked
    assert not PAGE.field("Behind").is_checked
    assert PAGE.field("Words").value == " two\nlines"
    assert PAGE.field("Area").value == "2"
    assert (PAGE.value("based_on"), PAGE.value("status")) == ("7", "on")
    assert PAGE.errors == {"id_day": "Enter the day"}
    assert PAGE.buttons == ["Save"]


def test_tables_by_their_captions() -> None:
    table = PAGE.table("Figures")
    assert table.heads == ["Month", "Value"]
    assert table.cells == [["July", "5 %"], ["August", "6 %"]]
    assert table.column("Month") == ["July", "August"]
    assert table.row("August").cells == ["August", "6 %"]


def test_words_are_those_that_somebody_reads() -> None:
    assert "Some thing is late" in PAGE
    assert "nobody" not in PAGE
    assert words(b"<p>caf\xc3\xa9 &lt;b&gt;</p>") == "café <b>"
