"""Combinations of settings that must not meet, each with an id and what to do about it.

A public address (`SITE_URL` with https) is what makes an installation a production one.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def check_profile(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.IS_PRODUCTION:
        return [*_production_errors(), *_production_warnings()]
    return list(_open_without_https())


def _production_errors() -> Iterator[CheckMessage]:
    if not settings.SECRET_KEY_IS_GIVEN:
        yield Error(
            "Production runs with a key that was generated on this machine.",
            hint="Set SECRET_KEY, the same for web, worker and beat, and keep a copy with the backups.",
            id="kipp.E001",
        )
    if settings.DEBUG:
        yield Error("DEBUG is on in production.", hint="Unset DEBUG.", id="kipp.E002")
    if settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".locmem.EmailBackend")):
        yield Error(
            "Mail is printed, not sent: nobody would receive an invitation.",
            hint="Set EMAIL_URL to smtp:// or smtps://.",
            id="kipp.E003",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS accepts every name.",
            hint="List the public names of the portal.",
            id="kipp.E004",
        )


def _production_warnings() -> Iterator[CheckMessage]:
    if _uses_sqlite():
        yield Warning(
            "Production runs on SQLite: one machine, one writer at a time.",
            hint="Set DATABASE_URL to postgres:// before the first edition opens.",
            id="kipp.W001",
        )
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        yield Warning(
            "Production passes messages through files: web and worker must share this machine.",
            hint="Set CELERY_BROKER_URL to redis://.",
            id="kipp.W002",
        )
    if not settings.TRUSTED_PROXIES:
        yield Warning(
            "No proxy is trusted, so every visitor seems to come from the proxy's address, over http.",
            hint="Set TRUSTED_PROXIES to the number of proxies in front of gunicorn.",
            id="kipp.W003",
        )


def _open_without_https() -> Iterator[CheckMessage]:
    if not set(settings.ALLOWED_HOSTS) <= set(settings.LOOPBACK_HOSTS) and not settings.DEBUG:
        yield Warning(
            "The portal answers to public names without https: passwords could be read on the way.",
            hint="Set SITE_URL to the https address.",
            id="kipp.W004",
        )


def _uses_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
