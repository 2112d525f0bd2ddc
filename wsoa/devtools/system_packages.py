"""Packages of the operating system: pango, fonts, a browser, poppler.

Checks for the program or file itself, not for a package name, so that it works on any system.
Package names and installation are those of Debian and Ubuntu.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from wsoa.runtime.console import Log, StepError

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# The one without a window first: the same engine, for half the processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, and a check whether what it provides is there."""

    package: str
    present: Callable[[], bool]


def has_font() -> bool:
    """Whether a font with the metrics of the printed pages is installed."""
    return any(
        name.lower().startswith(("liberation", "arimo", "arial"))
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )


def has_font_file(name: str) -> bool:
    """Whether a font whose file has this name, without its ending, is installed."""
    return any(
        Path(file).stem == name
        for folder in FONT_FOLDERS
        for _, _, files in os.walk(Path(folder).expanduser())
        for file in files
    )


def has_programs(*programs: str) -> bool:
    """Whether all of these programs are installed."""
    return all(shutil.which(program) for program in programs)


FOR_PDF = (
    SystemPackage("libpango-1.0-0", lambda: bool(find_library("pango-1.0"))),
    SystemPackage("libpangoft2-1.0-0", lambda: bool(find_library("pangoft2-1.0"))),
    SystemPackage("libharfbuzz-subset0", lambda: bool(find_library("harfbuzz-subset"))),
    SystemPackage("fonts-liberation", has_font),
    # The scripts of families' languages, Chinese to Korean, and emoji in one colour.
    SystemPackage("fonts-noto-core", lambda: has_font_file("NotoSansBengali-Regular")),
    SystemPackage("fonts-wqy-microhei", lambda: has_font_file("wqy-microhei")),
    SystemPackage("fonts-symbola", lambda: has_font_file("Symbola_hint")),
)
FOR_TESTS = (
    *FOR_PDF,
    SystemPackage("chromium-headless-shell", lambda: any(map(shutil.which, BROWSERS))),
    SystemPackage("poppler-utils", lambda: has_programs("pdftotext", "pdftoppm")),
)
FOR_VENV = (
    SystemPackage("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
)


def missing(needs: tuple[SystemPackage, ...]) -> list[str]:
    """The packages whose function nothing on this machine provides."""
    return [need.package for need in needs if not need.present()]


def has_apt() -> bool:
    """Whether apt is available."""
    return has_programs("apt-get")


def is_root() -> bool:
    """Whether this process may install packages."""
    return os.geteuid() == 0


def line_to_run(packages: list[str]) -> str:
    """The command that installs the packages."""
    if not has_apt():
        return f"install what Debian calls {' '.join(packages)}"
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(needs: tuple[SystemPackage, ...], *, log: Log) -> list[str]:
    """Install what is missing and return its names. Raises StepError with the command to run."""
    packages = missing(needs)
    if not packages:
        return []
    if not (has_apt() and is_root()):
        raise StepError(f"not on this machine: {', '.join(packages)}. Run: {line_to_run(packages)}")
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        log.run(command, env=env)
    except StepError:
        # A fresh machine has no lists, or old ones that name files that are gone.
        log.run(["apt-get", "update"], env=env)
        log.run(command, env=env)
    importlib.invalidate_caches()
    return packages


def python_is_from_the_system() -> bool:
    """Whether apt's python3-venv fits the running Python."""
    return Path(sys.base_prefix) == Path("/usr")
