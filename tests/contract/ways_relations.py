"""Ways to personnel files, disputes, contracts and wages in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import relations
from tests.support.relations import Relations

Values = dict[str, Any]


def _way(name: str, make: Callable[[Relations], str], **body: Any) -> Callable[[], Values]:
    """The id under `name` of what is made; `body` is laid over the call's."""

    def way() -> Values:
        found: Values = {name: make(relations()).rsplit("/", 1)[-1]}
        return found | ({"body": body} if body else {})

    return way


def _signing() -> Values:
    path, worker = relations().contract()
    code = relations().desk.code(worker)
    return {"labour_contract_id": path.rsplit("/", 1)[1], "body": {"electronic_code": code}}


def _changes() -> Values:
    path = relations().in_force()
    relations().act(path, "amend", {"contract_sha256": "cd" * 32})
    return {"labour_contract_id": path.rsplit("/", 1)[1]}


def _registering() -> Values:
    path, _ = relations().project()
    number = relations().desk.cardholder().person["social_security_number"]
    return {"wage_project_id": path.rsplit("/", 1)[1], "body": {"social_security_number": number}}


_T, _C, _M = "file_transfer_id", "arbitration_case_id", "labour_mediation_id"
_I, _L, _P = "inspection_case_id", "labour_contract_id", "wage_project_id"
_AWARD = [{"claim": "wages", "amount_fen": 100}]


def _file(made: Relations) -> str:
    return str(made.desk.get(made.letter())["file_id"])


def _project(made: Relations) -> str:
    return made.project()[0]


def _completed(made: Relations) -> str:
    path = made.project()[0]
    made.act(path, "complete")
    made.desk.advance(by="P31D")
    return path


def _sheet(made: Relations) -> str:
    return made.sheet(made.desk.cardholder(name="石工"))


def _ordered(made: Relations) -> str:
    path = made.inspection()
    made.act(path, "order", {"finding": "查实"})
    return path


def _overdue(made: Relations) -> str:
    path = _ordered(made)
    made.desk.advance(by="P16D")
    return path


def _agreed(made: Relations) -> str:
    return str(made.agreed()["id"])


def _unsigned(made: Relations) -> str:
    return made.contract()[0]


WAYS: dict[str, Callable[[], Values]] = {
    "getPersonnelFile": _way("personnel_file_id", _file),
    "getFileTransfer": _way(_T, Relations.letter),
    "sendPersonnelFile": _way(_T, Relations.letter),
    "cancelFileTransfer": _way(_T, Relations.letter),
    "receivePersonnelFile": _way(_T, Relations.sent, documents_counted=3),
    "returnPersonnelFile": _way(_T, Relations.sent),
    "shelvePersonnelFile": _way(_T, Relations.received),
    "getFileConsultation": _way("file_consultation_id", Relations.loan),
    "giveBackPersonnelFile": _way("file_consultation_id", Relations.loan),
    "getGraduate": _way("graduate_id", Relations.graduate),
    "getLabourMediation": _way(_M, Relations.mediation),
    "agreeLabourMediation": _way(_M, Relations.mediation, amount_fen=100, pay_by_date="2031-01-08"),
    "confirmLabourMediation": _way(_M, _agreed),
    "failLabourMediation": _way(_M, Relations.mediation),
    "getArbitrationCase": _way(_C, Relations.case),
    "serveArbitrationCase": _way(_C, Relations.case, hearing_on="2031-01-08"),
    "hearArbitrationCase": _way(_C, Relations.served),
    "extendArbitrationCase": _way(_C, Relations.case),
    "awardArbitrationCase": _way(_C, Relations.heard, award=_AWARD),
    "sueOverArbitrationCase": _way(_C, Relations.awarded),
    "withdrawArbitrationCase": _way(_C, Relations.case),
    "getLabourDue": _way("labour_due_id", Relations.due),
    "payLabourDue": _way("labour_due_id", Relations.due),
    "getInspectionCase": _way(_I, Relations.inspection),
    "transferInspectionCase": _way(_I, Relations.inspection, region_code="510100"),
    "extendInspectionCase": _way(_I, Relations.inspection),
    "orderCorrection": _way(_I, Relations.inspection),
    "dismissInspectionCase": _way(_I, Relations.inspection),
    "closeInspectionCase": _way(_I, _ordered),
    "penaliseEmployer": _way(_I, _overdue),
    "getLabourContract": _way(_L, _unsigned),
    "listContractChanges": _changes,
    "signLabourContract": _signing,
    "declineLabourContract": _way(_L, _unsigned),
    "amendLabourContract": _way(_L, Relations.in_force),
    "renewLabourContract": _way(_L, Relations.in_force, end_date="2035-01-08"),
    "endLabourContract": _way(_L, Relations.in_force),
    "getWageProject": _way(_P, _project),
    "listWageWorkers": _way(_P, _project),
    "createWageDeposit": _way(_P, _project, amount_fen=100),
    "registerWageWorker": _registering,
    "completeWageProject": _way(_P, _project),
    "closeWageProject": _way(_P, _completed),
    "getWageWorker": _way("wage_worker_id", Relations.worker),
    "correctWageWorker": _way("wage_worker_id", Relations.worker),
    "getWageSheet": _way("wage_sheet_id", _sheet),
    "getWageLine": _way("wage_line_id", Relations.line),
    "reissueWage": _way("wage_line_id", Relations.returned_line),
}
