"""Questions from the public on two real connections at the same moment."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.services
PROGRAM = "tests.support.workers.public_questions"


def test_readers_at_the_same_moment_do_not_exceed_the_daily_limit(race) -> None:
    meet = race(PROGRAM, PUBLIC_QUESTIONS_A_DAY="2").run
    assert meet("two-ask") == "sent refused 2"  # one was there before


@pytest.mark.parametrize("part", ["answer-first", "dismiss-first"])
def test_question_is_answered_or_dismissed_and_never_both(race, part) -> None:
    assert race(PROGRAM).run(part) == "done refused 1 1"
