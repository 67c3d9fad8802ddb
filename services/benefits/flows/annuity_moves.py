"""An annuity moves with the person to another plan, and goes on there."""

from services.benefits.domain.annuities import account as domain
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.store import annuities as rows
from sscsim.db import Tx
from sscsim.kernel.money import Money


def moved_out(tx: Tx, account_id: str) -> None:
    """All of it leaves with the person for another plan; held, and nothing drawn of it yet."""
    known = annuities.held(tx, account_id)
    after = domain.MACHINE.after(known.status, "move")
    number = str(known.entries + 1)
    known = annuities.booked(tx, known, domain.TRANSFER_OUT, number, -known.balance, None)
    known = rows.accounts.change(tx, known, status=after)
    tx.emit("annuity_account.booked", known.id, annuities.told(known))


def moved_in(tx: Tx, account_id: str, amount: Money) -> None:
    """It goes on here. To an account that was drawn to its end the rest is paid out as well."""
    known = annuities.held(tx, account_id)
    number = str(known.entries + 1)
    known = annuities.booked(tx, known, domain.TRANSFER_IN, number, amount, None)
    if known.status == domain.MOVED:
        after = domain.MACHINE.after(known.status, "take_in")
        known = rows.accounts.change(tx, known, status=after, emptied_on=None)
    tx.emit("annuity_account.booked", known.id, annuities.told(known))
    annuity_payouts.topped_up(tx, account_id)
