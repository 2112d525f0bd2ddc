"""A publication that goes out: rendered, scheduled, withheld, corrected, withdrawn."""

from __future__ import annotations

import errno
from datetime import timedelta

import pytest

from actions.models import Plan
from actions.services.periods import close
from governance import tasks
from governance.domain.enums import PaperState, Side
from governance.models import Paper, Rendering
from governance.papers import formats
from governance.papers.checks.warning_types import WarningKind
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.selectors.warning_answers import open_warnings
from governance.services import jobs, publication_drafts, publishing, signing
from governance.services.publication_drafts import NotADraft, PaperRefused
from tests.support.paper_steps import go_out, say, summaries
from tests.support.publishing_steps import (
    ready_to_sign,
    render_small,
    sign_both,
    signed,
)
from wsoa.core.clock import now
from wsoa.core.leases import LeaseLost

pytestmark = [pytest.mark.django_db]


@pytest.mark.usefixtures("small_formats")
def test_publication_is_released_once_every_format_is_made(people, both_signed):
    publishing.publish(by=people["publisher"], paper=both_signed)
    going = publication_drafts.refetch(both_signed)
    assert (going.state, publishing.release_due()) == (PaperState.SCHEDULED, 0)

    tasks.render_paper(going.rendering.pk)

    paper = publication_drafts.refetch(both_signed)
    assert (paper.state, paper.published_by) == (PaperState.PUBLISHED, people["publisher"])
    assert sorted(each.name for each in paper.files.all()) == ["paper.html", "paper.json"]
    assert (paper.folder / "paper.json").read_text() == paper.frozen
    page = (paper.folder / "paper.html").read_text().splitlines()
    assert page[0].endswith("/published/sheffield-2019/2019-07/v1/")
    assert page[1] == "2019-11-15"
    assert page[2] == "Demo accountable officer, area 5, for the council"
    assert [each.name for each in paper.folder.parent.iterdir()] == [paper.sha256]
    assert summaries()[-1] == "July 2019 update, version 1 was published"


@pytest.mark.usefixtures("small_formats")
def test_second_publish_is_refused_with_the_name_of_the_first(people, both_signed):
    publishing.publish(by=people["publisher"], paper=both_signed)

    with pytest.raises(NotADraft, match=r"^Demo publisher has already published version 1"):
        publishing.publish(by=people["manager"], paper=both_signed)
    assert Rendering.objects.count() == 1
    assert sum(each.startswith("Started to publish") for each in summaries()) == 1


@pytest.mark.usefixtures("small_formats")
def test_scheduled_publication_is_made_early_and_released_at_its_time(people, both_signed):
    soon = now() + timedelta(minutes=10)

    paper = go_out(people, both_signed, at=soon)

    assert (paper.state, paper.rendering.state) == (PaperState.SCHEDULED, "ready")
    assert publishing.release_due() == 0
    Paper.objects.update(publish_from=now() - timedelta(seconds=1))
    assert publishing.release_due() == 1
    assert publishing.release_due() == 0
    assert publication_drafts.refetch(paper).state == PaperState.PUBLISHED


def test_a_time_that_has_passed_is_refused(people, both_signed):
    with pytest.raises(PaperRefused, match="Date and time must be in the future"):
        publishing.publish(
            by=people["publisher"], paper=both_signed, at=now() - timedelta(minutes=1)
        )


@pytest.mark.usefixtures("small_formats")
def test_scheduled_publication_can_be_withheld_and_keeps_signatures(people, both_signed):
    paper = go_out(people, both_signed, at=now() + timedelta(minutes=10))

    held = publishing.withhold(by=people["publisher"], paper=paper)

    assert (held.state, held.publish_from, held.files.count()) == (PaperState.DRAFT, None, 0)
    assert signing.sides_missing(held) == []
    assert go_out(people, held).state == PaperState.PUBLISHED
    with pytest.raises(PaperRefused, match="is no longer scheduled for publication"):
        publishing.withhold(by=people["publisher"], paper=held)


