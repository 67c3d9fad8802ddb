"""Buying at a pharmacy by message (2101 to 2103): visit, lines and settlement in one go.

At home all of it is one transaction. Across regions that transaction begins the settlement; should
nothing come of it, the purchase is taken back with it (`purchase_undone`), and the same message
begins another. So there is never more than one visit that counts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from services.medical.domain import charge, charged_by_message, purchase
from services.medical.domain.asked import ALL_ACCOUNTS
from services.medical.domain.institution import Institution
from services.medical.domain.purchase import SOLD, Purchase, Trace
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import ChargedLine, Visit
from services.medical.domain.vocabulary import PHARMACY_PURCHASE
from services.medical.flows import admit, reverse, settle, visits
from services.medical.flows.admit import Prepared
from services.medical.flows.interface import charges, outpatient, register
from services.medical.flows.interface import prescriptions as circulation
from services.medical.flows.parts import Part
from services.medical.problems_bills import ChargeDateWrong
from services.medical.problems_catalogue import FeeLinesRefused
from services.medical.problems_outpatient import LineAmountsWrong
from services.medical.problems_purchases import (
    DrugNotPrescribed,
    NotPurchased,
    NotRemote,
    PrescriptionBought,
    PurchaseTotalDiffers,
)
from services.medical.problems_stock import TraceSold
from services.medical.store import catalogue, prescriptions, purchases, stock, store
from sscsim.db import Tx

NODE = "drugdetail"
Concerns = Callable[[str, str], None]
"""Is told the visit and the settlement that a message is about, while they are written: whoever
corrects the message finds them by it."""


@dataclass(frozen=True, slots=True)
class Sold:
    """A trace code as a line has it."""

    line_number: str
    trace_code: str
    is_split: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What is bought, as `node` and the lines say it. `rx_number`: the prescription it was bought
    on (外购处方), an electronic one or, with its `prescriber`, one on paper; None without one.
    `lines`: fields as sent."""

    person_id: str
    insurance_kind: str
    on: date
    med_type: str
    certificate_type: str
    home_region: str | None
    total: Decimal
    use_account: bool
    rx_number: str | None
    prescriber: str | None
    lines: Sequence[Mapping[str, Any]]
    traces: Sequence[Sold]
    given: Mapping[str, Any]
    lines_given: Sequence[Mapping[str, Any]]
    node: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a purchase would come to; `visit` and `lines` are written nowhere."""

    visit: Visit
    lines: Sequence[ChargedLine]
    result: Mapping[str, Any]


def try_(institution: Institution, order: Order, is_remote: bool = False) -> Tried:
    """2101: the same rules on what is sent. The visit has the id that settling now would give.

    NotRemote with `is_remote` (2166) for a person who is insured where the pharmacy is.
    """
    asked = _prepared(institution, order)
    home = asked.coverage.home_region_code
    if is_remote and home == institution.region_code:
        raise NotRemote(home=home)
    with store.write() as tx:
        _filled(tx, institution, order)
        visit = admit.admitted(tx, asked)
        lines = _priced(tx, visit, order)
        bill = visits.bill_with(visit, lines)
        _check_total(bill, order)
        tried = replace(
            visit,
            line_count=len(lines),
            own_pay=bill.own_pay,
            over_limit=bill.over_limit,
            preself=bill.preself,
            in_scope=bill.in_scope,
        )
        part = Part(bill, None, ())
        coverage, use = asked.coverage, order.use_account
        result = settle.tried(tx, tried, coverage, use, part, ALL_ACCOUNTS)
        return tx.answer(Tried(tried, lines, result))


def buy(
    institution: Institution,
    order: Order,
    infno: str,
    msgid: str,
    bill_number: str | None,
    concerns: Concerns,
) -> Settlement:
    """2102: bought and settled. Whoever sends it again finds out first (`settling.again`)."""
    asked = _prepared(institution, order)
    with store.write() as tx:
        filled = _filled(tx, institution, order)
        visit = admit.opened(tx, asked)
        lines = _priced(tx, visit, order)
        _check_total(visits.bill_with(visit, lines), order)
        visit = visits.added(tx, visit, lines)
        registered = register.open_visit(
            tx, visit, order.med_type, "", order.certificate_type, order.given, msgid
        )
        one = register.Numbered(visit, registered)
        numbers = [line["feedetl_sn"] for line in order.lines]
        batches = [(n, msgid, g) for n, g in zip(numbers, order.lines_given, strict=True)]
        register.add_lines(tx, one, lines, batches)

        def also(tx: Tx, visit: Visit, settlement: Settlement) -> None:
            register.add_settlement(tx, settlement, infno, msgid, msgid, order.given)
            _sell(tx, institution, order, settlement, msgid, filled)
            concerns(visit.id, settlement.id)

        made = settle.begun(tx, visit, asked.coverage, order.use_account, bill_number, also=also)
    return settle.finished(made)


def take_back(
    institution: Institution,
    setl_id: str,
    mdtrt_id: str,
    person_id: str,
    home_region: str | None,
    infno: str,
    msgid: str,
    given: Mapping[str, Any],
    concerns: Concerns,
) -> Settlement:
    """2103: the settlement is reversed, and with it the purchase, whenever it was reconciled."""
    with store.read() as tx:
        original, known = register.settlement_of(tx, institution, setl_id, mdtrt_id, person_id)
        visit = visits.known(tx, original.visit_id)
    outpatient.check_home(home_region, original.home_region_code)
    if visit.kind != PHARMACY_PURCHASE:
        raise NotPurchased(settlement_id=setl_id)
    batch = known.charge_batch if known else ""

    def also(tx: Tx, visit: Visit, reversal: Settlement) -> None:
        register.add_settlement(tx, reversal, infno, msgid, batch, given)
        concerns(visit.id, reversal.id)

    return reverse.reverse(original.id, also)


# ---- what is looked at first


def _prepared(institution: Institution, order: Order) -> Prepared:
    wrong = charged_by_message.faults(order.lines, NODE)
    if wrong:
        raise LineAmountsWrong(wrong)
    asked = admit.prepared(
        institution.id,
        order.insurance_kind,
        order.on,
        person_id=order.person_id,
        kind=PHARMACY_PURCHASE,
        prescription=_prescription(order),
    )
    outpatient.check_home(order.home_region, asked.coverage.home_region_code)
    return asked


def _prescription(order: Order) -> dict[str, str] | None:
    """As the visit names it: an electronic one by who wrote it, one on paper in words."""
    if order.rx_number is None:
        return None
    with store.read() as tx:
        found = prescriptions.find(tx, order.rx_number)
    if found is not None:
        return circulation.stated(found)
    return {"number": order.rx_number, "prescriber": order.prescriber or ""}


def _filled(tx: Tx, institution: Institution, order: Order) -> str | None:
    """The electronic prescription that is filled, looked at and locked; None without one."""
    number = order.rx_number
    if number is None or prescriptions.find(tx, number) is None:
        return None
    found = circulation.dispensable(tx, number, institution, order.person_id)
    before = purchases.filling(tx, found.id)
    if before is not None:
        raise PrescriptionBought(prescription_id=found.id, visit_id=before)
    wrong = list(purchase.not_prescribed(order.lines, found.drugs, NODE))
    if wrong:
        raise DrugNotPrescribed(wrong, found.id)
    return found.id


def _priced(tx: Tx, visit: Visit, order: Order) -> list[ChargedLine]:
    try:
        return visits.priced(tx, visit, [_line(sent) for sent in order.lines])
    except (FeeLinesRefused, ChargeDateWrong) as refused:
        places = range(len(order.lines))
        raise charges.at_their_places(refused, places, NODE) from None


def _line(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody at a pharmacy decides that a restricted drug is within its restriction."""
    priced = charged_by_message.priced(sent["cnt"], sent["pric"])
    item = catalogue.items().get(sent["med_list_codg"])
    return {
        "item_code": sent["med_list_codg"],
        "quantity": priced.quantity,
        "unit_price": priced.unit_price,
        "charged_on": sent["fee_ocur_time"].date(),
        "is_self_paid": item is not None and charge.is_self_paid(item, None),
    }


