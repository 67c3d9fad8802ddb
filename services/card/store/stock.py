"""Orders for pre-made cards and the stock of branches, kept and counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select

from services.card.domain.stock import Stock, StockCard, StockOrder
from services.card.store.tables_stock import stock_cards, stock_orders
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_orders, _read_order = reader(StockOrder, stock_orders)
_cards, _read_card = reader(StockCard, stock_cards)
_PLACE = ("region_code", "branch", "bank_code")


def add_order(tx: Tx, order: StockOrder) -> None:
    tx.execute(stock_orders.insert().values(values(order)))


def change_order(tx: Tx, order: StockOrder) -> None:
    tx.execute(stock_orders.update().where(stock_orders.c.id == order.id).values(values(order)))


def find_order(tx: Tx, order_id: str, locked: bool = False) -> StockOrder | None:
    found = _orders.where(stock_orders.c.id == order_id)
    row = tx.one(found.with_for_update() if locked else found)
    return _read_order(row) if row else None


def orders_of(tx: Tx, region_code: str, branch: str) -> int:
    """How many orders the branch has made; the caller's lock keeps it so."""
    tx.lock("stock", region_code, branch)
    mine = (stock_orders.c.region_code == region_code, stock_orders.c.branch == branch)
    return int(tx.scalar(select(func.count()).select_from(stock_orders).where(*mine)))


def orders_page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _filtered(_orders, stock_orders, filters)
    return tx.page(statement, stock_orders, query).map(_read_order)


def add_cards(tx: Tx, cards: Sequence[StockCard]) -> None:
    tx.execute(stock_cards.insert(), [values(card) for card in cards])


def change_card(tx: Tx, card: StockCard) -> None:
    tx.execute(stock_cards.update().where(stock_cards.c.id == card.id).values(values(card)))


def find_card(tx: Tx, stock_card_id: str, locked: bool = False) -> StockCard | None:
    found = _cards.where(stock_cards.c.id == stock_card_id)
    row = tx.one(found.with_for_update() if locked else found)
    return _read_card(row) if row else None


def card_of(tx: Tx, card_id: str) -> StockCard | None:
    """The blank card that this card was made of, locked; None for one made for its holder."""
    row = tx.one(_cards.where(stock_cards.c.card_id == card_id).with_for_update())
    return _read_card(row) if row else None


def first_in_stock(tx: Tx, region_code: str, branch: str, bank_code: str) -> StockCard | None:
    """The card that has lain there longest, locked; None: the stock is empty."""
    tx.lock("stock", region_code, branch)
    mine = (
        stock_cards.c.region_code == region_code,
        stock_cards.c.branch == branch,
        stock_cards.c.bank_code == bank_code,
        stock_cards.c.status == "in_stock",
    )
    rows = tx.all(_cards.where(*mine).order_by(stock_cards.c.seq).limit(1).with_for_update())
    return _read_card(rows[0]) if rows else None


def cards_page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _filtered(_cards, stock_cards, filters)
    return tx.page(statement, stock_cards, query).map(_read_card)


def has_number(tx: Tx, region_code: str, number: str) -> bool:
    mine = (stock_cards.c.region_code == region_code, stock_cards.c.card_number == number)
    return tx.scalar(select(stock_cards.c.id).where(*mine)) is not None


def counted(tx: Tx, filters: Mapping[str, Any]) -> list[Stock]:
    """The stock of every branch and bank, in the order of their codes."""
    arrived = case((stock_orders.c.status == "at_branch", 0), else_=stock_orders.c.quantity)
    counts: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    grouped = select(*(stock_orders.c[name] for name in _PLACE), func.sum(arrived))
    grouped = grouped.group_by(*(stock_orders.c[name] for name in _PLACE))
    for row in tx.all(_filtered(grouped, stock_orders, filters)):
        counts[tuple(row[:3])]["on_order"] = int(row[3])
    columns = [stock_cards.c[name] for name in (*_PLACE, "status")]
    for row in tx.all(
        _filtered(select(*columns, func.count()).group_by(*columns), stock_cards, filters)
    ):
        counts[tuple(row[:3])][row[3]] += int(row[4])
    return [_stock(place, counts[place]) for place in sorted(counts)]


def _stock(place: tuple[str, ...], counts: Mapping[str, int]) -> Stock:
    region_code, branch, bank_code = place
    assigned, scrapped = counts.get("assigned", 0), counts.get("scrapped", 0)
    stocked_in = counts.get("in_stock", 0) + assigned + scrapped
    on_order = counts.get("on_order", 0)
    return Stock(region_code, branch, bank_code, on_order, stocked_in, assigned, scrapped)


def _filtered(statement: Any, table: Any, filters: Mapping[str, Any]) -> Any:
    for name in (*_PLACE, "status", "order_id"):
        if name in filters:
            statement = statement.where(table.c[name] == filters[name])
    return statement
