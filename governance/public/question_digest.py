"""Digest lines about unanswered questions from the public, for the people who answer them.

Each question is notified once, and every seven days while it is unanswered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from actions.domain.digest import AGAIN_AFTER, DigestLine, DigestSection, Topic
from actions.extension_points import DigestAddition
from actions.models import Plan
from actions.selectors.outstanding import topics_sent_since
from actions.selectors.reviewers import officers_of
from governance.models import PublicQuestion
from governance.public.questions import question_subject
from wsoa.core.text import cut, one_line

KIND = "public_question"
LONGEST_WORDS = 150
REMEMBERED = timedelta(days=14)
INTRO = "Readers of the published plan asked these questions. Sign in to answer."


def question_digest(day: date) -> Iterable[DigestAddition]:
    """A source of digest sections about unanswered questions from the public."""
    waiting: dict[Plan, list[PublicQuestion]] = defaultdict(list)
    asked = PublicQuestion.objects.unanswered().with_what_they_are_about()
    for question in asked.select_related("plan").order_by("at", "pk"):
        waiting[question.plan].append(question)
    notified = topics_sent_since(day - REMEMBERED, day) if waiting else {}
    for plan, questions in waiting.items():
        lines = tuple(map(_digest_line, questions))
        _officers, managers = officers_of(plan)
        for user in sorted(managers, key=lambda manager: manager.pk):
            known = notified.get(user.pk, {})
            last = [known.get(line.topic) for line in lines]
            if any(on is None or day - on >= AGAIN_AFTER for on in last):
                yield DigestAddition(user, plan, _section(lines))


def _section(lines: tuple[DigestLine, ...]) -> DigestSection:
    many = "1 question" if len(lines) == 1 else f"{len(lines)} questions"
    verb = "needs" if len(lines) == 1 else "need"
    return DigestSection(f"{many} from the public {verb} your answer", INTRO, lines)


def _digest_line(question: PublicQuestion) -> DigestLine:
    path = reverse("answer-public-question", args=[question.plan.slug, question.pk])
    words = cut(one_line(question.words), LONGEST_WORDS)
    about = question_subject(question).removeprefix("action ").capitalize()
    return DigestLine(Topic(KIND, 0, question.pk), 0, about, words, "", path)
