"""Assistive devices: paid with their money, expired when they have had their time."""

from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.domain.injury import fitting as domain
from services.benefits.domain.injury import payout
from services.benefits.domain.injury.fitting import Device
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import injury_payouts, relations
from services.benefits.store import injury_care, store
from services.benefits.store import injury_payouts as payouts
from services.benefits.store import payments as payment_rows
from sscsim.db import Page, PageQuery, Tx

EXPIRE = "benefits.expire_assistive_device"
KEPT = injury_care.devices


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The grant follows its payment, and the device its grant."""
    injury_payouts.on_payment(tx, payment)
    root = payment_rows.find(tx, payment.order_id)
    assert root is not None, "a payment is never removed"
    grant_id = root.business_key.partition("/")[0]
    known, grant = injury_care.device_paid_by(tx, grant_id), payouts.grants.find(tx, grant_id)
    if known is not None and grant is not None and grant.status == payout.PAID:
        paid(tx, known)


def paid(tx: Tx, known: Device) -> Device:
    """What the fund gives for it has arrived."""
    if not domain.MACHINE.allows(known.status, "pay"):
        return known
    done = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "pay"))
    tx.emit("assistive_device.paid", done.id, told(done))
    return done


def expire(record_id: str) -> None:
    """It has lasted as long as it has to (due job)."""
    with store.write() as tx:
        found = KEPT.find(tx, record_id, lock=True)
        assert found is not None, "a device is never removed"
        if domain.MACHINE.allows(found.status, "expire"):
            status = domain.MACHINE.after(found.status, "expire")
            over = KEPT.change(tx, found, status=status)
            tx.emit("assistive_device.expired", over.id, told(over))
        tx.complete_job()


def told(known: Device) -> dict[str, Any]:
    """What an event says of a device."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "device": known.device,
        "status": known.status,
    }


# ---- reading


def get(record_id: str) -> Device:
    with store.read() as tx:
        return relations.seen(tx, KEPT, record_id, problems.AssistiveDeviceNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)
