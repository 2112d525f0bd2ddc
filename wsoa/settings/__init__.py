"""Settings. Those that depend on the deployment come from the environment (docs/operations.md)."""

import os
from pathlib import Path

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from . import environment as env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("WSOA_VAR_DIR") or BASE_DIR / "var")
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- who may ask, and how -------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
ON_LOOPBACK = all(host in env.LOOPBACK for host in ALLOWED_HOSTS)
HTTPS = env.flag("HTTPS", default=True)
if not HTTPS and not ON_LOOPBACK:
    raise ImproperlyConfigured(
        "HTTPS is off, which only serves this computer; remove it or set ALLOWED_HOSTS to "
        "127.0.0.1,localhost."
    )
SITE_ADDRESS = env.address("SITE_ADDRESS", hosts=ALLOWED_HOSTS, https=HTTPS)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in env.LOOPBACK]

# --- what day it is: the demo runs as at 15 November 2019 -----------------------------------
WSOA_TODAY = env.day("WSOA_TODAY")

# --- what is installed ----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, where the project has none of its own
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wsoa",
    "wsoa.accounts",
    "wsoa.audit",
    "wsoa.mail",
    "actions",
    "indicators",
    "governance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wsoa.web.middleware.PrivateByDefault",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wsoa.web.middleware.Compress",
    "csp.middleware.CSPMiddleware",
    "wsoa.web.readable_requests.ReadableRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wsoa.web.middleware.EndIdleSession",
    "wsoa.web.middleware.SignInRequired",
    "wsoa.web.middleware.SecondStepRequired",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "wsoa.urls"
WSGI_APPLICATION = "wsoa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "wsoa.web.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wsoa.web.context_processors.site",
                "actions.presenters.navigation.plan_of_page",
            ],
            "builtins": [
                "wsoa.templatetags.wsoa",
                "wsoa.templatetags.components",
                "wsoa.templatetags.tables",
            ],
        },
    }
]
FORM_RENDERER = "wsoa.core.forms.base.GovukRenderer"
SITE_NAME = "SEND plan tracker"

# --- where things are kept ------------------------------------------------------------------
DATABASES = {
    "default": env.database("DATABASE_URL", default_path=str(VAR_DIR / "wsoa.sqlite3")),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_DIR = VAR_DIR / "files"
# The heads of the audit log's chains, a line a day: for the backup, away from the database.
AUDIT_HEADS_FILE = Path(os.environ.get("AUDIT_HEADS_FILE") or VAR_DIR / "audit-heads")
REDIS_URL = env.redis("REDIS_URL")


def _kept(name: str, entries: int) -> dict[str, object]:
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            # On disk, so that sign-in limits count for all server processes together.
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    ),
    # The grid, finished: kept in each process, keyed by what it shows. About 2 KB a row and
    # 200 KB a page.
    "rows": _kept("rows", 5_000),
    "pages": _kept("pages", 60),
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wsoa.web.static_files.StaticFilesStorage"},
}

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wsoa.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "wsoa.accounts.mfa_adapter.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "wsoa.accounts.organisation_sign_in.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited; nobody signs up
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_FORMS = {
    "login": "wsoa.accounts.forms.SignInForm",
    "request_login_code": "wsoa.accounts.forms.RequestCodeForm",
    "confirm_login_code": "wsoa.accounts.forms.EnterCodeForm",
    "reset_password": "wsoa.accounts.forms.RequestResetForm",
    "reset_password_from_key": "wsoa.accounts.forms.ResetPasswordForm",
    "change_password": "wsoa.accounts.forms.ChangePasswordForm",
    "set_password": "wsoa.accounts.forms.SetPasswordForm",
    "reauthenticate": "wsoa.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    # Emails are limited by wsoa/accounts/email_limit.py; these only bound requests of one client.
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# Signing, publishing and changes of how somebody signs in ask again after this.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = SITE_NAME
MFA_FORMS = {
    "authenticate": "wsoa.accounts.forms.SecondStepForm",
    "reauthenticate": "wsoa.accounts.forms.ReauthenticateSecondStepForm",
    "activate_totp": "wsoa.accounts.forms.ActivateAppForm",
    "add_webauthn": "wsoa.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "wsoa.accounts.forms.RenamePasskeyForm",
}
# Who must set up two-step sign-in before any other page. Nobody on this computer alone.
TWO_STEP_ROLES = frozenset(
    env.names("TWO_STEP_ROLES", none_is="none")
    if env.is_set("TWO_STEP_ROLES")
    else []
    if ON_LOOPBACK
    else ["publisher", "signs_council", "signs_nhs", "administrator"]
)
# Sign-in by an organisation, one for each local area that has it.
OIDC_PROVIDERS = env.oidc_providers("OIDC_AREAS", https=HTTPS)
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "wsoa.accounts.organisation_sign_in.AreaProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [provider.app for provider in OIDC_PROVIDERS],
    }
}
# By a link: the content security policy lets no form lead to another site. Binding an account
# takes a form and a proof of its own.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

ACCOUNT_SESSION_REMEMBER = False
# A session ends when it was not used for so long. When it was used last is written so often.
SESSION_IDLE_SECONDS = 60 * env.whole_number("SESSION_IDLE_MINUTES", default=60, least=5)
SESSION_TOUCH_SECONDS = SESSION_IDLE_SECONDS // 12
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS + SESSION_TOUCH_SECONDS
SESSION_SAVE_EVERY_REQUEST = False

# --- email ---------------------------------------------------------------------------------
# A request only saves an email; a worker sends it, as EMAIL_URL configures.
vars().update(env.email("EMAIL_URL", var=VAR_DIR))
EMAIL_LEAVES_BY: str = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "SEND plan tracker <noreply@localhost>")
EMAIL_TIMEOUT = 10
# Who answers for this site, and where readers reach them: in the two statements of every site.
SITE_OWNER = os.environ.get("SITE_OWNER") or "the local area whose plan this is"
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

