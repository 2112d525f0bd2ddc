"""A paper's document: frozen to exact bytes, and read back only if they are the same."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.document.frozen import (
    DocumentRefused,
    FutureSchema,
    HashMismatch,
    check,
    freeze,
    hash_of,
    thaw,
)
from tests.support.documents import TWO_QUARTERS, document

HIGHLIGHT = {
    "schema": 1,
    "paper": "highlight",
    "title": "Highlight report",
    "plan": dict.fromkeys(("slug", "title", "short_title", "local_area", "source"), "a-plan"),
    "meeting": {"body": "Improvement Board", "held_on": "2019-11-19"},
    "as_at": "2019-11-15",
    "as_at_words": "15 November 2019",
    "since": None,
    "since_words": "",
    "illustrative": "",
    "counts": document({"1.1.1": ("on_track",)}, "2019-07")["counts"],
    "before": None,
    "key": [],
    "open_questions": [],
    "answered": [],
    "sections": [],
}


def small() -> dict:
    return document({"1.1.1": ("on_track", "complete")})


@pytest.mark.parametrize("whole", [small(), HIGHLIGHT], ids=["quarterly", "highlight"])
def test_what_was_frozen_is_read_back_as_it_was(whole):
    frozen = freeze(whole)

    assert thaw(frozen.text, frozen.sha256) == whole
    assert freeze(thaw(frozen.text, frozen.sha256)) == frozen


@given(TWO_QUARTERS, st.text())
def test_any_document_comes_back_whatever_its_words(statuses, words):
    whole = document(
        statuses, programme={"text": words.encode(errors="ignore").decode(), "source": ""}
    )
    frozen = freeze(whole)

    assert thaw(frozen.text, frozen.sha256) == whole


def test_the_canonical_form_is_fixed():
    """Whoever checks a paper from outside relies on these very bytes."""
    whole = small() | {"title": "Café “–” \u2028 £"}
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
    whole = small()
    turned = dict(reversed(list(whole.items())))

    assert freeze(turned) == freeze(whole)
    assert freeze(whole | {"title": "Another"}).sha256 != freeze(whole).sha256


def test_one_changed_letter_is_not_read():
    frozen = freeze(small())
    changed = frozen.text.replace("Do 1.1.1", "Do 1.1.2")

    with pytest.raises(HashMismatch) as refused:
        thaw(changed, frozen.sha256)

    assert str(refused.value) == (
        f"The document is not the one that was frozen: its SHA-256 is {hash_of(changed)[:12]}… "
        f"and should be {frozen.sha256[:12]}…. Nothing is shown or published from it."
    )


def test_a_schema_from_the_future_is_refused_in_words_both_ways():
    whole = small() | {"schema": 2, "unheard_of": True}
    words = (
        "The document is of schema version 2; this service knows versions up to 1. "
        "Update the service, then try again."
    )
    with pytest.raises(FutureSchema) as writing:
        freeze(whole)
    text = json.dumps(whole)
    with pytest.raises(FutureSchema) as reading:
        thaw(text, hash_of(text))

    assert (str(writing.value), str(reading.value)) == (words, words)


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
        ({"schema": 0}, "schema: Input should be 1."),
        ({"schema": None}, "schema: Input should be 1."),
        ({"schema": True}, "schema: Input should be 1."),
        ({"plan": None}, "plan: Input should be an object."),
        ({"areas": [{}]}, "areas › 0 › ref: Field required."),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_naming_the_place(change, words):
    whole = small() | change
    said = f"The document does not fit its schema: {words}"
    with pytest.raises(DocumentRefused) as writing:
        freeze(whole)
    text = json.dumps(whole)
    with pytest.raises(DocumentRefused) as reading:
        thaw(text, hash_of(text))

    assert (str(writing.value), str(reading.value)) == (said, said)


def test_a_field_that_is_missing_is_refused():
    whole = small()
    del whole["counts"]

    with pytest.raises(DocumentRefused, match="counts: Field required"):
        freeze(whole)


@pytest.mark.parametrize("kind", ["monthly", "", None, 1])
def test_an_unknown_kind_of_paper_is_refused(kind):
    with pytest.raises(DocumentRefused) as refused:
        check(small() | {"paper": kind})

    assert str(refused.value) == f"There is no paper of the kind {kind!r}."


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"quarterly"'])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(DocumentRefused, match=r"^The document is not "):
        thaw(text, hash_of(text))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"bytes", {1, 2}, "\ud800"])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(DocumentRefused, match=r"^The document cannot be written as JSON: "):
        freeze(small() | {"title": value})
