"""How the visitor's pages come into an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.embed import confirmation, demo, form, receipt, widget
from service.embed.doors import EXTENSION

if TYPE_CHECKING:
    from flask import Flask

    from service.embed.doors import EmbedDoors


def mount(app: Flask, doors: EmbedDoors) -> None:
    """Give an application the form, the receipt, the confirmation, the widget and the demo article."""
    app.extensions[EXTENSION] = doors
    for blueprint in (form.bp, receipt.bp, confirmation.bp, widget.bp, demo.bp):
        app.register_blueprint(blueprint)
