"""Is the process alive (`/healthz`), and may it be sent work (`/readyz`)?"""

import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from kipp.celery import app
from kipp.lib.web import PUBLIC, access

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """A part answers, and says that it is not in order."""


FAILURES = (NotReady, DatabaseError, OSError, OperationalError)


@require_safe
@access(PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
@access(PUBLIC)
def readyz(request: HttpRequest) -> JsonResponse:
    """503 unless database, migrations and storage are in order. The broker is reported, never required."""
    required = {
        "database": _succeeds(connection.ensure_connection),
        "migrations": _succeeds(_require_migrated),
        "storage": _succeeds(_write_and_delete),
    }
    reported = {"broker": _succeeds(_reach_broker)}
    status = 200 if all(required.values()) else 503
    answer = {name: "ok" if fine else "failed" for name, fine in (required | reported).items()}
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if status == 503 else {})
    return JsonResponse(answer, status=status, headers=headers)


def _succeeds(probe) -> bool:
    try:
        probe()
    except FAILURES as error:
        logger.warning("Not ready: %s", error)
        return False
    return True


def _require_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations are missing")


def _write_and_delete() -> None:
    name = default_storage.save(f"ready/{uuid.uuid4().hex}", ContentFile(b"ready"))
    default_storage.delete(name)


def _reach_broker() -> None:
    with app.connection_for_write() as link, link.default_channel:
        pass
