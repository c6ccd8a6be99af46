"""The command line: one command a module of ``service.commands``, imported when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from service.settings import InvalidSetting

COMMANDS = {
    "init": "Create keys, database, the site demo and the first token; safe to repeat.",
    "serve": "Serve on PORT, with the worker beside.",
    "worker": "Run the background jobs.",
    "site": "Add, list and change sites; close and open pages.",
    "token": "Issue, list and revoke moderators' tokens.",
    "workload": "Say what a site's thresholds cost a day; set what they are to follow.",
    "log": "Seal, verify and export the event log.",
    "alarms": "Tell what drifts: scores, unknown n-grams, volume.",
    "train": "Learn from moderators' decisions; what is better goes live.",
    "models": "List, replay, activate and roll back classifiers.",
    "demo-feed": "Post labelled comments to a running service and tell what became of them.",
    "openapi": "Print the OpenAPI document.",
}
"""Every command with what it is for. Each stands in the module of its name, as ``command``."""


class _LazyGroup(click.Group):
    """A group that imports a command when it is named, so that ``serve`` starts without what others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of :data:`COMMANDS`."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"service.commands.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Saring, a comment moderation service. Settings are environment variables: docs/settings.md."""


def main() -> None:
    """Run the command line; a bad setting ends it with status 2 and one line."""
    try:
        cli(prog_name="saring")
    except InvalidSetting as error:
        click.echo(f"saring: {error}", err=True)
        sys.exit(2)
