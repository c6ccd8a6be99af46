"""People and what they are where."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exc, exists, insert, or_, select, update

from service.domain.errors import NameTaken, UnknownPerson
from service.domain.person import Person, PersonId, Role, name_key
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.people_tables import EVERYWHERE, MEMBERSHIP, PERSON
from service.use_cases.people import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Row, Select

_P, _M = PERSON.c, MEMBERSHIP.c
_COLUMNS = (
    _P.id,
    _P.name,
    _P.name_key,
    _P.password,
    _P.disabled,
    _P.version,
    _P.created_at,
    _P.last_seen_at,
    _P.account,
)
_ALL = select(*_COLUMNS, _M.site_id, _M.role).select_from(PERSON.outerjoin(MEMBERSHIP, _M.person_id == _P.id))
_BY_ID = _ALL.where(_P.id == bindparam("person"))
_BY_NAME = _ALL.where(_P.name_key == bindparam("name"))
_BY_ACCOUNT = _ALL.where(_P.account == bindparam("account"))
_BY_INVITATION = _ALL.where(_P.invitation.in_(bindparam("invitations", expanding=True)), _P.account.is_(None))
_LOCK = select(_P.id).where(_P.id == bindparam("person")).with_for_update()
_OWNERS = (
    select(_P.id)
    .select_from(PERSON.join(MEMBERSHIP, _M.person_id == _P.id))
    .where(_M.site_id == EVERYWHERE, _M.role == Role.OWNER.value, _P.disabled.is_(False))
    .order_by(_P.id)
    .with_for_update(of=PERSON)
)
_INSERT = insert(PERSON)
_JOIN = insert(MEMBERSHIP)
_LEAVE = delete(MEMBERSHIP).where(
    _M.person_id == bindparam("of_person"), _M.site_id.in_(bindparam("sites", expanding=True))
)
_CHANGE = (
    update(PERSON)
    .where(_P.id == bindparam("of_person"))
    .values(disabled=bindparam("disabled"), version=bindparam("version"))
)
_PASSWORD = update(PERSON).where(_P.id == bindparam("of_person")).values(password=bindparam("password"))
_INVITE = update(PERSON).where(_P.id == bindparam("of_person")).values(invitation=bindparam("invitation"), account=None)
_LINK = (
    update(PERSON)
    .where(_P.id == bindparam("of_person"), _P.account.is_(None))
    .values(invitation=None, account=bindparam("account"))
)


def _part(*conditions: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - any condition
    """Return some people with all that they are, in the order of their names."""
    some = (
        select(*_COLUMNS)
        .where(_P.name_key > bindparam("after"), *conditions)
        .order_by(_P.name_key)
        .limit(bindparam("limit"))
        .subquery()
    )
    return (
        select(some, _M.site_id, _M.role)
        .select_from(some.outerjoin(MEMBERSHIP, _M.person_id == some.c.id))
        .order_by(some.c.name_key)
    )


_PART = _part()
_PART_OF_SITES = _part(
    exists().where(
        and_(
            _M.person_id == _P.id,
            or_(_M.site_id == EVERYWHERE, _M.site_id.in_(bindparam("sites", expanding=True))),
        )
    )
)


class SqlPeople:
    """Implements :class:`service.use_cases.people.People`."""

    def find(self, person: PersonId) -> Person:
        """Return a person.

        Raises:
            UnknownPerson: There is none of that id.
        """
        found = _one(_BY_ID, {"person": person})
        if found is None:
            raise UnknownPerson
        return found.person

    def locked(self, person: PersonId) -> Person:
        """Return a person whom nobody else changes until the transaction ends; raises as :meth:`find`."""
        connection().execute(_LOCK, {"person": person})
        return self.find(person)

    def password(self, person: PersonId) -> str | None:
        """Return the hash of a person's password; ``None`` if they have none."""
        found = _one(_BY_ID, {"person": person})
        return None if found is None else found.password

    def named(self, key: str) -> Credentials | None:
        """Return who has the name with that key."""
        return _one(_BY_NAME, {"name": key})

    def listed(self, within: frozenset[SiteId] | None, after: str, limit: int) -> tuple[Person, ...]:
        """Return people by the key of their name, behind *after*, *limit* at most."""
        values: dict[str, object] = {"after": after, "limit": limit}
        if within is None:
            return tuple(one.person for one in _people(connection().execute(_PART, values)))
        rows = connection().execute(_PART_OF_SITES, values | {"sites": sorted(within)})
        return tuple(one.person for one in _people(rows))

    def owners(self) -> frozenset[PersonId]:
        """Return who owns all sites and is let in; none of them changes until the transaction ends."""
        return frozenset(PersonId(row.id) for row in connection().execute(_OWNERS))

    def add(self, person: Person, password: str | None, invitation: bytes | None) -> None:
        """Store a new person.

        Raises:
            NameTaken: Somebody has that name, or is invited so.
        """
        try:
            connection().execute(
                _INSERT,
                {
                    "id": person.id,
                    "name": person.name,
                    "name_key": name_key(person.name),
                    "password": password,
                    "disabled": person.disabled,
                    "version": person.version,
                    "created_at": person.created_at,
                    "last_seen_at": None,
                    "invitation": invitation,
                    "account": None,
                },
            )
        except exc.IntegrityError as error:
            raise NameTaken from error
        _join(person.id, person.roles)

    def change(self, person: Person, password: str | None = None, invitation: bytes | None = None) -> None:
        """Store a person, locked before; a password or an invitation that is ``None`` stays.

        Raises:
            NameTaken: Somebody is invited so.
        """
        link, of_person = connection(), {"of_person": person.id}
        before = self.find(person.id).roles
        otherwise = [site for site, role in before.items() if person.roles.get(site) is not role]
        if otherwise:
            link.execute(_LEAVE, of_person | {"sites": [site or EVERYWHERE for site in otherwise]})
        _join(person.id, {site: role for site, role in person.roles.items() if before.get(site) is not role})
        link.execute(_CHANGE, of_person | {"disabled": person.disabled, "version": person.version})
        if password is not None:
            link.execute(_PASSWORD, of_person | {"password": password})
        if invitation is not None:
            try:
                link.execute(_INVITE, of_person | {"invitation": invitation})
            except exc.IntegrityError as error:
                raise NameTaken from error

    def linked(self, account: bytes) -> Person | None:
        """Return whose the provider's account with that digest is."""
        found = _one(_BY_ACCOUNT, {"account": account})
        return None if found is None else found.person

    def invited(self, invitations: tuple[bytes, ...]) -> Person | None:
        """Return who is invited by one of some digests, and has no account yet."""
        found = _one(_BY_INVITATION, {"invitations": invitations})
        return None if found is None else found.person

    def link(self, person: PersonId, account: bytes) -> bool:
        """Have an account be somebody's who has none, and their invitation used up; return whether it is."""
        return bool(connection().execute(_LINK, {"of_person": person, "account": account}).rowcount)


