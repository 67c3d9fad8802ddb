"""6201: an order of mobile payment is uploaded: visit, diagnoses and lines in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from services.medical.domain import charged_by_message
from services.medical.domain.institution import Institution
from services.medical.domain.mobile_order import SAVED, MobileOrder
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import OUTPATIENT
from services.medical.flows import admit, visits
from services.medical.flows.interface import charges, mobile_tokens, outpatient, register
from services.medical.flows.interface.charges import Order
from services.medical.flows.interface.outpatient import Seen
from services.medical.flows.mobile_orders import EXPIRE, told
from services.medical.problems_orders import MobileOrderExists
from services.medical.problems_outpatient import InsuranceDiffers, SumsDiffer
from services.medical.store import mobile_figures, store
from services.medical.store import mobile_orders as rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class Upload:
    """What is uploaded. `mdtrt_id`: of a visit that was begun before; None begins one. `sums`:
    what is stated of the bill, by the names that requests to settle have."""

    order_number: str
    person_id: str
    insurance_kind: str
    insurance_code: str
    on: date
    mdtrt_id: str | None
    visit_number: str
    batch: str
    certificate_type: str
    ec_token: str
    use_account: bool
    department_id: str | None
    doctor_id: str | None
    seen: Seen
    lines: Sequence[Order]
    sums: Mapping[str, Any]


def upload(institution: Institution, order: Upload) -> MobileOrder:
    """All of it or nothing. MobileTokenWrong, MobileOrderExists, and what the messages of the
    outpatient road (2201, 2203, 2204) are refused for."""
    asked = None
    if order.mdtrt_id is None:
        asked = admit.prepared(
            institution.id,
            order.insurance_kind,
            order.on,
            person_id=order.person_id,
            kind=OUTPATIENT,
            department_id=order.department_id,
            doctor_id=order.doctor_id,
        )
        outpatient.check_home(order.seen.home_region, asked.coverage.home_region_code)
    with store.write() as tx:
        tx.lock("mobile_order", institution.institution_code, order.order_number)
        mobile_tokens.check(tx, institution, order.ec_token, order.person_id)
        _check_new(rows.live_numbered(tx, institution.institution_code, order.order_number))
        mdtrt_id = order.mdtrt_id
        if mdtrt_id is None:
            assert asked is not None
            visit = admit.opened(tx, asked)
            register.open_visit(
                tx, visit, order.seen.med_type, order.visit_number, order.certificate_type, {}
            )
            mdtrt_id = visit.id
        else:
            mdtrt_id = _known(tx, institution, mdtrt_id, order)
        outpatient.seen_in(tx, institution, mdtrt_id, order.person_id, order.seen)
        lines = [
            replace(one, sent={**one.sent, "mdtrt_id": mdtrt_id, "psn_no": order.person_id})
            for one in order.lines
        ]
        charged = charges.uploaded(tx, institution, lines, order.seen.home_region)
        visit = visits.known(tx, charged[0].one.visit.id)
        wrong = charged_by_message.sums_that_differ(visit.bill, order.sums)
        if wrong:
            raise SumsDiffer(wrong, order.batch)
        made = _placed(tx, institution, order, visit, mdtrt_id)
        failpoint("medical.mobile_upload.before_commit")
        return tx.answer(made)


def _check_new(known: MobileOrder | None) -> None:
    if known is not None:
        raise MobileOrderExists(order_id=known.id)


def _known(tx: Tx, institution: Institution, mdtrt_id: str, order: Upload) -> str:
    """The number of a visit that is there; no order of it waits with this batch."""
    found = register.numbered(tx, institution, mdtrt_id, order.person_id, lock=True)
    for one in found:
        if one.visit.insurance_kind != order.insurance_kind:
            raise InsuranceDiffers(said=order.insurance_code, mdtrt_id=one.mdtrt_id)
        if one.charge_batch == order.batch:
            _check_new(rows.live_of_visit(tx, one.visit.id))
    return found[0].mdtrt_id


def _placed(
    tx: Tx, institution: Institution, order: Upload, visit: Visit, mdtrt_id: str
) -> MobileOrder:
    code, number, now = institution.institution_code, order.order_number, tx.world.now
    _check_new(rows.live_of_visit(tx, visit.id))
    order_id = tx.new_id("mpo", code, number, rows.count_of_number(tx, code, number) + 1)
    minutes = mobile_figures.built_in().order_minutes
    made = MobileOrder(
        id=order_id,
        institution_code=code,
        order_number=number,
        person_id=order.person_id,
        visit_id=visit.id,
        mdtrt_id=mdtrt_id,
        charge_batch=order.batch,
        began_visit=order.mdtrt_id is None,
        ec_token=order.ec_token,
        pay_token=mobile_tokens.made(tx, "payment", order_id),
        revs_token=mobile_tokens.made(tx, "reversal", order_id),
        use_account=order.use_account,
        total=visit.bill.total,
        state=SAVED,
        expires_at=now + timedelta(minutes=minutes),
        settlement_id=None,
        refund_id=None,
        refund_number=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.add(tx, made)
    tx.schedule(EXPIRE, made.id, made.expires_at)
    tx.emit("mobile_order.placed", made.id, told(made))
    return made
