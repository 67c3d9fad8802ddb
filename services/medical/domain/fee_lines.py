"""Fee lines (费用明细): what of a bill is payable at all, by the catalogue of the treatment region.

Each line is split and rounded on its own; the bill is the sum of its lines' parts, never a
ratio of the sum. Steps 1 and 10 of the calculation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

PARTS = ("own_pay", "over_limit", "preself", "in_scope")


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One charged item.

    `first_self_pay` (先行自付) is the share of a class A or B item that the person pays first;
    a class C item is all the person's, whatever is stated. `limit_price` (限价) is the highest
    unit price the insurance looks at; None where the catalogue sets none. A negative quantity
    takes back what a line charged (退费): each part is that of the same quantity, negative.
    """

    item_class: str  # A, B or C
    quantity: Decimal
    unit_price: Money
    first_self_pay: Fraction | Figure[Fraction]
    limit_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The four parts that sum to a line or a bill: 全自费, 超限价, 先行自付, 符合政策范围."""

    own_pay: Money
    over_limit: Money
    preself: Money
    in_scope: Money

    @property
    def total(self) -> Money:
        return self.own_pay + self.over_limit + self.preself + self.in_scope


def split(line: FeeLine) -> Explanation:
    """The line's amount, shared out among the four parts.

    >>> line = FeeLine("B", Decimal("2.5"), Money(1001), Fraction(1, 10), limit_price=Money(1000))
    >>> {part: money.fen for part, money in split(line).totals().items()}
    {'own_pay': 0, 'over_limit': 3, 'preself': 250, 'in_scope': 2250}
    """
    amount = explain.amount(
        "fee_line.amount",
        "quantity * unit_price",
        {"quantity": line.quantity, "unit_price": line.unit_price},
        Text(
            zh="金额 {quantity} × {unit_price} = {result}",
            en="{quantity} x {unit_price} is {result}",
        ),
        rounding="half_up_fen",
    )
    parts = _outside(amount) if line.item_class == "C" else _inside(line, amount)
    return Explanation(amount.money, (amount, *parts), PARTS)


def split_of(explained: Explanation) -> Split:
    return Split(**explained.totals())


def bill(splits: Iterable[Split]) -> Split:
    """The whole bill: the sum of its lines, part by part."""
    lines = list(splits)
    return Split(*(sum_money(getattr(line, part) for line in lines) for part in PARTS))


def bill_step(bill: Split) -> Step:
    """How a bill's in-scope part (符合政策范围) follows from its lines' sums."""
    return explain.amount(
        "bill.in_scope",
        "total - own_pay - over_limit - preself",
        {
            "total": bill.total,
            "own_pay": bill.own_pay,
            "over_limit": bill.over_limit,
            "preself": bill.preself,
        },
        Text(
            zh="总费用 {total}，减全自费 {own_pay}、超限价 {over_limit}、先行自付 {preself}，"
            "符合政策范围 {result}",
            en="Of {total}, less {own_pay} outside the catalogue, {over_limit} over price limits "
            "and {preself} of first self-pay, {result} is in scope",
        ),
    )


def _outside(amount: Step) -> list[Step]:
    return [
        explain.amount(
            "fee_line.own_pay",
            "amount",
            {"amount": amount.money},
            Text(zh="丙类，全自费 {result}", en="Class C, outside the catalogue: {result}"),
            share="own_pay",
        )
    ]


def _inside(line: FeeLine, amount: Step) -> list[Step]:
    over = _over_limit(line)
    over_money = over.money if over else Money.zero()
    preself = explain.amount(
        "fee_line.preself",
        "(amount - over_limit) * first_self_pay",
        {
            "amount": amount.money,
            "over_limit": over_money,
            "first_self_pay": line.first_self_pay,
        },
        Text(
            zh="先行自付 {first_self_pay}：{result}",
            en="First self-pay of {first_self_pay}: {result}",
        ),
        rounding="half_up_fen",
        share="preself",
    )
    in_scope = explain.amount(
        "fee_line.in_scope",
        "amount - over_limit - preself",
        {"amount": amount.money, "over_limit": over_money, "preself": preself.money},
        Text(zh="符合政策范围 {result}", en="In scope: {result}"),
        share="in_scope",
    )
    return [*([over] if over else []), preself, in_scope]


def _over_limit(line: FeeLine) -> Step | None:
    if line.limit_price is None:
        return None
    bound = "max" if line.quantity >= 0 else "min"
    return explain.amount(
        "fee_line.over_limit",
        f"{bound}(0, (unit_price - limit_price) * quantity)",
        {
            "unit_price": line.unit_price,
            "limit_price": line.limit_price,
            "quantity": line.quantity,
        },
        Text(
            zh="超过限价 {limit_price}：{result}", en="Over the price limit {limit_price}: {result}"
        ),
        rounding="half_up_fen",
        share="over_limit",
    )
