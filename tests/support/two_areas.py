"""Sheffield and its twin: two local areas with the same codes, references and titles of actions.

Twinford's plan is Sheffield's under another slug, with a council, holders and accounts of its own.
What the one has and the other must never see is in `Area.marks`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.domain.enums import Role
from actions.management.commands.load_demo_people import POSTS, SIGNS
from actions.models import Membership, Plan
from actions.services.demo_verdicts import add_demo_verdicts
from governance.importing.plan import load_plan
from tests.support.cast import CAST, all_people
from tests.support.once_a_run import made_once
from tests.support.paths import ROOT
from tests.support.savepoints import undone
from wsoa.accounts.models import AreaRole, Organisation, Post, User
from wsoa.accounts.services import add_national_organisation

SHEFFIELD, TWINFORD = "sheffield-2019", "twinford-2019"
# The children's hospital is a place of the official statistics, which both areas share.
_NAME = re.compile(r"Sheffield(?! Children)")


@dataclass(frozen=True, slots=True)
class Area:
    """A local area's plan, its people by their role in the cast, and words that give it away."""

    plan: Plan
    people: dict[str, User]

    @property
    def marks(self) -> tuple[str, ...]:
        council = Organisation.objects.named_in(self.plan.local_area).get(code="SCC")
        return (self.plan.slug, self.plan.title, council.name, self.people["lead"].email)


@pytest.fixture(scope="session")
def twin_files(run_folder: Path) -> Path:
    """Twinford's plan as files, made once a run. To spoil them, copy them."""

    def make(folder: Path) -> None:
        source = shutil.copytree(ROOT / "fixtures" / "sheffield_2019", folder / "plan")
        for file in source.rglob("*.yaml"):
            if file.parent.name != "figures":
                file.write_text(twinned(file.read_text(encoding="utf-8")), encoding="utf-8")

    return made_once(run_folder / "twin_files", make) / "plan"


def twinned(text: str) -> str:
    """Text of one of Sheffield's files as Twinford's has it."""
    text = _NAME.sub("Twinford", text).replace(SHEFFIELD, TWINFORD)
    return re.sub(r"(\bholder: )", r"\1Twin ", text)


def load_twin(files: Path) -> Area:
    """Loads Twinford's plan and its people beside Sheffield's. NHS England is national then."""
    add_national_organisation(
        by=None,
        code="NHSE",
        name="National Health Service England",
        kind=Organisation.Kind.NHS,
    )
    plan, _ = load_plan(by=None, source=files)
    people = {name: _person(plan, name) for name in CAST}
    add_demo_verdicts(plan, people)
    plan.refresh_from_db()
    return Area(plan, people)


def _person(plan: Plan, name: str) -> User:
    """Somebody of Twinford who is there what their namesake is in Sheffield's plan."""
    user = User.objects.create_user(f"{name}@twinford.example", name=f"Twinford {name}")
    if name in POSTS:
        post = Post.objects.of(plan.local_area).get(code=POSTS[name])
        post.holdings.filter(until=None).update(user=user)
    else:
        area = plan.areas.get(ref="5") if name == "accountable" else None
        Membership.objects.create(plan=plan, user=user, role=Role(name), area=area)
    if name == "manager":
        AreaRole.objects.create(local_area=plan.local_area, user=user)
    if name in SIGNS:
        Membership.objects.create(plan=plan, user=user, role=SIGNS[name])
    return user


def sheffield_as_loaded() -> Area:
    """Sheffield's side of the two, with a stranger to both among its people."""
    return Area(Plan.objects.get(slug=SHEFFIELD), all_people())


@pytest.fixture
def twin_copy(twin_files: Path, tmp_path: Path) -> Path:
    """Twinford's files, to spoil."""
    return Path(shutil.copytree(twin_files, tmp_path / "plan"))


@pytest.fixture(scope="module")
def twinford(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, twin_files: Path
) -> Iterator[Area]:
    """Twinford, beside Sheffield for all tests of a module; each test undoes what it does itself.

    A module that uses it has it from its first such test on.
    """
    with django_db_blocker.unblock(), undone():
        yield load_twin(twin_files)


@pytest.fixture
def two_areas(twinford: Area, db: None) -> tuple[Area, Area]:
    """Sheffield and Twinford side by side, in a transaction of the test's own."""
    people = User.objects.in_bulk([person.pk for person in twinford.people.values()])
    return sheffield_as_loaded(), Area(
        Plan.objects.get(pk=twinford.plan.pk),
        {name: people[person.pk] for name, person in twinford.people.items()},
    )
