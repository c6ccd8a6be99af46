"""What the scripts of the views beside the queue say by themselves."""

from __future__ import annotations

from flask_babel import gettext


def view_sentences() -> dict[str, str]:
    """Return the sentences of these views, by the key that a script asks for, in the request's language."""
    return {
        **{f"event-{kind}": name for kind, name in kinds().items()},
        **_lists(),
        **_second_look(),
        **_authors(),
        **_bans(),
        **_policy(),
        **_trial(),
        **_dial(),
        **_people(),
        **_statistics(),
        **_alarms(),
    }


def kinds() -> dict[str, str]:
    """Return how the kinds of events are called."""
    return {
        "comment-submitted": gettext("comment submitted"),
        "comment-decided": gettext("comment decided"),
        "decision-undone": gettext("decision undone"),
        "campaign-ordered": gettext("order for a campaign"),
        "campaign-order-ended": gettext("order for a campaign ended"),
        "opinion-given": gettext("second opinion given"),
        "confirmation-requested": gettext("address to be proved"),
        "author-confirmed": gettext("address proved"),
        "author-trusted": gettext("trust by hand changed"),
        "author-banned": gettext("banned"),
        "ban-lifted": gettext("ban lifted"),
        "site-changed": gettext("settings changed"),
        "token-issued": gettext("token issued"),
        "token-revoked": gettext("token revoked"),
        "person-added": gettext("person added"),
        "person-changed": gettext("person changed"),
        "signed-in": gettext("signed in"),
        "alarm-raised": gettext("alarm raised"),
        "alarm-cleared": gettext("alarm over"),
        "model-trained": gettext("classifier trained"),
        "model-activated": gettext("classifier put to use"),
    }


def _lists() -> dict[str, str]:
    return {
        "mean-score": gettext("{score} on average"),
        "undoing": gettext("Taking it back …"),
        "undo-what": gettext("Undo: {what}, {n} comments, {at}"),
        "log-intact": gettext("Intact: {n} lines are sealed, {open} are not yet."),
        "log-verifying": gettext("Intact so far: {n} lines …"),
        "log-broken": gettext("Somebody changed the log, between lines {first} and {last}."),
    }


def _second_look() -> dict[str, str]:
    return {
        "agreement": gettext("Two people agreed on {agreed} of {pairs}: {share} ({low} to {high})."),
        "kappa": gettext("Beyond chance: {kappa} (1 is perfect, 0 is chance)."),
        "no-pairs": gettext("Nothing was looked at twice yet."),
        "share-between": gettext("{share} ({low} to {high})"),
    }


def _authors() -> dict[str, str]:
    return {
        "names": gettext("Names"),
        "address": gettext("Address"),
        "first-seen": gettext("First seen"),
        "comments": gettext("Comments"),
        "trust": gettext("Trust"),
        "trusted": gettext("trusted by hand"),
        "trusted-by-approvals": gettext("trusted for their approved comments"),
        "trusted-unproved": gettext("trusted by hand, but only once the address is proved"),
        "not-trusted": gettext("not trusted"),
        "do-trust": gettext("Trust this author"),
        "distrust": gettext("Trust no longer"),
    }


def _bans() -> dict[str, str]:
    return {
        "kind-author": gettext("Author"),
        "kind-domain": gettext("Mail domain"),
        "kind-range": gettext("Addresses"),
        "ban-an-author": gettext("this author"),
        "ban-their-domain": gettext("the domain of this author"),
        "until": gettext("until {until}"),
        "until-lifted": gettext("until lifted"),
        "ban-told": gettext("told"),
        "ban-silent": gettext("in silence"),
        "ban-by": gettext("by {by}, {at}"),
        "ban-concerns": gettext("It would meet {authors} authors here, {approved} of them with approved comments."),
        "ban-range-concerns": gettext("It would meet everybody who writes from there; how many cannot be told."),
        "ban-shared": gettext("It is a big mail provider: most people there have nothing to do with each other."),
        "banned": gettext("Banned."),
        "lift": gettext("Lift"),
        "lifted": gettext("Lifted."),
    }


def _policy() -> dict[str, str]:
    return {
        "warning-matches-nothing": gettext("can match nothing"),
        "warning-matches-nearly-everything": gettext("matches nearly everything"),
        "warning-already-covered": gettext("is already covered by “{because}”"),
        "warning-without-effect": gettext("has no effect with these settings"),
        "nothing-changed": gettext("Nothing is changed."),
        "thresholds-entered": gettext("Entered above, not saved yet."),
    }


