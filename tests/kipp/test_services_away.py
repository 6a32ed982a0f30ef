"""Redis that refuses or keeps silent: nothing on the way of a request waits for it for long."""

import socket
import time

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from kipp import env
from kipp.lib.cache import PatientRedisCache


@pytest.fixture(params=["refusing", "silent"])
def dead_redis(request):
    """The address of a Redis that refuses connections, or accepts them and never answers."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    if request.param == "silent":
        listener.listen(5)
    yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
    listener.close()


@pytest.fixture
def cache(dead_redis, monkeypatch):
    monkeypatch.setattr(PatientRedisCache, "silent_until", 0.0)
    cache = PatientRedisCache(dead_redis, {})
    cache.memory.clear()
    return cache


def test_cache_without_redis_remembers_in_memory(cache):
    started = time.monotonic()
    cache.set("percobaan", 3)
    assert (cache.get("percobaan"), cache.incr("percobaan"), cache.add("percobaan", 9)) == (3, 4, False)
    assert time.monotonic() - started < 5


def test_doorbell_without_redis_gives_up_soon(dead_redis, monkeypatch):
    monkeypatch.delenv("CELERY_BROKER_URL")  # Celery would prefer it to what it is told
    broker = env.read_broker(dead_redis)
    app = Celery("bell", broker=broker["url"])
    app.conf.update(broker_transport_options=broker["options"], task_publish_retry=False)
    started = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("bell")
    assert time.monotonic() - started < 5  # without its limits it waits for a minute
