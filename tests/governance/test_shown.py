"""What is on show, by the database; the layer before Django says the same as Django."""

from __future__ import annotations

import gzip
import json
import os
import time

import brotli
import pytest
from django.core.management import CommandError, call_command

from governance.domain.enums import PaperState
from governance.models import FormerSlug
from governance.public import index as shown
from governance.public import static_server
from governance.public.plan_address import AddressRefused, rename_plan
from governance.public.static_server import PublishedFilesApp
from tests.support.factories import PlanFactory
from tests.support.publications import TYPES, made, put_file, withdraw
from tests.support.wsgi import WsgiAnswer
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BASE = "/published/sheffield-2019/2019-10"
PLACES = {
    "html": "/",
    "large-print": "/large-print/",
    "area-1": "/areas/1/",
    "easy-read-1": "/areas/1/easy-read/",
    "easy-pdf-1": "/areas/1/easy-read.pdf",
    "css": "/style.css",
    "csv": ".csv",
    "csv-metadata": ".csv-metadata.json",
    "json": ".json",
    "pdf": ".pdf",
    "ods": ".ods",
}


def index() -> dict[str, dict]:
    return json.loads((static_server.shown_folder() / static_server.INDEX).read_text())["shown"]


def the_layer() -> PublishedFilesApp:
    def django(environ, start_response):
        start_response("404 Not Found", [("X-By", "Django")])
        return [b""]

    return PublishedFilesApp(django, static_server.shown_folder())


def test_every_form_is_at_the_quarters_address_and_at_the_versions(sheffield):
    made(sheffield)
    assert shown.refresh()
    assert PLACES.keys() == TYPES.keys()
    places = PLACES.values()
    assert set(index()) == {f"{BASE}{each}" for each in places} | {
        f"{BASE}/v1{each}" for each in places
    }


def test_the_layer_and_django_give_the_same_answer_everywhere(client, sheffield):
    made(sheffield)
    shown.refresh()
    layer = the_layer()
    for path in index():
        for accepted in ("", "gzip", "br, gzip"):
            asked = {"HTTP_ACCEPT_ENCODING": accepted}
            fast = WsgiAnswer(layer, path, **asked)
            slow = client.get(path, **asked)
            assert (fast.status, fast.body) == ("200 OK", served(accepted, slow)), path
            tag = fast.headers["ETag"]
            again = WsgiAnswer(layer, path, **asked, HTTP_IF_NONE_MATCH=tag)
            slow = client.get(path, **asked, HTTP_IF_NONE_MATCH=tag)
            assert same(again.headers) == same(dict(slow.headers))
            assert (again.status[:3], slow.status_code) == ("304", 304)


def served(accepted: str, slow) -> bytes:
    """What Django gave, after its headers were held against none of a cookie."""
    assert slow.status_code == 200
    assert not slow.cookies
    assert "Cookie" not in slow.headers["Vary"]
    return slow.content


def same(headers: dict[str, str]) -> dict[str, object]:
    """Without what Django adds to an empty answer; a policy's parts are in any order."""
    policy = headers.pop("Content-Security-Policy")
    headers.pop("Content-Length", None)
    return {**headers, "policy": frozenset(policy.split("; "))}


def test_every_header_is_the_same(client, sheffield):
    made(sheffield)
    shown.refresh()
    layer = the_layer()
    for path in index():
        fast = WsgiAnswer(layer, path, HTTP_ACCEPT_ENCODING="br")
        slow = client.get(path, HTTP_ACCEPT_ENCODING="br")
        assert fast.headers["Content-Length"] == slow.headers["Content-Length"]
        assert same(fast.headers) == same(dict(slow.headers))


def test_somebody_signed_in_gets_the_same_without_a_cookie(client, signed_in, sheffield):
    made(sheffield)
    anybody, lead = client.get(f"{BASE}/"), signed_in("lead").get(f"{BASE}/")
    assert lead.content == anybody.content
    assert dict(lead.headers) == dict(anybody.headers)
    assert not lead.cookies


@pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.SCHEDULED, PaperState.DISCARDED])
def test_what_is_not_out_is_not_there(client, sheffield, state):
    made(sheffield, state=state)
    shown.refresh()
    assert index() == {}
    for path in (f"{BASE}/", f"{BASE}.pdf", f"{BASE}/v1/", "/published/sheffield-2019/"):
        assert client.get(path).status_code == 404


def test_a_draft_beside_what_is_out_is_not_there(client, sheffield):
    made(sheffield, "2019-07")
    made(sheffield, state=PaperState.SCHEDULED)
    shown.refresh()
    assert all("2019-07" in path for path in index())
    assert client.get(f"{BASE}/").status_code == 404


