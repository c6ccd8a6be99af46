"""Learning from what people decided: which decisions count, what goes live, and what is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.errors import UnknownSite
from service.domain.event import EventKind
from service.domain.gate import Refusal
from service.domain.learning import SHIPPED, LiveChanged, UnknownModel, UnusableModel
from service.domain.lifecycle import Action
from service.domain.site import Site, SiteId
from service.use_cases.decide_comments import Decision
from service.use_cases.model_registry import Kind, StoredModel, silent
from service.use_cases.train_model import Known, TrainingReport, as_json
from tests.comparisons import ARTEFACT, BETTER, WORSE, PlainExaminer
from tests.fakes import DEMO, NOON
from tests.house import a_moderator
from tests.school import CANDIDATE, PlainTrainer, School


def test_the_last_decision_on_a_comment_counts_at_its_time() -> None:
    school = School()
    first, second = school.held(1), school.held(2)
    for comment, action in ((first, Action.APPROVE), (second, Action.APPROVE), (first, Action.MARK_SPAM)):
        school.house.act(comment, action)

    assert school.decided() == [(second.text, False), (first.text, True)]


@pytest.mark.parametrize("action", [Action.REQUEUE, Action.TRASH, Action.REJECT])
def test_a_decision_taken_back_is_no_label(action: Action) -> None:
    school = School()
    comment = school.held(1)
    school.house.act(comment, Action.APPROVE)

    school.house.act(comment, action)

    assert school.decided() == []


def test_what_no_person_decided_is_no_label() -> None:
    school = School()
    comment = school.held(1)
    school.house.act(comment, Action.APPROVE)
    events = school.house.store.events
    events[-1] = replace(events[-1], actor="policy")

    assert school.decided() == []


def test_a_comment_that_is_gone_teaches_nothing_any_more() -> None:
    school = School()
    school.decide(spam=1, ham=1)
    gone = next(iter(school.house.store.comments))

    del school.house.store.comments[gone]

    assert [spam for _, spam in school.decided()] == [False]


def test_decisions_carry_the_thresholds_of_their_site_and_are_read_by_site() -> None:
    school = School()
    school.decide(spam=1, ham=0)
    koran = Site(id=SiteId("koran"), title="Koran")
    school.house.store.sites[koran.id] = koran

    [one] = school.collect(DEMO)

    policy = school.house.site.policy
    assert (one.doubtful_probability, one.spam_probability) == (policy.doubtful_probability, policy.spam_probability)
    assert one.line == 2
    assert school.decided(koran.id) == []
    with pytest.raises(UnknownSite):
        school.collect(SiteId("nowhere"))


def test_a_long_log_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.use_cases.collect_decisions.BATCH", 3)
    school = School()
    school.decide(spam=4, ham=3)

    assert len(school.decided()) == 7


def test_a_candidate_that_is_better_goes_live_with_its_report() -> None:
    school = School()
    school.decide(spam=30, ham=25)

    report = school.train(None)

    assert report == TrainingReport(
        site=None,
        live=SHIPPED,
        spam=30,
        ham=25,
        candidate=CANDIDATE,
        replay=BETTER,
        fixed_test=BETTER,
        activated=True,
    )
    assert school.models.live() == {None: CANDIDATE}
    [model] = school.models.all()
    assert (model.kind, model.site, model.created_at, model.learned_through) == (Kind.TRAINED, None, NOON, 110)
    assert model.report["replay"]["chance"] == BETTER.chance
    trained, activated = school.house.store.events[-2:]
    assert (trained.kind, trained.actor, trained.details) == (
        EventKind.MODEL_TRAINED,
        "operator",
        {"model": CANDIDATE, "spam": 30, "ham": 25, "refusals": ""},
    )
    assert (activated.kind, activated.details) == (EventKind.MODEL_ACTIVATED, {"model": CANDIDATE})


def test_a_candidate_that_is_not_better_changes_nothing_but_the_log() -> None:
    school = School(trainer=PlainTrainer(fixed_test=WORSE))
    school.decide(spam=30, ham=25)

    report = school.train(DEMO)

    assert (report.refusals, report.activated) == ((Refusal.WORSE_ON_FIXED_TEST,), False)
    assert (school.models.live(), school.models.all()) == ({}, ())
    assert school.house.last_event.details["refusals"] == "worse-on-fixed-test"
    assert school.house.last_event.site == DEMO


def test_too_few_decisions_are_not_even_learned_from() -> None:
    school = School()
    school.decide(spam=2, ham=1)

    report = school.train(None)

    assert report.refusals == (Refusal.TOO_FEW_DECISIONS, Refusal.ONE_SIDED_DECISIONS)
    assert (report.candidate, school.trainer.given) == (None, ())
    assert school.house.last_event.details == {
        "model": None,
        "spam": 2,
        "ham": 1,
        "refusals": "too-few-decisions one-sided-decisions",
    }


@pytest.mark.parametrize("spam", [2, 30])
def test_a_dry_run_changes_nothing(spam: int) -> None:
    school = School()
    school.decide(spam=spam, ham=25)
    events = list(school.house.store.events)

    report = school.train(None, dry_run=True)

    assert (report.activated, report.refusals == ()) == (False, spam == 30)
    assert (school.house.store.events, school.models.all(), school.models.live()) == (events, (), {})


def test_the_next_candidate_is_compared_with_the_live_one_on_what_that_had_not_learned_from() -> None:
    school = School()
    school.decide(spam=30, ham=25)
    school.train(DEMO)
    late = school.held(99)
    school.house.act(late, Action.APPROVE)

    school.train(DEMO)

    assert school.trainer.live == ARTEFACT
    assert school.trainer.known == [True] * 55 + [False]


def test_a_model_of_one_site_has_not_learned_from_another() -> None:
    school = School()
    school.decide(spam=1, ham=0)
    [one] = school.collect(None)

    assert Known(through=99)(one)
    assert Known(through=99, site=DEMO)(one)
    assert not Known(through=99, site=SiteId("koran"))(one)
    assert not Known()(one)


def test_a_candidate_whose_bytes_are_not_what_was_trained_does_not_go_live() -> None:
    school = School(examiner=PlainExaminer({ARTEFACT: "d" * 64}))
    school.decide(spam=30, ham=25)

    with pytest.raises(UnusableModel):
        school.train(None)

    assert school.models.all() == ()


def test_a_candidate_that_was_compared_with_what_is_no_longer_live_does_not_go_live() -> None:
    school = School()
    school.decide(spam=30, ham=25)
    school.trainer.meanwhile = lambda: school.switch("f" * 64, None)

    with pytest.raises(LiveChanged):
        school.train(None)

    assert (school.models.live(), school.models.all()) == ({None: "f" * 64}, ())


def test_of_very_many_decisions_the_newest_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.use_cases.collect_decisions.MOST", 2)
    school = School()

    school.decide(spam=2, ham=1)

    assert [spam for _, spam in school.decided()] == [True, False]


def test_nothing_is_compared_with_a_live_model_that_is_gone() -> None:
    school = School()
    school.decide(spam=30, ham=25)
    with school.house.store.transaction():
        school.switch("f" * 64, None)

    with pytest.raises(UnusableModel):
        school.train(None)


def test_a_replay_tells_how_a_model_compares_and_changes_nothing() -> None:
    school = School()
    school.decide(spam=3, ham=2)
    stored = StoredModel(digest=CANDIDATE, kind=Kind.BROUGHT, site=None, created_at=NOON)
    school.models.add(stored, ARTEFACT)
    events = list(school.house.store.events)

    report = school.replay(CANDIDATE[:8], None)

    assert (report.model, report.live) == (CANDIDATE, SHIPPED)
    assert school.examiner.compared == (None, ARTEFACT, 5)
    assert as_json(report)["replay"]["live"]["log_loss"] == BETTER.live.log_loss
    assert school.house.store.events == events
    with pytest.raises(UnknownModel):
        school.replay("unknown-model", None)


def test_progress_that_nobody_watches_shows_nothing() -> None:
    assert list(silent([1, 2], 2, "comment")) == [1, 2]


def test_stale_decisions_do_not_count_twice() -> None:
    school = School()
    comment = school.held(1)
    school.house.act(comment, Action.APPROVE)
    school.house.decide.one(Decision(comment=comment.id, action=Action.MARK_SPAM, version=2), a_moderator())

    assert school.decided() == [(comment.text, True)]
