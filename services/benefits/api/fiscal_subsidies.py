"""Fiscal subsidies onto the card over HTTP."""

import base64
from typing import Any

from flask import Response

from services.benefits import problems_fiscal as problems
from services.benefits.api import fiscal_views as views
from services.benefits.domain.fiscal import bank_file, roll_file
from services.benefits.domain.fiscal.roll_file import RollLine
from services.benefits.flows.fiscal import (
    bank_files,
    checks,
    corrections,
    notice,
    orders,
    read,
    rolls,
)
from sscsim import world
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query

fiscal_subsidies = Blueprint(
    "fiscal_subsidies",
    tag="Fiscal subsidies",
    description="惠民惠农补贴: rolls, public notice, order, bank file, returns, re-issue.",
)
_BATCHES = "/v1/fiscal-subsidy-batches"
_BATCH = _BATCHES + "/<id('fsb'):batch_id>"
_LINE = _BATCH + "/lines/<int(max=2000000000):line_number>"
_NO_BATCH = {"batch_id": "fsb_" + "0" * 26}
_NO_LINE = _NO_BATCH | {"line_number": 1}
_CARD = ZHOU_MING.card_id(SEED)
_EXAMPLE_ROLL = roll_file.write(
    "BZ-2026-0001",
    "民政局",
    "temporary_relief",
    2026,
    [RollLine(1, "示范镇", "东村", ZHOU_MING.name, _CARD, None, 60_000, "临时救助")],
)
_EXAMPLE_RESULT = bank_file.write_result(
    "BZ-2026-0001", [bank_file.ResultLine(1, "05", "账户睡眠", None)], 60_000
)
_FIGURES = (PolicyMissing, FigureMissing)
_OURS = (problems.SubsidyBatchNotFound, problems.SubsidyBatchState, world.RegionNotAllowed)
_OUR_LINE = (
    problems.SubsidyBatchNotFound,
    problems.SubsidyLineNotFound,
    problems.SubsidyLineState,
    world.RegionNotAllowed,
)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@fiscal_subsidies.get(
    "/v1/subsidy-programmes", listing=views.ProgrammeView, scope="fiscal_subsidy.read"
)
def list_subsidy_programmes(query: Query) -> Any:
    """List the subsidy programmes (补贴项目): department, who, and by what rule the sum goes."""
    return read.list_programmes()


@fiscal_subsidies.get(
    "/v1/subsidy-programmes/<subsidy_code>",
    answer=views.ProgrammeView,
    query=views.ProgrammeQuery,
    scope="fiscal_subsidy.read",
    problems=(problems.ProgrammeNotFound, *_FIGURES),
    path_examples={"subsidy_code": "elder_allowance"},
)
def get_subsidy_programme(subsidy_code: str, query: dict[str, Any]) -> Any:
    """Show a programme with the figures that a region has today."""
    return read.programme(subsidy_code, query["region_code"])


@fiscal_subsidies.post(
    _BATCHES,
    body=views.RollUpload,
    answer=views.BatchView,
    status=201,
    key="required",
    location=_BATCHES + "/{id}",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(
        problems.SubsidyFileBad,
        problems.SubsidyBatchDiffers,
        problems.ProgrammeNotFound,
        problems.SubsidyDepartmentWrong,
        world.RegionNotAllowed,
        *_FIGURES,
    ),
    links={
        "getFiscalSubsidyBatch": {"batch_id": "$response.body#/id"},
        "listFiscalSubsidyLines": {"batch_id": "$response.body#/id"},
        "freezeFiscalSubsidyBatch": {"batch_id": "$response.body#/id"},
        "noticeFiscalSubsidyBatch": {"batch_id": "$response.body#/id"},
        "objectToSubsidyLine": {"batch_id": "$response.body#/id"},
        "listPublicSubsidyRoll": {"batch_id": "$response.body#/id"},
    },
    example={"region_code": "990100", "content_base64": _encoded(_EXAMPLE_ROLL)},
)
def create_fiscal_subsidy_batch(body: dict[str, Any]) -> Any:
    """Hand in a roll by town and village (补贴发放花名册).

    A bad file is refused whole, with line and reason. The same roll again is answered with
    the batch there is; another under the same batch number is refused. The lines are checked
    against people, cards and other rolls as soon as jobs run.
    """
    return rolls.upload(body["region_code"], base64.b64decode(body["content_base64"]))


@fiscal_subsidies.get(
    _BATCHES,
    listing=views.BatchView,
    query=views.BatchFilters,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
)
def list_fiscal_subsidy_batches(query: Query) -> Any:
    """List batches of subsidies, the newest first."""
    return read.page(query.page, dict(query.filters))


