"""HRSS-082: a month's pay sheet, from the project's account onto the workers' cards (工资代发)."""

from typing import Any

from services.benefits.domain import payment as money
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import wages as domain
from services.benefits.domain.labour.wages import WageLine, WageProject, WageSheet, WageWorker
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import payments
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import wages
from sscsim.db import Tx

CODE = "HRSS-082"


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    asked = case.inputs
    project = wages.project_numbered(tx, case.competent_region, asked["project_number"])
    if project is None:
        return domain.Facts(None, {}, None)
    workers = wages.workers_by_number(tx, project.id)
    earlier = wages.sheet_of(tx, project.id, asked["wage_month"], _subcontractor(case))
    ids = {number: each.id for number, each in workers.items()}
    return domain.Facts(project, ids, earlier.id if earlier else None)


def _subcontractor(case: Case) -> str:
    return str(case.inputs.get("subcontractor_credit_code", ""))


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The sheet with a payment a line; the account holds so much less from now on."""
    project = wages.projects.find(tx, said.terms["project_id"], lock=True)
    assert project is not None, "the rule has seen it in this transaction"
    now, total = tx.world.now, said.terms["total"]
    wages.projects.change(tx, project, sent=project.sent + total)
    lines = case.inputs["sheet"]
    sheet = WageSheet(
        id=tx.new_id("wsh", project.id, case.inputs["wage_month"], _subcontractor(case)),
        application_id=case.application_id,
        project_id=project.id,
        party_id=project.party_id,
        region_code=project.region_code,
        subcontractor_credit_code=_subcontractor(case),
        wage_month=case.inputs["wage_month"],
        lines=len(lines),
        total=total,
        status=domain.SENT,
        version=1,
        created_at=now,
        updated_at=now,
    )
    wages.sheets.add(tx, sheet)
    workers = wages.workers_by_number(tx, project.id)
    for ordinal, said_line in enumerate(lines, start=1):
        worker = workers[said_line["social_security_number"]]
        _add_line(tx, project, sheet, ordinal, said_line, worker)
    tx.emit("wage_sheet.sent", sheet.id, told(sheet))
    return Effect({"wage_sheet_id": sheet.id, "lines": sheet.lines, "total_fen": sheet.total.fen})


def _add_line(
    tx: Tx,
    project: WageProject,
    sheet: WageSheet,
    ordinal: int,
    said: dict[str, Any],
    worker: WageWorker,
) -> None:
    """One wage, ordered under its place in the sheet: once, whatever is sent again."""
    order = PaymentOrder(f"{CODE}/{sheet.id}/{ordinal}", said["wage_fen"], "wages", "农民工工资")
    payment = payments.order(
        tx,
        order,
        item_code=CODE,
        region=project.region_code,
        person_id=worker.person_id,
        payee_name=worker.name,
    )
    wages.lines.add(
        tx,
        WageLine(
            id=tx.new_id("wln", sheet.id, ordinal),
            sheet_id=sheet.id,
            ordinal=ordinal,
            party_id=sheet.party_id,
            region_code=sheet.region_code,
            worker_id=worker.id,
            person_id=worker.person_id,
            days_worked=said["days_worked"],
            amount=said["wage_fen"],
            payment_id=payment.id,
            order_id=payment.order_id,
            return_code=None,
            paid_on=None,
            status=domain.SENT,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
    )


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A line follows its payment, and the sheet its lines."""
    line = wages.line_paid_by(tx, payment.order_id)
    if line is None:
        return
    sheet = wages.sheets.find(tx, line.sheet_id, lock=True)
    assert sheet is not None, "a sheet is never removed"
    if payment.replaces is not None and line.status == domain.RETURNED:
        # re-issued by an agency through the payment itself
        line = wages.lines.change(tx, line, status=domain.REISSUED)
    event = "pay" if payment.status == money.PAID else "return"
    if not domain.LINE.allows(line.status, event):
        return
    wages.lines.change(
        tx,
        line,
        status=domain.LINE.after(line.status, event),
        payment_id=payment.id,
        return_code=payment.return_code,
        paid_on=tx.world.today if event == "pay" else None,
    )
    retell(tx, sheet)


def retell(tx: Tx, sheet: WageSheet) -> None:
    """The sheet stands where its lines are."""
    status = domain.status_of([each.status for each in wages.lines_of(tx, sheet.id)])
    if status != sheet.status:
        changed = wages.sheets.change(tx, sheet, status=status)
        tx.emit(f"wage_sheet.{status}", changed.id, told(changed))


def told(sheet: WageSheet) -> dict[str, Any]:
    """What an event says of a sheet."""
    return {
        "id": sheet.id,
        "project_id": sheet.project_id,
        "wage_month": sheet.wage_month,
        "total_fen": sheet.total.fen,
        "status": sheet.status,
    }


HANDLING = Handling(
    CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
    on_payment=_on_payment,
)
