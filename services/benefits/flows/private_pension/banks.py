"""The funds account of a private pension: opened at a bank, and moved to another one."""

from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits.domain.private_pension import account as domain
from services.benefits.domain.private_pension.account import FundsAccount, PrivatePension
from services.benefits.flows.private_pension import known
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def opened(tx: Tx, pension: PrivatePension, bank_code: str, channel: str) -> FundsAccount:
    """The next funds account of the pension."""
    ordinal, now = rows.next_number(tx, rows.funds, pension.id), tx.world.now
    made = FundsAccount(
        id=tx.new_id("ppf", pension.id, ordinal),
        pension_id=pension.id,
        person_id=pension.person_id,
        ordinal=ordinal,
        bank_code=bank_code,
        channel=channel,
        opened_on=tx.world.today,
        left_on=None,
        entries=0,
        cash=known.NOTHING,
        holdings=known.NOTHING,
        status=domain.ACTIVE,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.funds.add(tx, made)
    return made


def change_bank(pension_id: str, bank_code: str) -> dict[str, Any]:
    """Move the funds account to another bank with all its cash (变更开户银行): no contribution.

    PrivatePensionNotFound, PrivatePensionState, PrivatePensionBankUnknown,
    PrivatePensionSameBank, PrivatePensionHoldsProducts.
    """
    if bank_code not in domain.BANKS:
        raise problems.PrivatePensionBankUnknown(bank=bank_code, known=", ".join(domain.BANKS))
    with store.write() as tx:
        pension = known.held(tx, pension_id)
        domain.check_open(pension, "change_bank")
        old = rows.active_funds(tx, pension_id)
        if old.bank_code == bank_code:
            raise problems.PrivatePensionSameBank(pension_id=pension_id, bank=bank_code)
        if old.holdings:
            raise problems.PrivatePensionHoldsProducts(pension_id=pension_id, holdings=old.holdings)
        new = opened(tx, pension, bank_code, domain.channel_of(world.current().role))
        cash = old.cash
        if cash:
            old = known.booked(tx, old, domain.MOVED_OUT, new.id, cash=-cash)
            new = known.booked(tx, new, domain.MOVED_IN, old.id, cash=cash)
        after = domain.FUNDS.after(old.status, "leave")
        rows.funds.change(tx, old, status=after, left_on=tx.world.today)
        tx.emit(
            "private_pension.bank_changed", pension.id, known.told(pension, bank_code=bank_code)
        )
        failpoint("benefits.private_pension_bank.before_commit")
        return tx.answer(known.with_funds(pension, new))
