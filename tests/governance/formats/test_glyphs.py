"""Signs that would print as boxes: found before publication, and none where the fonts are there."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from governance.papers.checks.glyphs import Coverage, sign_words, signs_without_glyph
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.checks.warning_types import RepairPage, WarningKind
from governance.papers.document.schema import Quarterly
from governance.papers.formats import fonts, pdf
from governance.papers.formats.fonts import coverage_of
from tests.governance.formats.reading import tags_of
from tests.support.documents import document
from tests.support.pdf_ua import faults

ASCII = Coverage([(0x20, 0x7E)])
IN_NO_FONT = "\U0010fffd"  # for private use
# As families read them; the last has a sign of two glyphs, and joined ones.
LANGUAGES = {
    "Bengali": "পরিবারের জন্য সহায়তা",
    "Tamil": "குடும்பங்களுக்கு உதவி",
    "Urdu": "خاندانوں کے لیے مدد ڈھونڈیں",
    "Chinese": "為家庭提供支持",
    "Korean": "가족 지원",
    "Polish": "źdźbło, żółć",
    "Tigrinya": "ትግርኛ",
    "Emoji": "👍 ✅ ❤️ 👨‍👩‍👧",
}


def paper(text: str, **values):
    return document(
        {"1.1.1": ("on_track", "on_track")},
        areas={"1": {"commentary": {"parts": [{"title": "News", "text": text}], "source": ""}}},
        **values,
    )


def box_warnings(made: Quarterly, texts: tuple[()], covered: Coverage | None):
    """The warnings of signs without a glyph; a strange word may be asked about for itself."""
    found = publication_warnings(made, texts, covered)
    return tuple(warning for warning in found if warning.kind is WarningKind.NO_GLYPH)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9))), st.integers(-1, 60))
def test_a_coverage_has_what_one_of_its_ranges_has(ranges, code):
    both_ends = [(start, start + length) for start, length in ranges]
    assert (code in Coverage(both_ends)) == any(start <= code <= end for start, end in both_ends)


def test_fontconfigs_charsets_are_read():
    covered = coverage_of("20-7e a0 \n\n1f600-1f64f\n")
    assert [code in covered for code in (0x1F, 0x20, 0x7E, 0xA0, 0xA1, 0x1F64F)] == [
        *(False, True, True, True, False, True)
    ]
    assert coverage_of("\n") is None


@given(st.integers(0x1F3FB, 0x1F3FF), st.sampled_from(["\U0001f9d2", "\U0001f44d", "a ", ""]))
def test_a_tone_of_skin_is_a_box_though_the_fonts_have_its_code_point(tone, before):
    every = Coverage([(0, 0x10FFFF)])
    assert signs_without_glyph(f"{before}{chr(tone)}\u200d", every) == [chr(tone)]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Plain, with\ttab\nand line end.", []),
        ("\u00a0\u200d\ufe0f\u00ad\u200f", []),  # a blank, and what is never drawn
        ("b\u00e9 \u00e9 \U0001f9e9", ["\u00e9", "\U0001f9e9"]),
        ("\uf0b7\tan item that Word pasted", []),
        ("no item: \uf0b7", ["\uf0b7"]),
    ],
)
def test_signs_without_glyph(text, signs):
    assert signs_without_glyph(text, ASCII) == signs


def test_a_sign_is_named_for_who_cannot_see_it():
    assert sign_words("\U00013000") == "U+13000 egyptian hieroglyph a001"
    assert sign_words(IN_NO_FONT) == "U+10FFFD"


def test_a_warning_names_the_text_and_its_signs():
    (warned,) = box_warnings(paper(f"Seen {IN_NO_FONT}\U00013000."), (), ASCII)

    assert (warned.kind, warned.place.name, warned.place.where) == (
        *(WarningKind.NO_GLYPH, "Area 1, news", RepairPage.QUARTER),
    )
    assert warned.problem == (
        "In the PDF, these are boxes: U+10FFFD; U+13000 egyptian hieroglyph a001."
    )
    (other,) = box_warnings(paper(f"Seen {IN_NO_FONT}."), (), ASCII)
    assert other.problem == "In the PDF, this is a box: U+10FFFD."
    assert other.key != warned.key


def test_many_signs_are_counted():
    (warned,) = box_warnings(paper("абвгдежзик"), (), ASCII)
    assert warned.problem.endswith("; and 2 more.")


def test_a_name_is_looked_at_too_and_a_sign_is_told_once():
    made = paper("Żółć", title="Żółć plus ę")

    assert [
        (each.place.name, each.problem) for each in box_warnings(made, (), Coverage([(0x20, 0xFF)]))
    ] == [
        (
            "Area 1, news",
            "In the PDF, these are boxes: U+017B latin capital letter z with dot above; "
            "U+0142 latin small letter l with stroke; U+0107 latin small letter c with acute.",
        ),
        ("Names and titles", "In the PDF, this is a box: U+0119 latin small letter e with ogonek."),
    ]


def test_nothing_is_warned_of_where_the_fonts_are_not_known():
    assert box_warnings(paper(IN_NO_FONT), (), None) == ()


def copied_from(path: Path) -> str:
    """The text that somebody copies from a PDF, without the marks of its direction."""
    run = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, timeout=60)
    return re.sub("[\u200e\u200f\u202a-\u202e\u2060]", "", run.stdout.decode())


# --- with the fonts of this machine --------------------------------------------------------------


def test_the_fonts_of_families_languages_are_installed():
    covered = fonts.coverage()
    assert covered is not None
    text = "\n".join(LANGUAGES.values())
    assert box_warnings(paper(text), (), covered) == ()
    (warned,) = box_warnings(paper(text + IN_NO_FONT), (), covered)
    assert warned.problem == "In the PDF, this is a box: U+10FFFD."


def test_every_sign_of_families_languages_is_printed(tmp_path, caplog):
    languages = "\n".join(f"{name}: {text}" for name, text in LANGUAGES.items())
    made = paper(f"{languages}\n\n3) third\n4) fourth\na) aye")
    printed = BytesIO()

    pdf.render(made, printed, lambda *_: None, pages=3)

    assert "notdef" not in caplog.text
    path = tmp_path / "languages.pdf"
    path.write_bytes(printed.getvalue())
    report = page.validate_pdf(str(path), profile="ua1")  # it refuses a .notdef glyph, too
    assert report.is_compliant, report
    with pikepdf.open(path) as file:
        assert faults(file) == {}
    copied = "".join(copied_from(path).split())
    for name in ("Bengali", "Tamil", "Urdu", "Chinese", "Polish"):
        assert LANGUAGES[name].replace(" ", "") in copied, name
    words = re.findall(r'"(.*)"', tags_of(path))
    assert words[words.index("third") - 1 :][:6] == ["3. ", "third", "4. ", "fourth", "a. ", "aye"]
    names = {
        str(font["/BaseFont"]).partition("+")[2]
        for sheet in PdfReader(path).pages
        for font in sheet["/Resources"]["/Font"].get_object().values()
        for font in (font.get_object(),)
    }
    assert names >= {
        *("Liberation-Sans", "Noto-Sans-Bengali", "Noto-Sans-Tamil", "Noto-Naskh-Arabic"),
        *("WenQuanYi-Micro-Hei", "Noto-Sans-Ethiopic", "Symbola-Semi-Condensed"),
    }


# Each with lam and alef, which a font may draw by one glyph.
ARABIC_SCRIPT = {
    "Arabic": "السلام عليكم، لا إله إلا الله",
    "Arabic with hamza": "الأطفال والآباء والإنترنت الآن",
    "Persian": "والدین، سلامت کودکان لازم است",
    "Pashto": "د ماشومانو والدین، لارښوونه، ولاړ",
    "Urdu": "طلباء کا خلاصہ اور علاج، لاہور",
}


def test_text_in_arabic_script_is_copied_as_it_was_typed(tmp_path):
    lines = "".join(f'<p dir="rtl">{text}</p>' for text in ARABIC_SCRIPT.values())
    html = f'<html lang="en"><title>x</title><body><h1>x</h1>{lines}</body></html>'
    path = tmp_path / "arabic.pdf"
    with path.open("wb") as target:
        pdf.typeset(html, pdf.style_sheet(pdf.STYLE), target)

    copied = [line for line in copied_from(path).splitlines() if line.strip()]

    # Poppler sets a comma of Arabic script close to the word after it.
    found = ["".join(line.split()) for line in copied]
    for name, text in ARABIC_SCRIPT.items():
        assert "".join(text.split()) in found, name
        words = text.replace("،", "").split()
        assert any(line.replace("،", "").split() == words for line in copied), name


def test_words_in_arabic_script_within_english_are_read_in_the_order_typed(tmp_path):
    """By a second reader, too. Poppler takes the direction of a line from the letters of its whole
    page, so that it turns English round where most letters of a page are of Arabic script.
    """
    urdu = "خاندان کے لیے معلومات"
    path = tmp_path / "within.pdf"
    html = f"<p>Families ask ({urdu}) for news.</p><p>We answer each of them in May and June.</p>"
    with path.open("wb") as target:
        pdf.typeset(
            f'<html lang="en"><title>x</title><body><h1>x</h1>{html}</body></html>',
            pdf.style_sheet(pdf.STYLE),
            target,
        )

    for read in (copied_from(path), PdfReader(path).pages[0].extract_text()):
        assert urdu in read
        assert read.index("Families ask") < read.index(urdu) < read.index("for news")
