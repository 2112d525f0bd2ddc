"""LibreOffice, which shows how a Word document is laid out. Only long proofs need it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REQUIRED = os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}
# With REQUIRE_SERVICES set nothing is skipped: what is missing fails.
with_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None and not REQUIRED,
    reason="LibreOffice (libreoffice-writer-nogui) is not installed",
)


def as_pdf(document: Path, folder: Path) -> Path:
    """A Word document as LibreOffice prints it, with a profile of its own in the folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, document],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{document.stem}.pdf"
