"""A Redis cache that the portal can do without.

The cache counts sign-in attempts and keeps public pages. When Redis is away nobody may be kept from
signing in: this process's own memory takes over for a while, so limits still hold, per process.
"""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer
from redis.retry import Retry

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 10  # how long Redis is left alone after it failed to answer


def _patiently(name: str):
    def method(self, *args, **kwargs):
        if time.monotonic() >= type(self).silent_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except (NoConnection, NoAnswer) as error:
                type(self).silent_until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Redis cache does not answer, using memory: %s", error)
        return getattr(self.memory, name)(*args, **kwargs)

    return method


class PatientRedisCache(RedisCache):
    silent_until = 0.0  # shared by the threads of a process: one of them finds out for all

    def __init__(self, server, params):
        options = {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self.memory = LocMemCache("without-redis", {"TIMEOUT": params.get("TIMEOUT", 300)})

    get = _patiently("get")
    get_many = _patiently("get_many")
    has_key = _patiently("has_key")
    add = _patiently("add")
    set = _patiently("set")
    set_many = _patiently("set_many")
    touch = _patiently("touch")
    incr = _patiently("incr")
    delete = _patiently("delete")
    delete_many = _patiently("delete_many")
    clear = _patiently("clear")
