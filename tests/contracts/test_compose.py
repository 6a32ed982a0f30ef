"""docker-compose.yml is read as text: these promises must hold where no docker is at hand to check them."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from kipp import env

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
ONCE = {"migrate"}


def test_compose_runs_every_process_of_production():
    assert set(COMPOSE["services"]) == {"migrate", "web", "worker", "beat", "db", "redis", "proxy"}


@pytest.mark.parametrize("name", sorted(set(COMPOSE["services"]) - ONCE))
def test_compose_service_restarts_and_tells_its_health(name):
    service = COMPOSE["services"][name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_compose_secrets_have_no_default():
    for name in ("SECRET_KEY", "DATABASE_PASSWORD", "EMAIL_URL"):
        uses = re.findall(r"\$\{" + name + r"([^}]*)\}", TEXT)
        assert uses
        assert {use[:2] for use in uses} == {":?"}


def test_compose_depends_on_services_that_exist():
    wanted = {name for service in COMPOSE["services"].values() for name in service.get("depends_on", {})}
    assert wanted <= set(COMPOSE["services"])


def test_compose_variables_are_known_to_the_settings():
    given = set(COMPOSE["services"]["web"]["environment"])
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert given <= documented


def test_compose_urls_can_be_parsed():
    variables = COMPOSE["services"]["web"]["environment"]
    database = env.read_database(re.sub(r"\$\{[^}]*\}", "secret", variables["DATABASE_URL"]))
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", "5432", "kipp")
    assert env.read_broker(variables["CELERY_BROKER_URL"])["url"] == "redis://redis:6379/0"
    assert env.read_cache(variables["CACHE_URL"])["LOCATION"] == "redis://redis:6379/1"


def test_compose_files_and_scripts_exist():
    mounted = COMPOSE["services"]["proxy"]["volumes"][0].split(":")[0]
    assert (ROOT / mounted).is_file()
    probe = COMPOSE["services"]["web"]["healthcheck"]["test"][2]
    ast.parse((ROOT / probe).read_text())


def test_dockerfile_runs_as_nobody_special():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    final = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER kipp" in final
    assert final.index("USER kipp") < next(n for n, line in enumerate(final) if line.startswith("CMD"))
