"""A transfer begins: the new area has audited the application, and writes to the old one (受理)."""

from services.benefits import terms_transfer
from services.benefits.domain.decision import Case
from services.benefits.domain.transfer import record, saga
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows.transfers import steps
from services.benefits.store import transfers as kept
from sscsim.db import Tx
from sscsim.kernel.money import Money


def begun(
    tx: Tx,
    case: Case,
    from_kind: str,
    to_kind: str,
    reason: str,
    *,
    money_leg: str | None = None,
    annuity_from: str | None = None,
    annuity_to: str | None = None,
) -> InsuranceTransfer:
    """The new area has audited the application, and writes to the old one.

    money_leg: where it isn't as the two provinces clear.
    """
    asked = case.inputs
    old, new = asked["from_region_code"], asked["to_region_code"]
    netted = terms_transfer.total_between(old, new, case.today) is not None
    same_area = kept.transfers.c.to_region_code == new
    number = kept.transfers.count(tx, same_area) + 1
    made = InsuranceTransfer(
        id=tx.new_id("itf", case.application_id, case.decision_no),
        person_id=case.person.id,
        item_code=case.item.code,
        application_id=case.application_id,
        from_kind=from_kind,
        to_kind=to_kind,
        from_region_code=old,
        to_region_code=new,
        reason=reason,
        money_leg=money_leg or (record.NETTED if netted else record.CASE_BY_CASE),
        letter_number=record.letter_number(new, case.today, number),
        letters=0,
        months=0,
        doubles=0,
        account=Money.zero(),
        pooled=Money.zero(),
        refund=Money.zero(),
        payment_id=None,
        annuity=Money.zero(),
        annuity_from=annuity_from,
        annuity_to=annuity_to,
        explanation=None,
        applied_on=case.today,
        letter_on=None,
        letter_arrived_on=None,
        closed_on=None,
        arrived_on=None,
        merged_on=None,
        completed_on=None,
        returned_on=None,
        return_reason=None,
        due_party=None,
        due_by=None,
        is_overdue=False,
        status=saga.TRANSFER.initial,
        live=1,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    kept.transfers.add(tx, made)
    written = steps.written(tx, made)
    tx.emit("insurance_transfer.begun", made.id, steps.told(written))
    return written
