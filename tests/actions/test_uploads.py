"""Which files may be uploaded: judged by content, refused with a reason and what to do."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import files
from wsoa.core import uploads
from wsoa.core.uploads import LARGEST, FileKind, UploadRefused, check, clean_name

WHOLE = {
    "minutes.pdf": (files.pdf(), FileKind.PDF),
    "policy.docx": (files.docx(), FileKind.DOCX),
    "figures.xlsx": (files.xlsx(), FileKind.XLSX),
    "board.png": (files.png(), FileKind.PNG),
    "poster.jpg": (files.jpg(), FileKind.JPG),
}


def refused(content: bytes, name: str) -> str:
    with pytest.raises(UploadRefused) as told:
        check(BytesIO(content), name)
    return str(told.value)


@pytest.mark.parametrize("name", WHOLE)
def test_each_of_the_five_types_is_accepted_and_rewound(name):
    content, kind = WHOLE[name]
    file = BytesIO(content)
    assert check(file, name) == uploads.CheckedFile(name, kind, len(content))
    assert file.read() == content


def test_jpeg_is_accepted_like_jpg():
    assert check(BytesIO(files.jpg()), "Photo.JPEG").name == "Photo.jpeg"


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("inside", WHOLE)
def test_a_mismatch_of_name_and_content_names_both_types(name, inside):
    if name == inside:
        return
    content, found = WHOLE[inside]
    named = WHOLE[name][1]
    assert refused(content, name) == (
        f"{name} is named as {named.words} ({named.code}), but its content is {found.words}. "
        f"Save it as {named.words} and choose it again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"#!/bin/sh\nrm", "a script"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "an old Office file (doc, xls) or a locked one"),
        (b"GIF89a", "a GIF picture"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"  \n<script>alert(1)</script>", "a web page"),
        (b'<?xml version="1.0"?><svg onload="x()">', "an SVG picture"),
        (b"just some words", "plain text"),
        (b"\x00\x01\x02\x03", "of an unknown kind"),
        (b"PK\x05\x06" + b"\x00" * 18, "an empty or damaged archive"),
        (files.plain_zip(**{"a.txt": b"a"}), "a zip archive"),
        (files.office("ppt/presentation.xml"), "another Office file, or a zip archive"),
        (files.docx({"xl/workbook.xml": b"<x/>"}), "another Office file, or a zip archive"),
    ],
)
def test_other_types_are_refused_by_name(content, words):
    told = refused(content, "minutes.pdf")
    assert told.startswith(f"minutes.pdf is named as a PDF (pdf), but its content is {words}.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("macro.docm", "macro.docm has the extension .docm"),
        ("notes", "notes has no file extension such as .pdf"),
        ("picture.svg", "picture.svg has the extension .svg"),
        ("minutes.pdf.exe", "minutes_pdf.exe has the extension .exe"),
    ],
)
def test_other_extensions_are_refused(name, said):
    told = refused(files.pdf(), name)
    assert told == f"{said}, which is not accepted. Upload it as {uploads.TAKEN}."


def test_an_empty_file_and_one_over_the_limit_are_refused():
    assert refused(b"", "a.pdf") == "a.pdf is empty. Choose the file again."
    just = files.pdf(b"x" * (LARGEST - len(files.pdf())))
    assert (len(just), check(BytesIO(just), "a.pdf").size) == (LARGEST, LARGEST)
    assert refused(just + b"\n", "a.pdf") == (
        "a.pdf must be smaller than 10 MB. Choose a smaller file, or enter a link to it."
    )


# --- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\minutes.pdf", "minutes.pdf"),
        ("minutes.exe.pdf", "minutes_exe.pdf"),
        ("minutes.pdf.html.PDF", "minutes_pdf_html.pdf"),
        ("SEND v1.2 2019.10.04.pdf", "SEND v1.2 2019.10.04.pdf"),
        ("mi\x00nu\x1btes\r\n.pdf", "minutes.pdf"),
        ("gnp\u202efdp.pdf", "gnpfdp.pdf"),
        ('a"b<c>d|e?f*g.pdf', "a_b_c_d_e_f_g.pdf"),
        ("  .hidden  file .pdf", "hidden file.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file"),
        ("", "file"),
        ("e\u0301t\u00e9.pdf", "été.pdf"),
        ("x" * 400 + ".docx", "x" * 145 + ".docx"),
    ],
)
def test_names_are_made_safe(given_name, clean):
    assert clean_name(given_name) == clean


@given(st.text(max_size=300))
def test_cleaning_a_name_is_safe_and_idempotent(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= uploads.LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*\r\n\t\x00\u202e')
    assert not clean.startswith(".")
    assert clean.isprintable()
    assert clean_name(clean) == clean


@given(st.binary(max_size=400), st.sampled_from(sorted(WHOLE)))
def test_any_bytes_are_accepted_or_refused_with_a_reason(content, name):
    for each in (content, WHOLE[name][0][: len(content)] + content):
        with suppress(UploadRefused):
            assert check(BytesIO(each), name).size == len(each)


@given(st.integers(0, 2000), st.integers(0, 255), st.sampled_from(sorted(WHOLE)))
def test_a_file_with_one_changed_byte_never_breaks_the_check(at, value, name):
    content = bytearray(WHOLE[name][0])
    content[at % len(content)] = value
    with suppress(UploadRefused):
        assert check(BytesIO(bytes(content)), name).size == len(content)


# --- containers --------------------------------------------------------------------------------


def test_a_zip_bomb_in_a_workbook_is_refused_without_unpacking_it():
    content = files.bomb()
    assert len(content) < LARGEST
    file = BytesIO(content)
    tracemalloc.start()
    with pytest.raises(UploadRefused) as told:
        check(file, "figures.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(told.value) == (
        "figures.xlsx would unpack to far more than a document can hold, so it was not opened."
    )
    assert most < 1024 * 1024


def test_a_zip_bomb_with_false_sizes_is_found_by_counting():
    content = files.lying_bomb()
    told = zipfile.ZipFile(BytesIO(content)).getinfo("xl/worksheets/sheet1.xml")
    assert told.file_size == 900_000
    tracemalloc.start()
    words = refused(content, "figures.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert words == "figures.xlsx unpacks to more than it states, so it was not opened."
    assert most < 4 * 1024 * 1024


def test_one_part_with_an_extreme_ratio_is_refused():
    content = files.bomb(60 * 1024 * 1024)
    assert "would unpack to far more" in refused(content, "figures.xlsx")


def test_too_many_parts_are_refused():
    many = {f"xl/s{n}.xml": b"<s/>" for n in range(uploads.MOST_ENTRIES)}
    assert "parts, far more than a document has" in refused(files.xlsx(many), "figures.xlsx")


def test_an_overlong_table_of_contents_is_not_read():
    content = bytearray(files.xlsx())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", uploads.MOST_CONTENTS + 1)
    told = refused(bytes(content), "figures.xlsx")
    assert told == "The file has too many parts, so it was not opened."


def test_a_zip64_archive_is_refused():
    content = files.xlsx()
    end = content.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + b"\x00" * 16
    told = refused(content[:end] + locator + content[end:], "figures.xlsx")
    assert told == "The file is packed in an unusual way. Save it again and choose the new copy."


def test_overlapping_parts_are_refused():
    content = files.xlsx({"xl/a.bin": bytes(range(256)) * 40})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        packed = archive.getinfo("xl/a.bin").compress_size
    made = bytearray(content)
    start = made.rfind(b"PK\x01\x02", 0, made.rfind(b"xl/a.bin"))
    entry = bytes(made[start : made.rfind(b"PK\x05\x06")])
    times = len(content) // packed + 2
    end = bytearray(made[made.rfind(b"PK\x05\x06") :])
    old_size = struct.unpack("<L", end[12:16])[0]
    end[12:16] = struct.pack("<L", old_size + len(entry) * times)
    end[8:12] = struct.pack("<HH", 4 + times, 4 + times)
    doubled = bytes(made[: start + len(entry)]) + entry * times + bytes(end)
    assert "so it was not opened" in refused(doubled, "figures.xlsx")


@pytest.mark.parametrize(
    "more",
    [
        {"xl/vbaProject.bin": b"macro"},
        {"xl/VBAPROJECT.BIN": b"macro"},
        {"xl/macrosheets/sheet1.xml": b"<x/>"},
    ],
)
def test_macros_are_refused(more):
    assert refused(files.xlsx(more), "figures.xlsx") == (
        "figures.xlsx contains macros, which are not accepted. Save it without macros, or as a PDF."
    )


def test_macros_named_in_content_types_are_refused():
    types = files.TYPES.replace("</Types>", '<Override ContentType="x.macroEnabled.12"/></Types>')
    assert "contains macros" in refused(files.docx(types=types), "policy.docx")
    wide = types.encode("utf-16").decode("latin-1")
    assert "contains macros" in refused(files.docx(types=wide), "policy.docx")


def test_content_types_with_entities_are_refused():
    types = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + files.TYPES
    assert "refers to content outside the file" in refused(files.docx(types=types), "policy.docx")


def test_locked_unusual_and_damaged_containers_are_refused():
    broken = bytearray(files.xlsx())
    main = broken.find(b"xl/workbook.xml") + len(b"xl/workbook.xml")
    broken[main : main + 12] = b"\xff" * 12
    assert refused(bytes(broken), "f.xlsx") == (
        "f.xlsx is damaged and cannot be read. Save it again and choose the new copy."
    )
    cut = files.xlsx()[:300]
    assert refused(cut, "f.xlsx") == (
        "The file is damaged: its end is missing. Save it again and choose the new copy."
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", files.TYPES)
        archive.writestr("xl/workbook.xml", "<w/>")
    assert "packed in an unusual way" in refused(made.getvalue(), "f.xlsx")
    locked = bytearray(files.xlsx())
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "password protected" in refused(bytes(locked), "f.xlsx")
    outside = files.xlsx({"../../run.sh": b"x"})
    assert "parts that point outside" in refused(outside, "f.xlsx")


# --- PDF and pictures --------------------------------------------------------------------------


def test_a_truncated_file_is_refused():
    assert "its end is missing" in refused(files.pdf()[:20], "a.pdf")
    assert "its end is missing" in refused(files.png(end=False), "a.png")
    assert "its end is missing" in refused(files.jpg(end=False), "a.jpg")
    assert "it is not a JPEG picture after its first bytes" in refused(b"\xff\xd8\xff\xd9", "a.jpg")


@pytest.mark.parametrize(
    ("width", "height", "said"),
    [
        (0, 5, "states a size of 0 by 5 pixels"),
        (40_000, 5, "is 40,000 by 5 pixels, which is too large"),
        (20_000, 20_000, "is 20,000 by 20,000 pixels, which is too large"),
    ],
)
def test_pictures_with_invalid_dimensions_are_refused(width, height, said):
    assert said in refused(files.png(width, height), "a.png")
    assert said in refused(files.jpg(width, height), "a.jpg")


def test_a_png_with_a_wrong_header_is_refused():
    content = bytearray(files.png())
    content[16] ^= 1
    assert "header is not valid" in refused(bytes(content), "a.png")
    assert "its colours are not valid" in refused(files.png(depth=3), "a.png")


def test_pictures_with_very_many_chunks_are_refused_quickly():
    padded = files.jpg(before=b"\xff" * 2_000_000)
    assert "not a JPEG picture" in refused(padded, "a.jpg")
    many = files.png(end=False) + files.chunk(b"tEXt", b"") * 100_000
    assert "its end is missing" in refused(many, "a.png")
