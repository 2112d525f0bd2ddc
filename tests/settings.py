"""Settings for tests: the same as anywhere, with fast hashing and no files left behind."""

import atexit
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)
if "WSOA_VAR_DIR" not in os.environ:
    os.environ["WSOA_VAR_DIR"] = tempfile.mkdtemp(prefix="wsoa-test-")
    atexit.register(shutil.rmtree, os.environ["WSOA_VAR_DIR"], ignore_errors=True)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # Its folder is the controller's, which all workers inherit: each has its own files below it.
    own = Path(os.environ["WSOA_VAR_DIR"], worker)
    own.mkdir(exist_ok=True)
    os.environ["WSOA_VAR_DIR"] = str(own)
os.environ.setdefault("HTTPS", "0")
os.environ["EMAIL_URL"] = "memorymail://"

from wsoa.settings import *  # noqa: F403
from wsoa.settings import BASE_DIR, STATIC_ROOT, STORAGES, environment

# The host name of Django's test client is this computer.
environment.LOOPBACK |= {"testserver"}
STATIC_ROOT.mkdir(exist_ok=True)
EMAIL_BACKEND = EMAIL_LEAVES_BY  # noqa: F405 (tests of the outbox put it in between)
WSOA_TODAY = date(2019, 11, 15)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = True
FIXTURES = Path(BASE_DIR) / "fixtures"
