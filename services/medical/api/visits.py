"""Visits and their fee lines over HTTP."""

from typing import Any

from services.medical import problems, problems_kinds
from services.medical.api import views_common, views_fee_lines, views_settlements, views_visits
from services.medical.flows import admit, settle
from services.medical.flows import visits as flow
from services.medical.flows.interface import about_visits
from services.medical.problems_bills import (
    ChargeDateWrong,
    InterimDatesWrong,
    InterimNotAllowed,
    InterimOnlyAtYearEnd,
)
from services.medical.problems_catalogue import (
    DepartmentForOthers,
    DoctorElsewhere,
    FeeLinesRefused,
    NotOfInstitution,
)
from services.medical.problems_declarations import OF_INJURIES
from sscsim.db import KeyClosed
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

visits = Blueprint(
    "visits", tag="Visits", description="Stays and outpatient visits, and what is charged."
)
_VISIT = {"visit_id": views_common.VISIT_ID}


@visits.post(
    "/v1/visits",
    body=views_visits.VisitNew,
    answer=views_visits.VisitView,
    status=201,
    key="accepted",
    location="/v1/visits/{id}",
    scope="visit.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        KeyClosed,
        problems.InstitutionNotFound,
        problems.OneIdentification,
        problems.VisitDatesWrong,
        problems.OneDayOnly,
        problems.CardRefused,
        NotOfInstitution,
        DoctorElsewhere,
        DepartmentForOthers,
        problems_kinds.KindNotInsured,
        problems_kinds.KindIncomplete,
        problems_kinds.KindElsewhere,
        problems_kinds.KindForOthers,
        problems_kinds.PrescriberWrong,
        problems_kinds.InHospital,
        problems_kinds.NotRegistered,
        problems_kinds.DiseaseNotJoint,
        problems_kinds.RecognitionNotFound,
        problems_kinds.RecognitionNotOfPerson,
        problems_kinds.RecognitionNotInForce,
    ),
    links={
        "getVisit": {"visit_id": "$response.body#/id"},
        "createFeeLines": {"visit_id": "$response.body#/id"},
        "createDiagnoses": {"visit_id": "$response.body#/id"},
        "preSettleVisit": {"visit_id": "$response.body#/id"},
    },
)
def create_visit(body: dict[str, Any]) -> Any:
    """Admit a person (入院登记), register an outpatient (门诊挂号), or serve them at a pharmacy.

    The person is named by the card that was shown, which is verified, by the code of their
    electronic card, which is used up, or by their id. They must be insured on the day of
    admission, and who lies in hospital is admitted nowhere else.
    A chronic visit names the disease the person is registered for, a visit that the insurance
    for work injuries pays the recognised injury.
    """
    return admit.open_visit(**body)


@visits.get(
    "/v1/visits",
    listing=views_visits.VisitView,
    query=views_visits.VisitFilters,
    scope="visit.read",
    problems=(RegionNotAllowed,),
)
def list_visits(query: Query) -> Any:
    """List visits, the newest first."""
    return flow.page(query.page, query.filters)


@visits.get(
    "/v1/visits/<id('vis'):visit_id>",
    answer=views_visits.VisitDetail,
    query=views_visits.VisitQuery,
    scope="visit.read",
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
    ),
    path_examples=_VISIT,
)
def get_visit(visit_id: str, query: dict[str, Any]) -> Any:
    """Show a visit and the bill so far; `?expand=messages` shows the messages about it as well.

    The messages are those of a hospital system (infno), in the order in which they came, each with
    its answer, also where the visit was begun here and continued there.
    """
    if query.get("expand") is None:
        return flow.get(visit_id)
    return views_visits.with_messages(*about_visits.with_messages(visit_id))


@visits.post(
    "/v1/visits/<id('vis'):visit_id>/fee-lines",
    body=views_fee_lines.FeeLinesNew,
    answer=views_fee_lines.ChargedView,
    status=201,
    location="/v1/visits/{visit_id}/fee-lines",
    key="accepted",
    scope="visit.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.VisitNotOpen,
        problems.BillTooLarge,
        problems_kinds.TooManyFeeLines,
        FeeLinesRefused,
        ChargeDateWrong,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_VISIT,
    example={
        "fee_lines": [
            {"item_class": "A", "item_name": "手术费", "quantity": 1, "unit_price_fen": 1000000},
            {"item_code": "XJ01CAX990A001010199001", "quantity": 2, "unit_price_fen": 1080},
            {
                "item_class": "B",
                "item_name": "药品费",
                "quantity": "2.5",
                "unit_price_fen": 80000,
                "first_self_pay_bp": 1000,
            },
            {"item_class": "C", "item_name": "陪护费", "quantity": 1, "unit_price_fen": 34567},
        ]
    },
)
def create_fee_lines(visit_id: str, body: dict[str, Any]) -> Any:
    """Charge fee lines (费用明细上传), all or none.

    A line names an item of the catalogue, or states its class. Each is split at once into what
    is outside the catalogue, over the price limit, first self-pay and in scope, and rounded line
    by line.
    """
    return flow.charge(visit_id, body["fee_lines"])


@visits.get(
    "/v1/visits/<id('vis'):visit_id>/fee-lines",
    listing=views_fee_lines.FeeLineView,
    query=views_common.Expanded,
    scope="visit.read",
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
    ),
    path_examples=_VISIT,
)
def list_fee_lines(visit_id: str, query: Query) -> Any:
    """List a visit's fee lines, the newest first; `?expand=explanation` shows each split."""
    found = flow.page_of_lines(visit_id, query.page)
    if query.get("expand") is None:
        return found
    return found.map(lambda line: views_fee_lines.fee_line_explained(line, flow.explained(line)))


@visits.post(
    "/v1/visits/<id('vis'):visit_id>/pre-settle",
    body=views_settlements.PreSettlement,
    answer=views_settlements.PreSettlementView,
    scope="settlement.read",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.VisitNotOpen,
        problems.VisitEmpty,
        InterimDatesWrong,
        InterimNotAllowed,
        InterimOnlyAtYearEnd,
        problems.FilingRequired,
        problems.LevelNotCovered,
        problems.TreatmentNotCovered,
        problems_kinds.KindIncomplete,
        problems_kinds.DiseaseNotCovered,
        problems_kinds.DiseaseNotJoint,
        problems_kinds.NotRegistered,
        problems_kinds.RecognitionNotFound,
        problems_kinds.RecognitionNotOfPerson,
        problems_kinds.RecognitionNotInForce,
        problems.AgeNotKnown,
        *OF_INJURIES,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_VISIT,
    example={"use_account": True},
)
def pre_settle_visit(visit_id: str, body: dict[str, Any]) -> Any:
    """Compute a settlement without making it (预结算).

    The calculation is that of the settlement, on the accumulators and the account of this
    moment; nothing changes, and nothing is reserved.
    """
    return views_settlements.pre_settlement_shown(settle.pre_settle(visit_id, **body))
