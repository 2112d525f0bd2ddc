"""What signatories see before they sign: the real page and PDF, and what has changed."""

from __future__ import annotations

import re

import lxml.html
import pytest
from django.urls import reverse
from pypdf import PdfReader

from actions.models import ReportingPeriod
from governance.domain.enums import Side
from governance.models import Paper, PreviewPdf
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import html
from governance.papers.formats.formula_guard import cleaned
from governance.papers.formats.registry import DOWNLOADS
from governance.presenters.publication_preview import preview_downloads, preview_file
from governance.services import jobs
from governance.services.previews import make_preview, preview_imprint, request_preview
from governance.services.publication_drafts import (
    correct,
    freeze_again,
    prepare_publication,
    read,
)
from governance.services.rendering import imprint_of
from governance.services.signing import sign
from tests.support import publishing_steps
from tests.support.html import words as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def july(sheffield) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-07")


@pytest.fixture
def draft(people, sheffield, july) -> Paper:
    return prepare_publication(by=people["publisher"], plan=sheffield, period=july)


def published_page(paper: Paper) -> str:
    """The page that readers get: signed by both, out on a day."""
    imprint = Imprint(
        sha256=paper.sha256,
        version=paper.version,
        published_on=None,
        signed=("Ann Signer, Director, for the council", "Bob Signer, Officer, for the NHS"),
        address=imprint_of(paper).address,
    )
    document = cleaned(read(paper, Quarterly))
    return dict(html.pages(document, imprint, preview_downloads(None, document), DOWNLOADS))["html"]


def test_nothing_but_signatures_and_links_differs_between_preview_and_published_page(draft):
    preview = preview_file(draft, "")
    assert preview is not None
    root = reverse("publication-preview", args=[draft.plan.slug, draft.key])
    shown = preview.content.decode().replace(root, f"/published/{draft.plan.slug}/2019-07/v1/")
    actions = reverse("actions", args=[draft.plan.slug])
    shown = shown.replace(f'"{actions}', f'"/published/{draft.plan.slug}/actions/')

    unsigned = text_in(shown)
    for side, name in (("council", "Ann Signer, Director"), ("NHS", "Bob Signer, Officer")):
        assert f"Not yet signed, for the {side}" in unsigned
        unsigned = unsigned.replace(f"Not yet signed, for the {side}", f"{name}, for the {side}")
    assert unsigned == text_in(published_page(draft))
    assert shown != published_page(draft)


def text_in(page: str) -> str:
    """All words of a page, in order; what leads to public pages is text in a first preview."""
    return " ".join(lxml.html.fromstring(page).text_content().split())


def test_who_has_signed_stands_on_the_line_of_their_side(draft, people):
    draft = publishing_steps.ready_to_sign(people, draft)
    sign(by=people["accountable"], paper=draft, side=Side.COUNCIL, sha256=draft.sha256)

    signed = preview_imprint(Paper.objects.get(pk=draft.pk)).signed

    assert signed[0].startswith("Demo accountable officer")
    assert signed[1] == "Not yet signed, for the NHS"


def test_a_signatory_reads_page_style_and_areas_from_the_publications_page(draft, signed_in):
    officer = signed_in("accountable")
    page = officer.get(reverse("publication", args=[draft.plan.slug, draft.key]))
    root = reverse("publication-preview", args=[draft.plan.slug, draft.key])
    assert f'href="{root}"' in page.content.decode()

    shown = officer.get(root)
    style = officer.get(f"{root}style.css")
    area = officer.get(f"{root}areas/5/")

    assert "Not yet signed, for the council" in shown.content.decode()
    assert f'href="{root}style.css"' in shown.content.decode()
    assert style["Content-Type"].startswith("text/css")
    assert "EHC Plans" in text_of(area)
    # Nothing of this plan is published: an action's public page is not there yet.
    for part in (shown, area):
        own = re.findall(r'href="(/[^"]*/actions/[^"]+)"', part.content.decode())
        assert own
        assert {path.rpartition("/actions/")[0] for path in own} == {f"/plans/{draft.plan.slug}"}
    assert officer.get(own[0]).status_code == 200
    assert officer.get(f"{root}areas/99/").status_code == 404
    assert "no-store" in shown["Cache-Control"]


