"""The container of an archive: whole and unchanged, or refused with a sentence. Pure."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wsoa.core.archives import container
from wsoa.core.archives.container import ArchiveRefused, is_plain_path, reading, writing

CONTENT = {"tables/a.jsonl": b'{"id": 1}\n', "files/evidence/x1.pdf": b"%PDF-1.7 " * 9}


def archive(content: dict[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    with writing(made) as writer:
        for name, data in (content or CONTENT).items():
            writer.add(name, [data])
        writer.finish({"of": "a test"})
    return made.getvalue()


def repacked(change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> bytes:
    """An archive whose files and manifest somebody changed."""
    with zipfile.ZipFile(io.BytesIO(archive())) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files.pop(container.MANIFEST))
    change(files, manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
        if manifest:
            target.writestr(container.MANIFEST, json.dumps(manifest))
    return made.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(ArchiveRefused) as refused, reading(io.BytesIO(data)):
        pass
    return str(refused.value)


@given(st.dictionaries(st.sampled_from(["a/b", "c", "d/e/f.pdf"]), st.binary(max_size=50)))
def test_what_was_written_is_read_back(content):
    content = content or CONTENT
    with reading(io.BytesIO(archive(content))) as opened:
        assert {name: opened.read(name) for name in opened.names} == content
        assert opened.manifest.about == {"of": "a test"}


def test_equal_content_makes_equal_bytes():
    assert archive() == archive()


@settings(max_examples=30)
@given(st.integers(0, len(archive()) - 1))
def test_a_file_that_was_cut_off_is_refused(length):
    assert "Nothing was loaded." in refusal(archive()[:length])


@given(st.integers(0, len(archive()) - 1), st.integers(1, 255))
def test_no_byte_can_change_and_give_other_content(place, by):
    data = bytearray(archive())
    data[place] ^= by
    with suppress(ArchiveRefused), reading(io.BytesIO(bytes(data))) as opened:
        assert {name: opened.read(name) for name in opened.names} == CONTENT


def _rename(files: dict[str, bytes], manifest: dict[str, Any], name: str) -> None:
    files[name] = files.pop("files/evidence/x1.pdf")
    manifest["entries"][name] = manifest["entries"].pop("files/evidence/x1.pdf")


def _bomb(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    content = b"0" * 40_000_000
    facts = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    files["tables/b.jsonl"], manifest["entries"]["tables/b.jsonl"] = content, facts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files, _: files.update({"tables/a.jsonl": b'{"id": 2}\n'}), "changed or damaged"),
        (lambda files, _: files.update({"tables/a.jsonl": b"longer" * 9}), "not as large as"),
        (lambda files, _: files.update({"tables/more": b"x"}), "more than its manifest says"),
        (lambda files, _: files.pop("tables/a.jsonl"), "less than its manifest says"),
        (lambda files, about: _rename(files, about, "../x1.pdf"), "would lead elsewhere"),
        (lambda files, about: _rename(files, about, "/etc/x1.pdf"), "would lead elsewhere"),
        (lambda files, about: _rename(files, about, "files/a/../../x"), "would lead elsewhere"),
        (lambda files, about: _rename(files, about, "files\\..\\x"), "would lead elsewhere"),
        (_bomb, "packed as no honest file is"),
        (lambda _, about: about.update(version=2), "archive version 2; this service reads"),
        (lambda _, about: about.update(format="other"), "not one of this service"),
        (lambda _, about: about.pop("about"), "Its manifest is not valid: about"),
        (lambda _, about: about["entries"].update(x=1), "Its manifest is not valid: entries"),
        (lambda _, about: about.clear(), "it has no manifest.json"),
    ],
)
def test_what_somebody_changed_is_refused_with_what_is_wrong(change, said):
    message = refusal(repacked(change))
    assert said in message
    assert "Nothing was loaded." in message


def test_two_files_of_one_name_are_refused():
    made = io.BytesIO(archive())
    with zipfile.ZipFile(made, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("tables/a.jsonl", b"another")
    assert "same name" in refusal(made.getvalue())


def test_more_than_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(container, "LARGEST", 50)
    assert "larger than 50 bytes" in refusal(archive())


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused(data):
    assert "not a whole zip file" in refusal(data)


@given(st.text(max_size=40))
def test_a_plain_path_leads_below(name):
    if is_plain_path(name):
        assert not name.startswith("/")
        assert not {"", ".", ".."} & set(name.split("/"))
        assert "\\" not in name
