"""The one settings module. Set nothing and you get the embedded profile: SQLite, files, console mail.

Every variable is described in docs/settings.md; the parsers are in kipp/env.py.
"""

import os
from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from kipp import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Before anything loads numpy. Its threads spin while other processes hold the cores: with one thread
# of its own a plan of assignments takes a fifth of the time on a busy machine, and no more on a quiet one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _generated_secret_key() -> str:
    """The embedded profile's key: made once, kept for its owner only."""
    path = VAR_DIR / "secret_key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass  # made by an earlier start
    return path.read_text()


# --- Address and mode ---------------------------------------------------------------------------------

DEBUG = env.read_bool("DEBUG", os.environ.get("DEBUG", ""))
SITE = env.read_site(os.environ.get("SITE_URL", "http://127.0.0.1:" + os.environ.get("PORT", "8000")))
SITE_URL = SITE["origin"]
IS_PRODUCTION = SITE["is_https"]
SECRET_KEY_IS_GIVEN = bool(os.environ.get("SECRET_KEY"))
SECRET_KEY = os.environ.get("SECRET_KEY") or _generated_secret_key()
SECRET_KEY_FALLBACKS = env.read_list(os.environ.get("SECRET_KEY_FALLBACKS", ""))
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]  # health checks ask from inside
ALLOWED_HOSTS = [*(env.read_list(os.environ.get("ALLOWED_HOSTS", "")) or [SITE["host"]]), *LOOPBACK_HOSTS]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_PRODUCTION else []
TRUSTED_PROXIES = env.read_count("TRUSTED_PROXIES", os.environ.get("TRUSTED_PROXIES", "0"))

# --- Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "kipp",
    "judging",
    "proposals",
    "competitions",
    "agencies",
    "kipp.lib",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "template_partials",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
]

MIDDLEWARE = [
    "kipp.lib.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kipp.lib.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kipp.lib.sessions.SessionLimitsMiddleware",
    "kipp.lib.web.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "kipp.urls"
WSGI_APPLICATION = "kipp.wsgi.application"
ASGI_APPLICATION = "kipp.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kipp.navigation.navigation",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database, cache, files ---------------------------------------------------------------------------

DATABASES = {"default": env.read_database(os.environ.get("DATABASE_URL", f"sqlite://{VAR_DIR}/kipp.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.read_cache(os.environ.get("CACHE_URL", f"file://{VAR_DIR}/cache"))}

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles")).resolve()
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
STATIC_HASHED = env.read_bool("STATIC_HASHED", os.environ.get("STATIC_HASHED", "false" if DEBUG else "true"))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_HASHED  # looked up when asked for, not at start
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]  # nobody waits for these
STORAGES = {
    "default": env.read_storage(os.environ.get("STORAGE_URL", f"file://{VAR_DIR}/media")),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a form's words; files are not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MAX_UPLOAD_BYTES = env.read_count("MAX_UPLOAD", os.environ.get("MAX_UPLOAD", "10")) * 1024 * 1024
CLAMD_URL = env.read_scanner(os.environ.get("CLAMD_URL", ""))
LINK_CHECK = env.read_bool("LINK_CHECK", os.environ.get("LINK_CHECK", ""))
FILE_UPLOAD_HANDLERS = [
    "kipp.lib.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Background work ----------------------------------------------------------------------------------

_broker = env.read_broker(os.environ.get("CELERY_BROKER_URL", f"filesystem://{VAR_DIR}/broker"))
for _folder in _broker["folders"]:
    _folder.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = _broker["url"]
CELERY_BROKER_TRANSPORT_OPTIONS = _broker["options"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for as long as it takes
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "prefork"  # the PDF engine crashes in threads
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60.0  # loading the PDF engine on a busy machine is no sign of death
CELERY_WORKER_CONCURRENCY = env.read_count("WORKER_CONCURRENCY", os.environ.get("WORKER_CONCURRENCY", "2"))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ROUTES = {  # letters never wait behind PDFs
    "judging.tasks.render_documents": {"queue": "documents"},
    "judging.tasks.render_minutes": {"queue": "documents"},
    "proposals.tasks.render_receipt": {"queue": "documents"},
    "proposals.tasks.render_screening_letter": {"queue": "documents"},
    "proposals.tasks.render_statement": {"queue": "documents"},
}
CELERY_TASK_SOFT_TIME_LIMIT = 25
CELERY_TASK_TIME_LIMIT = 30
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "sweep", "schedule": 60.0, "options": {"expires": 55}}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")

# --- Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- Accounts -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["kipp.lib.hashers.FrugalArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "agencies.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reached the address already
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True  # the session's own limits decide, not the browser's
ACCOUNT_RATE_LIMITS = {
    # A whole office signs in from one address: the network's share is wide, the account's is narrow.
    "login": "600/m/ip",
    "login_failed": "300/m/ip,8/5m/key",
    "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 3 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_SECURE = IS_PRODUCTION

# --- Headers ------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31536000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Mail ---------------------------------------------------------------------------------------------

for _name, _value in env.read_mail(os.environ.get("EMAIL_URL", "console:")).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", f"KIPP <noreply@{SITE['host']}>")
EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- Logs ---------------------------------------------------------------------------------------------

LOG_LEVEL = env.read_choice(
    "LOG_LEVEL", os.environ.get("LOG_LEVEL", "INFO").upper(), {"DEBUG", "INFO", "WARNING", "ERROR"}
)
LOG_FORMAT = env.read_choice(
    "LOG_FORMAT", os.environ.get("LOG_FORMAT", "json" if IS_PRODUCTION else "plain"), {"plain", "json"}
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "kipp.lib.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "weasyprint": {"level": "WARNING"},  # seven lines of progress a document
        "fontTools": {"level": "WARNING"},
    },
}
