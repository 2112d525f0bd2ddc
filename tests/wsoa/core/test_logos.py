"""Which pictures become a logo, and what is left of them: pixels, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from tests.support import files, pictures
from wsoa.core.logos import LARGEST, read_logo
from wsoa.core.uploads import UploadRefused

pytestmark = pytest.mark.unit
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<html><script>alert(1)</script></html>"


def short(value: object) -> str:
    """The name of a parameter in the list of tests: of a file, how long it is."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


def read(content: bytes, name: str = "logo.png"):  # type: ignore[no-untyped-def]
    return read_logo(BytesIO(content), name)


def refusal(content: bytes, name: str = "logo.png") -> str:
    with pytest.raises(UploadRefused) as refused:
        read(content, name)
    return str(refused.value)


# --- what is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pictures.png(), "logo.png"),
        (pictures.png(mode="RGBA"), "LOGO.PNG"),
        (pictures.png(mode="P"), "logo.png"),
        (pictures.png(mode="L"), "logo.png"),
        (pictures.png(mode="1"), "logo.png"),
        (pictures.jpg(), "logo.jpg"),
        (pictures.jpg(mode="L"), "logo.jpeg"),
        (pictures.jpg(mode="CMYK"), "logo.jpg"),
        (pictures.jpg(progressive=True), "logo.jpg"),
    ],
    ids=short,
)
def test_every_usual_png_and_jpeg_becomes_a_png(content: bytes, name: str) -> None:
    logo = read(content, name)
    drawn = pictures.opened(logo.png)
    assert (drawn.format, drawn.size, (logo.width, logo.height)) == ("PNG", (120, 40), (120, 40))
    assert drawn.mode in {"RGB", "RGBA"}


@pytest.mark.parametrize(
    ("size", "drawn"),
    [
        ((4000, 1000), (480, 120)),
        ((1000, 4000), (40, 160)),
        ((4000, 1), (480, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_large_picture_is_drawn_smaller_and_keeps_its_shape(
    size: tuple[int, int], drawn: tuple[int, int]
) -> None:
    logo = read(pictures.png(*size))
    assert (logo.width, logo.height) == drawn


def test_a_picture_that_a_camera_held_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    logo = read(pictures.jpg(120, 40, exif=exif), "logo.jpg")
    assert (logo.width, logo.height) == (40, 120)


def test_nothing_but_pixels_is_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", PAGE.decode())
    for content, name in (
        (pictures.png(pnginfo=notes, icc_profile=b"profile" * 9), "logo.png"),
        (pictures.jpg(comment=PAGE, icc_profile=b"profile" * 9), "logo.jpg"),
    ):
        logo = read(content, name)
        assert b"alert" not in logo.png
        assert pictures.opened(logo.png).info == {}


# --- what is refused ------------------------------------------------------------------------------


def test_a_picture_of_20_000_pixels_a_side_is_refused_undecoded() -> None:
    words = refusal(files.png(20_000, 20_000))
    assert words == (
        "logo.png is 20,000 by 20,000 pixels, which is too large. Choose a smaller picture."
    )


def test_a_picture_above_the_limit_of_a_logo_is_refused_with_the_limit() -> None:
    assert refusal(files.png(4_001, 10)) == (
        "logo.png is 4,001 by 10 pixels. A logo must be at most 4,000 pixels wide and high. "
        "Choose a smaller picture."
    )


@pytest.mark.parametrize("name", ["logo.svg", "logo.gif", "logo.pdf", "logo", "logo.png.svg"])
def test_other_kinds_are_refused_by_their_name(name: str) -> None:
    words = refusal(SVG, name)
    assert words.endswith(
        "is not accepted as a logo. Save the logo as PNG or JPEG, and choose that file."
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (SVG, "an SVG picture"),
        (PAGE, "a web page"),
        (b"GIF89a", "a GIF picture"),
        (files.pdf(), "a PDF"),
    ],
    ids=short,
)
def test_other_kinds_are_refused_by_their_content(content: bytes, what: str) -> None:
    assert f"but its content is {what}." in refusal(content)


@pytest.mark.parametrize(
    "tail", [PAGE, files.plain_zip(x=b"y"), b"\x00\x00PK", pictures.png(), b"\xff\xd9"], ids=short
)
@pytest.mark.parametrize(
    ("content", "name"), [(pictures.png(), "a.png"), (pictures.jpg(), "a.jpg")], ids=short
)
def test_a_picture_that_is_something_else_too_is_refused(
    content: bytes, name: str, tail: bytes
) -> None:
    assert "has other content after the end of its picture" in refusal(content + tail, name)


def test_a_jpeg_may_have_an_embedded_preview_and_padding() -> None:
    exif = Image.Exif()
    exif[0x9C9B] = pictures.jpg(8, 8)  # a field that holds a whole picture, with an end of its own
    content = pictures.jpg(exif=exif, comment=b"\xff\xd9") + b"\x00" * 4
    assert read(content, "logo.jpg").width == 120


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "logo.png is empty. Choose the file again."


def test_a_file_above_2_mb_is_refused_unread() -> None:
    words = refusal(pictures.png() + b"\x00" * LARGEST)
    assert words == "logo.png must be smaller than 2 MB. Choose a smaller picture."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.png(400, 300), "logo.png"),  # it states more lines than it has
        (files.jpg(), "logo.jpg"),  # no tables to decode it with
        (pictures.png()[:60] + b"\xff" * 8 + pictures.png()[68:], "logo.png"),
    ],
    ids=short,
)
@pytest.mark.parametrize("fills_up", [False, True])
def test_a_damaged_picture_is_refused(
    monkeypatch: pytest.MonkeyPatch, fills_up: bool, content: bytes, name: str
) -> None:
    """Also where WeasyPrint is imported, which has Pillow fill up what is missing."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", fills_up)
    assert refusal(content, name) == (
        f"{name} is damaged and cannot be read. Save it again, and choose the new file."
    )
    assert ImageFile.LOAD_TRUNCATED_IMAGES is fills_up


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
@pytest.mark.parametrize("keep", [9, 40, 0.5, 0.9])
def test_half_a_picture_is_refused_in_words(name: str, keep: float) -> None:
    whole = pictures.png() if name.endswith("png") else pictures.jpg()
    part = whole[: keep if keep > 1 else int(len(whole) * keep)]  # type: ignore[misc]
    assert refusal(part, name).startswith(name)
