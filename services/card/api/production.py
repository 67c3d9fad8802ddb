"""Production batches and their files over HTTP."""

import base64
from typing import Any

from services.card import problems_production as production
from services.card.api import views_production as shapes
from services.card.flows import find
from services.card.flows.production import batch
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

batches = Blueprint(
    "production_batches",
    tag="Production",
    description="Batches of cards on their way through bank, factory and centre (制卡批次), and "
    "their files with control totals.",
)


@batches.get(
    "/v1/production-batches",
    listing=shapes.BatchView,
    query=shapes.BatchFilters,
    scope="production.read",
)
def list_production_batches(query: Query) -> Any:
    """List batches, the newest first."""
    return find.list_batches(query)


@batches.get(
    "/v1/production-batches/<id('bat'):batch_id>",
    answer=shapes.BatchView,
    scope="production.read",
    problems=(production.BatchNotFound,),
)
def get_production_batch(batch_id: str) -> Any:
    """Show a batch; its applications are `GET /v1/applications?batch_id=…`."""
    return find.get_batch(batch_id)


@batches.get(
    "/v1/production-batches/<id('bat'):batch_id>/file",
    answer=shapes.BatchFileView,
    query=shapes.BatchFileQuery,
    scope="person.pii",
    roles=("agency", "bank"),
    problems=(production.BatchNotFound, production.BatchFileNotFound),
)
def get_batch_file(batch_id: str, query: dict[str, Any]) -> Any:
    """Download a file of a batch (批次文件).

    `out`: what the stage was sent; `back`: what it returned and was applied. Files for the
    bank and the factory hold numbers in clear, so this needs the scope `person.pii`. The
    format stands in the README of the card service.
    """
    return find.get_batch_file(batch_id, **query)


@batches.post(
    "/v1/production-batches/<id('bat'):batch_id>/returns",
    body=shapes.BatchReturn,
    answer=shapes.BatchView,
    key="accepted",
    scope="production.write",
    roles=("agency", "bank"),
    problems=(
        production.BatchNotFound,
        production.BatchNotWaiting,
        production.BatchFileRepeated,
        production.BatchFileBad,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={"getProductionBatch": {"batch_id": "$response.body#/id"}},
    example={"stage": "bank", "content_base64": "SERSfA=="},
)
def upload_batch_return(batch_id: str, body: dict[str, Any]) -> Any:
    """Upload what bank, factory or centre returned (回盘文件).

    Applied whole or refused whole: `errors` names each line and what is wrong with it. A
    return that was applied is refused when it comes again. While nobody uploads one, the
    simulator plays bank, factory and centre itself; for a bank that is played from outside
    it waits, and after the days of the policy the whole batch has failed there.
    """
    content = base64.b64decode(body["content_base64"])
    return batch.upload(batch_id, body["stage"], content)
