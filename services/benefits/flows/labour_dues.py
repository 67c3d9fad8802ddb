"""What employers have to pay: put on record, paid onto the card, followed until it arrives.

A due pays once: it is ordered under its own id, whoever pays and however often they ask.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from services.benefits import problems_relations as problems
from services.benefits.domain import payment as money
from services.benefits.domain.labour import due as domain
from services.benefits.domain.labour.due import LabourDue
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import payments, relations
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import labour, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

MISS = "benefits.labour_due_missed"
FUND = "wages"
ARRIVED: dict[str, Callable[[Tx, LabourDue], None]] = {}
"""By the prefix of a source's id: what the arrival of its money changes there."""


class Source(Protocol):
    """What a due follows from."""

    @property
    def id(self) -> str: ...
    @property
    def person_id(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def region_code(self) -> str: ...


def owe(
    tx: Tx,
    *,
    source: Source,
    item_code: str,
    debtor: tuple[str, str],
    amount: Money,
    due_date: date,
) -> LabourDue:
    """A due for its source, and the job that sees it missed. `debtor`: credit code and name."""
    now = tx.world.now
    made = LabourDue(
        id=tx.new_id("lad", source.id),
        source_id=source.id,
        item_code=item_code,
        person_id=source.person_id,
        payee_name=source.person_name,
        region_code=source.region_code,
        debtor_credit_code=debtor[0],
        debtor_name=debtor[1],
        amount=amount,
        due_date=due_date,
        missed_on=None,
        payment_id=None,
        paid_on=None,
        status=domain.OWED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.dues.add(tx, made)
    tx.schedule(MISS, made.id, relations.day_after(due_date))
    tx.emit("labour_due.owed", made.id, told(made))
    return made


def pay(due_id: str) -> LabourDue:
    """The employer pays, or somebody for it: onto the worker's card (履行).

    LabourDueNotFound; RecordState when it was paid already or is on its way.
    """
    with store.write() as tx:
        found = relations.held(tx, labour.dues, due_id, problems.LabourDueNotFound)
        status = relations.after(domain.DUE, found, "pay")
        order = PaymentOrder(f"labour-due/{found.id}", found.amount, FUND, "劳动争议应付款")
        made = payments.order(
            tx,
            order,
            item_code=found.item_code,
            region=found.region_code,
            person_id=found.person_id,
            payee_name=found.payee_name,
        )
        changed = labour.dues.change(tx, found, status=status, payment_id=made.order_id)
        failpoint("benefits.labour_due.before_commit")
        return tx.answer(changed)


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A due follows its payment; its source hears when the money is there."""
    found = labour.due_paid_by(tx, payment.order_id)
    if found is None:
        return
    event = "arrive" if payment.status == money.PAID else "return"
    if not domain.DUE.allows(found.status, event):
        return
    paid_on = tx.world.today if event == "arrive" else None
    status = domain.DUE.after(found.status, event)
    changed = labour.dues.change(tx, found, status=status, paid_on=paid_on)
    if event == "arrive":
        tx.emit("labour_due.paid", changed.id, told(changed))
        tell = ARRIVED.get(changed.source_id.partition("_")[0])
        if tell is not None:
            tell(tx, changed)


def missed(due_id: str) -> None:
    """Its last day is over unpaid: it may be enforced (due job)."""
    with store.write() as tx:
        found = labour.dues.find(tx, due_id, lock=True)
        assert found is not None, "a due is never removed"
        if domain.DUE.allows(found.status, "miss"):
            late = labour.dues.change(
                tx,
                found,
                status=domain.DUE.after(found.status, "miss"),
                missed_on=tx.world.today,
            )
            tx.emit("labour_due.missed", late.id, told(late))
        tx.complete_job()


def is_broken(tx: Tx, due_id: str | None) -> bool:
    """Whether what was agreed was not paid in time."""
    found = labour.dues.find(tx, due_id) if due_id else None
    return found is not None and found.status == domain.OVERDUE


def told(due: LabourDue) -> dict[str, object]:
    """What an event says of a due."""
    return {
        "id": due.id,
        "person_id": due.person_id,
        "source_id": due.source_id,
        "amount_fen": due.amount.fen,
        "status": due.status,
    }
