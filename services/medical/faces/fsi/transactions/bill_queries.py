"""5203, 5204, 5205: what was settled, of which lines, and medicines for registered diseases."""

from typing import Any

from services.medical.domain import transfer
from services.medical.domain.catalogue import DRUG
from services.medical.domain.settlement import REVERSAL, Settlement
from services.medical.domain.vocabulary import HOSPITAL
from services.medical.faces.fsi import settled, told_lines, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import queries
from services.medical.flows.interface.queries import Bill, Line
from services.medical.store import catalogue
from sscsim import world


@answers("5203")
def settlement(call: Call) -> dict[str, Any]:
    """A settlement or a reversal of the institution's, as it stands; E1 to E11 hold of it."""
    asked = call.input["data"]
    bill = queries.bill(call.institution, asked["setl_id"], asked["mdtrt_id"], asked["psn_no"])
    call.concerns(bill.numbered.visit.id, bill.settlement.id)
    found = settled.amounts(bill.settlement)
    return {
        "setlinfo": _setlinfo(call, bill, found),
        "setldetail": settled.setldetail("5203", bill.settlement.insurance_kind, found),
    }


def _setlinfo(call: Call, bill: Bill, found: settled.Amounts) -> dict[str, Any]:
    one, visit, by = bill.settlement, bill.numbered.visit, call.institution
    number = bill.registered.msgid if bill.registered else one.bill_number or one.id
    made = settled.setlinfo(
        "5203",
        bill.numbered,
        bill.person,
        found,
        one.home_region_code,
        one.discharge_date,
        bill.balance,
        number,
        one.id,
        one.settled_at,
    )
    said = bill.registered.given if bill.registered else {}
    disease = said.get("dise_codg") or bill.numbered.given("dise_codg")
    kind = "reversal" if one.kind == REVERSAL else "settlement"
    more = {
        "insu_optins": one.home_region_code,
        "pay_loc": words.code("pay_loc", _where(one)),
        "fixmedins_code": by.institution_code,
        "fixmedins_name": by.name,
        "hosp_lv": words.code("hosp_lv", by.level) if by.kind == HOSPITAL else None,
        "fixmedins_poolarea": by.region_code,
        "begndate": visit.admission_date,
        "enddate": one.discharge_date,
        "psn_pay": found.person_part,
        "cash_payamt": found.cash,
        "refd_setl_flag": words.code("refd_setl_flag", kind),
        "year": str(bill.insurance_year),
        "dise_codg": disease,
        "dise_name": said.get("dise_name") or bill.numbered.given("dise_name"),
        "invono": said.get("invono"),
    }
    return {**made, **more}


def _where(one: Settlement) -> str:
    reach = transfer.reach(one.home_region_code, one.care_region_code)
    return "home" if reach == transfer.WITHIN_CITY else reach


@answers("5204")
def fee_lines(call: Call) -> dict[str, Any]:
    """The lines that a settlement is of; of a reversal with negative amounts."""
    asked = call.input["data"]
    found = queries.lines(call.institution, asked["setl_id"], asked["mdtrt_id"], asked["psn_no"])
    call.concerns(found.settlement.visit_id, found.settlement.id)
    return {
        "rows": [
            settled.fitted(
                "5204",
                "rows",
                {
                    **told_lines.described(line),
                    **told_lines.split(line, found.sign),
                    "mdtrt_id": line.numbered.mdtrt_id,
                    "setl_id": found.settlement.id,
                },
            )
            for line in found.lines
        ]
    }


@answers("5205")
def chronic_medicines(call: Call) -> dict[str, Any]:
    """The medicines that a person got for registered diseases in the institution's region.

    What the catalogue knows as no drug, or doesn't know at all, isn't among them.
    """
    asked = call.input["data"]
    since, end = asked["begntime"].date(), asked.get("endtime")
    until = end.date() if end else world.today()
    found = queries.chronic_lines(call.institution, asked["psn_no"], since, until)
    return {"feedetail": [_medicine(line) for line in found if _is_drug(line)]}


def _is_drug(line: Line) -> bool:
    item = catalogue.items().get(line.charged.item_code or "")
    return item is not None and item.kind == DRUG


def _medicine(line: Line) -> dict[str, Any]:
    return settled.fitted(
        "5205",
        "feedetail",
        {
            **told_lines.described(line),
            "fixmedins_code": line.institution.institution_code,
            "fixmedins_name": line.institution.name,
            "psn_no": line.numbered.visit.person_id,
            "cnt": line.charged.quantity,
        },
    )
