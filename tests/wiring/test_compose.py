"""docker-compose.yml against its schema, the registry, the settings and the programs."""

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from werkzeug.test import Client

from launcher import full
from launcher.container import make_secrets, with_secrets
from sscsim import settings
from sscsim.registry import DRIVER_QUEUE, GATEWAY_PORT, QUEUES, SERVICES, SIP2_PORT
from tests.support.simulator import clean_environment

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
TEXT = FILE.read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
PROGRAMS = {program.name: program for program in full.programs(TEXT, {})}
SERVERS = {service.name: service.port for service in SERVICES} | {"gateway": GATEWAY_PORT}

_ENVIRONMENTS = {
    name: service.get("environment", {})
    for name, service in COMPOSE["services"].items()
    if name not in ("postgres", "redis")
}


def words(name: str) -> list[str]:
    return [str(word) for word in COMPOSE["services"][name]["command"]]


def test_it_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.compose-spec", str(FILE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_compose_program_reads_it_as_we_do(tmp_path: Path) -> None:
    """podman-compose, with a stand-in for the engine, fills and merges like `full` does."""
    podman = tmp_path / "podman"
    podman.write_text("#!/bin/sh\necho podman version 5.0.0\n")
    podman.chmod(0o755)
    command = [sys.executable, "-m", "podman_compose", "-f", str(FILE), "--profile", "demo"]
    env = clean_environment(PATH=f"{tmp_path}:/usr/bin:/bin", SSC_CORS_ORIGINS="https://a.example")
    done = subprocess.run(
        [*command, "config"], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert set(services) == set(COMPOSE["services"])
    for program in full.programs(TEXT, {"SSC_CORS_ORIGINS": "https://a.example"}):
        assert tuple(services[program.name]["command"]) == program.command
        assert services[program.name]["environment"] == program.environment


def test_its_services_are_those_of_the_registry() -> None:
    assert set(PROGRAMS) == set(SERVERS) | {"worker", "beat", "sip2"}
    assert set(COMPOSE["services"]) == set(PROGRAMS) | set(full.ELSEWHERE)


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_is_an_application_on_the_port_of_the_registry(name: str) -> None:
    command = words(name)
    assert command[0] == "gunicorn"
    assert f"--bind=0.0.0.0:{SERVERS[name]}" in command
    package = "gateway" if name == "gateway" else f"services.{name}"
    assert command[-1] == f"{package}:create_app()"
    assert callable(importlib.import_module(package).create_app)


@pytest.mark.parametrize("name", SERVERS)
def test_gunicorn_reads_the_whole_command(name: str) -> None:
    from gunicorn.config import Config

    given = Config().parser().parse_args(words(name)[1:])
    assert given.worker_class == "gthread"
    assert given.keepalive > 30, "a pooled connection of a client must not outlive the server's"
    assert given.control_socket_disable, "seven masters here would share one control socket"


@pytest.mark.parametrize(
    ("name", "app"), [("worker", "launcher.worker"), ("beat", "sscsim.jobs.celery")]
)
def test_celery_reads_the_whole_command(name: str, app: str) -> None:
    from celery.bin.celery import celery

    command = words(name)
    assert command[:2] == ["celery", f"--app={app}"]
    assert importlib.util.find_spec(app) is not None
    assert command[2] == name
    celery.commands[name].make_context(name, command[3:], resilient_parsing=True)
    options = {word.partition("=")[0] for word in command[3:]}
    known = {option for p in celery.commands[name].params for option in p.opts}
    assert options <= known
    assert "-B" not in command
    assert "--beat" not in command


def test_every_queue_is_consumed_and_no_other() -> None:
    taken = [word.removeprefix("--queues=") for word in words("worker") if "--queues=" in word]
    assert sorted(taken[0].split(",")) == sorted({*QUEUES, DRIVER_QUEUE})


def test_the_other_commands_are_ours() -> None:
    from launcher.cli import ssc

    name, command, *flags = words("demo")
    assert name == "ssc"
    found = ssc.get_command(None, command)  # type: ignore[arg-type]  # no context is needed
    assert found is not None
    found.make_context("demo", flags)
    assert words("secrets") == ["python", "-m", "launcher.container", "--make-secrets"]


@pytest.mark.parametrize("name", _ENVIRONMENTS)
def test_every_environment_name_is_a_setting(name: str) -> None:
    known = {item["env"] for item in _settings()}
    for variable in _ENVIRONMENTS[name]:
        service = variable.removeprefix("SSC_SERVICE_URL_").lower()
        assert variable in known or service in SERVERS, variable


def _settings() -> list[Any]:
    from dataclasses import fields

    return [item.metadata for item in fields(settings.Settings)]


def test_the_environment_can_be_read_and_names_every_service() -> None:
    for name in (*SERVERS, "worker", "beat", "sip2"):
        read = settings.read(PROGRAMS[name].environment)
        assert read.topology == "full"
        assert read.service_urls == {s.name: f"http://{s.name}:{s.port}" for s in SERVICES}
        assert read.on_loopback


def test_the_example_of_env_names_what_the_file_interpolates() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = {line.partition("=")[0] for line in example.splitlines() if line and line[0] != "#"}
    assert named == {match[1] for match in full._INTERPOLATION.finditer(TEXT)}
    assert named <= {item["env"] for item in _settings()}


def test_only_the_gateway_and_sip2_are_published_and_on_loopback() -> None:
    published = {
        name: service["ports"]
        for name, service in full.read_compose(TEXT, {})["services"].items()
        if "ports" in service
    }
    assert published == {
        "gateway": ["127.0.0.1:8080:8080"],
        "sip2": ["127.0.0.1:6001:6001", "127.0.0.1:6002-6009:6002-6009"],
    }


def test_the_published_own_ports_are_those_that_culture_gives_away() -> None:
    env = {"SSC_SIP2_OWN_PORTS": "7102-7104", "SSC_SIP2_PORT": "7001", "SSC_BIND": "192.0.2.1"}
    service = full.read_compose(TEXT, env)["services"]["sip2"]
    assert service["ports"] == ["192.0.2.1:7001:6001", "192.0.2.1:7102-7104:7102-7104"]
    for name in ("culture", "sip2"):
        given = next(one for one in full.programs(TEXT, env) if one.name == name)
        assert list(settings.read(given.environment).own_ports) == [7102, 7103, 7104]


def test_library_machines_are_answered_where_the_registry_says() -> None:
    program = PROGRAMS["sip2"]
    assert program.command == ("python", "-m", "launcher.sip2", f"--bind=0.0.0.0:{SIP2_PORT}")
    assert importlib.util.find_spec("launcher.sip2") is not None
    assert program.health_url == f"sip2://127.0.0.1:{SIP2_PORT}"
    assert settings.Settings().sip2_port == SIP2_PORT
    assert SIP2_PORT not in settings.Settings().own_ports


@pytest.mark.parametrize("name", SERVERS)
def test_a_healthcheck_asks_a_path_that_the_application_answers(name: str, sqlite: str) -> None:
    test = COMPOSE["services"][name]["healthcheck"]["test"]
    assert test[:4] == ["CMD", "python", "-m", "launcher.healthcheck"]
    url = urlsplit(test[4])
    assert (url.hostname, url.port) == ("127.0.0.1", SERVERS[name])
    package = "gateway" if name == "gateway" else f"services.{name}"
    app = importlib.import_module(package).create_app()
    # 503 where the test has no Redis: an answer, and a truthful one.
    assert Client(app).get(url.path).status_code in (200, 503)


def test_nothing_secret_stands_in_the_file() -> None:
    """No password, token or key has a value here; URLs carry none."""
    for service in COMPOSE["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if "://" in str(value):
                assert urlsplit(str(value)).password is None, name
            elif any(word in name for word in ("PASSWORD", "SECRET", "TOKEN")):
                assert value == f"${{{name}:-}}" or name.endswith("_FILE"), name


def test_secrets_are_made_once_and_reach_the_programs(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    made = {file.name: file.read_text() for file in tmp_path.iterdir()}
    make_secrets(tmp_path)
    assert made == {file.name: file.read_text() for file in tmp_path.iterdir()}
    (tmp_path / "2").mkdir()
    make_secrets(tmp_path / "2")
    for name, content in made.items():
        assert (tmp_path / "2" / name).read_text() != content, "no two machines share a secret"

    filled = with_secrets(PROGRAMS["gateway"].environment, tmp_path)
    read = settings.read(filled)
    database, redis = urlsplit(read.database_url), urlsplit(read.redis_url)
    assert (database.username, database.password) == ("ssc", made["postgres_password"])
    assert (database.hostname, database.port, database.path) == ("postgres", 5432, "/ssc")
    assert f"requirepass {redis.password}\n" in made["redis.conf"]
    assert redis.hostname == "redis"
    assert (read.context_secret, read.admin_token) == (made["context_secret"], made["admin_token"])
    given = {"SSC_ADMIN_TOKEN": "mine", "SSC_REDIS_URL": "redis://:other@elsewhere:6379/1"}
    kept = with_secrets(given, tmp_path)
    assert {name: kept[name] for name in given} == given


def test_postgres_and_redis_read_the_files_that_are_made(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    named = [COMPOSE["services"]["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"]]
    named.append(words("redis")[1])
    for path in named:
        assert path.startswith("/run/ssc/")
        file = tmp_path / path.removeprefix("/run/ssc/")
        assert file.stat().st_mode & 0o777 == 0o644, "another user's process reads it"
    for private in ("context_secret", "admin_token"):
        assert (tmp_path / private).stat().st_mode & 0o777 == 0o600


def test_the_wheel_carries_the_file() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {"docker-compose.yml": "launcher/data/docker-compose.yml"}


def test_the_image_holds_what_the_wheel_is_made_of() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {
        *project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"],
        *project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"],
        *project["project"]["license-files"],
        project["project"]["readme"],
        "pyproject.toml",
    }
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignore if line.startswith("!")} == needed


def test_the_embedded_worker_takes_the_same_queues() -> None:
    import socket

    from launcher import embedded
    from launcher.data_folder import DataFolder

    with socket.socket() as listener:
        children = embedded.children(DataFolder(Path("data")), listener, listener, {}, 8)
    worker = next(list(c.command) for c in children if c.name == "worker")
    queues = worker[worker.index("-Q") + 1].split(",")
    assert sorted(queues) == sorted({*QUEUES, DRIVER_QUEUE})
