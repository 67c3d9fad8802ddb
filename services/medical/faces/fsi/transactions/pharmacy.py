"""2101 to 2103: bought at a pharmacy, tried, settled and taken back (药店购药)."""

from collections.abc import Callable, Sequence
from typing import Any

from services.medical.domain import charged_by_message
from services.medical.domain.settlement import Settlement
from services.medical.faces.fsi import (
    charged_lines,
    settled,
    shown,
    spoken,
)
from services.medical.faces.fsi.purchase_orders import ordered, require_pharmacy
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information, settling, visits
from services.medical.flows.interface import pharmacy as flow
from services.medical.flows.interface.pharmacy import Tried
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.store import register as rows
from services.medical.store import visits as visit_rows
from sscsim import world
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money


@answers("2101")
def tried(call: Call) -> Tried:
    """What the purchase would come to; nothing but this answer is kept."""
    order, person = ordered(call, "druginfo")
    call.answer_as(lambda made: _tried(call, made, person))
    return flow.try_(call.institution, order)


@answers("2102")
def settle(call: Call) -> Settlement:
    """Bought and settled; across regions it is a saga, and the same message finds out."""
    found = _found_out(call, call.input["druginfo"]["psn_no"], _settled)
    if found is not None:
        return found
    order, person = ordered(call, "druginfo")
    call.answer_as(lambda made: _settled(call, made, person))
    bill_number = call.input["druginfo"].get("invono") or None
    number = call.transaction.number
    return flow.buy(call.institution, order, number, call.msgid, bill_number, call.concerns)


@answers("2103")
def taken_back(call: Call) -> Settlement:
    """A settlement of its own with negative amounts; the purchase is undone with it."""
    asked = call.input["data"]
    require_pharmacy(call)
    found = _found_out(call, asked["psn_no"], _settlement)
    if found is not None:
        return found
    person = person_information.of(asked["psn_no"])
    call.answer_as(lambda made: _settlement(call, made, person))
    return flow.take_back(
        call.institution,
        asked["setl_id"],
        asked["mdtrt_id"],
        asked["psn_no"],
        call.home_region,
        call.transaction.number,
        call.msgid,
        spoken.kept(asked),
        call.concerns,
    )


Told = Callable[[Call, Settlement, Information], dict[str, Any]]


def _found_out(call: Call, psn_no: str, told: Told) -> Settlement | None:
    """What became of a message that was interrupted before; what was shown then may be good no
    more. None: it came to nothing, or is new."""
    earlier = settling.resumed()
    if earlier is None:
        return None
    person = person_information.of(psn_no)
    call.answer_as(lambda made: told(call, made, person))
    return settling.again(earlier)


# ---- what is told


def _tried(call: Call, made: Tried, person: Information) -> dict[str, Any]:
    number, asked = call.transaction.number, call.input["druginfo"]
    stay = made.result["stay"]
    found = settled.tried(stay.bill, made.result["result"])
    info = settled.setlinfo(
        number,
        Numbered(made.visit, None),
        person,
        found,
        stay.home_region_code,
        stay.discharge_date,
        settled.balance_now(person.person_id) - found.own_account,
        call.msgid,
        setl_time=world.now(),
    )
    info["mdtrt_cert_type"] = shown.kind_of_certificate(asked)
    info["med_type"] = asked["med_type"]
    return {
        "setlinfo": info,
        "setldetail": settled.setldetail(number, made.visit.insurance_kind, found),
        "detlcutinfo": _lines(call, made.lines),
    }


def _settled(call: Call, made: Settlement, person: Information) -> dict[str, Any]:
    tx = open_transaction.get()
    assert tx is not None
    lines = visit_rows.live_lines(tx, made.visit_id)
    return {**_settlement(call, made, person), "detlcutinfo": _lines(call, lines)}


def _lines(call: Call, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """How each line is split, beside the fields that came."""
    number = call.transaction.number
    return [
        settled.fitted(
            number,
            "detlcutinfo",
            {
                **charged_lines.told(
                    line, sent, charged_by_message.priced(sent["cnt"], sent["pric"]).per
                ),
                "hosp_part_amt": Money.zero(),
            },
        )
        for line, sent in zip(lines, call.input["drugdetail"], strict=True)
    ]


def _settlement(call: Call, made: Settlement, person: Information) -> dict[str, Any]:
    """In the transaction that answers: what it has just written is told."""
    number, tx = call.transaction.number, open_transaction.get()
    assert tx is not None
    call.concerns(made.visit_id, made.id)
    visit = visits.known(tx, made.visit_id)
    found = settled.amounts(made)
    info = settled.setlinfo(
        number,
        Numbered(visit, rows.visit(tx, visit.id)),
        person,
        found,
        made.home_region_code,
        made.discharge_date,
        settled.balance_now(made.person_id),
        call.msgid,
        made.id,
        made.settled_at,
    )
    return {
        "setlinfo": info,
        "setldetail": settled.setldetail(number, made.insurance_kind, found),
    }
