"""What a visitor's browser meets: the form page, the widget, the receipt and the demo article."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
"""The folder of the files that are served as they are."""
