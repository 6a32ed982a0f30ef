"""The two profiles as processes see them, and the promise that every variable is described."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("kipp", "agencies", "competitions", "proposals", "judging")
PRODUCTION = {
    "SITE_URL": "https://kipp.example.go.id",
    "SECRET_KEY": "a long enough key 0123456789 abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgres://kipp:rahasia@db.example/kipp",
    "CELERY_BROKER_URL": "redis://redis.example/0",
    "CACHE_URL": "redis://redis.example/1",
    "EMAIL_URL": "smtps://kipp:rahasia@mail.example",
    "TRUSTED_PROXIES": "1",
}
SHOW = """
import json, django
from django.conf import settings
django.setup()
names = json.loads(input())
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def run(arguments, variables, folder, **options):
    inherited = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "kipp.settings",
        "VAR_DIR": str(folder),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def settings_of(variables, folder, *names):
    answer = run(["-c", SHOW], variables, folder, input=json.dumps(names))
    assert answer.returncode == 0, answer.stderr
    return list(json.loads(answer.stdout).values())


def check_ids(variables, folder):
    answer = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], variables, folder)
    return answer.returncode, sorted(re.findall(r"\(([\w.]+\.[EW]\d+)\)", answer.stderr))


def test_settings_nothing_set_gives_the_embedded_profile(tmp_path):
    names = ("DEBUG", "SITE_URL", "CELERY_BROKER_URL", "SESSION_COOKIE_SECURE", "LOG_FORMAT", "EMAIL_BACKEND")
    assert settings_of({}, tmp_path, *names) == [
        False,
        "http://127.0.0.1:8000",
        "filesystem://localhost",
        False,
        "plain",
        "django.core.mail.backends.console.EmailBackend",
    ]


def test_settings_embedded_key_is_made_once_and_private(tmp_path):
    first = settings_of({}, tmp_path, "SECRET_KEY")
    second = settings_of({}, tmp_path, "SECRET_KEY")
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_settings_https_address_gives_the_production_profile(tmp_path):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "LOG_FORMAT",
        "ALLOWED_HOSTS",
    )
    assert settings_of(PRODUCTION, tmp_path, *names) == [
        True,
        True,
        True,
        "json",
        ["kipp.example.go.id", "localhost", "127.0.0.1", "[::1]"],
    ]


def test_check_production_profile_is_clean(tmp_path):
    assert check_ids(PRODUCTION, tmp_path) == (0, [])


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        ({"SECRET_KEY": ""}, ["kipp.E001"]),
        ({"DEBUG": "true"}, ["kipp.E002", "security.W018"]),
        ({"EMAIL_URL": "console:"}, ["kipp.E003"]),
        ({"ALLOWED_HOSTS": "*"}, ["kipp.E004"]),
        ({"DATABASE_URL": "sqlite:///srv/kipp.sqlite3"}, ["kipp.W001"]),
        ({"CELERY_BROKER_URL": "filesystem:///VAR/broker"}, ["kipp.W002"]),
        ({"TRUSTED_PROXIES": "0"}, ["kipp.W003"]),
    ],
)
def test_check_bad_combination_is_named(change, ids, tmp_path):
    change = {name: text.replace("/VAR", str(tmp_path)) for name, text in change.items()}
    assert check_ids(PRODUCTION | change, tmp_path) == (1, ids)


def test_check_public_name_without_https_is_named(tmp_path):
    answer = run(["manage.py", "check"], {"ALLOWED_HOSTS": "kipp.example.go.id"}, tmp_path)
    assert re.findall(r"kipp\.\w+", answer.stderr) == ["kipp.W004"]


def test_settings_bad_variable_stops_with_its_name(tmp_path):
    answer = run(["manage.py", "check"], {"DATABASE_URL": "mysql://db/kipp"}, tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith("DATABASE_URL must start with sqlite:// or postgres://")


def variables_read(path):
    """Names in `os.environ.get("X")`, `os.environ["X"]` and `"X" in os.environ`."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get"), args=[name, *_]
            ):
                yield name.value
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=name)):
                yield name
            case ast.Compare(left=ast.Constant(value=name), comparators=[ast.Attribute(attr="environ")]):
                yield name


def test_every_variable_read_is_documented_and_the_reverse():
    sources = [ROOT / "gunicorn.conf.py", *(path for app in APPS for path in (ROOT / app).rglob("*.py"))]
    read = {name for path in sources for name in variables_read(path)}
    documented, tests_only = (ROOT / "docs/settings.md").read_text().split("## Tests")
    assert set(re.findall(r"^\| `([A-Z_]+)`", documented, re.MULTILINE)) == read
    scripts = [*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci/run", *(ROOT / "tests").rglob("*.py")]
    text = "\n".join(path.read_text() for path in scripts)
    for name in re.findall(r"^\| `([A-Z_]+)`", tests_only, re.MULTILINE):
        assert name in text, f"{name} is documented and nothing reads it"


def test_apps_never_read_the_environment():
    paths = [path for app in APPS[1:] for path in (ROOT / app).rglob("*.py")]
    assert [str(path.relative_to(ROOT)) for path in paths if list(variables_read(path))] == []
