"""Invented verdicts of the demo people on the illustrative updates, of 8 November 2019."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from actions.models import Plan, StatusUpdate, Verdict
from wsoa.accounts.models import User

_AT = timezone.make_aware(datetime(2019, 11, 8, 12))  # noqa: DTZ001 (made aware here)
_JULY, _OCTOBER = "2019-07", "2019-10"
ACCEPTED: dict[str, dict[str, tuple[str, ...]]] = {
    "accountable": {
        _JULY: ("5.1.1", "5.1.4", "5.1.6"),
        _OCTOBER: ("5.1.1", "5.1.3", "5.1.4"),
    },
    "manager": {
        _JULY: (
            *("1.1.1", "2.1.2", "3.2.1", "3.2.3", "4.2.2"),
            *("4.3.2", "6.1.4", "6.1.5", "6.3.1", "7.1.6"),
        ),
        _OCTOBER: (
            *("1.1.1", "1.1.3", "2.1.1", "3.1.3", "3.2.1"),
            *("4.1.2", "4.2.2", "6.1.4", "7.1.4"),
        ),
    },
}
RETURNED: dict[str, dict[tuple[str, str], str]] = {
    "manager": {
        (_OCTOBER, "7.2.2"): (
            "Thank you. The work with NDTI is finished, but the evidence of impact is empty. "
            "Please say what is different for young people after 16, or how you will find out."
        )
    }
}


def add_demo_verdicts(plan: Plan, people: dict[str, User]) -> int:
    """Gives these verdicts once, on illustrative updates only. Returns the number given now.

    An update that somebody has judged or answered meanwhile is left as it is.
    """
    waiting = {
        (update.period.key, update.action.ref): update
        for update in StatusUpdate.objects.to_judge(plan).illustrative().for_review()
    }
    verdicts = [
        Verdict(update=waiting[key, ref], accepted=True, by=people[name], at=_AT)
        for name, by_quarter in ACCEPTED.items()
        for key, refs in by_quarter.items()
        for ref in refs
        if (key, ref) in waiting
    ]
    verdicts += [
        Verdict(update=waiting[place], accepted=False, words=words, by=people[name], at=_AT)
        for name, by_place in RETURNED.items()
        for place, words in by_place.items()
        if place in waiting
    ]
    Verdict.objects.bulk_create(verdicts)
    if verdicts:
        plan.actions.update(version=F("version") + 1)
        Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    return len(verdicts)
