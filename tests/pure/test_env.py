"""What each URL means; values computed by hand."""

import pytest

from kipp import env


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("True", True), ("yes", True), ("0", False), ("no", False), ("", False)]
)
def test_read_bool_known_word_gives_its_value(text, value):
    assert env.read_bool("DEBUG", text) is value


@pytest.mark.parametrize(
    "read",
    [
        lambda: env.read_bool("DEBUG", "maybe"),
        lambda: env.read_count("TRUSTED_PROXIES", "-1"),
        lambda: env.read_choice("LOG_LEVEL", "LOUD", {"INFO"}),
        lambda: env.read_database("mysql://host/db"),
        lambda: env.read_cache("memcached://host"),
        lambda: env.read_broker("amqp://host"),
        lambda: env.read_storage("ftp://host"),
        lambda: env.read_mail("pigeon://loft"),
        lambda: env.read_site("kipp.go.id"),
    ],
)
def test_read_unknown_text_is_refused(read):
    with pytest.raises(env.BadEnvironment):
        read()


def test_read_bool_refusal_names_the_variable():
    with pytest.raises(env.BadEnvironment, match=r"^DEBUG must be true or false, not 'maybe'$"):
        env.read_bool("DEBUG", "maybe")


def test_read_list_drops_blanks():
    assert env.read_list(" a.go.id, ,b.go.id,") == ["a.go.id", "b.go.id"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///srv/kipp.sqlite3", "/srv/kipp.sqlite3"),
        ("sqlite:////srv/kipp.sqlite3", "/srv/kipp.sqlite3"),
        ("sqlite:///srv/dua%20kata.sqlite3", "/srv/dua kata.sqlite3"),
        ("sqlite://", ":memory:"),
    ],
)
def test_read_database_sqlite_names_the_file(url, name):
    assert env.read_database(url)["NAME"] == name


def test_read_database_sqlite_takes_the_write_lock_at_once():
    options = env.read_database("sqlite:///srv/k")["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]


def test_read_database_postgres_decodes_every_part():
    assert env.read_database("postgres://ki%40pp:p%2Fw@db.go.id:6432/kipp?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "kipp",
        "USER": "ki@pp",
        "PASSWORD": "p/w",
        "HOST": "db.go.id",
        "PORT": "6432",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**env.POSTGRES_OPTIONS, "sslmode": "require"},
    }


def test_read_database_postgres_tells_the_planner_unless_the_address_says_otherwise():
    told = env.read_database("postgres://db/kipp")["OPTIONS"]["options"]
    assert told == "-c join_collapse_limit=6 -c from_collapse_limit=6 -c jit=off"
    assert env.read_database("postgres://db/kipp?options=")["OPTIONS"]["options"] == ""


def test_read_broker_filesystem_shares_one_queue_folder():
    broker = env.read_broker("filesystem:///srv/broker")
    options = broker["options"]
    assert broker["url"] == "filesystem://localhost"
    assert options["data_folder_in"] == options["data_folder_out"] == "/srv/broker/queue"
    assert [str(folder) for folder in broker["folders"]] == ["/srv/broker/queue", "/srv/broker/control"]


def test_read_broker_redis_waits_one_second_at_most():
    options = env.read_broker("redis://host:6379/0")["options"]
    assert (options["socket_timeout"], options["socket_connect_timeout"], options["max_retries"]) == (1, 1, 0)


def test_read_cache_redis_survives_without_redis():
    assert env.read_cache("redis://host/1") == {
        "BACKEND": "kipp.lib.cache.PatientRedisCache",
        "LOCATION": "redis://host/1",
    }


def test_read_storage_file_is_not_for_everyone_to_read():
    assert env.read_storage("file:///srv/media") == {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/srv/media", "file_permissions_mode": 0o640},
    }


def test_read_storage_s3_keeps_files_private():
    storage = env.read_storage("s3://key:se%2Fcret@bucket/edisi?endpoint_url=https://s3.go.id")
    assert storage == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "bucket",
            "location": "edisi",
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            "endpoint_url": "https://s3.go.id",
            "access_key": "key",
            "secret_key": "se/cret",
        },
    }


@pytest.mark.parametrize(
    ("url", "port", "over_tls", "upgrade"),
    [
        ("smtp://mail.go.id", 25, False, False),
        ("smtp://mail.go.id:587?tls=true", 587, False, True),
        ("smtps://mail.go.id", 465, True, False),
    ],
)
def test_read_mail_smtp_chooses_port_and_encryption(url, port, over_tls, upgrade):
    mail = env.read_mail(url)
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (port, over_tls, upgrade)


def test_read_site_https_is_production():
    site = env.read_site("https://kipp.go.id/anything")
    assert site == {"origin": "https://kipp.go.id", "host": "kipp.go.id", "is_https": True}
