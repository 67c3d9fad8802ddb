"""What a pharmacy sells for a prescription (销售出库), takes back, and brings to the patient."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.medical.domain import prescription as domain
from services.medical.domain import prescription_rules as rules
from services.medical.domain.institution import Institution
from services.medical.domain.prescription import Delivery, Dispensing, Prescription
from services.medical.domain.settlement import SETTLED
from services.medical.flows.interface import circulation, outgoing, prescriptions
from services.medical.problems_prescriptions import (
    DeliveryOver,
    DispensingNotFound,
    DispensingSettled,
    PrescriptionNotDispensed,
    PrescriptionNotReviewed,
    PrescriptionRefused,
)
from services.medical.store import prescriptions as rows
from services.medical.store import settlements, store, visits
from sscsim.db import Tx
from sscsim.failpoints import failpoint

SALE_NOTICE = "7109"
NOT_INSURED = "0"
"""hiFeesetlType: 非医疗保险结算."""
Notice = Callable[[Prescription, Dispensing], Mapping[str, Any]]


def dispense(
    institution: Institution,
    said: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    notice: Notice,
) -> tuple[Prescription, Dispensing]:
    """Sell what is prescribed, once; the hospital is told (7109)."""
    circulation.require_pharmacy(institution)
    with store.write() as tx:
        found, _ = prescriptions.held(tx, institution, said["hiRxno"])
        now, code = tx.world.now, institution.institution_code
        found.check_usable(now)
        if not rows.is_passed(tx, found.id, code):
            raise PrescriptionNotReviewed(prescription_id=found.id)
        rules.check_sale(said, lines, found.drugs)
        for name in ("selRetnTime", "setlTime"):
            if not found.prescribed_at <= said[name] <= now:
                raise PrescriptionRefused(
                    f"data.{name}",
                    "须在开方之后且不晚于当前时间",
                    "must be after prescribing and not in the future",
                )
        _check_settlement(tx, institution, found, said)
        made = Dispensing(
            id=tx.new_id("rxd", found.id, len(rows.dispensings_of(tx, found.id))),
            prescription_id=found.id,
            institution_code=code,
            settlement_id=said.get("setlId") or None,
            settled_at=said["setlTime"],
            sold_at=said["selRetnTime"],
            given=prescriptions.plain(said),
            lines=prescriptions.plain(lines),
            undone_at=None,
            undo_reason=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        rows.add_dispensing(tx, made)
        used = rows.change(tx, found, is_used=True)
        tx.emit("prescription.dispensed", used.id, prescriptions.told(used, dispensing_id=made.id))
        outgoing.send(tx, used.institution_code, SALE_NOTICE, notice(used, made), made.id)
        failpoint("medical.prescription_dispense.before_commit")
        return tx.answer((used, made))


def _check_settlement(
    tx: Tx, institution: Institution, found: Prescription, said: Mapping[str, Any]
) -> None:
    """A settlement that is named is this pharmacy's, the patient's, and stands."""
    named = said.get("setlId")
    if not named:
        if said.get("hiFeesetlType") not in (None, "", NOT_INSURED):
            raise PrescriptionRefused(
                "data.setlId", "医保结算时必填", "is needed of what was settled on insurance"
            )
        return
    settlement = settlements.find(tx, named)
    visit = visits.find(tx, settlement.visit_id) if settlement else None
    if (
        settlement is None
        or visit is None
        or settlement.institution_id != institution.id
        or visit.person_id != found.person_id
        or settlement.status != SETTLED
    ):
        raise PrescriptionRefused(
            "data.setlId",
            "不是本机构为该患者的有效结算",
            "is no settlement of this pharmacy for the patient that stands",
        )


def undo(
    institution: Institution, said: Mapping[str, Any], notice: Notice
) -> tuple[Prescription, Dispensing]:
    """Take a sale back (撤销): the prescription is unused again, and over if its time is up."""
    circulation.require_pharmacy(institution)
    with store.write() as tx:
        found, sale = _sold(tx, institution, said["hiRxno"], said["rxSelSn"])
        _check_not_settled(tx, sale)
        last = _last(rows.deliveries_of(tx, sale.id))
        if last in (domain.UNDER_WAY, domain.DONE, domain.RECEIVED):
            _refuse_step(found, last)
        now = tx.world.now
        if not sale.sold_at <= said["undoTime"] <= now:
            raise PrescriptionRefused(
                "data.undoTime",
                "须在销售之后且不晚于当前时间",
                "must be after the sale and not in the future",
            )
        rows.change_dispensing(tx, sale, undone_at=now, undo_reason=said["undoRea"])
        state = domain.EXPIRED if found.valid_until <= now else found.state
        free = rows.change(tx, found, is_used=False, state=state)
        about = prescriptions.told(free, dispensing_id=sale.id)
        tx.emit("prescription.dispensing_undone", free.id, about)
        outgoing.send(
            tx, free.institution_code, SALE_NOTICE, notice(free, sale), f"{sale.id}.undone"
        )
        return tx.answer((free, sale))


def _check_not_settled(tx: Tx, sale: Dispensing) -> None:
    settlement = settlements.find(tx, sale.settlement_id) if sale.settlement_id else None
    if settlement is not None and settlement.status == SETTLED:
        raise DispensingSettled(settlement_id=settlement.id)


def _refuse_step(found: Prescription, last: str) -> None:
    raise DeliveryOver(prescription_id=found.id, state=last, state_zh=domain.delivery_words(last))


def _sold(
    tx: Tx, institution: Institution, prescription_id: str, named: str | None = None
) -> tuple[Prescription, Dispensing]:
    """The pharmacy's own sale that stands; DispensingNotFound."""
    found = rows.find(tx, prescription_id, lock=True)
    sale = rows.standing(tx, prescription_id)
    if (
        found is None
        or sale is None
        or sale.institution_code != institution.institution_code
        or named not in (None, sale.id)
    ):
        raise DispensingNotFound(prescription_id=prescription_id)
    return found, sale


