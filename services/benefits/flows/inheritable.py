"""The two kinds of account that heirs may get: what is in it, how it is left to them and emptied,
and the tax on a share."""

from dataclasses import dataclass
from typing import Protocol

from services.benefits import problems_annuity, problems_private_pension
from services.benefits import terms_private_pension as pension_terms
from services.benefits import terms_transfer as annuity_terms
from services.benefits.domain import annuity
from services.benefits.domain.annuities import account as annuities_domain
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.domain.inheritance import PRIVATE_PENSION, AccountInheritance
from services.benefits.domain.private_pension import account as pensions_domain
from services.benefits.domain.private_pension import withdrawal
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.flows import annuities
from services.benefits.flows.private_pension import known, products
from services.benefits.store import annuities as annuity_rows
from services.benefits.store import private_pensions as pension_rows
from sscsim.db import Tx
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money


class Left(Protocol):
    """An account of somebody who has died; held. kind: also the fund that it is paid out of;
    item_code: whose payments its shares are; is_new: not left to heirs yet."""

    @property
    def account(self) -> "AnnuityAccount | PrivatePension": ...
    @property
    def kind(self) -> str: ...
    @property
    def item_code(self) -> str: ...
    @property
    def is_new(self) -> bool: ...

    def worth(self, tx: Tx) -> Money: ...
    def under_way(self, tx: Tx) -> str | None: ...
    def leave(self, tx: Tx) -> None: ...
    def empty(self, tx: Tx, of: AccountInheritance, amount: Money) -> None: ...
    def taxed(self, tx: Tx, share: Money) -> Explanation: ...


@dataclass(frozen=True, slots=True)
class _Annuity:
    account: AnnuityAccount

    @property
    def kind(self) -> str:
        return annuities_domain.FUNDS[self.account.kind]

    @property
    def item_code(self) -> str:
        return annuities_domain.ITEMS[self.account.kind]

    @property
    def is_new(self) -> bool:
        return self.account.status not in (annuities_domain.ESTATE, annuities_domain.EMPTIED)

    def worth(self, tx: Tx) -> Money:
        return self.account.balance

    def under_way(self, tx: Tx) -> str | None:
        return None

    def leave(self, tx: Tx) -> None:
        """AnnuityState."""
        account, event = self.account, "leave_to_heirs"
        if not annuities_domain.MACHINE.allows(account.status, event):
            raise problems_annuity.AnnuityState(
                account_id=account.id, status=account.status, event=event
            )
        annuity_rows.accounts.change(
            tx,
            account,
            status=annuities_domain.MACHINE.after(account.status, event),
            reason=annuity.DEATH,
            manner=account.manner or annuity.AT_ONCE,
            emptied_on=None,
        )

    def empty(self, tx: Tx, of: AccountInheritance, amount: Money) -> None:
        kind, period = annuities_domain.INHERITANCE, str(of.ordinal)
        emptied = annuities.booked(tx, self.account, kind, period, -amount, None)
        after = annuities_domain.MACHINE.after(emptied.status, "empty")
        done = annuity_rows.accounts.change(tx, emptied, status=after, emptied_on=tx.world.today)
        tx.emit("annuity_account.emptied", done.id, annuities.told(done))

    def taxed(self, tx: Tx, share: Money) -> Explanation:
        rule = annuity_terms.annuity_tax(self.account.region_code, tx.world.today)
        return rule.net(share, annuity.DEATH, annuity.AT_ONCE)


@dataclass(frozen=True, slots=True)
class _PrivatePension:
    account: PrivatePension
    kind: str = PRIVATE_PENSION
    item_code: str = withdrawal.CODE

    @property
    def is_new(self) -> bool:
        return self.account.status not in (pensions_domain.ESTATE, pensions_domain.CLOSED)

    def worth(self, tx: Tx) -> Money:
        return products.worth(tx, self.account)

    def under_way(self, tx: Tx) -> str | None:
        found = pension_rows.under_way(tx, self.account.person_id)
        return found.id if found is not None else None

    def leave(self, tx: Tx) -> None:
        """PrivatePensionState. Products stay as they are until heirs are known."""
        pension, event = self.account, "leave_to_heirs"
        if not pensions_domain.MACHINE.allows(pension.status, event):
            raise problems_private_pension.PrivatePensionState(
                pension_id=pension.id, status=pension.status, event=event
            )
        after = pensions_domain.MACHINE.after(pension.status, event)
        pension_rows.pensions.change(tx, pension, status=after)

    def empty(self, tx: Tx, of: AccountInheritance, amount: Money) -> None:
        """Everything is sold before."""
        pension = self.account
        funds = products.sell_all(tx, pension)
        known.booked(tx, funds, pensions_domain.INHERITANCE, of.id, cash=-amount)
        closed = pension_rows.pensions.change(
            tx,
            pension,
            status=pensions_domain.MACHINE.after(pension.status, "close"),
            redeemed=amount + pension_rows.paid_out(tx, pension.id),
            closed_on=tx.world.today,
        )
        tx.emit("private_pension.closed", closed.id, known.told(closed))

    def taxed(self, tx: Tx, share: Money) -> Explanation:
        figures = pension_terms.figures(self.account.region_code, tx.world.today)
        return pension_terms.payout_from(figures).net(share)


def of_annuity(tx: Tx, account_id: str) -> Left:
    """AnnuityNotFound."""
    return _Annuity(annuities.held(tx, account_id))


def of_private_pension(tx: Tx, pension_id: str) -> Left:
    """PrivatePensionNotFound."""
    return _PrivatePension(known.held(tx, pension_id))
