"""Documents rendered into every format."""

from __future__ import annotations

import pickle
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from governance.papers.document.frozen import freeze
from governance.papers.document.imprint import Imprint, RenderedFile
from governance.papers.document.schema import Quarterly
from governance.papers.formats import render_all
from tests.support.once_a_run import made_once

AFTER_THE_CLOSE = date(2019, 12, 2)


def imprint_for(document: Quarterly, **values: Any) -> Imprint:
    key = document.period.key
    return Imprint(
        **{
            "sha256": freeze(document).sha256,
            "version": 1,
            "published_on": AFTER_THE_CLOSE,
            "signed": ("Jo Example, Director, for the council", "Al Example, Nurse, for the NHS"),
            "address": f"https://send.example/published/a-plan/{key}/v1/",
        }
        | values
    )


@dataclass(frozen=True, slots=True)
class Published:
    document: Quarterly
    imprint: Imprint
    folder: Path
    files: dict[str, RenderedFile]
    told: list[tuple[str, int]]
    seconds: float  # of the processor
    mebibytes: float  # by how much the most that this process ever held has grown

    def path(self, form: str) -> Path:
        return self.folder / self.files[form].name


def render(document: Quarterly, folder: Path, **values: Any) -> Published:
    imprint = imprint_for(document, **values)
    told: list[tuple[str, int]] = []
    before, started = _most_held(), time.process_time()
    files = render_all(document, imprint, folder, lambda *step: told.append(step))
    seconds = time.process_time() - started
    by_form = {each.form: each for each in files}
    return Published(document, imprint, folder, by_form, told, seconds, _most_held() - before)


def _most_held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rendered_once(folder: Path, build: Callable[[], Quarterly], **values: Any) -> Published:
    """What `build` returns in every format, rendered by the first worker of a run that asks, with
    these values of its imprint.

    `folder` is one that all workers of the run see.
    """

    def make(folder: Path) -> None:
        files = folder / "files"
        files.mkdir(exist_ok=True)
        (folder / "published.pickle").write_bytes(pickle.dumps(render(build(), files, **values)))

    made_once(folder, make)
    published: Published = pickle.loads((folder / "published.pickle").read_bytes())
    return published
