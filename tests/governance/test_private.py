"""What in a text may tell of a person: found where it is, and not where it only looks so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.papers.checks import personal_data

AS_AT = date(2019, 11, 30)


def nhs_number(nine: list[int]) -> str | None:
    """With its check digit, worked out here as the NHS Data Dictionary describes it."""
    rest = sum(digit * (10 - at) for at, digit in enumerate(nine)) % 11
    check = 0 if rest == 0 else 11 - rest
    return None if check == 10 else "".join(map(str, [*nine, check]))


def upn(twelve: str) -> str:
    """With its check letter, worked out here as the guide to UPNs describes it."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    values = [int(each) if each.isdigit() else letters.index(each) for each in twelve]
    return letters[sum(value * at for at, value in enumerate(values, start=2)) % 23] + twelve


NHS_NUMBERS = st.lists(st.integers(0, 9), min_size=9, max_size=9).map(nhs_number).filter(bool)
LETTERS = st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ")
DIGITS = st.text("0123456789", min_size=11, max_size=11)
UPNS = st.tuples(DIGITS, st.one_of(LETTERS, st.sampled_from("0123456789"))).map("".join).map(upn)
AROUND = st.sampled_from(["", "No. ", "(", "for ", "see: ", "NHS number ", "x\n"])


@given(
    NHS_NUMBERS, st.sampled_from(["", " ", "-"]), AROUND, st.sampled_from(["", ".", ")", ", or"])
)
def test_every_valid_nhs_number_is_found(number, between, before, after):
    written = between.join((number[:3], number[3:6], number[6:]))

    assert personal_data.nhs_numbers(f"{before}{written}{after}") == [written]


@given(NHS_NUMBERS, st.integers(1, 9))
def test_ten_digits_with_a_wrong_check_digit_are_no_nhs_number(number, wrong):
    written = number[:9] + str((int(number[9]) + wrong) % 10)

    assert personal_data.nhs_numbers(f"{written}, {number}0, 1{number}, 1.{number}") == []


@given(NHS_NUMBERS, st.sampled_from("abcdefxyzABZ"), st.sampled_from(["", "a", "ef-1", "Z9"]))
def test_digits_within_a_token_of_a_link_are_no_nhs_number(number, before, after):
    link = f"https://sheffield.sharepoint.com/s/SEND?d={before}{number}{after}"
    trailing = f"https://example.org/?d={number}{before}{after}"

    assert personal_data.nhs_numbers(f"See {link} and {trailing}") == []
    assert personal_data.nhs_numbers(f"https://example.org/?nhs={number}") == [number]
    assert personal_data.nhs_numbers(f"NHS{number}, nhs_{number}") == [number]


@given(UPNS, AROUND, st.sampled_from(["", ".", ")", " and"]), st.booleans())
def test_every_valid_upn_is_found(number, before, after, lower):
    written = number.lower() if lower else number

    assert personal_data.upns(f"{before}{written}{after}") == [written]


@given(UPNS, LETTERS)
def test_a_wrong_check_letter_makes_no_upn(number, letter):
    assume(letter != number[0])

    assert personal_data.upns(f"{letter}{number[1:]}, {number}0, 1{number}, {number[1:]}") == []


