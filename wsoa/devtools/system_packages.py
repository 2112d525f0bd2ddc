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

INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
SILENT = {"DEBIAN_FRONTEND": "noninteractive"}
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
    """A Debian package, a check whether what it provides is there, and whether it does without."""

    package: str
    present: Callable[[], bool]
    otherwise: Callable[[], bool] = lambda: False


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


def has_browser() -> bool:
    """Whether any browser that tests can drive is installed."""
    return any(map(shutil.which, BROWSERS))


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
    SystemPackage(BROWSERS[0], lambda: has_programs(BROWSERS[0]), otherwise=has_browser),
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
    """Install what is missing and return its names. Raises StepError with the command to run.

    What can be done without is tried once; systems that are not Debian may not have it.
    """
    better = missing(tuple(need for need in needs if need.otherwise()))
    packages = missing(tuple(need for need in needs if not need.otherwise()))
    return install_needed(packages, log=log) + install_better(better, log=log)


def install_better(packages: list[str], *, log: Log) -> list[str]:
    """Install the packages, where that succeeds, and return their names."""
    if not (packages and has_apt() and is_root()):
        return []
    try:
        log.run([*INSTALL, *packages], env=SILENT)
    except StepError:
        return []
    return packages


def install_needed(packages: list[str], *, log: Log) -> list[str]:
    """Install the packages and return their names. Raises StepError with the command to run."""
    if not packages:
        return []
    if not (has_apt() and is_root()):
        raise StepError(f"not on this machine: {', '.join(packages)}. Run: {line_to_run(packages)}")
    command = [*INSTALL, *packages]
    try:
        log.run(command, env=SILENT)
    except StepError:
        # A fresh machine has no lists, or old ones that name files that are gone.
        log.run(["apt-get", "update"], env=SILENT)
        log.run(command, env=SILENT)
    importlib.invalidate_caches()
    return packages


def python_is_from_the_system() -> bool:
    """Whether apt's python3-venv fits the running Python."""
    return Path(sys.base_prefix) == Path("/usr")
