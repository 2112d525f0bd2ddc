"""The archive of a local area, loaded into an installation without data: as it was, or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from actions.models import Evidence, Plan, PlanImport
from governance.models import Paper, PaperFile
from governance.selectors.archived_rows import (
    LEFT_OUT,
    REFERRED_TO,
    SHARED,
    carried_models,
    paths_to_area,
)
from governance.selectors.plan_export import export_plan
from governance.services.archive_loading import load_archive
from governance.services.area_archive import export_archive
from tests.support import evidence
from tests.support.archived_plan import FILE, change_plan, key_and_days, other_plans, work_on_plan
from tests.support.publications import TYPES, made, withdraw
from tests.support.savepoints import undone
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.checking import check_log
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import empty_content
from wsoa.audit.triggers import without_triggers
from wsoa.core.archives.container import ArchiveRefused, reading, writing

pytestmark = pytest.mark.django_db
Change = Callable[[dict[str, bytes], dict[str, Any]], None]


@pytest.fixture(scope="module")
def archived(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> bytes:
    """The archive of Sheffield with a file of evidence, publications, and a sealed log of which a
    content was emptied; made once for the module."""
    folder = tmp_path_factory.mktemp("before")
    with django_db_blocker.unblock(), override_settings(FILES_DIR=folder), undone():
        plan = Plan.objects.select_related("local_area").get(slug="sheffield-2019")
        officer = User.objects.get(email="accountable@demo.example")
        manager = User.objects.get(email="manager@demo.example")
        evidence.put(officer, plan.actions.get(ref="5.1.1"), upload=evidence.upload())
        made(plan)
        withdraw(made(plan, "2019-07"))
        for beside in (work_on_plan, change_plan, key_and_days, other_plans):
            beside(plan, manager)
        seal_events()
        area = plan.local_area
        empty_content(by=None, local_area=area.pk, number=1, reason="A child could be recognised.")
        target = io.BytesIO()
        export_archive(local_area=area, target=target)
    return target.getvalue()


@pytest.fixture
def emptied(archived: bytes, sheffield: Plan) -> bytes:
    """The archive, and a database in which nothing is left."""
    tables = [model._meta.db_table for model in carried_models()]
    labels = LEFT_OUT.keys() - {"accounts.User_groups", "accounts.User_user_permissions"}
    tables += [label.replace(".", "_").lower() for label in sorted(labels)]
    with without_triggers(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
    return archived


def contents(data: bytes) -> dict[str, tuple[int, str]]:
    with reading(io.BytesIO(data)) as opened:
        return {name: (facts.size, facts.sha256) for name, facts in opened.manifest.entries.items()}


def changed(data: bytes, change: Change) -> bytes:
    """An archive whose files and account of itself were changed, with hashes that fit again."""
    with reading(io.BytesIO(data)) as opened:
        parts = {name: opened.read(name) for name in opened.names}
        about = dict(opened.manifest.about)
    change(parts, about)
    target = io.BytesIO()
    with writing(target) as writer:
        for name, content in parts.items():
            writer.add(name, [content])
        writer.finish(about)
    return target.getvalue()


@pytest.mark.every_backend
def test_it_loads_to_the_same_state(emptied):
    loaded = load_archive(source=io.BytesIO(emptied))
    assert (loaded.local_area.slug, loaded.missing) == ("sheffield", ())
    plans = {plan.slug: plan for plan in Plan.objects.all()}
    assert set(plans) == {"sheffield-2019", "sheffield-2021", "voice"}
    with zipfile.ZipFile(io.BytesIO(emptied)) as opened:
        for slug, plan in plans.items():
            assert json.loads(opened.read(f"plans/{slug}.json")) == export_plan(plan)
    brought_in = PlanImport.objects.get(plan=plans["voice"])
    assert brought_in.path.read_bytes() == FILE
    assert [check.fault for check in check_log()] == [None] * 2
    assert AuditEvent.objects.of_chain(loaded.local_area.pk).sealed().exists()
    assert Evidence.objects.get().path.read_bytes() == evidence.upload().read()
    for file in PaperFile.objects.select_related("paper"):
        content = (file.paper.folder / file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256
    assert PaperFile.objects.count() == 2 * len(TYPES)
    assert not User.objects.get(email="manager@demo.example").has_usable_password()
    again = io.BytesIO()
    export_archive(local_area=loaded.local_area, target=again)
    assert contents(again.getvalue()) == contents(emptied)


@pytest.mark.every_backend
def test_what_is_added_afterwards_has_keys_of_its_own(emptied):
    load_archive(source=io.BytesIO(emptied))
    assert User.objects.create_user("new@example.org", name="New").pk > 1
    plan = Plan.objects.get(slug="sheffield-2019")
    assert plan.glossary.create(order=99, term="New", meaning="New").pk


def test_one_area_is_archived_without_the_other(two_areas):
    sheffield, twinford = two_areas
    target = io.BytesIO()
    export_archive(local_area=sheffield.plan.local_area, target=target)
    with reading(io.BytesIO(target.getvalue())) as opened:
        everything = b"".join(opened.read(name) for name in opened.names).decode()
    assert [mark for mark in twinford.marks if mark in everything] == []


def test_no_key_to_anything_is_in_it(archived):
    with reading(io.BytesIO(archived)) as opened:
        people = [json.loads(line) for line in opened.lines("tables/accounts.user.jsonl")]
        assert "tables/actions.feedtoken.jsonl" not in opened.names
    assert {person["password"] for person in people} == {"!"}
    assert not any(person["is_superuser"] for person in people)


def test_every_table_is_carried_or_left_out_with_a_reason():
    stray = [
        model._meta.label
        for model in carried_models()
        if not paths_to_area(model) and model._meta.label not in (*SHARED, *REFERRED_TO)
    ]
    assert stray == []
    assert not LEFT_OUT.keys() & {model._meta.label for model in carried_models()}


def test_every_table_of_changed_and_imported_plans_has_a_row_in_it(archived):
    """So that a table which is added to one of these files has one put into what is archived."""
    files = {"changes", "work", "plan_events", "plan_imports", "status_keys", "carried_findings"}
    labels = {
        model._meta.label
        for model in carried_models()
        if model.__module__.removeprefix("actions.models.") in files
    }
    with reading(io.BytesIO(archived)) as opened:
        rows = opened.manifest.about["rows"]
    assert len(labels) > 12
    assert {label for label in labels if not rows[label]} == set()


def test_every_row_that_names_a_file_on_disk_has_it_archived(archived):
    """The tables with a path, and the folders of the archive."""
    with_path = {
        model._meta.label
        for model in carried_models()
        if any(isinstance(vars(model).get(name), property) for name in ("path", "folder"))
    }
    assert with_path == {
        "actions.Evidence",
        "actions.PlanImport",
        "governance.Paper",
        "governance.Report",
    }
    with reading(io.BytesIO(archived)) as opened:
        kept = {name.split("/")[1] for name in opened.names if name.startswith("files/")}
    assert kept >= {"evidence", "papers", "plan-imports"}


def _rows(parts: dict[str, bytes], table: str) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in parts[table].splitlines())


def _set(table: str, at: int = 0, **values: Any) -> Change:
    """Changes a row of a table, the first one if no other is said."""

    def change(parts: dict[str, bytes], _: dict[str, Any]) -> None:
        rows = list(_rows(parts, f"tables/{table}.jsonl"))
        rows[at] |= values
        lines = [json.dumps(row).encode() for row in rows]
        parts[f"tables/{table}.jsonl"] = b"\n".join(lines) + b"\n"

    return change


def _drop_last(parts: dict[str, bytes], _: dict[str, Any]) -> None:
    lines = parts["tables/actions.measure.jsonl"].splitlines(keepends=True)
    parts["tables/actions.measure.jsonl"] = b"".join(lines[:-1])


def _other_page(parts: dict[str, bytes], _: dict[str, Any]) -> None:
    name = next(name for name in parts if name.endswith("html.html"))
    parts[name] = parts[name].replace(b"of", b"no")


def _other_import(parts: dict[str, bytes], _: dict[str, Any]) -> None:
    name = next(name for name in parts if parts[name] == FILE)
    parts[name] = parts[name].upper()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("actions.action", at=-1, text="Another text"), "the plan voice was not what"),
        (_set("governance.paper", frozen="{}"), "was not what the archive says"),
        (_other_page, "the published file"),
        (_other_import, "the file plan.txt of an import"),
        (_set("audit.auditevent", verb="publish"), "audit log does not hold"),
        (_set("actions.action", outcome_id=987654), "do not fit together"),
        (_set("actions.evidence", file="../../../tmp/x"), "names a file that lies elsewhere"),
        (_set("actions.evidence", file="another"), "does not fit the rows that name files"),
        (_set("actions.plan", inspected_from="soon"), "A row of actions.Plan"),
        (_set("actions.plan", colour="red"), "other columns than this version has"),
        (_drop_last, r"actions.Measure has \d+ rows in it"),
        (lambda _, about: about["migrations"].update(actions="0001_initial"), "another version"),
        (lambda _, about: about["local_area"].update(slug="york"), "another local area"),
        (lambda _, about: about["rows"].pop("actions.Plan"), "carried on one side only"),
        (lambda _, about: about.update(rows=5), "does not say what it should of rows"),
        (lambda _, about: about["audit_head"].update(length=99), "the head of the audit log"),
    ],
)
def test_what_was_changed_is_refused_and_nothing_is_kept(emptied, files, change, said):
    with pytest.raises(ArchiveRefused, match=said) as refused:
        load_archive(source=io.BytesIO(changed(emptied, change)))
    assert "Nothing was" in str(refused.value)
    assert not LocalArea.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_it_is_not_loaded_beside_anything(archived, sheffield):
    with pytest.raises(ArchiveRefused, match="There is data here already"):
        load_archive(source=io.BytesIO(archived))
    assert not Paper.objects.filter(plan=sheffield).exists()
