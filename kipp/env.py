"""Pure parsers of environment variables: text in, settings values out. Knows nothing of Django."""

from pathlib import Path
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}

SQLITE_OPTIONS = {
    # Sixteen writers at once lost 8 of 10 writes without these three, and none with them.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}

POSTGRES_OPTIONS = {
    "connect_timeout": 5,
    # Pages ask short questions over many tables. Looking for the best order of eight joins at once took up to
    # 26 ms where the answer took one; compiling a statement took longer than running it.
    "options": "-c join_collapse_limit=6 -c from_collapse_limit=6 -c jit=off",
}


class BadEnvironment(ValueError):
    """A variable that cannot be understood; the message names it."""


def read_bool(name: str, text: str) -> bool:
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise BadEnvironment(f"{name} must be true or false, not {text!r}")


def read_count(name: str, text: str) -> int:
    if not text.strip().isdecimal():
        raise BadEnvironment(f"{name} must be a whole number, not {text!r}")
    return int(text)


def read_choice(name: str, text: str, choices: set[str]) -> str:
    if text not in choices:
        raise BadEnvironment(f"{name} must be one of {', '.join(sorted(choices))}, not {text!r}")
    return text


def read_list(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def read_database(url: str) -> dict:
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _sqlite_name(parts),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": _decoded(parts.username),
            "PASSWORD": _decoded(parts.password),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**POSTGRES_OPTIONS, **dict(parse_qsl(parts.query, keep_blank_values=True))},
        }
    raise BadEnvironment("DATABASE_URL must start with sqlite:// or postgres://")


def read_cache(url: str) -> dict:
    parts = urlparse(url)
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": unquote(parts.path),
        }
    if parts.scheme in {"redis", "rediss"}:
        return {"BACKEND": "kipp.lib.cache.PatientRedisCache", "LOCATION": url}
    raise BadEnvironment("CACHE_URL must start with memory://, file:/// or redis://")


def read_broker(url: str) -> dict:
    """Celery's broker address and transport options.

    `filesystem:///folder` passes messages through files and needs no server. With Redis nothing on the
    request path may wait: one second, then the sweeper takes over.
    """
    parts = urlparse(url)
    if parts.scheme == "filesystem":
        folder = Path(unquote(parts.path))
        return {
            "url": "filesystem://localhost",
            "options": {
                "data_folder_in": str(folder / "queue"),
                "data_folder_out": str(folder / "queue"),
                "control_folder": str(folder / "control"),
                "polling_interval": 0.2,
            },
            "folders": [folder / "queue", folder / "control"],
        }
    if parts.scheme in {"redis", "rediss"}:
        options = {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "max_retries": 0,
            "visibility_timeout": 3600,
        }
        return {"url": url, "options": options, "folders": []}
    if parts.scheme == "memory":
        return {"url": url, "options": {}, "folders": []}
    raise BadEnvironment("CELERY_BROKER_URL must start with filesystem:///, redis:// or memory://")


def read_storage(url: str) -> dict:
    parts = urlparse(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path), "file_permissions_mode": 0o640},
        }
    if parts.scheme == "s3":
        options = {
            "bucket_name": parts.hostname,
            "location": unquote(parts.path.strip("/")),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            **dict(parse_qsl(parts.query)),
        }
        if parts.username:
            options |= {"access_key": _decoded(parts.username), "secret_key": _decoded(parts.password)}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    raise BadEnvironment("STORAGE_URL must start with file:/// or s3://")


def read_mail(url: str) -> dict:
    """The EMAIL_* settings of `console:`, `memory:`, `file:///folder`, `smtp://` or `smtps://user:pass@host:port`.

    `smtp` upgrades to TLS when asked by `?tls=true`; `smtps` speaks TLS from the first byte.
    """
    parts = urlparse(url)
    backend = {"console": "console", "memory": "locmem", "file": "filebased", "smtp": "smtp", "smtps": "smtp"}
    if parts.scheme not in backend:
        raise BadEnvironment("EMAIL_URL must start with console:, memory:, file:///, smtp:// or smtps://")
    settings: dict = {"EMAIL_BACKEND": f"django.core.mail.backends.{backend[parts.scheme]}.EmailBackend"}
    if parts.scheme == "file":
        settings["EMAIL_FILE_PATH"] = unquote(parts.path)
    if parts.scheme in {"smtp", "smtps"}:
        over_tls = parts.scheme == "smtps"
        settings |= {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if over_tls else 25),
            "EMAIL_HOST_USER": _decoded(parts.username),
            "EMAIL_HOST_PASSWORD": _decoded(parts.password),
            "EMAIL_USE_SSL": over_tls,
            "EMAIL_USE_TLS": read_bool("EMAIL_URL tls", dict(parse_qsl(parts.query)).get("tls", "")),
            "EMAIL_TIMEOUT": 10,
        }
    return settings


def read_scanner(url: str) -> str:
    """The address of a clamd: empty (off), `tcp://host:port` or `unix:///socket`."""
    parts = urlparse(url)
    if url and not (
        (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path not in {"", "/"})
    ):
        raise BadEnvironment("CLAMD_URL must look like tcp://host:3310 or unix:///run/clamav/clamd.ctl")
    return url


def read_site(url: str) -> dict:
    parts = urlparse(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadEnvironment("SITE_URL must look like https://kipp.example.go.id")
    origin = f"{parts.scheme}://{parts.netloc}"
    return {"origin": origin, "host": parts.hostname, "is_https": parts.scheme == "https"}


def _sqlite_name(parts: ParseResult) -> str:
    """`sqlite:///folder/file` and `sqlite:////folder/file` both mean /folder/file."""
    path = unquote(parts.path).lstrip("/")
    return f"/{path}" if path else ":memory:"


def _decoded(text: str | None) -> str:
    return unquote(text or "")
