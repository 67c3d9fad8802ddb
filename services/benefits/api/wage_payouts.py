"""Wages of migrant workers over HTTP: accounts, workers, and sheets, which come by HRSS-082."""

from typing import Any

from services.benefits import problems_money
from services.benefits import problems_relations as problems
from services.benefits.domain.labour import wages as domain
from services.benefits.flows import relations
from services.benefits.flows import wage_projects as flow
from services.benefits.store import store, wages
from services.benefits.store.kept import Kept
from sscsim import world
from sscsim.demo_people import LIN_XIAO
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

wage_payouts = Blueprint(
    "wage_payouts",
    tag="Wages of migrant workers",
    description="农民工工资代发: a project's account, its workers by their real names, the sheets "
    "paid onto their cards.",
)
_READ, _WRITE = "wage_payout.read", "wage_payout.write"
_PAYERS = ("employer", "agency")
_PROJECT = "/v1/wage-projects/<id('wpj'):wage_project_id>"
_WORKER = "/v1/wage-workers/<id('wpw'):wage_worker_id>"
_SHEET = "/v1/wage-sheets/<id('wsh'):wage_sheet_id>"
_LINE = "/v1/wage-lines/<id('wln'):wage_line_id>"
_EXAMPLES = {
    "wage_project_id": "wpj_" + "0" * 26,
    "wage_worker_id": "wpw_" + "0" * 26,
    "wage_sheet_id": "wsh_" + "0" * 26,
    "wage_line_id": "wln_" + "0" * 26,
}
_RULED = (PolicyMissing, FigureMissing)
_THEIRS = (problems.NotTheirRecord, world.RegionNotAllowed)
_NUMBERS = {422: ("identity_number_invalid", "real_looking_identity")}
_OF_PROJECT = (problems.WageProjectNotFound, *_THEIRS)


def _example(name: str) -> dict[str, str]:
    return {name: _EXAMPLES[name]}


def _own(kept: Kept[Any], query: Query, **filters: Any) -> Any:
    return relations.own_page(store, kept, query.page, {**dict(query.filters), **filters})


def _seen(kept: Kept[Any], record_id: str, missing: Any) -> Any:
    return relations.own(store, kept, record_id, missing)


class WageProjectView(Resource):
    object = fields.Object("wage_project")
    project_number = fields.Text(attribute="number", required=True, max=40)
    name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    contractor_credit_code = fields.Text(required=True, max=18)
    deposited_fen = fields.Fen(attribute="deposited", required=True)
    sent_fen = fields.Fen(attribute="sent", required=True, description="Wages ordered of it.")
    left_fen = fields.Fen(attribute="left", required=True)
    noticed_on = fields.Date(description="Of completion (完工公示).")
    closable_on = fields.Date()
    closed_on = fields.Date()
    status = fields.Enum(domain.PROJECT_STATUSES, required=True)


class WageProjectFilters(ListQuery):
    region_code = fields.Region()
    status = fields.Enum(domain.PROJECT_STATUSES)


class WageProjectNew(Schema):
    project_number = fields.Text(
        required=True, max=40, pattern="[0-9A-Za-z-]{1,40}", example="XM-2026-0001"
    )
    name = fields.Text(required=True, max=100, example="示例工程")
    region_code = fields.Region(required=True, example="990100")
    contractor_credit_code = fields.Text(
        required=True, max=18, pattern="[0-9A-Z]{18}", example="91990100MA0000001G"
    )


class WageDepositNew(Schema):
    amount_fen = fields.Fen(min=1, max=10**13, required=True, example=10_000_000)
    memo = fields.Text(max=100, example="三月人工费用")


class WageWorkerView(Resource):
    object = fields.Object("wage_worker")
    project_id = fields.Id("wpj", required=True)
    person_id = fields.Id("psn", required=True)
    name = fields.Text(required=True, max=100, description="What the bank compares.")
    post = fields.Text(max=100)
    registered_on = fields.Date(required=True)


class WageWorkerNew(Schema):
    social_security_number = fields.Text(
        required=True, max=18, min=18, example=LIN_XIAO.social_security_number
    )
    name = fields.Text(required=True, max=100, example="李安")
    post = fields.Text(max=100, example="钢筋工")