def _trial() -> dict[str, str]:
    return {
        "trying": gettext("Trying it on what came …"),
        "outcome-publish": gettext("published"),
        "outcome-hold": gettext("held"),
        "outcome-file-as-spam": gettext("filed as spam"),
        "outcome-refuse": gettext("refused"),
        "trial-sum": gettext("Of {n} comments of {days} days, {moved} would have gone another way."),
        "trial-same": gettext("Of {n} comments of {days} days, all would have gone the same way."),
        "trial-left-out": gettext("{n} older ones were too many and were left out."),
        "trial-blind": gettext("Of {n} it is no longer known what the rules looked at; their rule alone tells."),
        "trial-move": gettext("{n} from “{from}” to “{to}”"),
        "trial-judged": gettext("People called {spam} of them spam and {genuine} genuine."),
        "trial-rules": gettext("{n}: {before} → {after}"),
        "trial-published": gettext("Published"),
        "trial-held": gettext("Held"),
        "trial-filed": gettext("Filed as spam"),
        "trial-read_per_day": gettext("To read a day"),
        "trial-spam_published": gettext("Published, and spam to people"),
        "trial-genuine_held": gettext("Held, and genuine to people"),
        "trial-genuine_filed": gettext("Filed, and genuine to people"),
        "some-of-them": gettext("Some of them"),
    }


def _dial() -> dict[str, str]:
    return {
        "dial-sum": gettext("By the last {days} days with {comments} comments; in brackets, where a day may lie."),
        "workload": gettext("A day: about {read} comments to read, {spam} spam published, {genuine} genuine filed."),
        "dial-nothing": gettext("Nothing came in the last weeks, so nothing can be told."),
        "is-set": gettext("set now"),
        "enter": gettext("Use these"),
        "enter-what": gettext("Use these: {doubtful}, {spam}, {stranger}"),
        "advice-met": gettext("The aim is met."),
        "advice-too-few-comments": gettext("Too little came to follow the aim."),
        "advice-mode-decides": gettext("The mode decides; the aim is not followed."),
        "advice-more-are-held": gettext("More is held than was aimed at, for other reasons than the score."),
        "advice-fewer-come": gettext("Less is worth reading than was aimed at."),
    }


def _people() -> dict[str, str]:
    return {
        "role-owner": gettext("owner"),
        "role-moderator": gettext("moderator"),
        "role-reader": gettext("reader"),
        "scope-comments:read": gettext("read comments"),
        "scope-comments:decide": gettext("decide"),
        "scope-site:manage": gettext("change settings"),
        "scope-people:manage": gettext("manage people"),
        "change": gettext("Change"),
        "is-disabled": gettext("locked out"),
        "by-password": gettext("by password"),
        "by-provider": gettext("through the organisation"),
        "revoke": gettext("Revoke"),
        "revoked": gettext("Revoked."),
        "revoked-at": gettext("revoked {at}"),
        "issued": gettext("Issued. Copy its secret now."),
        "secret": gettext("Its secret, shown this once:"),
    }


def _statistics() -> dict[str, str]:
    return {
        "published": gettext("published"),
        "held": gettext("held"),
        "filed": gettext("filed as spam"),
        "day": gettext("Day"),
        "as-table": gettext("As a table"),
        "what-came": gettext("What came"),
        "what-was-decided": gettext("What was decided"),
        "time-to-decision": gettext("Time to decision"),
        "half-and-90th": gettext("half of {n} within this, nine in ten within {ninetieth}"),
        "spam-shown": gettext("Spam shown"),
        "why-spam-shown": gettext("published at once, called spam by people later"),
        "genuine-filed": gettext("Genuine filed"),
        "why-genuine-filed": gettext("filed as spam, approved by people later"),
        "agreement-with-policy": gettext("People agreed with the policy"),
        "why-agreement": gettext("of what people judged, which is mostly what looks wrong"),
        "share-of": gettext("{n} of {of}; {low} to {high}"),
        "n-of": gettext("{n} of {of} ({share})"),
        "to-read": gettext("To read"),
        "a-day": gettext("{n} a day"),
        "from-to": gettext("{low} to {high}"),
    }


def _alarms() -> dict[str, str]:
    return {
        "alarm-score-distribution": gettext("scores"),
        "alarm-unknown-ngrams": gettext("unknown pieces of words"),
        "alarm-volume": gettext("volume"),
        "untold-too-little-traffic": gettext("too little came to tell"),
        "untold-no-model": gettext("there is no classifier to tell by"),
        "measured": gettext("{value}, alarm from {limit}"),
        "raised": gettext("raised {at}"),
        "quiet": gettext("quiet"),
        "looked-at": gettext("looked at {at}"),
    }
