"""Labour inspection over HTTP."""

from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.api import labour_views as views
from services.benefits.flows import inspection_cases, relations
from services.benefits.store import labour, store
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

labour_inspection = Blueprint(
    "labour_inspection",
    tag="Labour inspection",
    description="劳动保障监察: complaints that became cases, ordered, corrected, penalised.",
)
_READ, _WRITE = "labour_case.read", "labour_case.write"
_AGENCY = ("agency",)
_CASE = "/v1/inspection-cases/<id('lic'):inspection_case_id>"
_RULED = (PolicyMissing, FigureMissing)
_OF_CASE = (problems.InspectionCaseNotFound, problems.RecordState, world.RegionNotAllowed)


def _example(name: str) -> dict[str, str]:
    return {name: "lic_" + "0" * 26}


@labour_inspection.get(
    "/v1/inspection-cases",
    listing=views.InspectionCaseView,
    query=views.InspectionCaseFilters,
    scope=_READ,
)
def list_inspection_cases(query: Query) -> Any:
    """List cases of labour inspection, the newest first."""
    return relations.page(store, labour.inspections, query.page, dict(query.filters))


@labour_inspection.get(
    _CASE,
    answer=views.InspectionCaseView,
    scope=_READ,
    problems=(problems.InspectionCaseNotFound,),
    path_examples=_example("inspection_case_id"),
)
def get_inspection_case(inspection_case_id: str) -> Any:
    """Show a case of labour inspection: its order, its days, and what came of it."""
    with store.read() as tx:
        missing = problems.InspectionCaseNotFound
        return relations.seen(tx, labour.inspections, inspection_case_id, missing)


@labour_inspection.post(
    _CASE + "/transfer",
    body=views.CaseTransfer,
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, *_RULED),
    path_examples=_example("inspection_case_id"),
)
def transfer_inspection_case(inspection_case_id: str, body: dict[str, Any]) -> Any:
    """Hand a case on to the inspection that is competent (移送); its time begins anew."""
    return inspection_cases.transfer(inspection_case_id, body["region_code"])


@labour_inspection.post(
    _CASE + "/extend",
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, problems.ExtendedBefore, *_RULED),
    path_examples=_example("inspection_case_id"),
)
def extend_inspection_case(inspection_case_id: str) -> Any:
    """Take more working days for a case, once (延长)."""
    return inspection_cases.extend(inspection_case_id)


@labour_inspection.post(
    _CASE + "/order",
    body=views.OrderNew,
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, *_RULED),
    path_examples=_example("inspection_case_id"),
)
def order_correction(inspection_case_id: str, body: dict[str, Any]) -> Any:
    """Order the employer to correct it (责令改正); a sum is owed to the worker from then on."""
    return inspection_cases.order(inspection_case_id, body["finding"], body.get("amount_fen"))


@labour_inspection.post(
    _CASE + "/dismiss",
    body=views.FindingNew,
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=_OF_CASE,
    path_examples=_example("inspection_case_id"),
)
def dismiss_inspection_case(inspection_case_id: str, body: dict[str, Any]) -> Any:
    """Close a case in which nothing unlawful was found."""
    return inspection_cases.dismiss(inspection_case_id, body["finding"])


@labour_inspection.post(
    _CASE + "/correct",
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=_OF_CASE,
    path_examples=_example("inspection_case_id"),
)
def close_inspection_case(inspection_case_id: str) -> Any:
    """Close a case that the employer has corrected (改正结案)."""
    return inspection_cases.correct(inspection_case_id)


@labour_inspection.post(
    _CASE + "/penalise",
    body=views.PenaltyNew,
    answer=views.InspectionCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, problems.CorrectionTimeRuns, problems.FineOutOfRange, *_RULED),
    path_examples=_example("inspection_case_id"),
)
def penalise_employer(inspection_case_id: str, body: dict[str, Any]) -> Any:
    """Fine an employer that did not correct it in time (行政处罚)."""
    return inspection_cases.penalise(inspection_case_id, body["fine_fen"])