def test_failed_rendering_publishes_nothing_and_can_be_retried(people, both_signed, monkeypatch):
    def dies(document, imprint: Imprint, folder, progress):
        render_small(document, imprint, folder, progress)
        raise RuntimeError("no more ink")

    monkeypatch.setattr(formats, "render_all", dies)
    paper = go_out(people, both_signed)
    for _ in range(2):
        tasks.render_paper(paper.rendering.pk)
    rendering = Rendering.objects.get()
    assert (rendering.state, rendering.tries) == (Rendering.State.FAILED, 3)
    assert "no more ink" in rendering.error
    assert (publication_drafts.refetch(paper).state, paper.files.count()) == (
        PaperState.SCHEDULED,
        0,
    )
    assert list(paper.folder.parent.iterdir()) == []

    monkeypatch.setattr(formats, "render_all", render_small)
    publishing.make_again(by=people["publisher"], paper=paper)
    tasks.render_paper(rendering.pk)

    assert publication_drafts.refetch(paper).state == PaperState.PUBLISHED


def test_full_disk_is_reported_in_plain_words(people, both_signed, monkeypatch):
    def fills(document, imprint, folder, progress):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(formats, "render_all", fills)
    paper = go_out(people, both_signed)

    assert Rendering.objects.get().error == (
        "The server’s disk is full. Try again when there is space on it."
    )
    assert paper.state == PaperState.SCHEDULED
    assert list(paper.folder.parent.iterdir()) == []


@pytest.mark.usefixtures("small_formats")
def test_rendering_of_a_changed_document_fails_without_retry(people, both_signed):
    publishing.publish(by=people["publisher"], paper=both_signed)
    Paper.objects.update(frozen=both_signed.frozen + " ")

    tasks.render_paper(both_signed.rendering.pk)

    rendering = Rendering.objects.get()
    assert (rendering.state, rendering.tries) == (Rendering.State.FAILED, 1)
    assert "The document is not the one that was frozen" in rendering.error
    assert publication_drafts.refetch(both_signed).state == PaperState.SCHEDULED


@pytest.mark.usefixtures("small_formats")
def test_changed_file_prevents_release(people, both_signed):
    paper = go_out(people, both_signed, at=now() + timedelta(minutes=10))
    (paper.folder / "paper.json").write_text("{}")
    Paper.objects.update(publish_from=now() - timedelta(seconds=1))

    assert publishing.release_due() == 0

    rendering = Rendering.objects.get()
    assert rendering.state == Rendering.State.FAILED
    assert rendering.error == (
        "The file paper.json on the server is not the one that was made. Nothing was published."
    )
    publishing.make_again(by=people["publisher"], paper=paper)
    tasks.render_paper(rendering.pk)
    assert publication_drafts.refetch(paper).state == PaperState.PUBLISHED


@pytest.mark.usefixtures("small_formats")
def test_worker_with_a_lost_lease_hands_in_nothing(people, both_signed):
    from governance.services import rendering as making

    publishing.publish(by=people["publisher"], paper=both_signed)
    old = jobs.claim(Rendering, both_signed.rendering.pk)
    assert old is not None
    Rendering.objects.update(claim="another")

    with pytest.raises(LeaseLost):
        making.make_paper(rendering=old)

    assert not both_signed.folder.exists()
    assert publication_drafts.refetch(both_signed).state == PaperState.SCHEDULED


@pytest.mark.usefixtures("small_formats")
def test_rendering_of_a_withheld_publication_is_not_handed_in(people, both_signed):
    from governance.services import rendering as making

    publishing.publish(by=people["publisher"], paper=both_signed)
    claimed = jobs.claim(Rendering, both_signed.rendering.pk)
    publishing.withhold(by=people["publisher"], paper=both_signed)

    with pytest.raises(LeaseLost):
        making.make_paper(rendering=claimed)

    assert publication_drafts.refetch(both_signed).state == PaperState.DRAFT


# --- correcting, withdrawing ----------------------------------------------------------------------


@pytest.fixture
def out(small_formats, people, both_signed) -> Paper:
    return go_out(people, both_signed)


