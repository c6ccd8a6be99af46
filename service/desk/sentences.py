"""What the desk's scripts say by themselves; the rest stands in the pages."""

from __future__ import annotations

from flask_babel import gettext

from service.desk.view_sentences import view_sentences


def sentences() -> dict[str, str]:
    """Return the sentences of every view, by the key that a script asks for, in the request's language."""
    return {
        **_shared(),
        **_states(),
        **_queue(),
        **_bulk(),
        **view_sentences(),
        **{f"part-{code}": sentence for code, sentence in parts().items()},
    }


def _shared() -> dict[str, str]:
    return {
        "refused": gettext("This opens nothing. Check it, or ask for a new one."),
        "forbidden": gettext("You may not do that here."),
        "unreachable": gettext("The service did not answer. Nothing was changed."),
        "empty": gettext("Nothing here. Well done."),
        "saved": gettext("Saved."),
        "site": gettext("Site"),
        "all-sites": gettext("all sites"),
        "never": gettext("never"),
        "nothing-yet": gettext("nothing yet"),
        "undo": gettext("Undo"),
        "undone": gettext("Undone: {n}."),
        "undone-but": gettext("Undone: {n}. Left as they are, since somebody decided later: {changed}."),
        "undone-already": gettext("undone"),
        "anonymous": gettext("Anonymous"),
        "confirmed": gettext("confirmed"),
        "unconfirmed": gettext("not confirmed"),
        "seen": gettext("{n} before"),
        "alike": gettext("{n} alike"),
        "approved_n": gettext("{n} approved"),
        "unscored": gettext("not scored"),
    }


def _states() -> dict[str, str]:
    return {
        "pending": gettext("waiting"),
        "spam": gettext("spam"),
        "approved": gettext("published"),
        "rejected": gettext("declined"),
        "trash": gettext("in the trash"),
        "comment-submitted": gettext("submitted"),
        "comment-decided": gettext("decided"),
        "decision-undone": gettext("decision undone"),
        "site-changed": gettext("settings changed"),
        "do-approve": gettext("Approve"),
        "do-mark-spam": gettext("Spam"),
        "do-reject": gettext("Decline"),
        "do-requeue": gettext("Back to waiting"),
        "do-trash": gettext("Trash"),
        "do-restore": gettext("Restore"),
        "act-decision": gettext("decided"),
        "act-bulk": gettext("decided by filter"),
        "act-undo": gettext("undone"),
    }


def _queue() -> dict[str, str]:
    return {
        "count": gettext("{n} shown"),
        "chosen": gettext("{n} chosen"),
        "arrived": gettext("{n} new: show them"),
        "taken": gettext("Yours for a while: {n}."),
        "claimed": gettext("taken by {by}"),
        "sampled": gettext("picked at random"),
        "told": gettext("The author reads: {told}"),
        "decided": gettext("Done: {state}."),
        "stale": gettext("Somebody decided in the meantime. This is how the comment stands now: {state}."),
        "stale-by": gettext("{by} decided in the meantime ({at}). This is how the comment stands now: {state}."),
        "by-other": gettext("Decided by {by}: {state}."),
        "nothing-to-undo": gettext("There is nothing to undo."),
        "unexplained": gettext("The classifier cannot explain this comment now."),
        "towards-spam": gettext("towards spam"),
        "towards-genuine": gettext("towards genuine"),
        "reads-as": gettext("reads as {folded}"),
        "in-author": gettext("in the name"),
        "in-url": gettext("in the address"),
        "sum": gettext("adds up to {sum}, a probability of {probability}"),
        "thanks": gettext("Noted."),
    }


def _bulk() -> dict[str, str]:
    return {
        "bulk-count": gettext(
            "{n} comments match now. Only these will be decided, and only if nobody touches them first."
        ),
        "bulk-genuine": gettext("{n} of them look genuine. Look again."),
        "bulk-commit": gettext("{what}: {n}"),
        "bulk-done": gettext("Done: {n}."),
        "bulk-done-but": gettext("Done: {n}. Left alone, since they had changed or it did not apply: {rest}."),
        "by-state": gettext("State"),
        "by-rule": gettext("Rule"),
        "by-campaign": gettext("Campaigns"),
        "between": gettext("{from} to {to}"),
        "on-pages": gettext("on {n} pages of {sites}"),
        "ordered": gettext("Until {until}, what comes is decided alike: {action} ({by})"),
        "order-ended": gettext("The order has ended."),
    }


def parts() -> dict[str, str]:
    """Return how the parts of a score that are no words are called, by code."""
    return {
        "bias": gettext("where every comment starts"),
        "disguised-letters": gettext("letters in disguise"),
        "disguised-digits": gettext("digits in disguise"),
        "lines-through-letters": gettext("lines through letters"),
        "invisible-characters": gettext("invisible characters"),
        "block-filler": gettext("blocks as filler"),
        "bracketed-letters": gettext("letters in brackets"),
        "share-of-letters-in-disguise": gettext("share of letters in disguise"),
        "letter-spacing": gettext("letters typed apart"),
        "links": gettext("links"),
        "phone-numbers": gettext("phone numbers"),
        "exclamation-marks": gettext("exclamation marks"),
        "share-of-capitals": gettext("how much stands in capitals"),
        "rest": gettext("everything else"),
        "cut": gettext("beyond what is counted"),
    }
