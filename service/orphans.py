"""A child process that does not outlive the one that started it."""

from __future__ import annotations

import os
import threading
import time

SECONDS = 1.0
"""How often the parent is looked for."""


def exit_with_parent() -> None:
    """End this process soon after its parent has gone.

    A parent killed by SIGKILL cannot stop its children; left alone they would hold the port and answer with yesterday's
    code. Nothing is lost by ending at once: what was answered is committed.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="exit-with-parent", daemon=True).start()
