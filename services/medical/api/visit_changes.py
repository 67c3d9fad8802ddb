"""Changing, ending and taking back a visit over HTTP."""

from typing import Any

from services.medical import problems, problems_kinds
from services.medical.api import views_common, views_visits
from services.medical.flows import visit_changes as flow
from services.medical.problems_catalogue import (
    DepartmentForOthers,
    DoctorElsewhere,
    NotOfInstitution,
)
from sscsim.web import Blueprint, Match
from sscsim.world import RegionNotAllowed

visit_changes = Blueprint(
    "visit_changes",
    tag="Changes to visits",
    description="Correcting, ending and taking back a visit before it is settled.",
)
_VISIT = {"visit_id": views_common.VISIT_ID}
_OPEN = (problems.VisitNotFound, problems.VisitNotOpen)


@visit_changes.patch(
    "/v1/visits/<id('vis'):visit_id>",
    body=views_visits.VisitChange,
    answer=views_visits.VisitView,
    match=True,
    key="accepted",
    scope="visit.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        *_OPEN,
        problems.VisitDatesWrong,
        NotOfInstitution,
        DoctorElsewhere,
        DepartmentForOthers,
        problems_kinds.KindIncomplete,
    ),
    path_examples=_VISIT,
    example={"is_emergency": True},
)
def change_visit(visit_id: str, body: dict[str, Any], match: Match) -> Any:
    """Correct an admission (入院登记变更), as long as nothing is settled."""
    return flow.change(visit_id, body, match)


@visit_changes.post(
    "/v1/visits/<id('vis'):visit_id>/discharge",
    body=views_visits.Discharge,
    answer=views_visits.VisitView,
    key="accepted",
    scope="visit.write",
    roles=("hospital",),
    problems=(
        RegionNotAllowed,
        *_OPEN,
        problems.VisitDatesWrong,
        problems.NotAStay,
        problems.AlreadyDischarged,
    ),
    path_examples=_VISIT,
    example={},
)
def discharge_visit(visit_id: str, body: dict[str, Any]) -> Any:
    """Discharge a person from a stay (出院登记). The settlement is a call of its own."""
    return flow.discharge(visit_id, **body)


@visit_changes.post(
    "/v1/visits/<id('vis'):visit_id>/undo-discharge",
    answer=views_visits.VisitView,
    key="accepted",
    scope="visit.write",
    roles=("hospital",),
    problems=(
        RegionNotAllowed,
        *_OPEN,
        problems.NotAStay,
        problems.NotDischarged,
        problems_kinds.InHospital,
    ),
    path_examples=_VISIT,
)
def undo_visit_discharge(visit_id: str) -> Any:
    """Take a discharge back (出院撤销): the stay goes on."""
    return flow.undo_discharge(visit_id)


@visit_changes.post(
    "/v1/visits/<id('vis'):visit_id>/cancel",
    answer=views_visits.VisitView,
    key="accepted",
    scope="visit.write",
    roles=("hospital", "pharmacy"),
    problems=(RegionNotAllowed, *_OPEN, problems.VisitCharged),
    path_examples=_VISIT,
)
def cancel_visit(visit_id: str) -> Any:
    """Take an admission or registration back (入院撤销): nothing may be charged."""
    return flow.cancel(visit_id)


@visit_changes.post(
    "/v1/visits/<id('vis'):visit_id>/fee-lines/withdraw",
    body=views_visits.Withdrawal,
    answer=views_visits.WithdrawnView,
    key="accepted",
    scope="visit.write",
    roles=("hospital", "pharmacy"),
    problems=(RegionNotAllowed, *_OPEN, problems.NoSuchFeeLine),
    path_examples=_VISIT,
    example={},
)
def withdraw_fee_lines(visit_id: str, body: dict[str, Any]) -> Any:
    """Withdraw fee lines (费用明细撤销) before the settlement, all or none."""
    return flow.withdraw(visit_id, **body)
