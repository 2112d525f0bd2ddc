"""Who has agreed to a requested end date: a body or a post, or nobody yet."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.date_ledger import NewEnd, fault_in_who_agreed
from actions.domain.enums import Slippage
from actions.forms.date_change import NewEndForm
from actions.forms.update import UpdateForm
from actions.models import Plan
from actions.services.date_changes import NewEndRefused, ask_for_new_end
from wsoa.accounts.models import User
from wsoa.core.months import Month

NOBODY = ["myself", "19", "Me", "I", "-", "n/a", "none", "me, 19", "not yet", "x"]
NAMES = ["The CCG", "CCG", "Head of SEN", "Improvement Board", "SCC-HoS and NHS", "শিক্ষা বোর্ড"]
FIELDS = [NewEndForm.base_fields["agreed_with"], UpdateForm.base_fields["new_end_agreed_with"]]


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_nobody_is_refused_in_both_forms(text: str) -> None:
    assert fault_in_who_agreed(text).startswith(f"“{text}” names no body and no post.")
    for field in FIELDS:
        with pytest.raises(ValidationError, match="names no body and no post"):
            field.clean(text)


@pytest.mark.parametrize("text", ["", *NAMES])
def test_a_body_a_post_or_nobody_yet_is_taken(text: str) -> None:
    assert fault_in_who_agreed(text) == ""
    assert [field.clean(text) for field in FIELDS] == [text, text]


@given(st.lists(st.sampled_from([*NOBODY, *NAMES]), min_size=1))
def test_one_name_among_others_is_enough(said: list[str]) -> None:
    assert bool(fault_in_who_agreed(", ".join(said))) is not any(name in NAMES for name in said)


def test_the_service_refuses_it_too(sheffield: Plan, people: dict[str, User]) -> None:
    new_end = NewEnd(Month(2020, 9), Slippage.SLIPPED, "A post is vacant.", "myself")
    action = sheffield.actions.get(ref="6.1.1")
    with pytest.raises(NewEndRefused, match="names no body and no post"):
        ask_for_new_end(by=people["manager"], action=action, new_end=new_end)
    assert not action.date_changes.exists()