@fiscal_subsidies.get(
    _BATCH,
    answer=views.BatchView,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
    problems=(problems.SubsidyBatchNotFound,),
    path_examples=_NO_BATCH,
)
def get_fiscal_subsidy_batch(batch_id: str) -> Any:
    """Show a batch: how far it is, with count and sum of what was checked, paid and returned."""
    return read.get(batch_id)


@fiscal_subsidies.get(
    _BATCH + "/lines",
    listing=views.SubsidyLineView,
    query=views.LineFilters,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
    problems=(problems.SubsidyBatchNotFound,),
    path_examples=_NO_BATCH,
)
def list_fiscal_subsidy_lines(batch_id: str, query: Query) -> Any:
    """List the lines of a batch with what stands against them, the last one first."""
    return read.lines(batch_id, query.page, dict(query.filters))


@fiscal_subsidies.get(
    _LINE + "/changes",
    listing=views.ChangeView,
    query=ListQuery,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
    problems=(problems.SubsidyBatchNotFound, problems.SubsidyLineNotFound),
    path_examples=_NO_LINE,
)
def list_fiscal_subsidy_line_changes(batch_id: str, line_number: int, query: Query) -> Any:
    """List what became of a line: returns with their code, corrections with what stood before."""
    return read.changes(batch_id, line_number, query.page)


@fiscal_subsidies.post(
    _BATCH + "/freeze",
    answer=views.BatchView,
    key="accepted",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(*_OURS, problems.SubsidyNotChecked, problems.SubsidyNobodyLeft),
    path_examples=_NO_BATCH,
)
def freeze_fiscal_subsidy_batch(batch_id: str) -> Any:
    """Freeze a checked roll (冻结): what a check excluded is left out from now on."""
    return checks.freeze(batch_id)


@fiscal_subsidies.post(
    _BATCH + "/notice",
    answer=views.BatchView,
    key="accepted",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(*_OURS, *_FIGURES),
    path_examples=_NO_BATCH,
)
def notice_fiscal_subsidy_batch(batch_id: str) -> Any:
    """Show a frozen roll to the public for the working days of the region (公示)."""
    return notice.show(batch_id)


@fiscal_subsidies.get(
    _BATCH + "/roll",
    listing=views.RollLineView,
    query=ListQuery,
    scope="public_notice.read",
    problems=(problems.SubsidyBatchNotFound,),
    path_examples=_NO_BATCH,
)
def list_public_subsidy_roll(batch_id: str, query: Query) -> Any:
    """List the roll as the public sees it, with masked names; empty before the notice."""
    return read.roll(batch_id, query.page)


@fiscal_subsidies.post(
    _BATCH + "/objections",
    body=views.SubsidyObjectionBody,
    answer=views.SubsidyObjectionView,
    status=201,
    key="accepted",
    location=_BATCHES + "/{batch_id}",
    scope="public_notice.write",
    problems=(
        problems.SubsidyBatchNotFound,
        problems.SubsidyLineNotFound,
        problems.SubsidyLineState,
        problems.SubsidyNoticeOver,
    ),
    path_examples=_NO_BATCH,
    example={"line_number": 1, "reason": "该户土地已流转"},
)
def object_to_subsidy_line(batch_id: str, body: dict[str, Any]) -> Any:
    """Object to a line while the roll is shown (异议): nothing is ordered until it is decided."""
    return notice.object_to(batch_id, **body)


@fiscal_subsidies.get(
    _BATCH + "/objections",
    listing=views.SubsidyObjectionView,
    query=ListQuery,
    scope="fiscal_subsidy.read",
    roles=("agency",),
    problems=(problems.SubsidyBatchNotFound,),
    path_examples=_NO_BATCH,
)
def list_subsidy_objections(batch_id: str, query: Query) -> Any:
    """List the objections to a roll, the last one first."""
    return notice.page_of_objections(batch_id, query.page)


@fiscal_subsidies.post(
    _BATCH + "/objections/<id('fso'):objection_id>/decide",
    body=views.ObjectionDecision,
    answer=views.SubsidyObjectionView,
    key="accepted",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(
        problems.SubsidyBatchNotFound,
        problems.ObjectionNotFound,
        problems.SubsidyObjectionDecided,
        problems.SubsidyLineNotFound,
        problems.SubsidyLineState,
        world.RegionNotAllowed,
    ),
    path_examples=_NO_BATCH | {"objection_id": "fso_" + "0" * 26},
    example={"outcome": "dismissed", "note": "经核实，土地仍由本户耕种"},
)
def decide_subsidy_objection(batch_id: str, objection_id: str, body: dict[str, Any]) -> Any:
    """Uphold an objection, which strikes the line, or dismiss it."""
    return notice.decide(batch_id, objection_id, **body)


