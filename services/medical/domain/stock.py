"""The stock register (进销存) of an institution: batches of goods, and what moves them.

Quantities are whole ten-thousandths of the smallest priced package, the finest that messages can
say. A batch only keeps the sums; the movements are the truth, and are never changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.medical import problems_stock as problems

PER_PACKAGE = 10_000
MOST = 10**9 * PER_PACKAGE
"""Of one movement; more is a slip of the pen."""

STOCK_TAKE, CHANGE = "stock_take", "change"
PURCHASE, PURCHASE_RETURN = "purchase", "purchase_return"
SALE, SALE_RETURN = "sale", "sale_return"
KINDS = (STOCK_TAKE, CHANGE, PURCHASE, PURCHASE_RETURN, SALE, SALE_RETURN)
"""盘存, 库存变更, 采购, 采购退货, 销售, 销售退货."""

INTO = ("transfer_in", "surplus", "other_in", "bought_in", "gift_in")
OUT_OF = ("transfer_out", "loss", "destroyed", "other_out", "returned_out", "gift_returned")
CHANGES = (*INTO, *OUT_OF)
"""Why stock changes (库存变更类型): what comes in, and what goes out."""

_BRINGS = (STOCK_TAKE, PURCHASE)
_NEW_BY_CHANGE = ("transfer_in", "other_in", "bought_in", "gift_in")
"""What a batch may begin with. A surplus is found of goods that are known."""

WITHDRAWABLE = {
    "stock_takes": (STOCK_TAKE,),
    "changes": (CHANGE,),
    "purchases": (PURCHASE, PURCHASE_RETURN),
    "sales": (SALE, SALE_RETURN),
}
"""What is withdrawn together (商品信息删除): a kind of record with its returns."""


def packages(quantity: int) -> Decimal:
    """
    >>> packages(25_000)
    Decimal('2.5')
    """
    return Decimal(quantity) / PER_PACKAGE


def parts(quantity: Decimal) -> int:
    """
    >>> parts(Decimal("2.5"))
    25000
    """
    return int(quantity * PER_PACKAGE)


@dataclass(frozen=True, slots=True)
class Order:
    """One movement that a message asks for. `quantity`: how much, or of a stock-take what was
    counted. `refers`: the movement that a return is of. `given`: what else was said."""

    kind: str
    batch_number: str
    goods_id: str
    item_code: str
    name: str
    quantity: int
    happened_at: datetime
    change: str | None
    trace_codes: tuple[str, ...]
    is_split: bool
    refers: str | None
    settlement_id: str | None
    person_id: str | None
    given: Mapping[str, Any]

    @property
    def may_begin(self) -> bool:
        """Whether a batch that isn't known may begin with it."""
        return self.kind in _BRINGS or self.change in _NEW_BY_CHANGE


@dataclass(frozen=True, slots=True)
class Batch:
    """Goods of one batch (定点医药机构批次流水号) at an institution. `bought` and `sold` are what
    can be returned; `facts` is what was last said of the goods."""

    id: str
    institution_code: str
    batch_number: str
    goods_id: str
    item_code: str
    name: str
    stock: int
    bought: int
    sold: int
    movement_count: int
    moved_at: datetime
    facts: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime

    def check_goods(self, order: Order) -> None:
        """GoodsOfOther if the message says that the batch is of other goods."""
        known, stated = (self.goods_id, self.item_code), (order.goods_id, order.item_code)
        if known != stated:
            raise problems.GoodsOfOther(
                batch_number=self.batch_number, known="/".join(known), stated="/".join(stated)
            )

    def moved(self, kind: str, delta: int) -> "Batch":
        """After a movement; StockShort and ReturnTooMuch if it can't be."""
        after = self.shifted(kind, delta)
        after.check(delta)
        if after.bought < 0 or after.sold < 0:
            left = self.bought if after.bought < 0 else self.sold
            raise problems.ReturnTooMuch(
                batch_number=self.batch_number, left=packages(left), wanted=packages(abs(delta))
            )
        return after

    def check(self, delta: int) -> None:
        """StockShort if the movement that led here took more than there was."""
        if self.stock < 0:
            raise problems.StockShort(
                batch_number=self.batch_number,
                stock=packages(self.stock - delta),
                wanted=packages(-delta),
            )

    def shifted(self, kind: str, delta: int) -> "Batch":
        """After a movement, whether it can be or not."""
        return replace(
            self,
            stock=self.stock + delta,
            bought=self.bought + (delta if kind in (PURCHASE, PURCHASE_RETURN) else 0),
            sold=self.sold - (delta if kind in (SALE, SALE_RETURN) else 0),
            movement_count=self.movement_count + 1,
        )


def delta_of(order: Order, stock: int) -> int:
    """How the order changes the stock; StockQuantityWrong for nothing, less, or far too much."""
    least = 0 if order.kind == STOCK_TAKE else 1
    if not least <= order.quantity <= MOST:
        raise problems.StockQuantityWrong(
            batch_number=order.batch_number, quantity=packages(order.quantity)
        )
    if order.kind == STOCK_TAKE:
        return order.quantity - stock
    comes_in = order.kind in (PURCHASE, SALE_RETURN) or order.change in INTO
    return order.quantity if comes_in else -order.quantity


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved a batch. `quantity` has the sign of the change; `cancels`: the movement that this
    one takes back, of which the register has no other trace of being withdrawn."""

    id: str
    batch_id: str
    institution_code: str
    ordinal: int
    kind: str
    change: str | None
    quantity: int
    stock_after: int
    happened_at: datetime
    cancels: str | None
    refers: str | None
    settlement_id: str | None
    person_id: str | None
    msgid: str
    given: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime


IN, SOLD, GIVEN_BACK = "in", "sold", "given_back"
TRACES = (IN, SOLD, GIVEN_BACK)
"""What a movement says of a trace code (药品追溯码): it came in, was sold, was given back."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace code in a movement. `is_split`: sold from an opened package (拆零), so that the same
    code may be sold again."""

    movement_id: str
    ordinal: int
    institution_code: str
    batch_id: str
    trace_code: str
    what: str
    is_split: bool
