"""The words of the form, for the widget, which builds the form itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext

from service.embed.language import DEFAULT, asked_for

if TYPE_CHECKING:
    from collections.abc import Mapping


def labels(language: str) -> Mapping[str, str]:
    """Return every sentence of the widget in a language, in the default one where there is no catalogue for it."""
    with force_locale(asked_for(language) or DEFAULT):
        return {
            "heading": gettext("Leave a Reply"),
            "promise": gettext("Your email address will not be published."),
            "marked": gettext("Required fields are marked *"),
            "comment": gettext("Comment"),
            "name": gettext("Name"),
            "email": gettext("Email"),
            "url": gettext("Website"),
            "submit": gettext("Post Comment"),
            "sending": gettext("Sending …"),
            "reply": gettext("Reply"),
            "reply_to": gettext("Reply to {name}"),
            "replying": gettext("You are replying to {name}."),
            "cancel": gettext("Cancel reply"),
            "answers": gettext("in reply to {name}"),
            "anonymous": gettext("Anonymous"),
            "comments": gettext("Comments"),
            "none": gettext("No comments yet. Yours can be the first."),
            "more": gettext("Show more comments"),
            "closed": gettext("Comments are closed here."),
            "published": gettext("Thank you. Your comment is published."),
            "waits": gettext("Thank you. Your comment waits for review and is not public yet."),
            "receipt": gettext("See what became of it (keep this link)"),
            "problems": gettext("Your comment was not sent. Please mend this:"),
            "retrying": gettext("No connection. Trying again …"),
            "failed": gettext("Your comment could not be sent. It is still here; please try again."),
            "unreadable": gettext("The comments could not be loaded."),
            "again": gettext("Try again"),
            "trap": gettext("Leave this field empty"),
        }