def _check_total(bill: Any, order: Order) -> None:
    wrong = purchase.total_that_differs(bill, order.total, f"/{order.node}/medfee_sumamt")
    if wrong:
        raise PurchaseTotalDiffers(wrong)


# ---- sold


def _sell(
    tx: Tx,
    institution: Institution,
    order: Order,
    settlement: Settlement,
    msgid: str,
    filled: str | None,
) -> None:
    """Keep the purchase and its trace codes, none of which was sold before. TraceSold."""
    code, now = institution.institution_code, tx.world.now
    whole = [one.trace_code for one in order.traces if not one.is_split]
    stock.lock_traces(tx, sorted({one.trace_code for one in order.traces}))
    bought, moved = purchases.sold_at(tx, whole), stock.sold_at(tx, whole)
    for at, one in enumerate(whole):
        # The pharmacy's own register may have the same sale already.
        if one in whole[:at] or one in bought or moved.get(one, code) != code:
            raise TraceSold(trace_code=one)
    made = Purchase(settlement.visit_id, settlement.id, code, msgid, filled, now)
    purchases.add(
        tx,
        made,
        [
            Trace(settlement.id, at, code, one.line_number, one.trace_code, one.is_split, SOLD, now)
            for at, one in enumerate(order.traces, start=1)
        ],
    )