def deliver(institution: Institution, said: Mapping[str, Any], state: str) -> Delivery:
    """A step of bringing it (配送信息同步), in an order that can be."""
    return _step(institution, said, state, said.get("delvStasTime"), "data.delvStasTime")


def receive(institution: Institution, said: Mapping[str, Any]) -> Delivery:
    """The patient's receipt (签收确认), after something was sent; once."""
    return _step(institution, said, domain.RECEIVED, said["signTime"], "data.signTime")


def _step(
    institution: Institution, said: Mapping[str, Any], state: str, at: Any, where: str
) -> Delivery:
    circulation.require_pharmacy(institution)
    with store.write() as tx:
        found, sale = _sold(tx, institution, said["hiRxno"])
        steps, now = rows.deliveries_of(tx, sale.id), tx.world.now
        domain.check_step(found.id, _last(steps), state)
        at = at or now
        if not sale.sold_at <= at <= now:
            raise PrescriptionRefused(
                where,
                "须在销售之后且不晚于当前时间",
                "must be after the sale and not in the future",
            )
        made = Delivery(
            id=tx.new_id("rxv", sale.id, len(steps)),
            dispensing_id=sale.id,
            ordinal=len(steps),
            state=state,
            at=at,
            given=prescriptions.plain(said),
            created_at=now,
        )
        rows.add_delivery(tx, made)
        about = prescriptions.told(found, dispensing_id=sale.id, delivery=state)
        tx.emit("prescription.delivery_changed", found.id, about)
        return tx.answer(made)


def _last(steps: Sequence[Delivery]) -> str | None:
    return steps[-1].state if steps else None


def sold(found: Prescription) -> Dispensing:
    """What was sold for it and stands; PrescriptionNotDispensed."""
    with store.read() as tx:
        sale = rows.standing(tx, found.id)
    if sale is None:
        raise PrescriptionNotDispensed(prescription_id=found.id)
    return sale
