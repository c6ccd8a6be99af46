"""What docker-compose.yml says."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import jsonschema
import pytest

from service.settings import Settings
from tests.integration.deployment.composition import ROOT, MissingVariable, read_document, services_of
from tests.integration.deployment.servers import POSTGRES_VERSION

VARIABLES = {"SARING_POSTGRES_PASSWORD": "rahasia9uji"}
DOCUMENT = read_document(VARIABLES)
SERVICES = services_of(DOCUMENT)


def test_the_file_is_what_the_published_compose_schema_describes() -> None:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_bytes())

    jsonschema.Draft202012Validator(schema).validate(DOCUMENT)


def test_the_schema_would_notice_a_misspelt_key() -> None:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_bytes())
    misspelt = {"services": {"web": {"image": "saring", "comand": ["serve"]}}}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(misspelt)


def test_without_a_database_password_nothing_starts() -> None:
    with pytest.raises(MissingVariable, match="SARING_POSTGRES_PASSWORD"):
        read_document({})


def test_the_only_password_is_the_one_from_the_environment() -> None:
    values = [(name, value) for one in SERVICES.values() for name, value in one.environment.items()]

    passwords = [value for name, value in values if "PASSWORD" in name]
    passwords += re.findall(r"://[^/@\s]*:([^/@\s]+)@", " ".join(value for _, value in values))

    assert set(passwords) == set(VARIABLES.values())


@pytest.mark.parametrize("name", sorted(name for name, one in SERVICES.items() if one.runs_on))
def test_every_service_that_runs_on_has_a_health_check(name: str) -> None:
    assert SERVICES[name].health[0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_confined(name: str) -> None:
    raw = SERVICES[name].raw

    assert raw["read_only"] is True
    assert raw["cap_drop"] == ["ALL"]
    assert "cap_add" not in raw
    assert raw["security_opt"] == ["no-new-privileges:true"]
    assert raw.get("user", "the image's") not in {"root", "0"}


@pytest.mark.parametrize("name", ["db", "redis"])
def test_the_servers_are_reached_from_inside_only(name: str) -> None:
    assert SERVICES[name].raw["networks"] == ["inside"]
    assert "ports" not in SERVICES[name].raw
    assert DOCUMENT["networks"]["inside"]["internal"] is True


def test_the_web_port_is_published_on_the_loopback_address_unless_said_otherwise() -> None:
    assert SERVICES["web"].raw["ports"] == ["127.0.0.1:8000:8000"]
    elsewhere = read_document(VARIABLES | {"SARING_PUBLISH": "0.0.0.0:80"})
    assert elsewhere["services"]["web"]["ports"] == ["0.0.0.0:80:8000"]


def test_the_web_process_knows_that_mails_can_be_sent_but_not_the_mail_password() -> None:
    services = services_of(read_document(VARIABLES | {"SARING_SMTP_URL": "smtp://saring:kunci@surat.example"}))

    assert services["worker"].environment["SARING_SMTP_URL"] == "smtp://saring:kunci@surat.example"
    assert services["web"].environment["SARING_SMTP_URL"] == "smtp://the-worker-knows"
    assert SERVICES["web"].environment["SARING_SMTP_URL"] == ""


def test_the_web_process_has_no_opener_key() -> None:
    mounting = {name for name, one in SERVICES.items() if any(mount.volume == "opener" for mount in one.mounts)}

    assert mounting == {"init", "worker"}
    assert "SARING_OPENER_KEY_FILE" not in SERVICES["web"].environment


def test_only_the_set_up_may_write_keys() -> None:
    writing = {
        name
        for name, one in SERVICES.items()
        if any(mount.volume in {"keys", "opener"} and not mount.read_only for mount in one.mounts)
    }

    assert writing == {"init"}


def test_every_volume_is_declared_and_used() -> None:
    used = {mount.volume for one in SERVICES.values() for mount in one.mounts}

    assert used == set(DOCUMENT["volumes"])


@pytest.mark.parametrize("name", ["init", "web", "worker"])
def test_every_variable_given_to_the_service_is_a_setting(name: str) -> None:
    environ = {**SERVICES[name].environment}
    known = {field.metadata["variable"] for field in Settings.__dataclass_fields__.values()}

    assert set(environ) <= known
    assert all(isinstance(value, str) for value in environ.values())
    Settings.from_environ(environ)


def test_every_variable_of_the_file_is_named_where_deployment_is_described() -> None:
    variables = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))

    described = set(re.findall(r"`(SARING_\w+)`", (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")))

    assert variables <= described


def test_the_database_is_of_the_version_that_the_tests_run() -> None:
    assert SERVICES["db"].image == f"postgres:{POSTGRES_VERSION}"