def roles_of(rows: Iterable[Row[*tuple[Any, ...]]]) -> Mapping[SiteId | None, Role]:
    """Return the roles that the memberships of one person say."""
    return {
        None if row.site_id == EVERYWHERE else SiteId(row.site_id): Role(row.role)
        for row in rows
        if row.site_id is not None
    }


def _join(person: PersonId, roles: Mapping[SiteId | None, Role]) -> None:
    """Store what a person is where they were nothing."""
    if roles:
        connection().execute(
            _JOIN,
            [{"person_id": person, "site_id": site or EVERYWHERE, "role": role.value} for site, role in roles.items()],
        )


def _one(statement: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> Credentials | None:
    """Return the one person that a statement finds, if any."""
    return next(iter(_people(connection().execute(statement, values))), None)


def _people(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Credentials]:
    """Return the people of rows, of which each has one for each membership."""
    found = []
    for _, group in groupby(rows, key=lambda row: row.id):
        of_one = list(group)
        row = of_one[0]
        person = Person(
            id=PersonId(row.id),
            name=row.name,
            roles=roles_of(of_one),
            disabled=row.disabled,
            version=row.version,
            created_at=row.created_at,
            has_password=row.password is not None,
            linked=row.account is not None,
            last_seen_at=row.last_seen_at,
        )
        found.append(Credentials(person=person, password=row.password))
    return found
