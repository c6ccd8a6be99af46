"""One transaction around several: what a request changes becomes one with what is noted about the request."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from service.storage.database import begin, connection, roll_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection


@dataclass(slots=True)
class Whole:
    """The transaction around. It begins with its first part, so that what is done before holds no lock.

    Attributes:
        first: Done at its beginning.
        begun: Whether it has.
        lost: Whether a part could not be undone by itself, so that nothing may be committed.
    """

    first: Callable[[], None]
    begun: bool = False
    lost: bool = False

    @contextmanager
    def part(self, link: Connection) -> Iterator[None]:
        """Do a part. If anything is raised the part is undone, and whoever catches that may go on with the rest."""
        if self.begun:
            with self._later(link):
                yield
            return
        begin(link)
        self.begun = True
        try:
            self.first()
            yield
        except BaseException:
            self.begun = False
            roll_back(link)
            raise

    @contextmanager
    def _later(self, link: Connection) -> Iterator[None]:
        """Do a part that is not the first."""
        link.exec_driver_sql("SAVEPOINT part")
        try:
            yield
            link.exec_driver_sql("RELEASE SAVEPOINT part")
        except BaseException:
            self.lost = True
            link.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
            self.lost = False
            raise

    def commit(self, link: Connection) -> None:
        """Store all parts.

        Raises:
            RuntimeError: One was lost on the way.
        """
        if self.lost:
            raise RuntimeError("a part of the transaction was lost")
        if self.begun:
            link.exec_driver_sql("COMMIT")
            self.begun = False


@contextmanager
def enclosing(first: Callable[[], None]) -> Iterator[None]:
    """Commit together what is opened inside; implements :class:`service.use_cases.answer_once.Enclosing`.

    Raises:
        StorageUnavailable: The database cannot take it now; nothing was stored.
        RuntimeError: A transaction is open already, or a part of this one was lost on the way.
    """
    if "saring_transaction" in g or "saring_whole" in g:
        raise RuntimeError("a transaction is open already")
    whole = g.saring_whole = Whole(first)
    try:
        yield
        whole.commit(connection())
    except BaseException:
        if whole.begun:
            roll_back(connection())
        raise
    finally:
        g.pop("saring_whole")