class WageWorkerCorrection(Schema):
    name = fields.Text(max=100)
    social_security_number = fields.Text(max=18, min=18)


class WageSheetView(Resource):
    object = fields.Object("wage_sheet")
    application_id = fields.Id("svc", required=True)
    project_id = fields.Id("wpj", required=True)
    region_code = fields.Region(required=True)
    subcontractor_credit_code = fields.Text(max=18, min=0)
    wage_month = fields.Text(required=True, max=7)
    lines = fields.Int(required=True, min=1)
    total_fen = fields.Fen(attribute="total", required=True)
    status = fields.Enum(domain.SHEET_STATUSES, required=True)


class WageSheetFilters(ListQuery):
    project_id = fields.Id("wpj")
    wage_month = fields.Month()
    status = fields.Enum(domain.SHEET_STATUSES)


class WageLineView(Resource):
    object = fields.Object("wage_line")
    sheet_id = fields.Id("wsh", required=True)
    ordinal = fields.Int(required=True, min=1)
    worker_id = fields.Id("wpw", required=True)
    person_id = fields.Id("psn", required=True)
    days_worked = fields.Int(required=True, min=0)
    amount_fen = fields.Fen(attribute="amount", required=True)
    payment_id = fields.Id("bpy", required=True)
    return_code = fields.Text(max=4, description="What the bank said last (退回代码).")
    paid_on = fields.Date()
    status = fields.Enum(domain.LINE_STATUSES, required=True)


class WageLineFilters(ListQuery):
    person_id = fields.Id("psn")
    sheet_id = fields.Id("wsh")
    status = fields.Enum(domain.LINE_STATUSES)


@wage_payouts.get(
    "/v1/wage-projects",
    listing=WageProjectView,
    query=WageProjectFilters,
    scope=_READ,
)
def list_wage_projects(query: Query) -> Any:
    """List projects with accounts for wages: an employer's own."""
    return _own(wages.projects, query)


@wage_payouts.get(
    _PROJECT,
    answer=WageProjectView,
    scope=_READ,
    problems=(problems.WageProjectNotFound, problems.NotTheirRecord),
    path_examples=_example("wage_project_id"),
)
def get_wage_project(wage_project_id: str) -> Any:
    """Show a project: what its account for wages has received, sent and still holds."""
    return _seen(wages.projects, wage_project_id, problems.WageProjectNotFound)


@wage_payouts.post(
    "/v1/wage-projects",
    body=WageProjectNew,
    answer=WageProjectView,
    status=201,
    key="accepted",
    location="/v1/wage-projects/{id}",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(problems.WageProjectExists,),
)
def create_wage_project(body: dict[str, Any]) -> Any:
    """Open a project's account for wages (开立专用账户)."""
    return flow.open_account(body)


@wage_payouts.post(
    _PROJECT + "/deposits",
    body=WageDepositNew,
    answer=WageProjectView,
    key="required",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(*_OF_PROJECT, problems.RecordState),
    path_examples=_example("wage_project_id"),
)
def create_wage_deposit(wage_project_id: str, body: dict[str, Any]) -> Any:
    """Pay labour costs into a project's account (拨付人工费用)."""
    return flow.deposit(wage_project_id, body["amount_fen"], body.get("memo"))


@wage_payouts.post(
    _PROJECT + "/workers",
    body=WageWorkerNew,
    answer=WageWorkerView,
    status=201,
    key="accepted",
    location="/v1/wage-workers/{id}",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(
        *_OF_PROJECT,
        problems.RecordState,
        problems.WorkerUnknown,
        problems.WorkerRegistered,
    ),
    relayed=_NUMBERS,
    path_examples=_example("wage_project_id"),
)
def register_wage_worker(wage_project_id: str, body: dict[str, Any]) -> Any:
    """Register a worker of a project by the real name (实名登记)."""
    return flow.register_worker(wage_project_id, **body)


@wage_payouts.get(
    _PROJECT + "/workers",
    listing=WageWorkerView,
    query=ListQuery,
    scope=_READ,
    problems=(problems.WageProjectNotFound, problems.NotTheirRecord),
    path_examples=_example("wage_project_id"),
)
def list_wage_workers(wage_project_id: str, query: Query) -> Any:
    """List the workers who are registered with a project."""
    _seen(wages.projects, wage_project_id, problems.WageProjectNotFound)
    return _own(wages.workers, query, project_id=wage_project_id)


