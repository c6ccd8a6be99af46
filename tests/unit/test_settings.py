"""Settings are read once from the environment, and say what can be done with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.settings import InvalidSetting, Settings


def test_a_variable_that_is_missing_or_empty_leaves_the_default() -> None:
    assert Settings.from_environ({"PORT": " ", "DATA_DIR": ""}) == Settings.from_environ({}) == Settings()


def test_values_are_read_as_what_they_are() -> None:
    read = Settings.from_environ({"PORT": "80", "DATA_DIR": "/data", "SARING_DEMO_ENABLED": "No", "SARING_HOST": "::1"})

    assert read == Settings(port=80, data_dir=Path("/data"), demo_enabled=False, host="::1")


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("off", False)])
def test_truth_has_several_words(word: str, meant: bool) -> None:  # noqa: FBT001 - it is what is compared
    assert Settings.from_environ({"SARING_RATE_LIMIT_ENABLED": word}).rate_limit_enabled is meant


@pytest.mark.parametrize(
    ("variable", "value"), [("SARING_DEMO_ENABLED", "rahasia"), ("PORT", "rahasia"), ("PORT", "-1"), ("PORT", "8e3")]
)
def test_what_cannot_be_read_is_named_and_not_repeated(variable: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=variable) as refused:
        Settings.from_environ({variable: value})

    assert value not in str(refused.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(database_url="postgresql://rahasia", redis_url="redis://rahasia", smtp_url="smtp://rahasia"))

    assert "rahasia" not in shown


def test_files_lie_in_the_data_folder_unless_said_otherwise(tmp_path: Path) -> None:
    plain = Settings(data_dir=tmp_path)
    apart = Settings(data_dir=tmp_path, keys_dir="/keys", opener_key_file="/vault/opener.key", database_url="sqlite://")

    assert plain.database == f"sqlite:///{tmp_path.resolve()}/saring.db"
    assert (plain.keys, plain.opener_key) == (tmp_path / "keys", tmp_path / "keys" / "opener.key")
    assert (apart.keys, apart.opener_key, apart.database) == (Path("/keys"), Path("/vault/opener.key"), "sqlite://")


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(public_url="https://komentar.example/"), "https://komentar.example"),
        (Settings(public_url="https://komentar.example/saring", host="0.0.0.0"), "https://komentar.example/saring"),  # noqa: S104 - what the image says
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="::1", port=81), "http://[::1]:81"),
        (Settings(host="0.0.0.0"), ""),  # noqa: S104 - as above
        (Settings(host="::"), ""),
        (Settings(port=0), ""),
    ],
)
def test_the_address_for_links_is_what_visitors_use_or_unknown(settings: Settings, address: str) -> None:
    assert settings.address == address


def test_mail_needs_a_server_and_an_address_for_its_links() -> None:
    server = "smtp://surat.example"

    assert Settings(smtp_url=server).mail_enabled
    assert not Settings().mail_enabled
    assert not Settings(smtp_url=server, host="0.0.0.0").mail_enabled  # noqa: S104 - as above


@pytest.mark.parametrize(
    ("environ", "enabled"),
    [
        ({}, False),
        ({"SARING_OIDC_ISSUER": "https://id.example"}, False),
        ({"SARING_OIDC_ISSUER": "https://id.example", "SARING_OIDC_CLIENT_ID": "saring"}, True),
    ],
)
def test_there_is_an_identity_provider_where_both_its_names_are_set(environ: dict[str, str], *, enabled: bool) -> None:
    assert Settings.from_environ(environ).provider_enabled is enabled


def test_the_secret_for_the_provider_may_stand_in_a_file_and_is_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("of the file\n", encoding="utf-8")
    plain = Settings.from_environ({"SARING_OIDC_CLIENT_SECRET": "of the variable"})
    filed = Settings.from_environ({"SARING_OIDC_CLIENT_SECRET_FILE": str(file)})
    missing = Settings.from_environ({"SARING_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "none")})

    assert (plain.provider_secret, filed.provider_secret) == ("of the variable", "of the file")
    assert "of the variable" not in repr(plain)
    with pytest.raises(InvalidSetting):
        _ = missing.provider_secret
