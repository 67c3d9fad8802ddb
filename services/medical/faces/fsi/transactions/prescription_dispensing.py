"""7207 to 7210 药品销售出库 and 配送: what a pharmacy sells for a prescription, and brings."""

from typing import Any

from services.medical.domain.prescription import DONE, Delivery, Dispensing, Prescription
from services.medical.faces.fsi import prescriptions as shapes
from services.medical.faces.fsi import refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import dispensing as flow

Sold = tuple[Prescription, Dispensing]


@answers("7207")
def dispense(call: Call) -> Sold:
    """What was sold; the hospital is told by 7109."""
    call.answer_as(_sold)
    said = call.input["data"]
    call.concerns(settlement_id=said.get("setlId") or None)
    return flow.dispense(call.institution, said, call.input["rxSaleDrugDetl"], shapes.sale)


@answers("7208")
def undo(call: Call) -> Sold:
    """A sale is taken back, and the hospital told."""
    call.answer_as(_sold)
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    return flow.undo(call.institution, said, shapes.sale)


def _sold(made: Sold) -> dict[str, Any]:
    states = shapes.states(made[0])
    said = {name: states[name] for name in ("hiRxno", "rxStasCodg", "rxUsedStasCodg")}
    return {"data": {**said, "rxSelSn": made[1].id}}


@answers("7209")
def deliver(call: Call) -> Delivery:
    """A step on the way to the patient."""
    said = call.input["data"]
    call.answer_as(lambda made: _step(said["hiRxno"], made.state))
    state = words.word("delv_stas_codg", said["delvStasCodg"])
    if state is None:
        raise refusals.message("delvStasCodg 不在字典delv_stas_codg中", "data.delvStasCodg")
    return flow.deliver(call.institution, said, state)


@answers("7210")
def receive(call: Call) -> Delivery:
    """The patient has it: the delivery is done."""
    said = call.input["data"]
    shapes.own_code(call.institution, said["fixmedinsCode"])
    call.answer_as(lambda _: _step(said["hiRxno"], DONE))
    return flow.receive(call.institution, said)


def _step(prescription_id: str, state: str) -> dict[str, Any]:
    code = words.code("delv_stas_codg", state)
    name = shapes.title("delv_stas_codg", code)
    said = {"hiRxno": prescription_id, "delvStasCodg": code, "delvStasName": name}
    return {"data": said}