def test_the_pdf_is_made_for_whoever_asks_once_for_each_text(draft, people, signed_in):
    preview = request_preview(by=people["accountable"], paper=draft)
    assert request_preview(by=people["publisher"], paper=draft) == preview
    officer, place = signed_in("accountable"), [draft.plan.slug, draft.key]
    page = officer.get(reverse("publication", args=place)).content.decode()
    progress = reverse("publication-preview-progress", args=place)
    assert f'hx-get="{progress}?was=queued" hx-trigger="every 1s"' in page
    assert f'href="{progress}">Check progress</a>' in page
    before = text_of(officer.get(reverse("publication-preview", args=place)))
    assert "PDF, made when the update is published" in before
    claimed = jobs.claim(PreviewPdf, preview.pk)
    make_preview(preview=claimed)

    address = reverse("publication-preview-pdf", args=place)
    card = officer.get(f"{progress}?was=making", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in card
    assert f'href="{address}">The PDF</a>' in card
    assert "The PDF is ready." in card
    shown = officer.get(reverse("publication-preview", args=place))
    assert f'<a class="hit" href="{address}">PDF</a>' in shown.content.decode()
    assert text_of(shown).count("made when the update is published") > 5
    sent = officer.get(address)
    path = PreviewPdf.objects.get(pk=preview.pk).path
    pages = [page.extract_text() for page in PdfReader(path).pages]

    assert b"".join(sent.streaming_content)[:5] == b"%PDF-"
    text = re.sub(r"\s+", " ", " ".join(pages))
    assert "Not yet signed, for the council" in text
    assert "Not yet signed, for the NHS" in text
    assert draft.sha256 in text.replace(" ", "")


@pytest.mark.parametrize("was_ready", [True, False])
def test_the_pdf_is_made_again_for_who_signs_next(draft, people, signed_in, monkeypatch, was_ready):
    draft = publishing_steps.ready_to_sign(people, draft)
    before = request_preview(by=people["accountable"], paper=draft)
    monkeypatch.setattr(PreviewPdf, "is_ready", property(lambda preview: was_ready))
    address = reverse("publication-sign", args=[draft.plan.slug, draft.key, Side.COUNCIL])
    assert signed_in("accountable").post(address, {"sha256": draft.sha256}).status_code == 302
    assert draft.previews.exclude(pk=before.pk).exists() == was_ready


def test_after_freezing_anew_whoever_signed_sees_what_changed_since(
    draft, people, sheffield, july, signed_in
):
    draft = publishing_steps.ready_to_sign(people, draft)
    sign(by=people["accountable"], paper=draft, side=Side.COUNCIL, sha256=draft.sha256)
    action = sheffield.actions.get(ref="5.1.1")
    action.text = "An action with other words."
    action.save()
    freeze_again(by=people["publisher"], paper=draft)
    address = reverse("publication", args=[draft.plan.slug, draft.key])

    theirs = text_of(signed_in("accountable").get(address))
    others = text_of(signed_in("publisher").get(address))

    assert "What is new since you signed on 15 November 2019" in theirs
    assert "An action with other words." in theirs
    assert "since you signed" not in others


def test_a_correction_is_compared_with_the_version_that_it_corrects(
    draft, people, sheffield, signed_in
):
    Paper.objects.filter(pk=draft.pk).update(state="out", published_at=draft.made_at)
    action = sheffield.actions.get(ref="5.1.1")
    action.text = "An action with other words."
    action.save()
    correct(by=people["publisher"], paper=draft, note="The words of 5.1.1 were wrong.")

    page = text_of(
        signed_in("accountable").get(reverse("publication", args=[draft.plan.slug, draft.key]))
    )

    assert "What is new since version 1, which this corrects" in page
    assert "An action with other words." in page
    assert "This is the first publication of this plan" in page


def test_every_link_of_a_first_preview_leads_somewhere(draft, signed_in):
    officer = signed_in("accountable")
    root = reverse("publication-preview", args=[draft.plan.slug, draft.key])
    imprint = preview_imprint(draft, root, reverse("actions", args=[draft.plan.slug]))
    document = cleaned(read(draft, Quarterly))
    pages = dict(html.pages(document, imprint, preview_downloads(None, document), DOWNLOADS))
    links = set().union(*map(links_of, pages.values()))

    assert not any(href.startswith("/published/") for href in links)
    own = {href for href in links if href.startswith(root)}
    assert own == {imprint.path_of(form) for form in (*pages, "css")}
    actions = sorted(href for href in links if "/actions/" in href)  # all are made alike
    assert actions
    for href in {*(links - own - set(actions)), *actions[:2], f"{root}style.css", f"{root}plain/"}:
        assert officer.get(href).status_code == 200, href
    for form, content in pages.items():
        assert "Be told of the next one by e-mail" in content, form  # told, without a page yet
        assert 'rel="alternate"' not in content, form


def test_once_the_plan_is_public_a_preview_links_its_public_pages(draft, people, sheffield):
    Paper.objects.filter(pk=draft.pk).update(state="out", published_at=draft.made_at)
    later = correct(by=people["publisher"], paper=draft, note="The words of 5.1.1 were wrong.")

    preview = preview_file(later, "")

    assert preview is not None
    assert f'href="/published/{sheffield.slug}/alerts/"' in preview.content.decode()


def links_of(content: str) -> set[str]:
    """The places within the site to which a page leads."""
    found = re.findall(r'href="([^"]+)"', content)
    return {href.partition("#")[0] for href in found if href.startswith("/")}
