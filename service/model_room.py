"""Where what trains, compares and switches models is composed; no web process imports this module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.adapters.clock import SystemClock
from service.adapters.model_files import ModelExaminer
from service.adapters.trainer import ProcessTrainer
from service.storage import database
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.model_registry import SqlModels
from service.storage.sites import SqlSites
from service.use_cases.collect_decisions import CollectDecisions
from service.use_cases.switch_model import ActivateModel, FindModel, ListModels, RollBackModel, SwitchModel
from service.use_cases.train_model import ReplayModel, TrainModel

if TYPE_CHECKING:
    from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDoors:
    """What an operator may do with models; within a ``storage_app``'s context."""

    train: TrainModel
    list: ListModels
    replay: ReplayModel
    activate: ActivateModel
    roll_back: RollBackModel


def model_doors(settings: Settings) -> ModelDoors:
    """Return the use cases of models."""
    sites, events, models = SqlSites(), SqlEvents(), SqlModels()
    examiner = ModelExaminer(settings.model_dir)
    collect = CollectDecisions(events=events, comments=SqlComments(), sites=sites)
    find = FindModel(models=models, examiner=examiner)
    switch = SwitchModel(
        clock=SystemClock(), sites=sites, models=models, events=events, transaction=database.transaction
    )
    return ModelDoors(
        train=TrainModel(collect=collect, trainer=ProcessTrainer(settings.model_dir), examiner=examiner, switch=switch),
        list=ListModels(models=models, examiner=examiner),
        replay=ReplayModel(collect=collect, find=find, examiner=examiner, models=models),
        activate=ActivateModel(find=find, switch=switch, examiner=examiner),
        roll_back=RollBackModel(switch=switch),
    )
