"""What the email to the board says of the report that it links to."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string

PAPER = {
    "title": "Highlight report",
    "as_at": date(2019, 10, 31),
    "meeting": {"held_on": date(2019, 11, 7)},
}


@pytest.mark.parametrize("form", ["txt", "html"])
def test_it_does_not_promise_two_pages_alone(form):
    words = render_to_string(f"governance/email/highlight.{form}", {"paper": PAPER})

    assert "two pages, what is late first, and an annex where" in " ".join(words.split())
