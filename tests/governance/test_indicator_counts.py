"""One count of indicators, in the overview and in every paper: those that the plan names."""

from __future__ import annotations

import re
from datetime import date

import pytest

from governance.papers.document.schema import Quarterly
from governance.papers.formats.html import TELLING, pages
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly import wording
from governance.papers.quarterly.build_publication import build_publication
from indicators.models import Indicator
from indicators.presenters.change_summary import change_summary_html
from tests.support import boards
from tests.support.html import Page
from tests.support.rendered import imprint_for
from tests.support.rich_document import rich

DAY = date(2019, 10, 31)
OTHERS = "12 other figures from the plan or its reports are shown too, and not counted here."


@pytest.mark.django_db
def test_overview_and_papers_count_the_indicators_that_the_plan_names(sheffield):
    known = Indicator.objects.of_plan(sheffield)
    assert (known.printed().count(), known.count()) == (24, 36)
    july = sheffield.periods.get(key="2019-07")
    july.plan = sheffield

    overview = Page(change_summary_html(sheffield, DAY)).words
    document = build_publication(sheffield, july, DAY, before=None)
    highlight = build_highlight(sheffield, boards.meeting(sheffield), DAY)

    assert "Of 24" in overview
    assert OTHERS in overview
    said = wording.judged_words(document)
    assert said.startswith("The plan has 24 indicators: ")
    assert said.endswith(OTHERS)
    assert sum(map(int, re.findall(r"[:;] (\d+) ", said))) == 24
    (section,) = (section for section in highlight.sections if section.key == "indicators")
    assert section.intro == (
        "Of the 24 indicators that the plan names and 12 other figures from it or its reports."
    )


def page_of(document: Quarterly) -> str:
    made = dict(pages(document, imprint_for(document), [], ()))["html"]
    return " ".join(Page(made).words.split())


def test_the_public_page_names_both_counts_and_one_where_they_are_the_same():
    document = rich()
    first, *rest = document.indicators
    assert first.judgement in {judgement.label for judgement in TELLING}
    other = document.with_values(indicators=(first.with_values(in_plan=False), *rest))

    assert f"All {len(rest) + 1} indicators, with their figures" in page_of(document)
    words = page_of(other)
    assert "All 1 indicator and 1 other figure, with their figures" in words
    assert len(rest) == 1
    assert f"{first.judgement}: 0 and 1 other figure" in words
    assert f"{first.short_title} (other figure):" in words


def test_a_document_from_before_counts_as_it_did():
    document = rich()
    assert all("in_plan" not in indicator.model_fields_set for indicator in document.indicators)
    total = len(document.indicators)
    assert wording.judged_words(document).startswith(f"The plan has {total} indicators: ")
    assert "not counted here" not in wording.judged_words(document)
