"""Products of the private pension: the list of today, what is bought of it, and sold again."""

from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits import terms_private_pension as terms
from services.benefits.domain.private_pension import account, offers
from services.benefits.domain.private_pension import holding as domain
from services.benefits.domain.private_pension.account import FundsAccount, PrivatePension
from services.benefits.domain.private_pension.holding import Holding
from services.benefits.domain.private_pension.offers import Offer
from services.benefits.domain.private_pension.products import Catalogue
from services.benefits.flows.private_pension import known
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

KEPT = rows.holdings
_ANYWHERE = "110000"
"""The list is one for the country."""


def _catalogue() -> Catalogue:
    """The counts of today; FigureMissing before there was a list."""
    return terms.products(_ANYWHERE, world.today())


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    """The list, class by class. FigureMissing."""
    found = list(offers.on_list(_catalogue(), filters.get("product_class")))
    at = world.current()
    start = read_cursor(query, at) if query.cursor else 0
    end = start + query.limit
    return Page(found[start:end], write_cursor(query, at, end) if end < len(found) else None)


def get(product_code: str) -> Offer:
    """A product on the list of today. PrivatePensionProductNotFound, FigureMissing."""
    product_class, number = offers.named(product_code)
    if not product_class or _catalogue().refuses(product_class, number):
        raise problems.PrivatePensionProductNotFound(product_code=product_code)
    return offers.offer(product_class, number)


def buy(pension_id: str, product_code: str, amount: Money) -> Holding:
    """Buy with the cash of the funds account (购买).

    PrivatePensionNotFound, PrivatePensionState, PrivatePensionProductNotFound,
    PrivatePensionPurchaseSmall, PrivatePensionCashShort.
    """
    offered = get(product_code)
    with store.write() as tx:
        pension = known.held(tx, pension_id)
        account.check_open(pension, "buy")
        funds = rows.active_funds(tx, pension_id)
        domain.check_purchase(offered, funds.cash, amount)
        made = _bought(tx, pension, funds, offered, amount)
        known.booked(tx, funds, account.PURCHASE, made.id, cash=-amount, holdings=amount)
        _tell(tx, made)
        failpoint("benefits.private_pension_purchase.before_commit")
        return tx.answer(made)


def _bought(
    tx: Tx, pension: PrivatePension, funds: FundsAccount, offered: Offer, amount: Money
) -> Holding:
    number, now = rows.next_number(tx, KEPT, pension.id), tx.world.now
    made = Holding(
        id=tx.new_id("pph", pension.id, number),
        pension_id=pension.id,
        funds_account_id=funds.id,
        person_id=pension.person_id,
        ordinal=number,
        product_code=offered.code,
        product_class=offered.product_class,
        bought_on=tx.world.today,
        cost=amount,
        unsold=amount,
        income=known.NOTHING,
        sales=0,
        status=domain.HELD,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    return made


def sell(holding_id: str, amount: Money | None = None) -> Holding:
    """Sell a part of what was put in, or all of it, with the income of that part (赎回).

    PrivatePensionHoldingNotFound, PrivatePensionState, PrivatePensionHoldingShort.
    """
    pension_id = get_holding(holding_id).pension_id
    with store.write() as tx:
        pension = known.held(tx, pension_id)
        account.check_open(pension, "sell")
        found = KEPT.find(tx, holding_id, lock=True)
        assert found is not None, "a holding is never removed"
        sold = found.unsold if amount is None else amount
        domain.check_sale(found, sold)
        changed, _ = _sold(tx, found, rows.active_funds(tx, pension_id), sold)
        failpoint("benefits.private_pension_sale.before_commit")
        return tx.answer(changed)


def _sold(tx: Tx, found: Holding, funds: FundsAccount, sold: Money) -> tuple[Holding, FundsAccount]:
    earned = domain.income(found, _offer_of(found), sold, tx.world.today)
    reference = f"{found.id}/{found.sales + 1}"
    funds = known.booked(tx, funds, account.REDEMPTION, reference, cash=sold, holdings=-sold)
    if earned.total:
        funds = known.booked(
            tx,
            funds,
            account.INCOME,
            reference,
            cash=earned.total,
            explanation=earned.as_json(),
        )
    left = found.unsold - sold
    changed = KEPT.change(
        tx,
        found,
        unsold=left,
        income=found.income + earned.total,
        sales=found.sales + 1,
        status=found.status if left else domain.MACHINE.after(found.status, "redeem"),
    )
    _tell(tx, changed)
    return changed, funds


def sell_all(tx: Tx, pension: PrivatePension) -> FundsAccount:
    """Everything that is held, before it is paid out; the pension is held."""
    funds = rows.active_funds(tx, pension.id)
    for each in rows.held_products(tx, pension.id):
        _, funds = _sold(tx, each, funds, each.unsold)
    return funds


def worth(tx: Tx, pension: PrivatePension) -> Money:
    """What there would be if everything were sold today."""
    funds = rows.active_funds(tx, pension.id)
    total = funds.cash
    for each in rows.held_products(tx, pension.id):
        earned = domain.income(each, _offer_of(each), each.unsold, tx.world.today)
        total += each.unsold + earned.total
    return total


def _offer_of(found: Holding) -> Offer:
    return offers.offer(*offers.named(found.product_code))


def get_holding(holding_id: str) -> Holding:
    """PrivatePensionHoldingNotFound."""
    with store.read() as tx:
        found = KEPT.find(tx, holding_id)
    if found is None:
        raise problems.PrivatePensionHoldingNotFound(holding_id=holding_id)
    return found


def _tell(tx: Tx, changed: Holding) -> None:
    data = {
        "id": changed.id,
        "person_id": changed.person_id,
        "product_code": changed.product_code,
        "left_fen": changed.unsold.fen,
    }
    tx.emit("private_pension_holding.changed", changed.id, data)
