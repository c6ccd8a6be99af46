"""A child process that does not outlive the one that started it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

SECONDS = 1.0
"""How often the parent is looked for where the kernel does not tell."""

_PR_SET_PDEATHSIG = 1
"""prctl(2): send this process a signal when its parent ends."""


def exit_with_parent(parent: int) -> None:
    """End this process when its parent ends, or soon after.

    A parent killed by SIGKILL cannot stop its children; left alone they would hold the port and answer with yesterday's
    code. Nothing is lost by ending at once: what was answered is committed.

    Args:
        parent: The parent's process id, as it knew itself; it may have ended already.
    """
    if sys.platform == "linux":
        # The web server's event loop keeps the interpreter to itself while it waits, so no thread could look.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), name="exit-with-parent", daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    """Look for the parent now and then."""
    while os.getppid() == parent:
        time.sleep(SECONDS)
    os._exit(1)