def test_published_version_cannot_be_changed(people, out):
    refused = pytest.raises(NotADraft, match="Version 1 is published and cannot be changed")
    for run in (
        publication_drafts.freeze_again,
        publication_drafts.drop_draft,
        publishing.publish,
    ):
        with refused:
            run(by=people["publisher"], paper=out)


def test_correction_is_noted_on_both_versions(people, out, sheffield, july):
    say(sheffield.areas.get(ref="1"), july, "Something was done.")
    new = publication_drafts.correct(
        by=people["publisher"], paper=out, note=" Area 1 had no commentary. "
    )
    assert (new.version, new.corrects, new.state) == (2, out, PaperState.DRAFT)
    assert publication_drafts.read(new, Quarterly).correction == "Area 1 had no commentary."
    assert "Corrected" not in (out.folder / "paper.html").read_text()

    new = go_out(people, sign_both(people, ready_to_sign(people, new)))
    assert new.state == PaperState.PUBLISHED
    tasks.render_paper(out.rendering.pk)

    page = (out.folder / "paper.html").read_text()
    assert page.splitlines()[-1] == "Corrected by version 2: Area 1 had no commentary."
    stands = publication_drafts.refetch(out)
    assert (stands.state, stands.files.count()) == (PaperState.PUBLISHED, 2)
    assert {each.size for each in stands.files.filter(form="html")} == {len(page.encode())}
    assert (out.folder / "paper.json").read_text() == out.frozen


def test_correction_keeps_reasons_for_unchanged_facts(people, out):
    new = publication_drafts.correct(by=people["publisher"], paper=out, note="A wrong figure.")

    correction = publication_drafts.read(new, Quarterly).correction
    assert correction == "A wrong figure. Nothing else differs from version 1."
    still = open_warnings(new, signing.warnings_of(new))
    assert [warning.kind for warning in still] == [WarningKind.NOTHING_CORRECTED]
    with pytest.raises(PaperRefused, match="1 warning is open"):
        signing.sign(by=people["accountable"], paper=new, side=Side.COUNCIL, sha256=new.sha256)


def test_correction_needs_a_note_and_the_latest_version(people, out):
    with pytest.raises(PaperRefused, match="Enter what was wrong"):
        publication_drafts.correct(by=people["publisher"], paper=out, note="  ")
    new = publication_drafts.correct(by=people["publisher"], paper=out, note="A wrong figure.")
    with pytest.raises(PaperRefused, match="Only the latest published version"):
        publication_drafts.correct(
            by=people["publisher"], paper=out, note="Another figure was wrong."
        )
    publication_drafts.drop_draft(by=people["publisher"], paper=new)
    again = publication_drafts.correct(
        by=people["publisher"], paper=out, note="Another figure was wrong."
    )
    assert (again.version, again.corrects) == (2, out)


def test_withdrawal_needs_a_reason_and_happens_once(people, out):
    with pytest.raises(PaperRefused, match="Enter why it is withdrawn"):
        publishing.withdraw(by=people["publisher"], paper=out, reason="")

    paper = publishing.withdraw(by=people["publisher"], paper=out, reason="It named a child.")

    assert (paper.state, paper.withdrawal_reason) == (PaperState.WITHDRAWN, "It named a child.")
    assert paper.withdrawn_by == people["publisher"]
    assert summaries()[-1] == "Withdrew July 2019 update, version 1: It named a child."
    with pytest.raises(PaperRefused, match="is not published"):
        publishing.withdraw(by=people["publisher"], paper=out, reason="Once more, please.")


def test_next_quarter_is_compared_with_the_published_one(people, out, sheffield, october):
    close(by=people["manager"], period=october)
    october.refresh_from_db()
    sheffield = Plan.objects.get(pk=sheffield.pk)

    later = publication_drafts.read(signed(people, sheffield, october), Quarterly)

    assert later.since == "July 2019"
    assert len(later.changed) > 3


def test_every_action_bumps_the_plan_version_and_is_audited(people, out):
    def version() -> int:
        return Plan.objects.get(pk=out.plan_id).version

    before, told = version(), len(summaries())
    publishing.withdraw(by=people["publisher"], paper=out, reason="It named a child.")
    assert (version() - before, len(summaries()) - told) == (1, 1)
