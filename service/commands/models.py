"""``models``: the classifiers of an installation, and which of them is live where."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.adapters.model_files import read_folder
from service.commands.train import bar, compared, refuse
from service.domain.errors import UnknownSite
from service.domain.learning import SHIPPED, LearningRefused
from service.domain.site import SiteId
from service.model_room import model_doors
from service.operators import storage_app
from service.settings import Settings
from service.use_cases.train_model import as_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from service.use_cases.switch_model import ModelList

    Result = TypeVar("Result")

AS_JSON = click.option("--json", "as_object", is_flag=True, help="Print JSON.")
ON_SITE = click.option("--site", default="", help="Of this site; without: of all that have no model of their own.")


class _Refusing(click.Command):
    """A command that ends with status 2 and one line where a use case refuses."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UnknownSite as error:
            refuse(f"no site {error}")
        except LearningRefused as error:
            refuse(str(error))


@click.group("models")
@click.pass_context
def command(context: click.Context) -> None:
    """List, compare and switch the classifier."""
    settings = Settings.from_environ()
    context.with_resource(storage_app(settings).app_context())
    context.obj = model_doors(settings)


@command.command("list", cls=_Refusing)
@AS_JSON
@click.pass_context
def list_(context: click.Context, *, as_object: bool) -> None:
    """List the models and where each is live."""
    found = _with_bar(context.obj.list)
    click.echo(json.dumps(listing(found), indent=2) if as_object else "\n".join(lines_of(found)))


@command.command("replay", cls=_Refusing)
@click.argument("model")
@ON_SITE
@AS_JSON
@click.pass_context
def replay(context: click.Context, model: str, site: str, *, as_object: bool) -> None:
    """Score what people decided with MODEL, in the order of time, beside the live one. Changes nothing."""
    report = context.obj.replay(model, _site(site), bar)
    if as_object:
        click.echo(json.dumps(as_json(report), indent=2))
        return
    click.echo(f"model {report.model[:16]} beside the live {report.live[:16]}")
    for line in (*compared("replay", report.replay), *compared("fixed test", report.fixed_test)):
        click.echo(line)


@command.command("activate", cls=_Refusing)
@click.argument("model")
@ON_SITE
@AS_JSON
@click.pass_context
def activate(context: click.Context, model: str, site: str, *, as_object: bool) -> None:
    """Have MODEL go live: the beginning of a digest, ``shipped``, or a folder with an artefact made elsewhere."""
    folder, doors, where = Path(model), context.obj, _site(site)
    if folder.is_dir():
        digest = _with_bar(lambda: doors.activate.bring(read_folder(folder), where))
    else:
        digest = _with_bar(lambda: doors.activate(model, where))
    _tell_live(digest, site, as_object=as_object)


@command.command("roll-back", cls=_Refusing)
@ON_SITE
@AS_JSON
@click.pass_context
def roll_back(context: click.Context, site: str, *, as_object: bool) -> None:
    """Have the model go live that was live before."""
    doors, where = context.obj, _site(site)
    _tell_live(_with_bar(lambda: doors.roll_back(where)), site, as_object=as_object)


def _with_bar(act: Callable[[], Result]) -> Result:
    """Do what is done in one step, under the same bar as what takes long."""
    [done] = [step() for step in bar([act], 1, "step")]
    return done


def _site(name: str) -> SiteId | None:
    """Return the site of that name, ``None`` for all."""
    return SiteId(name) if name else None


def _tell_live(digest: str, site: str, *, as_object: bool) -> None:
    """Say which model is live now."""
    if as_object:
        click.echo(json.dumps({"live": digest, "site": site or None}))
    else:
        click.echo(f"live on {site or 'all sites'}: {digest}")


def listing(found: ModelList) -> dict[str, Any]:
    """Return the models as JSON takes them."""
    return {
        "shipped": found.shipped,
        "live": [{"site": site, "model": digest} for site, digest in found.live.items()],
        "models": [{**asdict(model), "created_at": model.created_at.isoformat()} for model in found.stored],
        "history": [{**asdict(one), "at": one.at.isoformat()} for one in found.history],
    }


def lines_of(found: ModelList) -> list[str]:
    """Return the models as lines to read."""
    where: dict[str, list[str]] = {}
    for site, digest in found.live.items():
        where.setdefault(digest, []).append(site or "all sites")
    lines = [f"{SHIPPED}  {(found.shipped or 'cannot be used')[:16]}  {_live(where, SHIPPED)}"]
    for model in found.stored:
        of = model.site or "all sites"
        lines.append(
            f"{model.digest[:16]}  {model.kind}  {model.created_at:%Y-%m-%d %H:%M}  {of}  {_live(where, model.digest)}"
        )
    return lines


def _live(where: dict[str, list[str]], digest: str) -> str:
    """Return where a model is live, in words."""
    return "live on " + ", ".join(where[digest]) if digest in where else "not live"
