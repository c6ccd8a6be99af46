"""Settings: read once from the environment, typed, frozen. docs/settings.md describes each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, not listened on
"""Hosts that mean every address of the machine, and so name no place."""


class InvalidSetting(ValueError):
    """An environment variable holds what its setting cannot be; the value is not repeated, it may be a secret."""


def _setting(variable: str) -> dict[str, str]:
    """Name the environment variable of a field."""
    return {"variable": variable}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one installation.

    Attributes:
        port: TCP port to serve on; 0 lets the system choose.
        host: Address to listen on.
        data_dir: Where the embedded database, the keys and the first token live.
        database_url: SQLAlchemy URL; empty: SQLite in ``data_dir``.
        redis_url: Redis for jobs and limits; empty: SQLite for jobs, memory for limits.
        keys_dir: Where the keys are; empty: ``keys`` in ``data_dir``.
        opener_key_file: The key that opens sealed addresses; empty: ``opener.key`` in ``keys_dir``. Only the worker
            reads it.
        model_dir: The classifier's artefact; empty: the one that ships.
        web_processes: Processes that answer requests.
        worker_enabled: Whether ``serve`` also runs the worker.
        demo_enabled: Whether the site ``demo`` and its article page exist.
        rate_limit_enabled: Whether submissions are counted.
        rate_limit: How many submissions an address range may send to a site, in the notation of ``limits``.
        trusted_proxies: How many proxies in front may be believed about the client's address; 0: none.
        max_body_bytes: Greatest size of a request's body, in bytes.
        smtp_url: ``smtp://[user:password@]host[:port]`` or ``smtps://…`` for confirmation mails; empty: none are sent.
            A web process only looks whether it is empty.
        mail_from: Sender of those mails.
        public_url: Where visitors reach the service; empty: as the request said, and in mails ``host`` and ``port``,
            where those name one place.
        oidc_issuer: Address of the identity provider, such as ``https://id.example.com``; empty: there is none.
        oidc_client_id: What it knows this installation by.
        oidc_client_secret: How this installation proves that to it.
        oidc_client_secret_file: File that holds the secret instead.
        log_level: Least severe level that is logged.
    """

    port: int = field(default=8000, metadata=_setting("PORT"))
    host: str = field(default="127.0.0.1", metadata=_setting("SARING_HOST"))
    data_dir: Path = field(default=Path("var"), metadata=_setting("DATA_DIR"))
    database_url: str = field(default="", repr=False, metadata=_setting("SARING_DATABASE_URL"))
    redis_url: str = field(default="", repr=False, metadata=_setting("SARING_REDIS_URL"))
    keys_dir: str = field(default="", metadata=_setting("SARING_KEYS_DIR"))
    opener_key_file: str = field(default="", metadata=_setting("SARING_OPENER_KEY_FILE"))
    model_dir: str = field(default="", metadata=_setting("SARING_MODEL_DIR"))
    web_processes: int = field(default=2, metadata=_setting("SARING_WEB_PROCESSES"))
    worker_enabled: bool = field(default=True, metadata=_setting("SARING_WORKER_ENABLED"))
    demo_enabled: bool = field(default=True, metadata=_setting("SARING_DEMO_ENABLED"))
    rate_limit_enabled: bool = field(default=True, metadata=_setting("SARING_RATE_LIMIT_ENABLED"))
    rate_limit: str = field(default="30/minute;300/hour", metadata=_setting("SARING_RATE_LIMIT"))
    trusted_proxies: int = field(default=0, metadata=_setting("SARING_TRUSTED_PROXIES"))
    max_body_bytes: int = field(default=262_144, metadata=_setting("SARING_MAX_BODY_BYTES"))
    smtp_url: str = field(default="", repr=False, metadata=_setting("SARING_SMTP_URL"))
    mail_from: str = field(default="saring@localhost", metadata=_setting("SARING_MAIL_FROM"))
    public_url: str = field(default="", metadata=_setting("SARING_PUBLIC_URL"))
    oidc_issuer: str = field(default="", metadata=_setting("SARING_OIDC_ISSUER"))
    oidc_client_id: str = field(default="", metadata=_setting("SARING_OIDC_CLIENT_ID"))
    oidc_client_secret: str = field(default="", repr=False, metadata=_setting("SARING_OIDC_CLIENT_SECRET"))
    oidc_client_secret_file: str = field(default="", metadata=_setting("SARING_OIDC_CLIENT_SECRET_FILE"))
    log_level: str = field(default="INFO", metadata=_setting("SARING_LOG_LEVEL"))

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; a variable that is missing or empty leaves the default.

        Raises:
            InvalidSetting: A value cannot be read.
        """
        values: dict[str, object] = {}
        for one in fields(cls):
            variable = one.metadata["variable"]
            if given := environ.get(variable, "").strip():
                values[one.name] = _read(variable, given, one.default)
        return cls(**values)  # type: ignore[arg-type] # each value was read as its default's type

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'saring.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the keys in force."""
        return Path(self.keys_dir) if self.keys_dir else self.data_dir / "keys"

    @property
    def address(self) -> str:
        """Where visitors reach the service, for those who have no request to ask; ``""`` if nobody can tell."""
        if self.public_url:
            return self.public_url.rstrip("/")
        if self.host in _ANYWHERE or not self.port:
            return ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def mail_enabled(self) -> bool:
        """Whether authors can be sent a link: there is a mail server, and an address that the link can name."""
        return bool(self.smtp_url and self.address)

    @property
    def provider_enabled(self) -> bool:
        """Whether people can sign in through an identity provider."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def provider_secret(self) -> str:
        """How this installation proves itself to the identity provider.

        Raises:
            InvalidSetting: The file that holds it cannot be read.
        """
        if not self.oidc_client_secret_file:
            return self.oidc_client_secret
        try:
            return Path(self.oidc_client_secret_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise InvalidSetting("SARING_OIDC_CLIENT_SECRET_FILE cannot be read") from error

    @property
    def opener_key(self) -> Path:
        """The file of the key that opens addresses."""
        return Path(self.opener_key_file) if self.opener_key_file else self.keys / "opener.key"


def _read(variable: str, given: str, default: object) -> object:
    """Read one value as the type of its default."""
    if isinstance(default, bool):
        if given.lower() not in _TRUE | _FALSE:
            raise InvalidSetting(f"{variable} must be true or false")
        return given.lower() in _TRUE
    if isinstance(default, int):
        if not given.isdecimal():
            raise InvalidSetting(f"{variable} must be a whole number, 0 or more")
        return int(given)
    return Path(given) if isinstance(default, Path) else given
