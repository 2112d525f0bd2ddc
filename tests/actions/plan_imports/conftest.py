"""An area without a plan, its administrator, and the file of a plan for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.models import PlanImport
from actions.services.plan_imports.reading import read_import
from tests.support.cast import browser_of
from tests.support.factories import (
    LocalAreaFactory,
    OrganisationFactory,
    PostFactory,
    UserFactory,
)
from wsoa.accounts.models import AreaRole, LocalArea, User

SMALL = (
    "Outcome\tAction\tStart\tEnd\tLead\tMeasures\tOct 2019 RAG\n"
    "1.1 Strategy\t1.1.1 Write the strategy\tMay 2019\tJuly 2019\tSCC - HOS\tWritten\tGreen\n"
    "1.1 Strategy\t1.1.2 Share the strategy\tJuly 2019\tTBC\tSCC - HoS\tShared\tA\n"
    "1.2 Voice\t1.2.1 Ask the families\t31/10/19\tDec 2019\tJane Smith, Head of Voice\tAsked\tR\n"
)


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def ourshire(db: None) -> LocalArea:
    """A local area with a council and one post, and no plan."""
    local_area = LocalAreaFactory(slug="ourshire", name="Ourshire")
    council = OrganisationFactory(code="SCC", name="Ourshire Council", local_area=local_area)
    PostFactory(code="SCC-HoS", title="Head of SEN", organisation=council, local_area=local_area)
    return local_area


@pytest.fixture
def administrator(ourshire: LocalArea) -> User:
    user = UserFactory(email="admin@ourshire.example", name="Ada Admin")
    AreaRole.objects.create(local_area=ourshire, user=user)
    return user


@pytest.fixture
def browser(administrator: User) -> Client:
    return browser_of(administrator)


@pytest.fixture
def uploaded(browser: Client, ourshire: LocalArea) -> Callable[..., PlanImport]:
    """Uploads a file in the browser and has a worker read it."""

    def upload(content: bytes, name: str, **given: object) -> PlanImport:
        sent = {
            "title": "Ourshire plan 2019",
            "kind": "wsoa",
            "file": SimpleUploadedFile(name, content),
        }
        response = browser.post(reverse("plan-imports", args=[ourshire.slug]), sent | given)
        assert response.status_code == 302, response.context["form"].errors
        made = PlanImport.objects.latest("pk")
        read_import(pk=made.pk)
        made.refresh_from_db()
        return made

    return upload
