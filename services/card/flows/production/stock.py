"""Pre-made cards: ordered for a branch, made by due jobs, given out at the counter, scrapped."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from services.card import problems_stock as problems
from services.card import terms
from services.card.domain import bank_account, production
from services.card.domain import stock as domain
from services.card.domain.application import Application
from services.card.domain.person import check_pooling_area
from services.card.domain.stock import Stock, StockCard, StockOrder
from services.card.flows import issue
from services.card.flows.bank.known import check_bank
from services.card.flows.find import ListRequest
from services.card.store import stock, store
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint

STEP = "card.step_stock_order"
STEPS_AT = time(6)


def order(
    region_code: str,
    quantity: int,
    branch: str = domain.MAIN_BRANCH,
    bank_code: str = bank_account.DEFAULT_BANK,
) -> StockOrder:
    """Order blank cards for a branch (预制卡入库申请); they are there after factory and centre."""
    check_bank(bank_code)
    check_pooling_area(region_code)
    world.require_region(region_code)
    with store.write() as tx:
        ordinal = stock.orders_of(tx, region_code, branch) + 1
        now = world.now()
        made = StockOrder(
            id=tx.new_id("sto", region_code, branch, ordinal),
            region_code=region_code,
            branch=branch,
            bank_code=bank_code,
            quantity=quantity,
            status=domain.ORDERS.initial,
            asked_by=world.current().party_id,
            arrived_at=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        stock.add_order(tx, made)
        tx.emit("stock_order.placed", made.id, _told(made))
        _plan(tx, made)
        failpoint("card.order_stock.before_commit")
        return tx.answer(made)


def _plan(tx: Tx, made: StockOrder) -> None:
    following = domain.next_step(made.status)
    if following is not None:
        event, _ = following
        today = world.today()
        days = terms.production_days(made.region_code, today, production.DAYS_OF[event])
        due = datetime.combine(today + timedelta(days=days), STEPS_AT, SHANGHAI)
        tx.schedule(STEP, f"{made.id}:{event}", due)


def step(key: str) -> None:
    """The job of one step; with the last one the cards lie in the branch's stock."""
    order_id, _, event = key.partition(":")
    with store.write() as tx:
        found = stock.find_order(tx, order_id, locked=True)
        following = domain.next_step(found.status) if found else None
        if found is not None and following is not None and following[0] == event:
            arrived = event == "arrive"
            moved = replace(
                found,
                status=domain.ORDERS.after(found.status, event),
                arrived_at=world.now() if arrived else None,
                version=found.version + 1,
                updated_at=world.now(),
            )
            stock.change_order(tx, moved)
            if arrived:
                _stocked_in(tx, moved)
            tx.emit("stock_order.moved", moved.id, _told(moved))
            _plan(tx, moved)
        failpoint("card.step_stock_order.before_commit")
        tx.complete_job()


def _stocked_in(tx: Tx, arrived: StockOrder) -> None:
    """Every card of the order, with numbers that nobody has."""
    now = world.now()
    for ordinal in range(1, arrived.quantity + 1):
        stock_card_id = tx.new_id("stc", arrived.id, ordinal)
        number, code = issue.free_numbers(tx, arrived.region_code, stock_card_id)
        card = StockCard(
            id=stock_card_id,
            order_id=arrived.id,
            region_code=arrived.region_code,
            branch=arrived.branch,
            bank_code=arrived.bank_code,
            card_number=number,
            card_identification_code=code,
            status=domain.CARDS.initial,
            card_id=None,
            application_id=None,
            reason=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        stock.add_cards(tx, [card])


def taken_out(tx: Tx, application: Application) -> StockCard:
    """The next card of the branch, now this applicant's; StockEmpty where there is none."""
    branch = application.branch or domain.MAIN_BRANCH
    found = stock.first_in_stock(tx, application.region_code, branch, application.bank_code)
    if found is None:
        raise problems.StockEmpty(
            region_code=application.region_code, branch=branch, bank_code=application.bank_code
        )
    given = replace(
        found,
        status=domain.CARDS.after(found.status, "assign"),
        card_id=application.card_id,
        application_id=application.id,
        version=found.version + 1,
        updated_at=world.now(),
    )
    stock.change_card(tx, given)
    data = {"id": given.id, "card_id": given.card_id, "application_id": application.id}
    tx.emit("stock_card.assigned", given.id, data)
    return given


def scrap(stock_card_id: str, reason: str) -> StockCard:
    """Take a damaged or missing card out of the stock."""
    with store.write() as tx:
        found = stock.find_card(tx, stock_card_id, locked=True)
        if found is None:
            raise problems.StockCardNotFound(stock_card_id=stock_card_id)
        world.require_region(found.region_code)
        if found.status != "in_stock":
            raise problems.StockCardGone(stock_card_id=stock_card_id, status=found.status)
        return tx.answer(_scrapped(tx, found, reason))


def undone(tx: Tx, card_id: str, reason: str) -> None:
    """The card that a counter sent back was a pre-made one: it is scrapped."""
    found = stock.card_of(tx, card_id)
    if found is not None and found.status == "assigned":
        _scrapped(tx, found, reason)


def _scrapped(tx: Tx, found: StockCard, reason: str) -> StockCard:
    gone = replace(
        found,
        status=domain.CARDS.after(found.status, "scrap"),
        reason=reason,
        version=found.version + 1,
        updated_at=world.now(),
    )
    stock.change_card(tx, gone)
    tx.emit("stock_card.scrapped", gone.id, {"id": gone.id, "reason": reason})
    return gone


def get_order(order_id: str) -> StockOrder:
    with store.read() as tx:
        found = stock.find_order(tx, order_id)
        if found is None:
            raise problems.StockOrderNotFound(order_id=order_id)
        return found


def list_orders(query: ListRequest) -> Page:
    with store.read() as tx:
        return stock.orders_page(tx, query.page, query.filters)


def get_card(stock_card_id: str) -> StockCard:
    with store.read() as tx:
        found = stock.find_card(tx, stock_card_id)
        if found is None:
            raise problems.StockCardNotFound(stock_card_id=stock_card_id)
        return found


def list_cards(query: ListRequest) -> Page:
    with store.read() as tx:
        return stock.cards_page(tx, query.page, query.filters)


def counted(**filters: str) -> list[Stock]:
    """What every branch has, in and out."""
    with store.read() as tx:
        return stock.counted(tx, filters)


def _told(made: StockOrder) -> dict[str, object]:
    return {
        "id": made.id,
        "region_code": made.region_code,
        "branch": made.branch,
        "bank_code": made.bank_code,
        "quantity": made.quantity,
        "status": made.status,
    }
