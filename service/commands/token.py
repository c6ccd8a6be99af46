"""``token``: moderators' tokens."""

from __future__ import annotations

import click

from service.domain.errors import UnknownSite
from service.domain.site import SiteId
from service.domain.token import Scope
from service.operators import operator_doors, storage_app
from service.settings import Settings


@click.group("token")
@click.pass_context
def command(context: click.Context) -> None:
    """Issue, list and revoke moderators' tokens."""
    app = storage_app(Settings.from_environ())
    context.with_resource(app.app_context())
    context.obj = operator_doors()


_USUAL = frozenset({Scope.READ, Scope.DECIDE})


@command.command("issue")
@click.argument("label")
@click.option("--site", help="The only site it opens; all sites without.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([one.value for one in Scope]),
    multiple=True,
    help="What it allows; reading and deciding comments without.",
)
@click.pass_context
def issue(context: click.Context, label: str, site: str | None, scopes: tuple[str, ...]) -> None:
    """Issue a token and show its secret, this once."""
    allowed = frozenset(Scope(scope) for scope in scopes) or _USUAL
    try:
        _, secret = context.obj.issue_token(label, SiteId(site) if site else None, allowed)
    except UnknownSite as error:
        raise click.BadParameter(f"no site {site}", param_hint="--site") from error
    click.echo(secret)


@command.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """List the tokens, newest first, without their secrets."""
    for token in context.obj.tokens.all():
        state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "live"
        click.echo(f"{token.id}  {state}  {token.site or 'all sites'}  {' '.join(sorted(token.scopes))}  {token.label}")


@command.command("revoke")
@click.argument("token", type=click.UUID)
@click.pass_context
def revoke(context: click.Context, token: object) -> None:
    """Let a token open nothing, at once."""
    found = next((one for one in context.obj.tokens.all() if one.id == token), None)
    if found is None:
        raise click.BadParameter("no such token", param_hint="TOKEN")
    click.echo("revoked" if context.obj.revoke_token(found) else "was revoked already")