def test_numbers_that_are_published_as_examples_are_found():
    assert personal_data.nhs_numbers("943 476 5919 and 9434765918") == ["943 476 5919"]
    assert personal_data.upns("A123456789012 and B123456789012") == ["A123456789012"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lives at S10 2TG, or s1 2hh", ["S10 2TG", "s1 2hh"]),
        ("SW1A 1AA; EC1A1BB; GIR 0AA", ["SW1A 1AA", "EC1A1BB", "GIR 0AA"]),
        ("action 1.1.1, Year 7 pupils, KS2 3 of them, A1 paper, 5 EHC plans", []),
    ],
)
def test_postcodes(text, found):
    assert personal_data.postcodes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a boy aged 7, and his 11-year-old sister", ["aged 7", "11-year-old"]),
        ("She is fourteen years old.", ["fourteen years old"]),
        ("at the age of 5; age 12", ["age of 5", "age 12"]),
        ("a nine month old", ["nine month old"]),
        ("aged 14 to 18, aged 0-25, aged 14+, aged 14 plus, aged 16 and over", []),
        ("16-18 year olds; 16 to 18 year old people; years old; ages 5 and 6", []),
        ("Key Stage 2, Year 7, 20 weeks, 5 years", []),
    ],
)
def test_ages(text, found):
    assert personal_data.ages(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("K.B. at Tapton school was moved", ["K.B. at Tapton school"]),
        ("KB at Tapton School", ["KB at Tapton School"]),
        ("At the academy J. K. was heard", ["academy J. K."]),
        ("SCC and CCG work with schools. The SEN panel met at school.", []),
        ("K.B. signed it.", []),
        ("e.g. at school, i.e. in class", []),
    ],
)
def test_initials_with_a_school(text, found):
    assert [each.strip() for each in personal_data.initials_at_school(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 0114 273 4567.", ["0114 273 4567"]),
        ("Ring (0114) 273-4567 now", ["(0114) 273-4567"]),
        ("07700 900123 or 07700900124", ["07700 900123", "07700900124"]),
        ("+44 114 273 4567", ["+44 114 273 4567"]),
        ("+44 (0)114 273 4567", ["+44 (0)114 273 4567"]),
        ("020 7946 0018", ["020 7946 0018"]),
        ("1.1.1, 2.3.4 and 5.1.6", []),
        ("£0114273456 and £1,250,000", []),
        ("2019-10 and 01/09/2019", []),
        ("01.09.2019", []),
        ("60% of 89 actions, 34 of them", []),
        ("0.5 to 0.75", []),
        ("reference 12345678901", []),
        ("in 2018 2019 2020", []),
        ("ISO 0123456789012345", []),
    ],
)
def test_telephone_numbers(text, found):
    assert personal_data.telephones(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to jo.o'brien@sheffield.gov.uk.", ["jo.o'brien@sheffield.gov.uk"]),
        ("a@b.org, a@b.org and c+d@e-f.nhs.uk", ["a@b.org", "c+d@e-f.nhs.uk"]),
        ("5 @ 3 per cent; @SheffieldSEND", []),
        ("an @ sign", []),
    ],
)
def test_email_addresses(text, found):
    assert personal_data.emails(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("date of birth: 12/03/2009", ["date of birth: 12/03/2009"]),
        ("DOB 12.3.09", ["DOB 12.3.09"]),
        ("born on 3rd March 2011", ["born on 3rd March 2011"]),
        ("born 2011-03-03", ["born 2011-03-03"]),
        ("He (12/03/2009) was seen", ["12/03/2009"]),
        ("on 17/05/2019 the plan was approved", []),
        ("12 November 2018", []),
        ("1 September 2014", []),
        ("by 31/10/2020", []),
        ("on 17/05/1968", []),
        ("children born in Sheffield", []),
        ("action 1.1.2019", []),
        ("DOB is not recorded", []),
    ],
)
def test_dates_of_birth(text, found):
    assert personal_data.births(text, AS_AT) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://example.org/a.", ["http://example.org/a"]),
        ("see https://example.org/a and www.example.org", []),
        ("[here](HTTP://example.org/b)", ["HTTP://example.org/b"]),
        ("by http, and ftp", []),
    ],
)
def test_links_that_are_not_https(text, found):
    assert personal_data.links_not_https(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![](map.png)", ["![](map.png)"]),
        ("![ ](map.png)", ["![ ](map.png)"]),
        ("![A map of the city](map.png)", []),
        ('<img src="a.png">', ['<img src="a.png">']),
        ('<img src="a.png" alt="">', ['<img src="a.png" alt="">']),
        ('<img alt="A map" src="a.png">', []),
        ("an image [of] (a map)!", []),
    ],
)
def test_images_without_words(text, found):
    assert personal_data.images_without_words(text) == found


@given(st.text(max_size=400))
def test_any_text_can_be_looked_through(text):
    for scan in (
        personal_data.emails,
        personal_data.telephones,
        personal_data.nhs_numbers,
        personal_data.upns,
        personal_data.postcodes,
        personal_data.ages,
        personal_data.initials_at_school,
        personal_data.links_not_https,
        personal_data.images_without_words,
    ):
        assert all(isinstance(each, str) for each in scan(text))
    personal_data.births(text, AS_AT)


@given(st.sampled_from(["x@y.org", "0114 273 4567", "DOB 12/03/2009"]), st.text(max_size=40))
def test_what_stands_by_itself_is_found_in_any_words(told, words):
    text = f"{words} : {told} : {words}"
    assert (
        personal_data.emails(text)
        or personal_data.telephones(text)
        or personal_data.births(text, AS_AT)
    )
