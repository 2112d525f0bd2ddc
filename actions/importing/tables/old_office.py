"""Files of older kinds (.doc, .rtf, .xls), converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

NEW_KINDS: Final = {"doc": "docx", "rtf": "docx", "xls": "xlsx"}
# Named, so that no other kind of content is opened, such as a page that fetches its pictures.
_FILTERS: Final = {"doc": "MS Word 97", "rtf": "Rich Text Format", "xls": "MS Excel 97"}
_LONGEST: Final = 90  # seconds that a conversion may take
_LARGEST: Final = 50 * 1024 * 1024


def converted(file: BinaryIO, ending: str) -> bytes:
    """The file as .docx or .xlsx; b"" where LibreOffice is not installed or does not read it.

    `ending` is that of its content. LibreOffice works in a folder and with a profile of its own,
    and runs no macros.
    """
    program = shutil.which("soffice")
    new_kind = NEW_KINDS.get(ending)
    if program is None or new_kind is None or file.seek(0, 2) > _LARGEST:
        return b""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"plan.{ending}"
        file.seek(0)
        source.write_bytes(file.read())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--nolockcheck"]
        command += [f"--infilter={_FILTERS[ending]}", "--convert-to", new_kind]
        _run([*command, "--outdir", str(folder / "made"), str(source)], folder)
        made = folder / "made" / f"plan.{new_kind}"
        return made.read_bytes() if made.is_file() and made.stat().st_size <= _LARGEST else b""


def _run(command: list[str], folder: Path) -> None:
    """Runs a command, and ends it with all that it started when it takes too long."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_LONGEST)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
