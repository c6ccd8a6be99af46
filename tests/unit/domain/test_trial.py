"""What is kept of the evidence, and what is told of comments that came before it was."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

import pytest

from service.domain.author import AuthorHistory
from service.domain.ban import BanKind
from service.domain.comment import CommentId
from service.domain.kept_evidence import KeptEvidence
from service.domain.lifecycle import Action
from service.domain.policy import Mode, Policy
from service.domain.rules import RULES, Evidence
from service.domain.signals import Signals
from service.domain.trial import UNHURRIED, Came, Retrial, as_far_as_known
from tests.fakes import NOON, plain_fold


def a_comer(rule: str, **changes: object) -> Came:
    values: dict[str, object] = {
        "id": CommentId(UUID(int=1)),
        "created_at": NOON,
        "text": "Panen https://a.example www.b.example",
        "url": None,
        "folded": "wayan\npanen https://a.example www.b.example",
        "spam_probability": 0.05,
        "rule": rule,
    }
    return Came(**(values | changes))  # type: ignore[arg-type] # any field


def test_of_the_evidence_is_kept_what_neither_text_nor_policy_tells() -> None:
    evidence = Evidence(
        policy=Policy(),
        signals=Signals(
            trap_filled=True,
            form_age=timedelta(seconds=3),
            links=4,
            blocked_word="gacor",
            disposable_address=True,
        ),
        author=AuthorHistory(confirmed=True, seen=9, approved=7, trusted=True),
        bans={BanKind.DOMAIN: False},
        duplicate=True,
        spam_probability=0.5,
    )

    assert KeptEvidence.of(evidence) == KeptEvidence(
        trap_filled=True,
        form_age=timedelta(seconds=3),
        links=4,
        disposable_address=True,
        duplicate=True,
        confirmed=True,
        approved=7,
        trusted=True,
        bans=frozenset({BanKind.DOMAIN}),
    )


def test_whatever_rules_may_look_at_is_kept_or_can_be_found_again() -> None:
    """A new signal, or a new part of an author's history, must be kept too, or be named here with its reason."""
    found_again = {"blocked_name", "blocked_link", "blocked_word"}  # in name, links and text
    never_looked_at = {"seen"}
    refused = {"page_closed"}  # nothing is stored then
    own_columns = {"policy", "signals", "author", "spam_probability"}

    before_the_rules = {"order"}  # what a campaign's order made of the comment

    looked_at = {one.name for kind in (Signals, AuthorHistory, Evidence) for one in fields(kind)}

    kept = {one.name for one in fields(KeptEvidence)} - before_the_rules
    assert looked_at - found_again - never_looked_at - refused - own_columns == kept


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("trap-filled", KeptEvidence(trap_filled=True, form_age=UNHURRIED, links=2)),
        ("duplicate", KeptEvidence(duplicate=True, form_age=UNHURRIED, links=2)),
        ("form-stamp-missing", KeptEvidence(form_age=None, links=2)),
        ("form-instant", KeptEvidence(form_age=timedelta(), links=2)),
        ("disposable-address", KeptEvidence(disposable_address=True, form_age=UNHURRIED, links=2)),
        ("ordinary", KeptEvidence(form_age=UNHURRIED, links=2)),
    ],
)
def test_without_evidence_the_rule_tells_one_thing_and_the_text_its_links(rule: str, known: KeptEvidence) -> None:
    assert as_far_as_known(a_comer(rule)) == known


def test_without_evidence_the_author_counts_as_today() -> None:
    known = as_far_as_known(a_comer("ordinary", author=AuthorHistory(confirmed=True, approved=5)))

    assert (known.confirmed, known.approved) == (True, 5)


SCORES = {"not-scored": None, "spam-probability": 0.95, "doubtful-probability": 0.5, "unconfirmed-author": 0.2}
POLICIES = {
    "hold-everything": Policy(mode=Mode.HOLD_EVERYTHING),
    "publish-all-but-spam": Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM),
    "too-many-links": Policy(links_allowed=1),
    "blocked-name": Policy(blocked_names=("wayan",)),
    "blocked-link": Policy(blocked_links=("a.example",)),
    "blocked-word": Policy(blocked_words=("panen",)),
}
AUTHORS = {"trusted-author": AuthorHistory(confirmed=True, approved=3)}


@pytest.mark.parametrize("rule", [rule.code for rule in RULES if rule.code not in {"closed-page", "banned"}])
def test_without_evidence_a_comment_meets_its_rule_again_under_the_policy_of_its_time(rule: str) -> None:
    policy = POLICIES.get(rule, Policy())
    comer = a_comer(rule, spam_probability=SCORES.get(rule, 0.05), author=AUTHORS.get(rule, AuthorHistory()))

    before, after = Retrial(before=policy, after=policy, fold=plain_fold)(comer)

    assert before.rule == after.rule == rule


def test_what_stood_under_an_order_for_its_campaign_stays_under_it() -> None:
    comer = a_comer("campaign-order", spam_probability=0.05, evidence=KeptEvidence(order=Action.MARK_SPAM))
    retrial = Retrial(before=Policy(), after=Policy(mode=Mode.HOLD_EVERYTHING), fold=plain_fold)

    assert {verdict.rule for verdict in retrial(comer)} == {"campaign-order"}
