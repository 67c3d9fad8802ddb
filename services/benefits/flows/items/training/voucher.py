"""HRSS-068: the training voucher (职业培训券): claimed, bound, redeemed, settled, or expired."""

from datetime import datetime, time, timedelta

from services.benefits import terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.training import voucher as domain
from services.benefits.domain.training.course import Course, Training
from services.benefits.domain.training.voucher import Voucher
from services.benefits.flows import payments
from services.benefits.flows import training_known as known
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.store import store, training
from sscsim import clock
from sscsim.db import Tx

CODE = "HRSS-068"
EXPIRE = "benefits.expire_training_voucher"


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    figures = terms.figures_of("training_voucher", case.competent_region, case.today)
    held = _held(tx, case)
    code = case.inputs.get("course_code") or (held.course_code if held else None)
    course = training.one(tx, Course, course_code=code) if code else None
    taken = None
    if course is not None:
        taken = training.one(tx, Training, course_id=course.id, person_id=case.person.id)
    tx.lock("training voucher of", case.person.id)
    year = case.today.year
    return domain.Facts(
        worth=figures.money("worth"),
        valid_months=figures.number("valid").value,
        categories=figures.words("categories").value,
        this_year=training.one(tx, Voucher, person_id=case.person.id, year=year),
        held=held,
        training=taken,
        course=course,
    )


def _held(tx: Tx, case: Case) -> Voucher | None:
    """The voucher that the form names, if it is the person's."""
    code = case.inputs.get("voucher_code")
    if code is None:
        return None
    return training.one(tx, Voucher, lock=True, code=code, person_id=case.person.id)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """By what was asked."""
    if said.terms["action"] == "claim":
        return _claimed(tx, case, said)
    held = _held(tx, case)
    assert held is not None, "the rule saw it"
    if said.terms["action"] == "bind":
        course = training.one(tx, Course, course_code=case.inputs["course_code"])
        assert course is not None
        mine = training.one(tx, Training, course_id=course.id, person_id=case.person.id)
        assert mine is not None
        changed = training.change(
            tx, held, status=domain.BOUND, training_id=mine.id, course_code=course.course_code
        )
        return _told(tx, changed)
    return _redeemed(tx, case, said, held)


def _claimed(tx: Tx, case: Case, said: Decision) -> Effect:
    """A voucher, and the job that ends it."""
    figures = terms.figures_of("training_voucher", case.competent_region, case.today)
    now, year = tx.world.now, case.today.year
    made = Voucher(
        id=tx.new_id("vch", case.person.id, year),
        code=f"PXQ{year}{training.next_voucher(tx, year):06d}",
        person_id=case.person.id,
        year=year,
        region_code=case.competent_region,
        application_id=case.application_id,
        person_category=case.inputs["person_category"],
        worth=figures.money("worth").value,
        until_date=said.terms["until"],
        training_id=None,
        course_code=None,
        paid=None,
        payment_id=None,
        status=domain.CLAIMED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    training.add(tx, made)
    over = datetime.combine(made.until_date + timedelta(days=1), time(0, 0), clock.SHANGHAI)
    tx.schedule(EXPIRE, made.id, over)
    return _told(tx, made)


def _redeemed(tx: Tx, case: Case, said: Decision, held: Voucher) -> Effect:
    """The provider is paid: into its own account, which is on no card."""
    assert said.amount is not None and held.course_code is not None
    course = training.one(tx, Course, course_code=held.course_code)
    assert course is not None
    paid = payments.order(
        tx,
        PaymentOrder(f"{CODE}/{held.id}", said.amount, domain.FUND, f"培训券结算 {held.code}"),
        item_code=CODE,
        region=held.region_code,
        person_id=None,
        payee_name=course.provider_name,
    )
    changed = training.change(
        tx, held, status=domain.REDEEMED, paid=said.amount, payment_id=paid.id
    )
    return _told(tx, changed, benefit_payment_id=paid.id)


def _told(tx: Tx, voucher: Voucher, **more: str) -> Effect:
    tx.emit(f"training_voucher.{voucher.status}", voucher.id, told(voucher))
    return Effect({"voucher_id": voucher.id, "voucher_code": voucher.code, **more})


def told(voucher: Voucher) -> dict[str, str]:
    """What an event says of a voucher."""
    return {"id": voucher.id, "person_id": voucher.person_id, "code": voucher.code}


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """Settled with the provider."""
    if payment.status != payments_domain.PAID:
        return
    found = training.voucher_of_payment(tx, payment.order_id)
    if found is not None:
        after = domain.MACHINE.after(found.status, "settle")
        changed = training.change(tx, found, status=after)
        tx.emit("training_voucher.settled", changed.id, told(changed))


def expire(voucher_id: str) -> None:
    """Its last day is over: one that was redeemed stays as it is."""
    with store.write() as tx:
        found = known.held(tx, Voucher, voucher_id)
        if domain.MACHINE.allows(found.status, "expire"):
            changed = training.change(tx, found, status=domain.EXPIRED)
            tx.emit("training_voucher.expired", changed.id, told(changed))
        tx.complete_job()


HANDLING = Handling(
    CODE, decide=domain.decide, facts=_facts, effect=_effect, on_payment=_on_payment
)
