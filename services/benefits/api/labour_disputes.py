"""Labour disputes over HTTP: mediation, arbitration, and what employers owe by them."""

from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.api import labour_views as views
from services.benefits.flows import arbitration_cases, labour_dues, mediations, relations
from services.benefits.store import labour, store
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

labour_disputes = Blueprint(
    "labour_disputes",
    tag="Labour disputes",
    description="劳动争议: mediation and arbitration, and what an employer has to pay by them.",
)
_READ, _WRITE = "labour_case.read", "labour_case.write"
_AGENCY = ("agency",)
_MEDIATION = "/v1/labour-mediations/<id('lmd'):labour_mediation_id>"
_CASE = "/v1/arbitration-cases/<id('arb'):arbitration_case_id>"
_DUE = "/v1/labour-dues/<id('lad'):labour_due_id>"
_EXAMPLES = {
    "labour_mediation_id": "lmd_" + "0" * 26,
    "arbitration_case_id": "arb_" + "0" * 26,
    "labour_due_id": "lad_" + "0" * 26,
}
_RULED = (PolicyMissing, FigureMissing)
_OF_MEDIATION = (problems.MediationNotFound, problems.RecordState, world.RegionNotAllowed)
_OF_CASE = (problems.ArbitrationCaseNotFound, problems.RecordState, world.RegionNotAllowed)


def _example(name: str) -> dict[str, str]:
    return {name: _EXAMPLES[name]}


@labour_disputes.get(
    "/v1/labour-mediations",
    listing=views.MediationView,
    query=views.MediationFilters,
    scope=_READ,
)
def list_labour_mediations(query: Query) -> Any:
    """List mediations, the newest first."""
    return relations.page(store, labour.mediations, query.page, dict(query.filters))


@labour_disputes.get(
    _MEDIATION,
    answer=views.MediationView,
    scope=_READ,
    problems=(problems.MediationNotFound,),
    path_examples=_example("labour_mediation_id"),
)
def get_labour_mediation(labour_mediation_id: str) -> Any:
    """Show a mediation: its session, and what was agreed."""
    with store.read() as tx:
        missing = problems.MediationNotFound
        return relations.seen(tx, labour.mediations, labour_mediation_id, missing)


@labour_disputes.post(
    _MEDIATION + "/agree",
    body=views.AgreementNew,
    answer=views.MediationView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_MEDIATION, problems.AwardAboveClaims, problems.DatesReversed, *_RULED),
    path_examples=_example("labour_mediation_id"),
)
def agree_labour_mediation(labour_mediation_id: str, body: dict[str, Any]) -> Any:
    """Both agree (达成协议): what is to be paid becomes a due of the employer."""
    return mediations.agree(
        labour_mediation_id, body["amount_fen"], body["agreement"], body.get("pay_by_date")
    )


@labour_disputes.post(
    _MEDIATION + "/confirm",
    answer=views.MediationView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=_OF_MEDIATION,
    path_examples=_example("labour_mediation_id"),
)
def confirm_labour_mediation(labour_mediation_id: str) -> Any:
    """Confirm an agreement on review (仲裁审查确认): it may be enforced."""
    return mediations.confirm(labour_mediation_id)


@labour_disputes.post(
    _MEDIATION + "/fail",
    body=views.FailureNew,
    answer=views.MediationView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=_OF_MEDIATION,
    path_examples=_example("labour_mediation_id"),
)
def fail_labour_mediation(labour_mediation_id: str, body: dict[str, Any]) -> Any:
    """End a mediation without agreement (调解不成): arbitration is open to the worker."""
    return mediations.fail(labour_mediation_id, body["reason"])


@labour_disputes.get(
    "/v1/arbitration-cases",
    listing=views.ArbitrationCaseView,
    query=views.ArbitrationCaseFilters,
    scope=_READ,
)
def list_arbitration_cases(query: Query) -> Any:
    """List arbitration cases, the newest first."""
    return relations.page(store, labour.cases, query.page, dict(query.filters))


@labour_disputes.get(
    _CASE,
    answer=views.ArbitrationCaseView,
    scope=_READ,
    problems=(problems.ArbitrationCaseNotFound,),
    path_examples=_example("arbitration_case_id"),
)
def get_arbitration_case(arbitration_case_id: str) -> Any:
    """Show an arbitration case: how far it is, and by when each step has to be done."""
    with store.read() as tx:
        missing = problems.ArbitrationCaseNotFound
        return relations.seen(tx, labour.cases, arbitration_case_id, missing)


