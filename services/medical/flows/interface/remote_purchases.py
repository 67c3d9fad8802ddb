"""Buying where one isn't insured (异地就医购药): 2163, 2167, 2170, 2171 and 2181.

An order (订单) is a purchase that 2102 settles through the exchange; its number is that of the
visit. There is no other record of it. That orders are settled by 2102 is assumed: the numbers from
2161 on have none of their own for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.medical.domain.correction import Correction
from services.medical.domain.institution import Institution
from services.medical.domain.purchase import Purchase
from services.medical.domain.settlement import IN_FLIGHT, Settlement
from services.medical.flows import settling
from services.medical.flows.interface import corrections, pharmacy
from services.medical.flows.interface.pharmacy import Concerns
from services.medical.problems_purchases import NotRemote, OrderNotFound, OrderOver
from services.medical.store import purchases, store
from sscsim.db import Tx

SETTLES = "2102"
MOST = 1000
"""Orders in one answer, the newest."""


def check_remote(home_region: str, care_region: str) -> None:
    if home_region == care_region:
        raise NotRemote(home=home_region)


def order(
    tx: Tx, institution: Institution, number: str, person_id: str
) -> tuple[Purchase, Settlement]:
    """OrderNotFound, NotRemote."""
    found = purchases.of_visit(tx, number)
    if found is None or found.institution_code != institution.institution_code:
        raise OrderNotFound(order_id=number)
    settlement = settling.known(tx, found.settlement_id)
    if settlement.person_id != person_id:
        raise OrderNotFound(order_id=number)
    check_remote(settlement.home_region_code, settlement.care_region_code)
    return found, settlement


def orders(
    institution: Institution,
    days: tuple[date, date],
    number: str | None,
    person_id: str | None,
) -> Sequence[tuple[Settlement, str]]:
    """2170: each with the id of the message that made it."""
    code = institution.institution_code
    with store.read() as tx:
        found = purchases.remote(tx, code, days, number, person_id, MOST)
        made = [purchases.of_visit(tx, one.visit_id) for one in found]
    return [(one, of.msgid) for one, of in zip(found, made, strict=True) if of is not None]


def settlement(
    institution: Institution, number: str, setl_id: str, person_id: str
) -> tuple[Settlement, str]:
    """2171: of an order. OrderNotFound where the settlement is another's."""
    with store.read() as tx:
        made, found = order(tx, institution, number, person_id)
        if found.id != setl_id:
            raise OrderNotFound(order_id=number)
        return found, made.msgid


def refund(
    institution: Institution,
    number: str,
    setl_id: str,
    person_id: str,
    infno: str,
    msgid: str,
    given: Mapping[str, Any],
    concerns: Concerns,
) -> Settlement:
    """2163: the whole of it, as 2103 does."""
    with store.read() as tx:
        order(tx, institution, number, person_id)
    return pharmacy.take_back(
        institution, setl_id, number, person_id, None, infno, msgid, given, concerns
    )


def cancel(institution: Institution, number: str, person_id: str, scope: Any) -> Correction:
    """2167: an order of which isn't known whether it is settled; what was done is undone.

    `scope`: makes of a message's id what it belongs to as a key. OrderOver.
    """
    with store.read() as tx:
        made, found = order(tx, institution, number, person_id)
    if found.status not in IN_FLIGHT and settling.resumed() is None:
        raise OrderOver(order_id=number, status=found.status)
    whole = scope(institution.institution_code, made.msgid)
    return corrections.correct_message(institution, SETTLES, made.msgid, whole, person_id)