# --- questions from the public --------------------------------------------------------------
# How many a plan takes in a day, and how many of them from one address of the internet.
PUBLIC_QUESTIONS_A_DAY = env.whole_number("PUBLIC_QUESTIONS_A_DAY", default=100, least=1)
PUBLIC_QUESTIONS_A_DAY_EACH = env.whole_number("PUBLIC_QUESTIONS_A_DAY_EACH", default=20, least=1)

# --- the data feed --------------------------------------------------------------------------
# How many requests a minute one token may make. A refresh of every table once is about 15.
FEED_REQUESTS_A_MINUTE = env.whole_number("FEED_REQUESTS_A_MINUTE", default=120, least=1)

# --- time and words -------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"

# --- security -------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Browsers take a cookie of such a name only over HTTPS, from this host, for all of it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
MESSAGE_STORAGE = "wsoa.web.message_storage.MessageStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# That proxy writes the caller's address last in X-Forwarded-For: sign-in limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "wsoa.web.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5
VIRUS_SCANNER = env.scanner("VIRUS_SCANNER")
FILE_UPLOAD_HANDLERS = [
    "wsoa.web.upload_handler.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- work that a reader should not wait for -------------------------------------------------
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "files://"  # wsoa/runtime/files_broker.py
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # A request never waits for a broker that is away.
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
        "visibility_timeout": 120,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,  # seconds between two looks into the folder
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
# --- calls outward (wsoa/core/outward.py) ------------------------------------------------------
# The hosts that the service may call, set by the administrator of the site alone; none by default.
# A name that begins with a dot stands for every host below it.
ALLOWED_OUTWARD_HOSTS = [host.lower() for host in env.names("ALLOWED_OUTWARD_HOSTS")]
OUTWARD_CA_FILE = ""  # empty: the certificates of the machine
OUTWARD_TEST_LOOPBACK = False  # for tests: this computer may be called, also without https
CHAT_LEASE_SECONDS = 60.0
CHAT_MESSAGES_KEPT_DAYS = env.whole_number("CHAT_MESSAGES_KEPT_DAYS", default=90, least=1)

CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# How many seconds of real time a worker's claim holds: what was claimed by a worker that was
# killed is free again so long after. Each must outlive a slow write to the database.
REPORT_LEASE_SECONDS = 20.0  # renewed while the work goes on
EMAIL_LEASE_SECONDS = 2 * 60.0
DIGEST_LEASE_SECONDS = 10 * 60.0
AUDIT_LEASE_SECONDS = 2 * 60.0  # renewed with every batch
# How often the rows are looked through for work that nobody has, and that is due.
LOOK_FOR_WORK_SECONDS = 5.0
# The row is the truth: whatever a broker lost, this finds it again.
CELERY_BEAT_SCHEDULE = {
    "seal-audit-events": {"task": "wsoa.audit.tasks.seal_events", "schedule": 30.0},
    "record-audit-heads": {
        "task": "wsoa.audit.tasks.record_heads",
        "schedule": crontab(hour="2", minute="30"),
    },
    "reap-lapsed-reports": {
        "task": "governance.tasks.reap_reports",
        "schedule": LOOK_FOR_WORK_SECONDS,
    },
    "release-due": {"task": "governance.tasks.release_due", "schedule": LOOK_FOR_WORK_SECONDS},
    "refresh-shown": {"task": "governance.tasks.refresh_shown", "schedule": 20.0},
    "notify-followers": {"task": "governance.tasks.notify_of_recent", "schedule": 60.0},
    "forget-followers": {
        "task": "governance.tasks.forget_unconfirmed",
        "schedule": crontab(hour="3", minute="40"),
    },
    "forget-old-emails": {
        "task": "wsoa.mail.tasks.forget_old",
        "schedule": crontab(hour="3", minute="50"),
    },
    "send-digests": {
        "task": "actions.tasks.send_digests",
        "schedule": crontab(hour="7", minute="30"),  # by CELERY_TIMEZONE: London
    },
    "keep-areas": {
        "task": "actions.tasks.keep_areas",
        "schedule": crontab(hour="0", minute="10"),
    },
    "sweep-files": {
        "task": "actions.tasks.sweep_files",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget-old-chat-messages": {
        "task": "actions.tasks.forget_old_chat_messages",
        "schedule": crontab(hour="3", minute="55"),
    },
    "sweep-uploads": {"task": "indicators.tasks.sweep_uploads", "schedule": 60.0 * 60},
    "renew-findings": {"task": "actions.tasks.renew_findings", "schedule": 60.0},
    "renew-questions": {"task": "indicators.tasks.renew_questions", "schedule": 60.0},
    "send-waiting-chases": {"task": "actions.tasks.send_waiting_chases", "schedule": 60.0},
    "send-waiting-emails": {"task": "wsoa.mail.tasks.send_waiting", "schedule": 15.0},
    "make-chat-messages": {
        "task": "actions.tasks.make_chat_messages",
        "schedule": crontab(hour="7", minute="45"),
    },
    "send-lost-imports": {
        "task": "actions.tasks.send_lost_imports",
        "schedule": LOOK_FOR_WORK_SECONDS,
    },
    "send-waiting-chat": {"task": "actions.tasks.send_waiting_chat", "schedule": 60.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "wsoa.core.log_redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"without_refusals": {"()": "wsoa.core.log_filters.WithoutRefusals"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Every few seconds something is looked for; only what is found is worth a line.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")
    }
    | {"django.request": {"filters": ["without_refusals"]}},
}
