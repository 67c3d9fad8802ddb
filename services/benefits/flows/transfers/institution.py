"""What leaves with an institution's pension, or comes to one: the annuity goes along (职业年金)."""

from collections.abc import Sequence
from dataclasses import replace

from services.benefits import terms_transfer
from services.benefits.domain.annuities import account as annuity_accounts
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.domain.decision import Person
from services.benefits.domain.insurance import INSTITUTION_PENSION
from services.benefits.domain.insurance.month import DEEMED, MILITARY, ContributionMonth
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.transfer import institution as rules
from services.benefits.domain.transfer import sums as shares
from services.benefits.domain.transfer.record import WITHIN, InsuranceTransfer
from services.benefits.flows import annuities, annuity_moves
from services.benefits.flows.transfers import sums
from services.benefits.flows.transfers.leaving import Leaving
from services.benefits.store import annuities as annuity_rows
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money


def leaving(tx: Tx, transfer: InsuranceTransfer, person: Person) -> Leaving:
    """Of an institution the bases since the reform; within one pooling area nothing of the fund.
    An annuity that is being drawn by now stays."""
    if transfer.from_kind == INSTITUTION_PENSION:
        found = sums.by_years(tx, transfer, lambda months: _years(tx, transfer, months))
    else:
        found = sums.leaving(tx, transfer, person)
    known = annuities.held(tx, transfer.annuity_from) if transfer.annuity_from else None
    if known is None or known.status != annuity_accounts.ACCUMULATING:
        return found
    moved = rules.annuity(_parts(tx, known))
    together = summed([*found.explanation.steps, *moved.steps], (*shares.SHARES, *rules.SHARES))
    return replace(found, annuity=moved.totals()[rules.FUND], explanation=together)


def _years(
    tx: Tx, transfer: InsuranceTransfer, months: Sequence[ContributionMonth]
) -> Sequence[shares.Year]:
    if transfer.money_leg == WITHIN:
        return ()
    since = terms_transfer.institutions_since(transfer.to_region_code, tx.world.today)
    paid = (each.as_paid for each in months if each.origin not in (DEEMED, MILITARY))
    return rules.years_of(paid, since)


def _parts(tx: Tx, known: AnnuityAccount) -> rules.Annuity:
    """What the person paid, and all the rest: the employer's part and what both earned. Our
    accounts hold what was paid in; nothing of them stands on paper only."""
    entries = annuity_rows.entries_of(tx, known.id)
    person = annuity_accounts.PERSON
    own = sum_money(each.amount for each in entries if each.kind == person)
    own = min(own, known.balance)
    return rules.Annuity(own=own, employer=known.balance - own, on_paper=Money.zero())


def take_out(tx: Tx, transfer: InsuranceTransfer, found: Leaving) -> None:
    """The pension's account, and the annuity's."""
    sums.take_out(tx, transfer, found)
    if found.annuity:
        assert transfer.annuity_from is not None, "an annuity that moves is of an account"
        annuity_moves.moved_out(tx, transfer.annuity_from)


def put_in(tx: Tx, transfer: InsuranceTransfer) -> None:
    """The account goes on, and the annuity in the new employer's plan."""
    sums.put_in(tx, transfer)
    if transfer.annuity:
        assert transfer.annuity_to is not None, "an annuity that moves goes to an account"
        annuity_moves.moved_in(tx, transfer.annuity_to, transfer.annuity)
