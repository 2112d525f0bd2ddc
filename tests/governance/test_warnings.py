"""What the publisher is warned of: each with the fact in its key, its place, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given

from governance.papers.checks.pre_publication import changes_key, publication_warnings
from governance.papers.checks.warning_types import LONGEST_KEY, RepairPage, WarningKind
from tests.support.documents import TWO_QUARTERS, action, document, move

ON_TRACK = {"1.1.1": ("on_track", "on_track"), "2.1.1": ("on_track", "at_risk")}


@dataclass(frozen=True)
class Decided:
    ref: str
    parts: tuple[tuple[str, str], ...]
    cleared: bool | None


def said(text: str, *, not_accepted: bool = False, title: str = "Developments"):
    return {
        "parts": [{"title": title, "text": text}],
        "post": "Head of SEN",
        "not_accepted": not_accepted,
        "illustrative": False,
    }


def commentary(text: str):
    return {"parts": [{"title": "Developments", "text": text}], "source": ""}


def paper(more=None, areas=None, **values):
    """A document of two areas with commentary, and with nothing to be warned of."""
    goes_on = {"commentary": commentary("The work goes on.")}
    of_area = {ref: goes_on | (areas or {}).get(ref, {}) for ref in "12"}
    return document(ON_TRACK, more=more, areas=of_area, **values)


def words(document, texts=()) -> list[str]:
    return [each.problem for each in publication_warnings(document, texts)]


def test_a_document_with_nothing_wrong_has_no_warning():
    assert publication_warnings(paper(), ()) == ()


def test_updates_that_are_not_accepted():
    more = {"1.1.1": {"said": said("It goes on.", not_accepted=True)}}
    (warned,) = publication_warnings(paper(more), ())

    assert warned.problem == ("The update of 1.1.1 (On track) is not accepted; the paper says so.")
    assert (warned.kind, warned.place.where) == (WarningKind.NOT_ACCEPTED, RepairPage.ACTION)
    again = publication_warnings(
        paper({"1.1.1": {"said": said("It rests.", not_accepted=True)}}), ()
    )
    assert again[0].key != warned.key


def test_complete_without_evidence():
    (warned,) = publication_warnings(paper({"2.1.1": {"complete_without_evidence": True}}), ())

    assert (warned.key, warned.problem) == (
        "no-evidence|2.1.1",
        "2.1.1 is complete, and nothing shows that it is.",
    )


def test_late_without_a_month_or_a_request_for_another_date():
    more = {"1.1.1": {"late": "3 months late", "late_without_date": True}}
    (warned,) = publication_warnings(paper(more), ())

    assert (warned.key, warned.place.ref) == ("no-new-date|1.1.1|3 months late", "1.1.1")
    assert warned.problem == (
        "1.1.1 is past its end date (3 months late), and says neither when it is expected to end "
        "nor that another date is asked for."
    )


@pytest.mark.parametrize("empty", [None, commentary("None stated."), {"parts": [], "source": ""}])
def test_an_area_without_commentary(empty):
    (warned,) = publication_warnings(paper(areas={"2": {"commentary": empty}}), ())
    assert (warned.key, warned.problem) == (
        "no-commentary|2",
        "Area 2 has no commentary for October 2019.",
    )


@dataclass(frozen=True)
class Written:
    """A commentary or a summary that somebody wrote of an area."""

    ref: str
    cleared: bool | None
    parts: tuple[tuple[str, str], ...] = (("Developments", "Something was done."),)


@pytest.mark.parametrize(
    ("cleared", "words"),
    [
        (None, "The commentary of area 2 for October 2019 is written, and not cleared."),
        (False, "The commentary of area 2 for October 2019 is written, and left out."),
        (
            True,
            "The commentary of area 2 for October 2019 was cleared after this was frozen, and is "
            "not in it yet.",
        ),
    ],
)
def test_commentary_that_is_written_is_not_called_missing(cleared, words):
    made = paper(areas={"2": {"commentary": None}})
    warned = publication_warnings(made, (), commentary=[Written("2", cleared)])

    of_area = [each for each in warned if each.kind is WarningKind.NO_COMMENTARY]
    assert [each.problem for each in of_area] == [words]


def test_easy_read_summaries_are_among_the_texts_that_are_not_cleared():
    waiting = [Written("1", None)]
    warned = publication_warnings(paper(), waiting, None, waiting, waiting)

    assert [each.problem for each in warned if each.kind is WarningKind.NOT_CLEARED] == [
        "3 texts are not cleared, and so left out."
    ]


def test_a_correction_that_is_the_same_as_what_it_corrects():
    first = paper()
    second = first.with_values(version=2, correction="A date was wrong.")
    third = second.with_values(version=3, correction="Another.")
    for corrected, correction in ((first, second), (second, third)):
        [warned] = publication_warnings(correction, (), corrected=corrected)
        assert warned.kind is WarningKind.NOTHING_CORRECTED
        assert warned.problem == (
            f"Version {correction.version} is the same as version {corrected.version}, which it "
            "says that it corrects."
        )
    other = second.with_values(programme=first.programme.with_values(text="It is another."))
    assert publication_warnings(other, (), corrected=first) == ()
    assert publication_warnings(first, ()) == ()


def test_a_number_that_the_data_does_not_bear_out():
    made = paper(programme={"text": "2 of 2 actions are complete.", "source": ""})

    (warned,) = publication_warnings(made, ())

    assert warned.kind is WarningKind.MISSTATED
    assert warned.problem.startswith("It says “2 of 2 actions are complete”: by the data 0 of 2")


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            "Oliwia liked it",
            WarningKind.PERSON,
            "“Oliwia” is not known from the plan. Is it the name of a person?",
        ),
        ("943 476 5919", WarningKind.NHS_NUMBER, "There is an NHS number: 943 476 5919."),
        ("A123456789012", WarningKind.UPN, "There is a unique pupil number: A123456789012."),
        ("a boy aged 7", WarningKind.AGE, "There is an age: “aged 7”."),
        (
            "K.B. at that school",
            WarningKind.INITIALS,
            "There may be the initials of a person: “K.B. at that school”.",
        ),
        ("near S10 2TG", WarningKind.POSTCODE, "There is a postcode: S10 2TG."),
        ("a@b.org", WarningKind.EMAIL, "There is an email address: a@b.org."),
        ("0114 273 4567", WarningKind.TELEPHONE, "There is a telephone number: 0114 273 4567."),
        ("DOB 1/2/2010", WarningKind.BIRTH, "There seems to be a date of birth: DOB 1/2/2010."),
        (
            "![](a.png)",
            WarningKind.NO_ALT,
            "An image has no alternative text: ![](a.png).",
        ),
        ("http://a.org", WarningKind.NOT_HTTPS, "A link is not https: http://a.org."),
    ],
)
def test_every_text_that_somebody_wrote_is_looked_through(text, kind, told):
    undecided = move("Dec 2019", "Feb 2020", 2, None)
    moved, decided = undecided | {"reason": text}, undecided | {"decision": text}
    cell = action("1.1.1", ("on_track", "on_track"), "2019-10")["quarters"]
    cell[0]["reason"] = text
    places = {
        "Action 1.1.1, developments": paper({"1.1.1": {"said": said(text)}}),
        "Action 1.1.1, reason for the status": paper(
            {"1.1.1": {"reason": {"dates": "", "status": "On track", "text": text}}}
        ),
        "Action 1.1.1, reason in July 2019": paper({"1.1.1": {"quarters": cell}}),
        "Action 1.1.1, end date to Feb 2020": paper({"1.1.1": {"moves": [moved]}}),
        "The programme as a whole": paper(programme={"text": text, "source": ""}),
    }
    for place, made in places.items():
        (warned,) = publication_warnings(made, ())
        assert (warned.place.name, warned.kind, warned.problem) == (place, kind, told)
    (warned,) = publication_warnings(paper({"1.1.1": {"moves": [decided]}}), ())
    assert (warned.kind, warned.place.where) == (kind, RepairPage.DATES)
    made = paper(areas={"1": {"commentary": commentary(text)}})
    (warned,) = publication_warnings(made, ())
    assert (warned.kind, warned.place.area) == (kind, "1")


def test_the_plans_own_words_are_looked_through_but_for_the_names_it_was_approved_with():
    blocks = [{"p": "Jake told us, http://a.org"}, {"image": "a.png"}, {"image": "b", "alt": "B"}]
    section = {"title": "Introduction", "source": "", "blocks": blocks}

    assert words(paper(sections=[section])) == [
        "An image has no alternative text: ![](a.png).",
        "A link is not https: http://a.org.",
    ]


def test_the_same_words_are_asked_about_once_with_the_places_of_all():
    more = {ref: {"said": said(f"Oliwia left {ref}.")} for ref in ("1.1.1", "2.1.1")}
    areas = {ref: {"commentary": commentary("Oliwia stayed.")} for ref in "12"}
    (warned,) = publication_warnings(paper(more, areas), ())

    assert (warned.found, warned.place.where) == ("Oliwia", RepairPage.QUARTER)
    assert warned.place.name == (
        "Area 1, developments; Area 2, developments; Action 1.1.1, developments; and 1 more"
    )
    assert len(warned.texts) == 3

    del more["2.1.1"]
    (fewer,) = publication_warnings(paper(more, areas), ())
    assert fewer.key != warned.key
    assert set(fewer.texts) < set(warned.texts)


def test_who_holds_a_post_or_is_responsible_may_be_named():
    post = dict.fromkeys(("code", "title", "organisation", "note"), "")
    made = paper(
        {"1.1.1": {"said": said("Emma Jones, Sam Patel and Lucy Hall agreed")}},
        areas={"1": {"responsible": ["Lucy Hall, Chief Nurse, CCG"]}},
        posts=[post | {"holder": "Emma Jones / Sam Patel"}],
    )

    assert words(made) == []


def test_texts_that_nobody_has_cleared_are_one_warning_with_their_number():
    part = (("Developments", "It goes on."),)
    one = (Decided("1.1.1", part, None),)
    two = (*one, Decided("2.1.1", part, None))

    assert words(paper(), one) == ["1 text is not cleared, and so left out."]
    assert words(paper(), two) == ["2 texts are not cleared, and so left out."]
    assert publication_warnings(paper(), one)[0].key != publication_warnings(paper(), two)[0].key


def test_what_was_decided_on_texts_since_it_was_frozen():
    part = (("Developments", "It goes on."), ("Reason", "Only told before."))
    printed = paper({"1.1.1": {"said": said("It goes on.")}})

    assert words(printed, [Decided("1.1.1", part, True)]) == []
    assert words(paper(), [Decided("1.1.1", part, False)]) == []
    assert words(paper(), [Decided("1.1.1", part, True)]) == [
        "The text of 1.1.1 was cleared after this was frozen, and is not in it yet."
    ]
    assert words(printed, [Decided("1.1.1", part, False)]) == [
        "The text of 1.1.1 was left out after this was frozen, and is still in it."
    ]


def test_what_has_changed_is_to_be_read_for_the_plan_and_each_area():
    changed = ["1 action fell behind: 2.1.1."]
    made = paper(areas={"2": {"changed": changed}}, changed=changed)

    assert [(each.kind, each.place.name, each.key) for each in publication_warnings(made, ())] == [
        (WarningKind.CHANGES, "The plan as a whole", changes_key("", changed)),
        (WarningKind.CHANGES, "Area 2", changes_key("2", changed)),
    ]


def test_a_long_fact_has_a_key_that_fits_and_is_its_own():
    long = "http://example.org/" + "a" * 400
    keys = {
        publication_warnings(paper({"1.1.1": {"said": said(each)}}), ())[0].key
        for each in (long, long + "b")
    }

    assert len(keys) == 2
    assert all(len(key) <= LONGEST_KEY for key in keys)


@given(TWO_QUARTERS)
def test_keys_are_each_once_and_the_same_again(statuses):
    made = document(statuses)
    found = publication_warnings(made, ())

    assert len({each.key for each in found}) == len(found)
    assert publication_warnings(made, ()) == found
    assert all(len(each.key) <= LONGEST_KEY for each in found)
