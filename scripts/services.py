"""Do PostgreSQL and Redis answer? Says which does not; exit status 1 then."""

import sys
from collections.abc import Callable

import psycopg
import redis


def reach_postgres(url: str) -> None:
    maintenance = url.rsplit("/", 1)[0] + "/postgres"
    psycopg.connect(maintenance, connect_timeout=3).close()


def reach_redis(url: str) -> None:
    redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3).ping()


def explains(name: str, probe: Callable[[str], None], url: str) -> bool:
    try:
        probe(url)
    except (psycopg.Error, redis.RedisError) as error:
        sys.stderr.write(f"{name} does not answer: {error}\n")
        return False
    return True


if __name__ == "__main__":
    postgres_url, redis_url = sys.argv[1:]
    answers = [
        explains("PostgreSQL", reach_postgres, postgres_url),
        explains("Redis", reach_redis, redis_url),
    ]
    sys.exit(0 if all(answers) else 1)
