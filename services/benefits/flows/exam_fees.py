"""The fee of an examination: paid by card, given back until its day.

The card service takes the money once for each attempt. An attempt whose answer was lost is
settled by a job that asks what came of it, and after that it can't come late.
"""

from datetime import timedelta
from typing import Any

from services.benefits import problems_training as problems
from services.benefits.domain.training import exam as domain
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.flows import payments
from services.benefits.flows import training_known as known
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import store, training
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Relayed

SETTLE = "benefits.settle_exam_fee"
_ASK_AFTER = timedelta(minutes=10)
"""When it is asked what came of an attempt that nobody answered for."""
FUND = "fiscal"


def pay(
    registration_id: str,
    password: str | None = None,
    electronic_code: str | None = None,
    face: str | None = None,
) -> ExamRegistration:
    """Pay the fee from the card's account by password, or by a code of the electronic card.

    ExamPayWay, ExamFeeLate, ExamRegistrationState, and what the bank side says.
    """
    seen = known.get(ExamRegistration, registration_id)
    _check_way(seen, password, electronic_code)
    if seen.status == domain.PAYING:
        seen = settle(registration_id)
        if seen.status == domain.ADMITTED:
            with store.write() as tx:
                return tx.answer(seen)
    begun = _begun(registration_id)
    try:
        reference = _taken(begun, password, electronic_code, face)
    except peers.Refused as refusal:
        _given_up(begun)
        raise Relayed(refusal.status, refusal.problem) from None
    failpoint("benefits.exam_fee.after_card")
    with store.write() as tx:
        return tx.answer(_admitted(tx, begun, reference))


def _check_way(seen: ExamRegistration, password: str | None, code: str | None) -> None:
    shown = {"card_account": (password, code), "electronic_card": (code, None)}
    wanted, other = shown[seen.pay_by]
    if wanted is None or other is not None:
        raise problems.ExamPayWay(pay_by=seen.pay_by)


def _begun(registration_id: str) -> ExamRegistration:
    """A new attempt, known before any money moves."""
    with store.write() as tx:
        found = known.held(tx, ExamRegistration, registration_id)
        exam = training.find(tx, Examination, found.examination_id)
        assert exam is not None
        if found.status == domain.REGISTERED and tx.world.today > exam.closes_on:
            raise problems.ExamFeeLate(day=exam.closes_on.isoformat())
        status = domain.moved(found, "begin_payment")
        changed = training.change(tx, found, status=status, tries=found.tries + 1)
        tx.schedule(SETTLE, f"{changed.id}:{changed.tries}", tx.world.now + _ASK_AFTER)
        return changed


def _taken(
    begun: ExamRegistration, password: str | None, code: str | None, face: str | None
) -> str:
    memo = f"考试费 {begun.exam_code}"
    body: dict[str, Any] = {"event": begun.fee_event, "amount_fen": begun.fee.fen, "memo": memo}
    if begun.pay_by == "card_account":
        body |= {
            "person_id": begun.person_id,
            "password": password,
            "payee": f"payee.exam.{begun.region_code}",
        }
        return str(peers.call("card", "POST", "/internal/v1/bank-debits", body)["entry_id"])
    body |= {"text": code} | ({"password": password} if password else {})
    body |= {"face": face} if face else {}
    return str(peers.call("card", "POST", "/internal/v1/code-payments", body)["id"])


def _given_up(begun: ExamRegistration) -> None:
    """The bank side refused: registered as before, to be tried again."""
    with store.write() as tx:
        found = known.held(tx, ExamRegistration, begun.id)
        if (found.status, found.tries) == (domain.PAYING, begun.tries):
            training.change(tx, found, status=domain.moved(found, "fail"))
        tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")


def _admitted(tx: Tx, begun: ExamRegistration, reference: str) -> ExamRegistration:
    """The money is there: admitted, with a number of one's own (准考证号)."""
    found = known.held(tx, ExamRegistration, begun.id)
    if (found.status, found.tries) != (domain.PAYING, begun.tries):
        return found  # the job that settles it was quicker
    tx.lock("admission", found.examination_id)
    others = training.all_of(tx, ExamRegistration, examination_id=found.examination_id)
    number = sum(each.admission_number is not None for each in others) + 1
    changed = training.change(
        tx,
        found,
        status=domain.moved(found, "admit"),
        fee_reference=reference,
        admission_number=f"{found.exam_code.upper()}-{number:06d}",
    )
    tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")
    tell(tx, changed)
    return changed


def settle(registration_id: str) -> ExamRegistration:
    """Find out what came of an attempt: paid, or never more. Safe to do twice."""
    begun = known.get(ExamRegistration, registration_id)
    if begun.status != domain.PAYING:
        return begun
    by_card = begun.pay_by == "card_account"
    path = "/internal/v1/bank-debits/query" if by_card else "/internal/v1/code-payments/query"
    answer = peers.call("card", "POST", path, {"event": begun.fee_event})
    reference = answer.get("entry_id" if by_card else "payment_id")
    with store.write() as tx:
        if reference is not None:
            return _admitted(tx, begun, reference)
        found = known.held(tx, ExamRegistration, registration_id)
        if (found.status, found.tries) == (domain.PAYING, begun.tries):
            found = training.change(tx, found, status=domain.moved(found, "fail"))
        return found


def settle_due(key: str) -> None:
    """The job of an attempt; one that is over already is left alone."""
    registration_id, _, number = key.partition(":")
    found = known.get(ExamRegistration, registration_id)
    if found.tries == int(number):
        found = settle(registration_id)
    with store.write() as tx:
        exam = training.find(tx, Examination, found.examination_id)
        late = exam is not None and tx.world.today > exam.closes_on
        now = known.held(tx, ExamRegistration, registration_id)
        if late and now.status == domain.REGISTERED:
            tell(tx, training.change(tx, now, status=domain.moved(now, "lapse")))
        tx.complete_job()


def refund(registration_id: str) -> ExamRegistration:
    """Give the fee back onto the card, until the day that the announcement says.

    ExamRefundLate, ExamRegistrationState. The seat is free again.
    """
    with store.write() as tx:
        found = known.held(tx, ExamRegistration, registration_id)
        exam = training.find(tx, Examination, found.examination_id)
        assert exam is not None
        status = domain.moved(found, "refund")
        if tx.world.today > exam.refund_until:
            raise problems.ExamRefundLate(day=exam.refund_until.isoformat())
        changed = training.change(tx, found, status=status)
        if found.fee:
            payments.order(
                tx,
                PaymentOrder(f"exam-fee/{found.id}", found.fee, FUND, "考试费退费"),
                item_code="HRSS-074",
                region=found.region_code,
                person_id=found.person_id,
            )
        tell(tx, changed)
        failpoint("benefits.exam_refund.before_commit")
        return tx.answer(changed)


def tell(tx: Tx, changed: ExamRegistration) -> None:
    """That a registration is in another state now."""
    about = {"id": changed.id, "person_id": changed.person_id, "status": changed.status}
    tx.emit("exam_registration.changed", changed.id, about)
