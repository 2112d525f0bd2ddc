"""A quarter and its publication for tests of governance; October’s update as a document and PDF."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.models import AreaOfWeakness, Plan, ReportingPeriod
from governance.models import Paper as StoredPaper
from governance.papers.document.schema import Quarterly
from governance.papers.formats import pdf
from governance.papers.quarterly import build
from governance.services import commentary as service
from governance.services import publication_drafts
from tests.support.commentary import WORDS
from tests.support.once_a_run import made_once
from tests.support.publishing_steps import ready_to_sign, sign_both
from wsoa.core.clock import today


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    period = sheffield.periods.get(key="2019-10")
    period.plan = sheffield
    return period


@pytest.fixture
def july(sheffield: Plan) -> ReportingPeriod:
    """Closed, without commentary and without a publication."""
    period = sheffield.periods.get(key="2019-07")
    period.plan = sheffield
    return period


@pytest.fixture
def area(sheffield: Plan) -> AreaOfWeakness:
    area = sheffield.areas.get(ref="5")
    area.plan = sheffield
    return area


@pytest.fixture
def write(people, area, july):
    """Writes of area 5 in July, on top of nothing, unless told otherwise."""

    def written(words=WORDS, *, on=None, period=july, by="accountable"):
        return service.write_commentary(
            by=people[by], area=area, period=period, words=words, based_on=on and on.pk
        )

    return written


@pytest.fixture
def draft(people, sheffield, july) -> StoredPaper:
    return publication_drafts.prepare_publication(
        by=people["publisher"], plan=sheffield, period=july
    )


@pytest.fixture
def both_signed(people, draft) -> StoredPaper:
    return sign_both(people, ready_to_sign(people, draft))


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """Where the PDFs of one test go."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture(scope="session")
def document(django_db_setup: None, django_db_blocker) -> Quarterly:
    with django_db_blocker.unblock():
        plan = Plan.objects.get(slug="sheffield-2019")
        return build.build_quarterly(plan, plan.periods.get(key="2019-10"), today())


@dataclass(frozen=True, slots=True)
class Paper:
    path: Path
    pages: int
    told: list[tuple[str, int]]


@pytest.fixture(scope="session")
def paper(document: Quarterly, run_folder: Path) -> Paper:
    """The PDF, rendered by the first worker of a run that asks."""

    def make(folder: Path) -> None:
        told: list[tuple[str, int]] = []
        path = folder / "october.pdf"
        with path.open("wb") as target:
            rendered = pdf.render(document, target, lambda *step: told.append(step), pages=40)
        (folder / "paper.pickle").write_bytes(pickle.dumps(Paper(path, rendered.pages, told)))

    made = made_once(run_folder / "paper", make)
    paper: Paper = pickle.loads((made / "paper.pickle").read_bytes())
    return paper
