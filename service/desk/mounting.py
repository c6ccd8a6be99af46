"""How the desk comes into an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.desk import views
from service.desk.doors import EXTENSION

if TYPE_CHECKING:
    from flask import Flask

    from service.desk.doors import DeskDoors


def mount(app: Flask, doors: DeskDoors) -> None:
    """Give an application the desk."""
    app.extensions[EXTENSION] = doors
    app.register_blueprint(views.bp)
