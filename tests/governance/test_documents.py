"""A paper's document: frozen to exact bytes, and read back only if they are the same."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from governance.papers.document import schema
from governance.papers.document.frozen import (
    DocumentRefused,
    FrozenDocument,
    FutureSchema,
    HashMismatch,
    freeze,
    hash_of,
    parse,
    refused_in_words,
    thaw,
)
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.schema import Quarterly
from tests.support.documents import TWO_QUARTERS, document, parsed, raw_counts, raw_document
from tests.support.rich_document import indicator

HIGHLIGHT = {
    "schema": 2,
    "paper": "highlight",
    "title": "Highlight report",
    "plan": dict.fromkeys(("slug", "title", "short_title", "local_area", "source"), "a-plan"),
    "meeting": {"body": "Improvement Board", "held_on": "2019-11-19"},
    "as_at": "2019-11-15",
    "as_at_words": "15 November 2019",
    "since": None,
    "since_words": "",
    "illustrative": "",
    "counts": raw_counts(["on_track"]),
    "before": None,
    "key": [],
    "open_questions": [],
    "answered": [],
    "sections": [],
}


def small(**values) -> Quarterly:
    return document({"1.1.1": ("on_track", "complete")}, **values)


def raw() -> dict:
    return raw_document({"1.1.1": ("on_track", "complete")})


def text_of(raw: dict) -> str:
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("raw", "kind"), [(raw(), Quarterly), (HIGHLIGHT, Highlight)], ids=["quarterly", "highlight"]
)
def test_what_was_frozen_is_read_back_as_it_was(raw, kind):
    text = text_of(raw)

    whole = thaw(text, hash_of(text), kind)

    assert freeze(whole) == FrozenDocument(text, hash_of(text))
    assert thaw(text, hash_of(text), kind) == whole


def test_a_key_that_is_not_there_and_one_that_is_null_stay_so():
    """A hash is of the bytes: an old text is not read as if it had the fields of today."""
    old = raw()
    for name in ("version", "since", "changed", "late_refs", "sections"):
        del old[name]
    action = old["areas"][0]["outcomes"][0]["actions"][0]
    del action["moves"], action["text_left_out"]
    old["before"] = None
    text = text_of(old)

    assert freeze(thaw(text, hash_of(text), Quarterly)).text == text
    assert freeze(thaw(text, hash_of(text), Quarterly).with_actions(lambda each: each)).text == text


def test_a_whole_number_stays_one():
    figure = {"span": "2019", "last_day": "2019-08-31", "value": 58, "words": "58"}
    series = {"name": "Own", "role": "own", "kind": "", "source": "", "figures": [figure]}
    text = text_of(raw() | {"indicators": [indicator("one", [series])]})

    assert freeze(thaw(text, hash_of(text), Quarterly)).text == text


def test_nothing_of_a_document_can_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        small().title = "Another"
    with pytest.raises(ValidationError, match="titel"):
        small().with_values(titel="Another")


@given(TWO_QUARTERS, st.text())
def test_any_document_comes_back_whatever_its_words(statuses, words):
    whole = document(
        statuses, programme={"text": words.encode(errors="ignore").decode(), "source": ""}
    )
    frozen = freeze(whole)

    assert thaw(frozen.text, frozen.sha256, Quarterly) == whole


def test_the_canonical_form_is_fixed():
    """Whoever checks a paper from outside relies on these very bytes."""
    whole = small(title="Café “–” \u2028 £")
    text = freeze(whole).text

    assert text.startswith('{"areas":[{"changed":[],"commentary":null,"counts":{"behind":0,')
    assert '"title":"Café “–” \u2028 £"' in text
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert freeze(small()).sha256 == (
        hashlib.sha256(freeze(small()).text.encode("utf-8")).hexdigest()
    )


def test_the_order_of_keys_does_not_matter_and_any_content_does():
    turned = parsed(dict(reversed(list(raw().items()))))

    assert freeze(turned) == freeze(small())
    assert freeze(small(title="Another")).sha256 != freeze(small()).sha256


def test_one_changed_letter_is_not_read():
    frozen = freeze(small())
    changed = frozen.text.replace("Do 1.1.1", "Do 1.1.2")

    with pytest.raises(HashMismatch) as refused:
        thaw(changed, frozen.sha256, Quarterly)

    assert str(refused.value) == (
        f"The document is not the one that was frozen: its SHA-256 is {hash_of(changed)[:12]}… "
        f"and should be {frozen.sha256[:12]}…. Nothing is shown or published from it."
    )


def test_a_schema_from_the_future_is_refused_in_words():
    text = text_of(raw() | {"schema": 3, "unheard_of": True})

    with pytest.raises(FutureSchema) as reading:
        thaw(text, hash_of(text), Quarterly)

    assert str(reading.value) == (
        "The document is of schema version 3; this service knows versions up to 2. "
        "Update the service, then try again."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unheard_of": 1}, "unheard_of: Extra inputs are not permitted."),
        ({"late": "5"}, "late: Input should be a valid integer."),
        ({"late": True}, "late: Input should be a valid integer."),
        (
            {"as_at": "30 November 2019"},
            "as_at: String should match pattern '^\\d{4}-\\d{2}-\\d{2}$'.",
        ),
        ({"schema": 0}, "schema: Input should be 1 or 2."),
        ({"schema": None}, "schema: Input should be 1 or 2."),
        ({"schema": True}, "schema: Input should be 1 or 2."),
        ({"plan": None}, "plan: Input should be an object."),
        ({"areas": [{}]}, "areas › 0 › ref: Field required."),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_naming_the_place(change, words):
    text = text_of(raw() | change)
    with pytest.raises(DocumentRefused) as reading:
        thaw(text, hash_of(text), Quarterly)

    assert str(reading.value) == f"The document does not fit its schema: {words}"


def test_a_document_is_built_of_the_exact_types_or_refused_in_words():
    with pytest.raises(DocumentRefused) as building, refused_in_words():
        small().with_values(late="5")

    assert str(building.value) == (
        "The document does not fit its schema: late: Input should be a valid integer."
    )


def test_a_field_that_is_missing_is_refused():
    whole = raw()
    del whole["counts"]

    with pytest.raises(DocumentRefused, match="counts: Field required"):
        parse(text_of(whole), Quarterly)


@pytest.mark.parametrize("kind", ["highlight", "monthly", "", None, 1])
def test_a_paper_of_another_kind_is_refused(kind):
    with pytest.raises(DocumentRefused) as refused:
        parse(text_of(raw() | {"paper": kind}), Quarterly)

    assert str(refused.value) == (
        "The document does not fit its schema: paper: Input should be 'quarterly'."
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"quarterly"'])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(DocumentRefused, match=r"^The document is not "):
        thaw(text, hash_of(text), Quarterly)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"bytes", {1, 2}, "\ud800"])
def test_what_json_cannot_hold_is_refused(value):
    section = {"title": "Vision", "source": "", "blocks": [{"p": value}]}
    with pytest.raises(DocumentRefused, match=r"^The document cannot be written as JSON: "):
        freeze(small(sections=[section]))


def test_a_document_is_a_dictionary_in_its_file_alone():
    """Everywhere else it is typed: a field that is not there is found by the type checker."""
    papers = Path(schema.__file__).parents[1]
    untyped = re.compile(r"dict\[str, Any\]|Mapping\[str, Any\]")

    found = [path.name for path in papers.rglob("*.py") if untyped.search(path.read_text())]

    assert found == []
