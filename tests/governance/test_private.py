"""What in a text may tell of a person: found where it is, and not where it only looks so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.checks import personal_data

AS_AT = date(2019, 11, 30)
KNOWN = ("Tim Armstrong", "Joel Hardwick", "Mandy Philbin")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jake was unhappy at school", ["Jake"]),
        ("Jake’s mother told us", ["Jake"]),
        ("the family of Aisha Begum-Khan", ["Aisha Begum-Khan"]),
        ("Mrs Okonkwo came to the meeting", ["Mrs Okonkwo"]),
        ("Ms. J. Blackwood and Dr Patel agreed", ["Ms. J. Blackwood", "Dr Patel"]),
        ("Cllr Drayton asked", ["Cllr Drayton"]),
        ("Dr Kamal Birdi of the university", ["Dr Kamal Birdi"]),
        ("Yesterday Olivia Smith wrote", ["Olivia Smith"]),
        ("Jake and Jake again", ["Jake"]),
        # Known by their posts, however they are named.
        ("Tim Armstrong leads this", []),
        ("Mr Armstrong leads this", []),
        ("Tim leads this", []),
        ("Tim Jones leads this", ["Tim Jones"]),
        # No people.
        ("Head of SEN and the Chief Nurse", []),
        ("In May, June and August 2019", []),
        ("by the end of Sept 2019", []),
        ("King Edward School and St Thomas Hospital", []),
        ("the Children and Families Act 2014", []),
        ("Learn Sheffield, Healthwatch and the Parent Carer Forum", []),
        ("Jessop Wing, Ryegate House, Charles Street", []),
        ("Action 1.1.1 was finished", []),
        ("EB of the DfE was happy", []),
        ("Drs and others", []),
        ("", []),
    ],
)
def test_people_who_hold_no_listed_post(text, found):
    assert personal_data.people(text, KNOWN) == found


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
        personal_data.links_not_https,
        personal_data.images_without_words,
    ):
        assert all(isinstance(each, str) for each in scan(text))
    personal_data.births(text, AS_AT)
    personal_data.people(text, KNOWN)


@given(st.sampled_from(["x@y.org", "0114 273 4567", "DOB 12/03/2009"]), st.text(max_size=40))
def test_what_stands_by_itself_is_found_in_any_words(told, words):
    text = f"{words} : {told} : {words}"
    assert (
        personal_data.emails(text)
        or personal_data.telephones(text)
        or personal_data.births(text, AS_AT)
    )
