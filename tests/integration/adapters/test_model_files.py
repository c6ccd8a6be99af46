"""Models as files: verified, compared, and learned by a process of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models import artefact as model_artefact
from service.adapters.model_files import LARGEST, ModelExaminer, read_folder, write_folder
from service.adapters.trainer import ProcessTrainer
from service.commands.train import as_text
from service.domain.learning import SHIPPED, CannotTrain, UnusableModel
from service.domain.site import SiteId
from service.use_cases.model_registry import Artefact, DecidedComment, silent
from service.use_cases.train_model import TrainingReport
from tests.artefacts import FRIENDLY, OF_ONE_OPINION, STERN, spoiled
from tests.comparisons import BETTER

if TYPE_CHECKING:
    from pathlib import Path

DEMO = SiteId("demo")


def test_a_model_is_verified_by_its_bytes_its_size_and_known_comments() -> None:
    examiner = ModelExaminer()
    whole = model_artefact.read()

    assert examiner.verify(Artefact(manifest=whole.manifest, weights=whole.weights)) == examiner.shipped
    for artefact, reason in (
        (spoiled(FRIENDLY)[0], f"model {FRIENDLY[1][:16]}: the digest differs"),
        (OF_ONE_OPINION[0], "gets a known comment wrong"),
        (Artefact(manifest=b"{", weights=b""), "model without a digest: not a manifest"),
        (Artefact(manifest=b"{}", weights=bytes(LARGEST + 1)), "more than 8388608"),
    ):
        with pytest.raises(UnusableModel, match=reason):
            examiner.verify(artefact)


def a_decision(*, spam: bool) -> DecidedComment:
    return DecidedComment(
        text="Situs gacor maxwin, daftar sekarang" if spam else "Panennya bagus tahun ini",
        name="Sari",
        url=None,
        spam=spam,
        site=DEMO,
        doubtful_probability=0.3,
        spam_probability=0.9,
        line=1,
    )


def test_the_same_model_compared_with_itself_changes_no_verdict() -> None:
    decisions = [a_decision(spam=True), a_decision(spam=False)]

    replay, fixed_test = ModelExaminer().compare(None, None, decisions, silent)

    assert (replay.comments, replay.spam, replay.changed, replay.chance) == (2, 1, 0, 1.0)
    assert (fixed_test.changed, fixed_test.comments > 30) == (0, True)


def test_another_model_is_measured_on_both(tmp_path: Path) -> None:
    replay, fixed_test = ModelExaminer().compare(None, OF_ONE_OPINION[0], [a_decision(spam=False)], silent)

    assert replay.candidate.log_loss == pytest.approx(np.log1p(np.exp(2)), rel=1e-3)
    assert fixed_test.candidate.log_loss > fixed_test.live.log_loss
    with pytest.raises(UnusableModel, match=r"nowhere\.jsonl"):
        ModelExaminer(fixed_test=tmp_path / "nowhere.jsonl").compare(None, None, [], silent)
    with pytest.raises(UnusableModel, match=r"manifest\.json"):
        ModelExaminer(str(tmp_path)).compare(None, None, [], silent)
    assert ModelExaminer(str(tmp_path)).shipped is None


def test_a_model_goes_to_a_folder_and_back(tmp_path: Path) -> None:
    write_folder(tmp_path / "model", STERN[0])

    assert read_folder(tmp_path / "model") == STERN[0]
    with pytest.raises(UnusableModel):
        write_folder(tmp_path / "other", spoiled(STERN)[0])
    with pytest.raises(UnusableModel, match="No such file"):
        read_folder(tmp_path / "nowhere")


def test_a_training_that_fails_is_one_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trainer = ProcessTrainer(str(tmp_path / "nowhere"))

    with pytest.raises(CannotTrain, match="status 2"):
        trainer([a_decision(spam=True), a_decision(spam=False)], None, lambda _: False)

    assert "nowhere/manifest.json: No such file" in capfd.readouterr().err


def test_a_report_of_a_dry_run_says_what_would_go_live() -> None:
    report = TrainingReport(
        site=DEMO, live=SHIPPED, spam=30, ham=25, candidate=STERN[1], replay=BETTER, fixed_test=BETTER
    )

    told = as_text(report, dry_run=True).splitlines()

    assert told[0] == "30 spam and 25 genuine comments decided on demo; live is shipped"
    assert told[1] == "replay: 40 comments, 5 verdicts changed, p = 0.0010"
    assert told[2] == "  live       log loss 0.5000  spam published 4  genuine filed 1  held 9"
    assert told[-1] == f"would go live on demo: {STERN[1]}"
