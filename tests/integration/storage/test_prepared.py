"""Statements that go to SQLite's driver: they read, and are refused, as SQLAlchemy would have had them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, exc, select, update

from service.storage.comments import SqlComments
from service.storage.database import connection, transaction
from service.storage.pages import SqlPages
from service.storage.prepared import Prepared
from service.storage.tables import AUTHOR, COMMENT, PAGE
from tests.stored import ARTICLE, DEMO, a_comment, comment_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

NUMBER = comment_id(1)


@pytest.fixture
def stored(app: Flask) -> Iterator[None]:
    """There is one comment."""
    with app.app_context():
        with transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)
            SqlComments().add(a_comment(id=NUMBER), None)
        yield


@pytest.mark.usefixtures("stored")
def test_every_type_of_column_is_read_as_sqlalchemy_reads_it() -> None:
    every = select(COMMENT, PAGE, AUTHOR.c.first_seen_at).select_from(
        COMMENT.join(PAGE, PAGE.c.id == COMMENT.c.page_id).outerjoin(AUTHOR, AUTHOR.c.id == COMMENT.c.author_id)
    )
    one = every.where(COMMENT.c.id == bindparam("number"))

    row = Prepared(one).first(connection(), {"number": NUMBER})

    assert tuple(row or ()) == tuple(connection().execute(one, {"number": NUMBER}).one())


@pytest.mark.usefixtures("stored")
def test_a_statement_of_which_one_row_was_read_does_not_stand_in_the_way_of_a_commit() -> None:
    every = Prepared(select(COMMENT.c.id).union_all(select(COMMENT.c.id)))

    with transaction():
        assert every.first(connection(), {}) == (NUMBER,)
        SqlPages().close(DEMO.id, ARTICLE.key, closed=True)

    assert SqlPages().find(DEMO.id, ARTICLE.key).closed


@pytest.mark.usefixtures("stored")
def test_what_changes_says_how_many_rows_it_changed() -> None:
    rename = Prepared(update(COMMENT).where(COMMENT.c.id == bindparam("number")).values(name=bindparam("to")))

    assert rename.run(connection(), {"number": NUMBER, "to": "Siti"}) == 1
    assert rename.run(connection(), {"number": comment_id(2), "to": "Siti"}) == 0


@pytest.mark.usefixtures("stored")
def test_a_constraint_that_fails_is_told_by_the_same_error_and_without_the_values() -> None:
    break_it = Prepared(update(COMMENT).where(COMMENT.c.id == bindparam("number")).values(state=bindparam("to")))

    with pytest.raises(exc.IntegrityError) as raised:
        break_it.run(connection(), {"number": NUMBER, "to": "nonsense"})

    assert "nonsense" not in str(raised.value)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("stored")
def test_a_statement_with_a_list_is_refused_since_it_would_read_otherwise_each_time() -> None:
    some = Prepared(select(COMMENT.c.id).where(COMMENT.c.id.in_(bindparam("numbers", expanding=True))))

    with pytest.raises(TypeError):
        some.first(connection(), {"numbers": [NUMBER]})
