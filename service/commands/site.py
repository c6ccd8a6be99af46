"""``site``: the sites of an installation and their settings."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import click

from service.domain.errors import UnknownSite
from service.domain.fields import Field
from service.domain.policy import Mode, Policy
from service.domain.site import Site, SiteId
from service.operators import operator_doors, storage_app
from service.settings import Settings

OPTIONAL_FIELDS = (Field.NAME, Field.EMAIL, Field.URL)


@click.group("site")
@click.pass_context
def command(context: click.Context) -> None:
    """Add, list and change sites; close and open pages."""
    app = storage_app(Settings.from_environ())
    context.with_resource(app.app_context())
    context.obj = operator_doors()


@command.command("add")
@click.argument("name")
@click.option("--title", default="", help="What people call it.")
@click.option("--language", default="id", show_default=True, help="Language of its forms.")
@click.option("--origin", "origins", multiple=True, help="Origin whose pages may post, such as https://example.com.")
@click.pass_context
def add(context: click.Context, name: str, title: str, language: str, origins: tuple[str, ...]) -> None:
    """Add a site."""
    try:
        site = Site(id=SiteId(name), title=title or name, language=language, origins=origins)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if any(known.id == site.id for known in context.obj.sites.all()):
        raise click.BadParameter(f"{name} exists", param_hint="NAME")
    context.obj.add_site(site)
    click.echo(f"added {name}")


@command.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """List the sites with what is set."""
    for site in context.obj.sites.all():
        click.echo(
            f"{site.id}  {site.language}  {site.policy.mode}  {'closed' if site.closed else 'open'}  {site.title}"
        )
        click.echo(f"    origins: {' '.join(site.origins) or '(the service itself)'}")
        click.echo(f"    required: {' '.join(sorted(site.required))}")
        for one in fields(Policy):
            click.echo(f"    {one.name}: {getattr(site.policy, one.name)}")
        click.echo(f"    reasons: {' '.join(one.code for one in site.reasons) or '(none)'}{_whose(site)}")


def _whose(site: Site) -> str:
    """Return what is to be said of reasons that nobody wrote down."""
    return " (the usual ones)" if site.own_reasons is None else ""


@command.command("set")
@click.argument("name")
@click.option("--title")
@click.option("--language")
@click.option("--origin", "origins", multiple=True, help="Replaces the origins.")
@click.option(
    "--require",
    "required",
    multiple=True,
    type=click.Choice([one.value for one in OPTIONAL_FIELDS]),
    help="Besides the text.",
)
@click.option("--require-nothing", is_flag=True, help="Only the text is required.")
@click.option("--closed/--open", "closed", default=None, help="Whether the site takes no comments.")
@click.option("--listed-pages-only/--any-page", "listed_pages_only", default=None, help="Comments on known pages only.")
@click.option("--mode", type=click.Choice([one.value for one in Mode]))
@click.option("--spam-probability", type=float)
@click.option("--doubtful-probability", type=float)
@click.option("--stranger-probability", type=float)
@click.option("--links-allowed", type=int)
@click.option("--trusted-after", type=int)
@click.option("--fastest-form", type=float, help="In seconds.")
@click.option("--second-opinions", type=float, help="Share of decisions that a second moderator is asked about.")
@click.option("--block-name", "blocked_names", multiple=True, help="Replaces the words blocked in names.")
@click.option("--block-link", "blocked_links", multiple=True, help="Replaces the parts blocked in links.")
@click.option("--block-word", "blocked_words", multiple=True, help="Replaces the words blocked in texts.")
@click.pass_context
def set_(context: click.Context, /, name: str, **given: Any) -> None:  # noqa: ANN401 - click's own options
    """Change a site; what is not named stays."""
    try:
        site = context.obj.sites.get(SiteId(name))
    except UnknownSite as error:
        raise click.BadParameter(f"no site {name}", param_hint="NAME") from error
    if given.pop("require_nothing"):
        given["required"] = (Field.TEXT,)
    if given["fastest_form"] is not None:
        given["fastest_form"] = timedelta(seconds=given["fastest_form"])
    changed = {key: value for key, value in given.items() if value not in (None, ())}
    if "required" in changed:
        changed["required"] = frozenset({Field.TEXT, *(Field(one) for one in changed["required"])})
    if "mode" in changed:
        changed["mode"] = Mode(changed["mode"])
    policy_names = {one.name for one in fields(Policy)}
    try:
        policy = replace(site.policy, **{key: changed.pop(key) for key in policy_names & changed.keys()})
        after = context.obj.change_site(replace(site, policy=policy, **changed))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    click.echo(f"{name} is at version {after.version}")


@command.command("close-page")
@click.argument("name")
@click.argument("page")
@click.pass_context
def close_page(context: click.Context, name: str, page: str) -> None:
    """Take no more comments on a page."""
    _close(context, name, page, closed=True)


@command.command("open-page")
@click.argument("name")
@click.argument("page")
@click.pass_context
def open_page(context: click.Context, name: str, page: str) -> None:
    """Take comments on a page; on a site with listed pages only, this lists it."""
    _close(context, name, page, closed=False)


def _close(context: click.Context, name: str, page: str, *, closed: bool) -> None:
    """Close or open a page, or say why not."""
    try:
        key = context.obj.close_page(SiteId(name), page, closed=closed)
    except (UnknownSite, ValueError) as error:
        raise click.BadParameter(f"no such site or page: {name} {page}") from error
    click.echo(f"{'closed' if closed else 'open'}: {key}")
