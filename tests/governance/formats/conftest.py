"""The publication of October 2019 in every format, rendered once for all."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from actions.models import Plan
from governance.models import Clearance
from governance.papers.document.frozen import freeze
from governance.papers.document.imprint import Imprint, RenderedFile
from governance.papers.formats import render_all
from governance.papers.quarterly import build_publication, text_clearance
from wsoa.core.clock import now

AFTER_THE_CLOSE = date(2019, 12, 2)


def imprint_for(document: dict[str, Any], **values: Any) -> Imprint:
    key = document["period"]["key"]
    return Imprint(
        **{
            "sha256": freeze(document).sha256,
            "version": 1,
            "out_on": AFTER_THE_CLOSE,
            "signed": ("Jo Example, Director, for the council", "Al Example, Nurse, for the NHS"),
            "address": f"https://send.example/published/a-plan/{key}/v1/",
        }
        | values
    )


@dataclass(frozen=True, slots=True)
class Published:
    document: dict[str, Any]
    imprint: Imprint
    folder: Path
    files: dict[str, RenderedFile]
    told: list[tuple[str, int]]
    seconds: float  # of the processor
    mebibytes: float  # the most that this process ever held

    def path(self, form: str) -> Path:
        return self.folder / self.files[form].name


@pytest.fixture(scope="session")
def october_document(django_db_setup: None, django_db_blocker) -> dict[str, Any]:
    """As it is published, with all texts cleared; nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
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


def render(document: dict[str, Any], folder: Path, **values: Any) -> Published:
    imprint = imprint_for(document, **values)
    told: list[tuple[str, int]] = []
    started = time.process_time()
    files = render_all(document, imprint, folder, lambda *step: told.append(step))
    seconds = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    by_form = {each.form: each for each in files}
    return Published(document, imprint, folder, by_form, told, seconds, most)


@pytest.fixture(scope="session")
def published(october_document, tmp_path_factory) -> Published:
    return render(october_document, tmp_path_factory.mktemp("published"))