@wage_payouts.post(
    _PROJECT + "/complete",
    answer=WageProjectView,
    key="accepted",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(*_OF_PROJECT, problems.RecordState, *_RULED),
    path_examples=_example("wage_project_id"),
)
def complete_wage_project(wage_project_id: str) -> Any:
    """Post that a project is finished (完工公示): after so many days its account may be closed."""
    return flow.complete(wage_project_id)


@wage_payouts.post(
    _PROJECT + "/close",
    answer=WageProjectView,
    key="accepted",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(
        *_OF_PROJECT,
        problems.RecordState,
        problems.WageAccountInNotice,
        problems.WagesUnpaid,
        *_RULED,
    ),
    path_examples=_example("wage_project_id"),
)
def close_wage_project(wage_project_id: str) -> Any:
    """Close a project's account, when the notice is over and every wage has arrived (注销)."""
    return flow.close(wage_project_id)


@wage_payouts.post(
    _WORKER + "/correct",
    body=WageWorkerCorrection,
    answer=WageWorkerView,
    key="accepted",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(
        problems.WageWorkerNotFound,
        *_THEIRS,
        problems.WorkerUnknown,
        problems.WorkerRegistered,
    ),
    relayed=_NUMBERS,
    path_examples=_example("wage_worker_id"),
)
def correct_wage_worker(wage_worker_id: str, body: dict[str, Any]) -> Any:
    """Correct the name or the number that a worker was registered by (更正)."""
    return flow.correct_worker(wage_worker_id, **body)


@wage_payouts.get(
    _WORKER,
    answer=WageWorkerView,
    scope=_READ,
    problems=(problems.WageWorkerNotFound, problems.NotTheirRecord),
    path_examples=_example("wage_worker_id"),
)
def get_wage_worker(wage_worker_id: str) -> Any:
    """Show a worker of a project, by the name that the bank compares."""
    return _seen(wages.workers, wage_worker_id, problems.WageWorkerNotFound)


@wage_payouts.get(
    "/v1/wage-sheets",
    listing=WageSheetView,
    query=WageSheetFilters,
    scope=_READ,
)
def list_wage_sheets(query: Query) -> Any:
    """List pay sheets, the newest first: an employer's own."""
    return _own(wages.sheets, query)


@wage_payouts.get(
    _SHEET,
    answer=WageSheetView,
    scope=_READ,
    problems=(problems.WageSheetNotFound, problems.NotTheirRecord),
    path_examples=_example("wage_sheet_id"),
)
def get_wage_sheet(wage_sheet_id: str) -> Any:
    """Show a pay sheet: whether all its wages arrived."""
    return _seen(wages.sheets, wage_sheet_id, problems.WageSheetNotFound)


@wage_payouts.get(
    "/v1/wage-lines",
    listing=WageLineView,
    query=WageLineFilters,
    scope=_READ,
)
def list_wage_lines(query: Query) -> Any:
    """List lines of pay sheets, the newest first: an employer's own, or a worker's."""
    return _own(wages.lines, query)


@wage_payouts.get(
    _LINE,
    answer=WageLineView,
    scope=_READ,
    problems=(problems.WageLineNotFound, problems.NotTheirRecord),
    path_examples=_example("wage_line_id"),
)
def get_wage_line(wage_line_id: str) -> Any:
    """Show the wage of a worker: on the card, or returned with the code of the bank."""
    return _seen(wages.lines, wage_line_id, problems.WageLineNotFound)


@wage_payouts.post(
    _LINE + "/reissue",
    answer=WageLineView,
    key="required",
    scope=_WRITE,
    roles=_PAYERS,
    problems=(
        problems.WageLineNotFound,
        *_THEIRS,
        problems.RecordState,
        problems_money.PaymentNotReturned,
    ),
    path_examples=_example("wage_line_id"),
)
def reissue_wage(wage_line_id: str) -> Any:
    """Pay a returned wage again, to the worker as registered now (退回重发)."""
    return flow.reissue(wage_line_id)
