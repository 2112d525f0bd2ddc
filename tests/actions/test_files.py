"""Evidence files without a row are deleted after a day; all others stay."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from actions.models import Evidence
from actions.services.evidence import withdraw_evidence
from actions.services.evidence_files import LEFT_FOR, sweep_files
from actions.tasks import sweep_files as task
from tests.support.evidence import left_in, put, upload

A_DAY = LEFT_FOR.total_seconds()


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path / "evidence"


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def left_behind(folder: Path, name: str, seconds: float) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"%PDF")
    age(folder / name, seconds)


def test_a_file_without_row_is_deleted_after_a_day(db, folder):
    left_behind(folder, "old", A_DAY + 60)
    left_behind(folder, "unfinished.part", A_DAY + 60)
    left_behind(folder, "young", A_DAY - 60)
    assert sweep_files() == 2
    assert left_in(folder) == ["young"]
    assert sweep_files() == 0


def test_a_file_of_withdrawn_evidence_stays(sheffield, people, folder):
    action = sheffield.actions.get(ref="5.1.6")
    shown = put(people["lead"], action, upload=upload())
    taken_back = put(people["lead"], action, upload=upload(name="other.pdf"), title="Another")
    withdraw_evidence(by=people["lead"], evidence=taken_back)
    for each in (shown, taken_back):
        age(each.path, A_DAY * 30)
    assert sweep_files() == 0
    assert left_in(folder) == sorted([shown.file, taken_back.file])


def test_a_file_left_by_a_killed_process_is_cleaned_up(sheffield, people, folder, monkeypatch):
    def killed(path: Path, missing_ok: bool = False) -> None:
        """As if the process were no longer there to tidy up after itself."""

    with monkeypatch.context() as broken:
        broken.setattr(Evidence, "save", lambda self: 1 / 0)
        broken.setattr(Path, "unlink", killed)
        with pytest.raises(ZeroDivisionError):
            put(people["lead"], sheffield.actions.get(ref="5.1.6"), upload=upload())
    [orphan] = left_in(folder)
    age(folder / orphan, A_DAY + 60)
    assert (sweep_files(), left_in(folder)) == (1, [])


def test_without_uploads_there_is_nothing_to_delete(db, folder):
    assert sweep_files() == 0


def test_the_schedule_sweeps_every_night():
    schedule = django_settings.CELERY_BEAT_SCHEDULE["sweep-files"]
    assert schedule["task"] == task.name
    assert (schedule["schedule"].hour, schedule["schedule"].minute) == ({3}, {20})
