"""The publication of October 2019, and a small one, in every format: rendered once a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from actions.models import Plan
from governance.models import Clearance
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import build_publication, text_clearance
from tests.support.rendered import AFTER_THE_CLOSE, Published, rendered_once
from tests.support.rich_document import rich
from wsoa.core.clock import now


@pytest.fixture(scope="session")
def published(run_folder: Path, django_db_setup: None, django_db_blocker) -> Published:
    """As it is published, with all texts cleared; nothing stays in the database."""

    def build() -> Quarterly:
        with django_db_blocker.unblock(), transaction.atomic():
            return october()

    return rendered_once(run_folder / "october", build)


def october() -> Quarterly:
    plan = Plan.objects.get(slug="sheffield-2019")
    july, october = (plan.periods.get(key=key) for key in ("2019-07", "2019-10"))
    for period in (july, october):
        period.plan = plan
        Clearance.objects.bulk_create(
            Clearance(update=each.update, cleared=True, at=now())
            for each in text_clearance.printable_texts(plan, period)
        )
    first = build_publication.build_publication(plan, july, AFTER_THE_CLOSE, before=None)
    document = build_publication.build_publication(plan, october, AFTER_THE_CLOSE, before=first)
    transaction.set_rollback(True)
    return document


@pytest.fixture(scope="session")
def small(run_folder: Path) -> Published:
    """A small document with something in every field, rendered where no database may be asked."""
    return rendered_once(run_folder / "rich", rich)
