"""Funeral grants of the insurances (丧葬补助金): of one death only one is paid.

An insurance that pays one adds a reader here, so that the others see it.
"""

from collections.abc import Callable

from services.benefits.domain import overlap
from services.benefits.domain.injury import payout
from services.benefits.domain.overlap import FuneralGrant
from services.benefits.store import injuries, injury_payouts, survivors, unemployment
from sscsim.db import Tx


def _of_unemployment(tx: Tx, deceased_id: str) -> list[FuneralGrant]:
    known = unemployment.death_of(tx, deceased_id)
    if known is None or not known.funeral:
        return []
    return [FuneralGrant(overlap.UNEMPLOYMENT, known.funeral, paid=True)]


def _of_pension(tx: Tx, deceased_id: str) -> list[FuneralGrant]:
    known = survivors.after(tx, deceased_id)
    if known is None or not known.funeral or known.funeral_scheme != overlap.PENSION:
        return []
    return [FuneralGrant(overlap.PENSION, known.funeral, paid=True)]


def _of_injury(tx: Tx, deceased_id: str) -> list[FuneralGrant]:
    return [
        FuneralGrant(overlap.WORK_INJURY, each.amount, paid=True)
        for injury in injuries.standing(tx, deceased_id)
        for each in injury_payouts.grants_of(tx, injury.id)
        if each.kind == payout.FUNERAL and each.status != payout.RECOVERED
    ]


READERS: list[Callable[[Tx, str], list[FuneralGrant]]] = [_of_unemployment, _of_pension, _of_injury]


def paid_for(tx: Tx, deceased_id: str, but: str) -> list[FuneralGrant]:
    """Funeral grants that other insurances than `but` have paid for somebody.

    Two insurances that decide at once wait for each other here, so this is the last lock taken.
    """
    tx.lock("funeral grant", deceased_id)
    found = [each for read in READERS for each in read(tx, deceased_id)]
    return [each for each in found if each.insurance != but]
