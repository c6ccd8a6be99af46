"""Composes who is let in: people, their sessions and tokens, over storage and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.api.people_doors import PeopleDoors, ProviderDoors
from service.storage import database
from service.storage.events import SqlEvents
from service.storage.people import SqlPeople
from service.storage.sessions import SqlSessions, SqlUses
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.use_cases.authenticate import IssueToken, RevokeToken
from service.use_cases.manage_people import AddPerson, ChangeOwnPassword, ChangePerson
from service.use_cases.manage_tokens import ManageTokens
from service.use_cases.people import ListPeople, ShowPerson
from service.use_cases.sign_in import Resume, SignIn, SignOut, StartSession
from service.use_cases.sign_in_by_provider import SignInByProvider

if TYPE_CHECKING:
    from service.world import World


def people_doors(world: World) -> PeopleDoors:
    """Return what concerns who is let in."""
    people, sessions, tokens = SqlPeople(), SqlSessions(), SqlTokens()
    clock, sites, events, transaction = world.clock, SqlSites(), SqlEvents(), database.transaction
    start = StartSession(clock=clock, new_id=world.new_id, sessions=sessions, events=events, transaction=transaction)
    sign_in = SignIn(people=people, tokens=tokens, passwords=world.passwords, attempts=world.attempts, start=start)
    manage_tokens = ManageTokens(
        tokens=tokens,
        issue_token=IssueToken(
            clock=clock, new_id=world.new_id, sites=sites, tokens=tokens, events=events, transaction=transaction
        ),
        revoke_token=RevokeToken(clock=clock, tokens=tokens, events=events, transaction=transaction),
    )
    return PeopleDoors(
        sign_in=sign_in.with_password,
        bring_token=sign_in.with_token,
        resume=Resume(clock=clock, sessions=sessions, uses=SqlUses()),
        sign_out=SignOut(sessions=sessions),
        change_password=ChangeOwnPassword(
            clock=clock,
            people=people,
            passwords=world.passwords,
            attempts=world.attempts,
            start=start,
            events=events,
            transaction=transaction,
        ),
        list_people=ListPeople(people=people),
        show_person=ShowPerson(people=people),
        add_person=AddPerson(
            clock=clock,
            new_id=world.new_id,
            sites=sites,
            people=people,
            passwords=world.passwords,
            events=events,
            transaction=transaction,
        ),
        change_person=ChangePerson(
            clock=clock,
            sites=sites,
            people=people,
            passwords=world.passwords,
            events=events,
            transaction=transaction,
        ),
        list_tokens=manage_tokens.listed,
        issue_token=manage_tokens.issue,
        revoke_token=manage_tokens.revoke,
        provider=None
        if world.provider is None
        else ProviderDoors(
            start=world.provider.start,
            finish=world.provider.finish,
            sign_in=SignInByProvider(people=people, hasher=world.hasher, start=start, transaction=transaction),
        ),
    )