def test_a_correction_takes_the_quarters_address_and_the_old_keeps_its_own(client, sheffield):
    made(sheffield)
    made(sheffield, version=2)
    shown.refresh()
    found = index()
    assert found[f"{BASE}/"] == found[f"{BASE}/v2/"]
    assert found[f"{BASE}/"] != found[f"{BASE}/v1/"]
    assert b"v2" in client.get(f"{BASE}/").content
    assert b"v1" in client.get(f"{BASE}/v1/").content


def test_pages_made_anew_are_shown_and_dated_by_the_correction(client, sheffield):
    first = made(sheffield)
    shown.refresh()
    before = index()[f"{BASE}/v1/"]
    made(sheffield, version=2)
    put_file(first, "html", b"<p>This version was corrected.</p>")
    shown.refresh()
    after = index()[f"{BASE}/v1/"]
    assert after["sha256"] != before["sha256"]
    assert after["modified"] == before["modified"] + 3600
    assert client.get(f"{BASE}/v1/").content == b"<p>This version was corrected.</p>"


def test_a_withdrawn_paper_says_why_at_all_its_addresses(client, sheffield):
    withdraw(made(sheffield), "A child could be <b>recognised</b>.")
    shown.refresh()
    assert index() == {}
    for place in ("/", ".pdf", ".json", "/areas/1/", "/v1/", "/v1.pdf", "/large-print/"):
        answer = client.get(BASE + place)
        assert answer.status_code == 410
        words = answer.content.decode()
        assert "The October 2019 update was withdrawn" in words
        assert "withdrawn on 15 November 2019" in words
        assert "A child could be &lt;b&gt;recognised&lt;/b&gt;." in words
        assert "of sheffield-2019" not in words
        assert not answer.cookies


def test_where_the_correction_is_withdrawn_the_first_version_does_not_come_back(client, sheffield):
    made(sheffield)
    withdraw(made(sheffield, version=2))
    shown.refresh()
    assert all("/v1" in path for path in index())
    assert client.get(f"{BASE}/").status_code == 410
    assert client.get(f"{BASE}/v1/").status_code == 200


def test_the_first_version_withdrawn_leaves_the_correction(client, sheffield):
    withdraw(made(sheffield))
    made(sheffield, version=2)
    assert client.get(f"{BASE}/v1/").status_code == 410
    assert client.get(f"{BASE}/").status_code == 200


def test_a_file_that_is_not_what_was_made_is_not_shown(client, sheffield, caplog):
    paper = made(sheffield)
    pdf = paper.files.get(form="pdf")
    (paper.folder / pdf.name).write_bytes(b"something else")
    (paper.folder / paper.files.get(form="csv").name).unlink()
    shown.refresh()
    assert not {f"{BASE}.pdf", f"{BASE}.csv"} & index().keys()
    assert f"{BASE}/" in index()
    for form in ("pdf", "csv"):
        refused = client.get(f"{BASE}.{form}")
        assert refused.status_code == 503
        assert "is not the one that was published" in refused.content.decode()
        assert paper.files.get(form=form).sha256 in refused.content.decode()
    assert "is not what was made" in caplog.text


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_prepared_copy_that_was_changed_is_not_served(client, sheffield, caplog, accepted):
    paper = made(sheffield)
    shown.refresh()
    data = paper.files.get(form="json")
    changed = b'{"schema":2}'
    packed = {"": changed, "gzip": gzip.compress(changed), "br": brotli.compress(changed)}[accepted]
    copy = static_server.file_of(static_server.shown_folder(), data.sha256, accepted)
    copy.write_bytes(packed)

    assert WsgiAnswer(the_layer(), f"{BASE}.json", HTTP_ACCEPT_ENCODING=accepted).body == b""
    whole = client.get(f"{BASE}.json", HTTP_ACCEPT_ENCODING=accepted)

    assert whole.content == (paper.folder / data.name).read_bytes()
    assert "Content-Encoding" not in whole
    assert "is not what was made" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        f"{BASE}/v2/",
        f"{BASE}/v1/v1/",
        f"{BASE}/v99999999999999999999/",
        f"{BASE}/vx/",
        f"{BASE}/areas/99/",
        f"{BASE}/../2019-10/",
        f"{BASE}.exe",
        "/published/sheffield-2019/2018-01/",
        "/published/sheffield-2019/%00/",
        "/published/sheffield-2019/2019-10%00.pdf",
        "/published/nowhere/",
        "/published/nowhere/2019-10/",
        "/published/nowhere/feed.atom",
    ],
)
def test_what_is_not_there_is_not_found(client, sheffield, path):
    made(sheffield)
    assert client.get(path).status_code == 404


