"""A bare Django on the models and the database of the server beside it.

What a request passes is bare: sessions, sign-in, templates. The rest is what the models need
to load.
"""

from wsoa.settings import *  # noqa: F403
from wsoa.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.floor"]
MIDDLEWARE = [
    "tests.bench.counting.CountQueries",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # django-allauth refuses to load without it; on other pages than its own it does nothing.
    "allauth.account.middleware.AccountMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.bench.floor.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
