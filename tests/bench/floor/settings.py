"""A bare Django: sessions, sign-in, templates, and the database of the server beside it."""

from wsoa.settings import (
    ALLOWED_HOSTS,
    DATABASES,
    FILES_DIR,
    LANGUAGE_CODE,
    SECRET_KEY,
    TIME_ZONE,
)

__all__ = ["ALLOWED_HOSTS", "DATABASES", "FILES_DIR", "LANGUAGE_CODE", "SECRET_KEY", "TIME_ZONE"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "wsoa.accounts",
    "wsoa.mail",
    "wsoa.audit",
    "actions",
    "indicators",
    "tests.bench.floor",
]
MIDDLEWARE = [
    "tests.bench.counting.CountQueries",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.bench.floor.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
