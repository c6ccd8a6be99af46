"""The stored classifiers, and which of them is live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.tables import ACTIVATION, MODEL
from service.storage.upserts import in_both
from service.use_cases.model_registry import Activation, Artefact, Kind, StoredModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row

    from service.storage.upserts import Insert

_M, _A = MODEL.c, ACTIVATION.c
_NEWEST = select(func.max(_A.id)).group_by(_A.site_id)
_LIVE = select(_A.site_id, _A.digest).where(_A.id.in_(_NEWEST), _A.digest.is_not(None))
_ALL = select(_M.digest, _M.kind, _M.site_id, _M.created_at, _M.learned_through, _M.report).order_by(
    _M.created_at.desc(), _M.digest
)
_ARTEFACT = select(_M.manifest, _M.weights).where(_M.digest == bindparam("sought"))
_ACTIVATIONS = select(_A.id, _A.site_id, _A.digest, _A.at, _A.before).order_by(_A.id)
_ACTIVATE = insert(ACTIVATION).inline()


def _unless_known(insert: Insert) -> Insert:
    """Leave what is stored."""
    return insert.on_conflict_do_nothing(index_elements=[_M.digest])


_ADD = in_both(MODEL, _unless_known)


class SqlModels:
    """Implements :class:`service.use_cases.model_registry.Models`."""

    def live(self) -> Mapping[SiteId | None, str]:
        """Return the live digests; see the port."""
        rows = connection().execute(_LIVE)
        return {None if row.site_id is None else SiteId(row.site_id): row.digest for row in rows}

    def all(self) -> tuple[StoredModel, ...]:
        """Return every stored model, newest first."""
        return tuple(_model(row) for row in connection().execute(_ALL))

    def artefact(self, digest: str) -> Artefact | None:
        """Return the bytes of a model, ``None`` if it is not stored."""
        row = connection().execute(_ARTEFACT, {"sought": digest}).first()
        return None if row is None else Artefact(manifest=bytes(row.manifest), weights=bytes(row.weights))

    def add(self, model: StoredModel, artefact: Artefact) -> None:
        """Store a model; see the port."""
        link = connection()
        link.execute(
            _ADD[link.dialect.name],
            {
                "digest": model.digest,
                "kind": model.kind.value,
                "site_id": model.site,
                "created_at": model.created_at,
                "learned_through": model.learned_through,
                "manifest": artefact.manifest,
                "weights": artefact.weights,
                "report": dict(model.report),
            },
        )

    def activations(self) -> tuple[Activation, ...]:
        """Return what went live, oldest first."""
        return tuple(
            Activation(
                id=row.id,
                site=None if row.site_id is None else SiteId(row.site_id),
                digest=row.digest,
                at=row.at,
                before=row.before,
            )
            for row in connection().execute(_ACTIVATIONS)
        )

    def activate(self, activation: Activation) -> None:
        """Have a model go live; see the port."""
        connection().execute(
            _ACTIVATE,
            {
                "site_id": activation.site,
                "digest": activation.digest,
                "at": activation.at,
                "before": activation.before,
            },
        )


def _model(row: Row[*tuple[Any, ...]]) -> StoredModel:
    """Return the model of a row."""
    return StoredModel(
        digest=row.digest,
        kind=Kind(row.kind),
        site=None if row.site_id is None else SiteId(row.site_id),
        created_at=row.created_at,
        learned_through=row.learned_through,
        report=row.report,
    )