@fiscal_subsidies.post(
    _BATCH + "/order",
    body=views.OrderBody,
    answer=views.BatchView,
    key="required",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(
        *_OURS,
        *_FIGURES,
        problems.SubsidyNoticeRuns,
        problems.SubsidyObjectionOpen,
        problems.SubsidyNobodyLeft,
    ),
    path_examples=_NO_BATCH,
    example={"bank": "simulator"},
)
def order_fiscal_subsidy_batch(batch_id: str, body: dict[str, Any]) -> Any:
    """Order a batch through the treasury after its notice (国库支付令).

    The region's fiscal fund has spent the sum from now on. The bank credits the cards within
    a day of sandbox time; whoever plays it outside fetches the file and posts the result.
    """
    return orders.order(batch_id, body["bank"])


@fiscal_subsidies.get(
    _BATCH + "/bank-file",
    status=200,
    raw=True,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
    problems=(problems.SubsidyBatchNotFound, problems.SubsidyBatchState),
    path_examples=_NO_BATCH,
)
def get_subsidy_bank_file(batch_id: str) -> Any:
    """Download the file for the bank (代发文件), as text."""
    return Response(bank_files.for_bank(batch_id), mimetype="text/plain")


@fiscal_subsidies.get(
    _BATCH + "/result-file",
    status=200,
    raw=True,
    scope="fiscal_subsidy.read",
    roles=("agency", "bank"),
    problems=(problems.SubsidyBatchNotFound, problems.SubsidyBatchState),
    path_examples=_NO_BATCH,
)
def get_subsidy_result_file(batch_id: str) -> Any:
    """Download what the bank said of each line (回盘文件), as text."""
    return Response(bank_files.result_text(batch_id), mimetype="text/plain")


@fiscal_subsidies.post(
    _BATCH + "/result-file",
    body=views.ResultUpload,
    answer=views.BatchView,
    key="required",
    scope="fiscal_subsidy.write",
    roles=("bank",),
    problems=(
        problems.SubsidyBatchNotFound,
        problems.SubsidyBatchState,
        problems.SubsidyBankNotOutside,
        problems.SubsidyFileBad,
    ),
    path_examples=_NO_BATCH,
    example={"content_base64": _encoded(_EXAMPLE_RESULT)},
)
def upload_subsidy_result_file(batch_id: str, body: dict[str, Any]) -> Any:
    """Post the result as the bank: a code for every line that was sent. Refused whole if bad."""
    return bank_files.take_result(batch_id, base64.b64decode(body["content_base64"]))


@fiscal_subsidies.post(
    _LINE + "/correct",
    body=views.LineCorrection,
    answer=views.SubsidyLineView,
    key="accepted",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(
        *_OUR_LINE,
        *_FIGURES,
        problems.SubsidyBatchState,
        problems.SubsidyLineStillWrong,
    ),
    path_examples=_NO_LINE,
    example={"name": "林晓"},
)
def correct_fiscal_subsidy_line(batch_id: str, line_number: int, body: dict[str, Any]) -> Any:
    """Correct a line that a check excluded or the bank returned (更正); an empty body looks again.

    Its person and account are looked up anew. Refused while anything still stands against it.
    """
    return corrections.correct(batch_id, line_number, **body)


@fiscal_subsidies.post(
    _BATCH + "/reissue",
    answer=views.BatchView,
    key="required",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(*_OURS, *_FIGURES, problems.SubsidyNothingToReissue),
    path_examples=_NO_BATCH,
)
def reissue_fiscal_subsidy_batch(batch_id: str) -> Any:
    """Send the corrected lines to the bank again (退回重发); each line is paid once."""
    return orders.reissue(batch_id)


@fiscal_subsidies.post(
    _LINE + "/write-off",
    body=views.LineReason,
    answer=views.SubsidyLineView,
    key="required",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=(*_OUR_LINE, problems.SubsidyBatchState),
    path_examples=_NO_LINE,
    example={"reason": "户主已迁出"},
)
def write_off_fiscal_subsidy_line(batch_id: str, line_number: int, body: dict[str, Any]) -> Any:
    """Give up a returned line: the sum goes back to the fund (不再发放)."""
    return corrections.write_off(batch_id, line_number, body["reason"])


@fiscal_subsidies.post(
    _LINE + "/recover",
    body=views.LineReason,
    answer=views.SubsidyLineView,
    key="required",
    scope="fiscal_subsidy.write",
    roles=("agency",),
    problems=_OUR_LINE,
    relayed={409: ("bank_balance_too_low",)},
    path_examples=_NO_LINE,
    example={"reason": "重复享受"},
)
def recover_fiscal_subsidy_line(batch_id: str, line_number: int, body: dict[str, Any]) -> Any:
    """Take back from the card what was paid wrongly, and into the fund (追回)."""
    return corrections.recover(batch_id, line_number, body["reason"])
