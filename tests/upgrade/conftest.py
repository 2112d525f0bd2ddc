"""A database of the version before local areas, with the whole demonstration, brought up to date.

What is in `data` was recorded by `record.py` on that version.
"""

from __future__ import annotations

import json
import lzma
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.state import StateApps
from django.test import Client, override_settings

from tests.support.cast import BACKEND
from tests.support.own_database import leading_to, migrate_to, own_database
from tests.upgrade.record import NOON
from wsoa.accounts.models import User

DATA = Path(__file__).parent / "data"
WAS_AT = "http://127.0.0.1:8000"  # the default of that version
CODE = re.compile("[a-z_-]+|.{1,3}")  # as it stands in no page but by chance


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the version before answered."""

    # By address and person the status, and where it was 200 the pieces of text on the page.
    answers: dict[str, dict[str, tuple[int, list[str]]]]
    # The SHA-256 of the content at each published address.
    published: dict[str, str]


@pytest.fixture(scope="session")
def recorded() -> Recorded:
    return Recorded(**json.loads(lzma.decompress((DATA / "answers.json.xz").read_bytes())))


@pytest.fixture(scope="module")
def upgraded(
    first_database: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """Django works on the upgraded database and its files, at noon on 15 November 2019."""
    folder = tmp_path_factory.mktemp("upgraded")
    with tarfile.open(DATA / "files.tar.xz") as tar:
        tar.extractall(folder, filter="data")
    with (
        own_database(folder, first_database) as url,
        django_db_blocker.unblock(),
        leading_to(url),
        override_settings(
            FILES_DIR=folder / "files", ALLOWED_HOSTS=["127.0.0.1"], SITE_ADDRESS=WAS_AT
        ),
    ):
        load_rows(migrate_to())
        call_command("migrate", verbosity=0)
        with time_machine.travel(datetime.fromisoformat(NOON), tick=False):
            yield


def recorded_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """The model of each row and its values by column."""
    for line in lzma.decompress((DATA / "rows.jsonl.xz").read_bytes()).decode().splitlines():
        label, values = json.loads(line)
        yield label, values


@pytest.fixture(scope="session")
def data_texts() -> list[str]:
    """Every text that people or files gave, as a page prints it: paragraph by paragraph."""
    texts = {
        " ".join(paragraph.split())
        for label, values in recorded_rows()
        if label.partition(".")[0] in {"actions", "governance", "indicators", "accounts"}
        for name, value in values.items()
        if isinstance(value, str) and name != "frozen"
        for paragraph in value.splitlines()
    }
    return sorted(text for text in texts if not CODE.fullmatch(text))


def load_rows(models: StateApps) -> None:
    """Writes what was recorded into the tables of the first migrations."""
    rows: dict[Any, list[Any]] = defaultdict(list)
    for label, values in recorded_rows():
        model = models.get_model(label)
        fields = {field.attname: field for field in model._meta.concrete_fields}
        given = {name: fields[name].to_python(value) for name, value in values.items()}
        rows[model].append(model(**given))
    with transaction.atomic():  # what rows refer to may follow after them
        for model, made in rows.items():
            model._base_manager.bulk_create(made, batch_size=500)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


@pytest.fixture(scope="module")
def browsers(upgraded: None) -> dict[str, Client]:
    """Everybody's browser, signed in; "" is nobody's."""
    found = {"": Client(HTTP_HOST="127.0.0.1")}
    for user in User.objects.all():
        browser = found[user.email.removesuffix("@demo.example").partition("@")[0]] = Client(
            HTTP_HOST="127.0.0.1"
        )
        browser.force_login(user, backend=BACKEND)
    return found
