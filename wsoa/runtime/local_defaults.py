"""Defaults for the environment of a local demonstration.

`make setup` and `make run` use them, and make a secret key in the data folder. Afterwards
`manage.py` uses the same defaults while that key exists and the environment sets none. Servers have
no such file: their key comes from the environment, or they do not start.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from wsoa.runtime.console import ROOT, StepError, shown

DEFAULTS: Final = {
    "WSOA_TODAY": "2019-11-15",
    "HTTPS": "off",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    "WEB_BIND": "127.0.0.1",
}
KEY_FILE: Final = "secret_key"


def var_folder() -> Path:
    """The folder of data and logs."""
    return Path(os.environ.get("WSOA_VAR_DIR") or ROOT / "var")


def use_local_defaults() -> None:
    """Sets the variables that are not set, with a secret key that is made at the first start.

    Raises StepError if the key can be neither made nor read.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _kept_key(var_folder() / KEY_FILE)


def use_local_defaults_if_made() -> None:
    """Does the same if `make` has made a key here and the environment sets none."""
    if not os.environ.get("SECRET_KEY") and (var_folder() / KEY_FILE).is_file():
        use_local_defaults()


def _kept_key(path: Path) -> str:
    """The key in this file, which is made if it is missing; readable by its owner only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise StepError(f"cannot use {shown(path)}: {error.strerror}") from error