@labour_disputes.post(
    _CASE + "/serve",
    body=views.ServiceNew,
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, problems.DatesReversed),
    path_examples=_example("arbitration_case_id"),
)
def serve_arbitration_case(arbitration_case_id: str, body: dict[str, Any]) -> Any:
    """Serve a case on the respondent, with the day of the hearing (送达)."""
    return arbitration_cases.serve(arbitration_case_id, body["hearing_on"])


@labour_disputes.post(
    _CASE + "/hear",
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=_OF_CASE,
    path_examples=_example("arbitration_case_id"),
)
def hear_arbitration_case(arbitration_case_id: str) -> Any:
    """Note that the hearing was held (开庭)."""
    return arbitration_cases.hear(arbitration_case_id)


@labour_disputes.post(
    _CASE + "/extend",
    body=views.ExtensionNew,
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, problems.ExtendedBefore, *_RULED),
    path_examples=_example("arbitration_case_id"),
)
def extend_arbitration_case(arbitration_case_id: str, body: dict[str, Any]) -> Any:
    """Take more days for a complicated case, once (延期)."""
    return arbitration_cases.extend(arbitration_case_id, body["reason"])


@labour_disputes.post(
    _CASE + "/award",
    body=views.AwardNew,
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    roles=_AGENCY,
    problems=(*_OF_CASE, problems.AwardAboveClaims, *_RULED),
    path_examples=_example("arbitration_case_id"),
)
def award_arbitration_case(arbitration_case_id: str, body: dict[str, Any]) -> Any:
    """Decide a case (裁决): how much of each kind of claim. Final when nobody sues in time."""
    return arbitration_cases.award(arbitration_case_id, body["award"])


@labour_disputes.post(
    _CASE + "/sue",
    body=views.SuitNew,
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    # No case knows the party that an employer is: its suit is entered by the commission.
    roles=("holder", "agency"),
    problems=(*_OF_CASE, problems.SuingTooLate, problems.SuingTooEarly),
    path_examples=_example("arbitration_case_id"),
)
def sue_over_arbitration_case(arbitration_case_id: str, body: dict[str, Any]) -> Any:
    """Take a case to court (起诉): after the award in time, or when the commission is late."""
    return arbitration_cases.sue(arbitration_case_id, body["by"])


@labour_disputes.post(
    _CASE + "/withdraw",
    answer=views.ArbitrationCaseView,
    key="accepted",
    scope=_WRITE,
    roles=("holder", "agency"),
    problems=_OF_CASE,
    path_examples=_example("arbitration_case_id"),
)
def withdraw_arbitration_case(arbitration_case_id: str) -> Any:
    """Take a case back before it is decided (撤回)."""
    return arbitration_cases.withdraw(arbitration_case_id)


@labour_disputes.get(
    "/v1/labour-dues",
    listing=views.LabourDueView,
    query=views.LabourDueFilters,
    scope=_READ,
)
def list_labour_dues(query: Query) -> Any:
    """List what employers owe workers, the newest first."""
    return relations.page(store, labour.dues, query.page, dict(query.filters))


@labour_disputes.get(
    _DUE,
    answer=views.LabourDueView,
    scope=_READ,
    problems=(problems.LabourDueNotFound,),
    path_examples=_example("labour_due_id"),
)
def get_labour_due(labour_due_id: str) -> Any:
    """Show what an employer owes: agreed, awarded or ordered."""
    with store.read() as tx:
        missing = problems.LabourDueNotFound
        return relations.seen(tx, labour.dues, labour_due_id, missing)


@labour_disputes.post(
    _DUE + "/pay",
    answer=views.LabourDueView,
    key="required",
    scope=_WRITE,
    roles=("employer", "agency"),
    problems=(problems.LabourDueNotFound, problems.RecordState),
    path_examples=_example("labour_due_id"),
)
def pay_labour_due(labour_due_id: str) -> Any:
    """Pay what is owed onto the worker's card (履行); anybody may pay another's debt, once."""
    return labour_dues.pay(labour_due_id)