def test_a_missing_slash_leads_on(client, sheffield):
    made(sheffield)
    answer = client.get(f"{BASE}/v1?from=mail")
    assert (answer.status_code, answer["Location"]) == (308, f"{BASE}/v1/")


def test_nothing_is_written_where_nothing_changed(sheffield):
    made(sheffield)
    assert shown.refresh()
    seen = os.stat(static_server.shown_folder() / static_server.INDEX)
    assert not shown.refresh()
    after = os.stat(static_server.shown_folder() / static_server.INDEX)
    assert (after.st_ino, after.st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns)


def test_old_files_go_after_a_while(sheffield):
    paper = made(sheffield)
    shown.refresh()
    kept = {path.name for path in static_server.shown_folder().iterdir()}
    withdraw(paper)
    shown.refresh()
    assert {path.name for path in static_server.shown_folder().iterdir()} == kept
    for path in static_server.shown_folder().iterdir():
        os.utime(path, (0, time.time() - 2 * shown.LEFT_FOR))
    shown.refresh()
    left = {path.name for path in static_server.shown_folder().iterdir()}
    assert left == {static_server.INDEX, shown.LOCK}


def test_putting_on_show_waits_for_the_transaction(sheffield, django_capture_on_commit_callbacks):
    paper = made(sheffield)
    with django_capture_on_commit_callbacks(execute=True):
        shown.publish_files(paper=paper)
        assert not (static_server.shown_folder() / static_server.INDEX).exists()
    assert f"{BASE}/" in index()
    withdraw(paper)
    with django_capture_on_commit_callbacks(execute=True):
        shown.withdraw_files(paper=paper)
    assert index() == {}


def test_a_full_disk_stops_nothing_that_is_done(
    client, sheffield, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(static_server, "write", full)
    with django_capture_on_commit_callbacks(execute=True):
        shown.publish_files(paper=made(sheffield))
    assert "was not written" in caplog.text
    assert client.get(f"{BASE}/").status_code == 200


# --- another address -----------------------------------------------------------------------------


def test_a_renamed_plan_is_at_its_new_address_and_the_old_one_leads_there(
    client, sheffield, people, django_capture_on_commit_callbacks
):
    made(sheffield)
    with django_capture_on_commit_callbacks(execute=True):
        plan = rename_plan(by=people["manager"], plan=sheffield, slug="sheffield-send")
    assert plan.slug == "sheffield-send"
    assert all(path.startswith("/published/sheffield-send/") for path in index())
    for place in ("", "2019-10/", "2019-10.pdf", "2019-10/v1/", "feed.atom", "actions/1.1.1/"):
        answer = client.get(f"/published/sheffield-2019/{place}?x=1")
        assert answer.status_code == 308
        assert answer["Location"] == f"/published/sheffield-send/{place}?x=1"
        assert client.get(f"/published/sheffield-send/{place}").status_code == 200
    event = AuditEvent.objects.get(verb="rename")
    assert (event.actor, event.detail) == (
        people["manager"],
        {"from": "sheffield-2019", "to": "sheffield-send"},
    )


def test_renamed_twice_and_back(client, sheffield, people):
    made(sheffield)
    for slug in ("one", "two", "sheffield-2019"):
        sheffield = rename_plan(by=people["manager"], plan=sheffield, slug=slug)
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"one", "two"}
    for slug in ("one", "two"):
        assert client.get(f"/published/{slug}/")["Location"] == "/published/sheffield-2019/"


@pytest.mark.parametrize("slug", ["", "a b", "../x", "york/1", "x" * 81, "york-2019", "once"])
def test_an_address_that_is_none_or_is_taken_is_refused(sheffield, people, slug):
    other = PlanFactory(slug="york-2019")
    FormerSlug.objects.create(slug="once", plan=other)
    with pytest.raises(AddressRefused):
        rename_plan(by=people["manager"], plan=sheffield, slug=slug)
    sheffield.refresh_from_db()
    assert sheffield.slug == "sheffield-2019"


def test_the_same_address_again_changes_nothing(sheffield, people):
    rename_plan(by=people["manager"], plan=sheffield, slug="sheffield-2019")
    assert not FormerSlug.objects.exists()


def test_the_command_renames_and_says_what_is_wrong(sheffield, capsys):
    call_command("rename_plan", "sheffield-2019", "other")
    assert "is at other now" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no plan"):
        call_command("rename_plan", "sheffield-2019", "other")
    with pytest.raises(CommandError, match="cannot be an address"):
        call_command("rename_plan", "other", "a b")
