"""Care elsewhere that was confirmed, bills that were paid back, assistive devices."""

from collections.abc import Sequence

from services.benefits.domain.injury import offsite, settled_bill
from services.benefits.domain.injury.fitting import Device
from services.benefits.domain.injury.offsite import OffsiteCare
from services.benefits.domain.injury.reimbursement import InjuryBill
from services.benefits.domain.injury.settled_bill import InjurySettlement
from services.benefits.store import tables_injury as tables
from services.benefits.store.kept import Kept, OfPerson
from sscsim.db import Tx

offsite_cares = OfPerson(OffsiteCare, tables.offsite_cares)
bills = Kept(InjuryBill, tables.injury_bills)
settlements = OfPerson(InjurySettlement, tables.injury_settlements)
devices = OfPerson(Device, tables.assistive_devices)


def confirmed(tx: Tx, person_id: str) -> list[OffsiteCare]:
    """Confirmations of the person that are in force."""
    c = offsite_cares.c
    return offsite_cares.every(tx, c.person_id == person_id, c.status == offsite.CONFIRMED)


def claimed(tx: Tx, numbers: Sequence[str]) -> set[str]:
    """Those of these bills that were paid back before; nobody else claims them until the end."""
    for number in sorted(set(numbers)):
        tx.lock("injury_bills", number)
    c = bills.c
    return {each.invoice_number for each in bills.every(tx, c.invoice_number.in_(list(numbers)))}


def of_settlement(tx: Tx, settlement_id: str) -> InjurySettlement | None:
    """The bill that this settlement of `medical` settled."""
    return settlements.newest(tx, settlements.c.settlement_id == settlement_id)


def waiting_for(tx: Tx, visit_id: str) -> InjurySettlement | None:
    """The bill of this visit that was asked for and is not settled yet."""
    c = settlements.c
    asked = c.status == settled_bill.PRE_SETTLED
    return settlements.newest(tx, c.visit_id == visit_id, asked)


def devices_of(tx: Tx, person_id: str, device: str) -> list[Device]:
    """The person's devices of a kind, the first one first."""
    c = devices.c
    return devices.every(tx, c.person_id == person_id, c.device == device)


def device_paid_by(tx: Tx, grant_id: str) -> Device | None:
    return devices.newest(tx, devices.c.grant_id == grant_id)
