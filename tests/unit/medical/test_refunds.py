"""Lines that take back what others charged (退费): the rules, and what they come to."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.medical.domain import fee_lines, refund
from services.medical.domain.fee_lines import FeeLine, Split
from services.medical.domain.visit import ChargedLine
from services.medical.problems_bills import FeeLineRefunded, RefundOfRefund, RefundTooLarge
from sscsim.kernel import explain
from sscsim.kernel.money import Money

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def line(quantity: str, yuan: str, of: str | None = None, **more: Any) -> ChargedLine:
    """A line of class B with 10 % first self-pay and a limit of 10.00, split as it is charged."""
    made = ChargedLine(
        id=more.pop("id", "fln_1"),
        visit_id="vis_1",
        ordinal=1,
        item_code="X",
        item_class=more.pop("item_class", "B"),
        item_name=None,
        quantity=Decimal(quantity),
        unit_price=Money.yuan(yuan),
        first_self_pay_bp=1000,
        limit_price=Money.yuan("10.00"),
        charged_on=date(2026, 3, 30),
        own_pay=Money.zero(),
        over_limit=Money.zero(),
        preself=Money.zero(),
        in_scope=Money.zero(),
        version=1,
        created_at=NOW,
        updated_at=NOW,
        refund_of=of,
    )
    parts = split(made)
    return replace(
        made,
        own_pay=parts.own_pay,
        over_limit=parts.over_limit,
        preself=parts.preself,
        in_scope=parts.in_scope,
    )


def split(one: ChargedLine) -> Split:
    return fee_lines.split_of(fee_lines.split(one.as_charged))


@pytest.mark.parametrize("item_class", ["A", "B", "C"])
@pytest.mark.parametrize(("quantity", "yuan"), [("3", "12.34"), ("2.5", "10.01"), ("0.5", "9.99")])
def test_all_of_a_line_taken_back_leaves_nothing(item_class: str, quantity: str, yuan: str) -> None:
    charged = line(quantity, yuan, item_class=item_class)
    back = line(f"-{quantity}", yuan, "fln_1", item_class=item_class)
    assert fee_lines.bill([split(charged), split(back)]) == Split(*[Money.zero()] * 4)


def test_each_part_is_that_of_the_quantity_negative() -> None:
    # 3 x 12.34 = 37.02: 7.02 over the limit, 10 % of 30.00, and 27.00.
    back = split(line("-3", "12.34", "fln_1"))
    assert [part.fen for part in (back.over_limit, back.preself, back.in_scope)] == [
        -702, -300, -2700,
    ]  # fmt: skip
    below = split(line("-3", "9.00", "fln_1"))
    assert (below.over_limit.fen, below.total.fen) == (0, -2700)


def test_its_explanation_computes_again_to_the_same() -> None:
    charged = FeeLine("B", Decimal(-3), Money(1234), line("1", "1").as_charged.first_self_pay,
                      Money(1000))  # fmt: skip
    assert explain.faults(fee_lines.split(charged).as_json()) == []


def checked(charged: ChargedLine, back: ChargedLine, *others: ChargedLine) -> None:
    refund.check(charged, back.quantity, split(back), [charged, *others], "/fee_lines/0")


@pytest.mark.parametrize(("taken", "asked", "good"), [
    (None, "-3", True), (None, "-3.0001", False), ("-1", "-2", True), ("-1", "-2.5", False),
])  # fmt: skip
def test_no_more_is_taken_back_than_is_left(taken: str | None, asked: str, good: bool) -> None:
    charged, back = line("3", "8.00"), line(asked, "8.00", "fln_1", id="fln_3")
    others = [line(taken, "8.00", "fln_1", id="fln_2")] if taken else []
    if good:
        checked(charged, back, *others)
        return
    with pytest.raises(RefundTooLarge) as refused:
        checked(charged, back, *others)
    assert refused.value.errors[0].pointer == "/fee_lines/0/quantity"


def test_by_rounding_neither() -> None:
    """1 x 0.01 is charged; two halves of it are 0.01 each."""
    charged, half = line("1", "0.01"), line("-0.5", "0.01", "fln_1", id="fln_2")
    checked(charged, half)
    with pytest.raises(RefundTooLarge):
        checked(charged, half, half)


def test_a_refund_is_not_taken_back() -> None:
    back = line("-1", "8.00", "fln_1", id="fln_2")
    with pytest.raises(RefundOfRefund):
        refund.check(back, Decimal(-1), split(back), [back], "/fee_lines/0")


def test_no_part_of_a_bill_is_below_nothing() -> None:
    short = Split(Money(0), Money(0), Money(-1), Money(5))
    with pytest.raises(RefundTooLarge):
        refund.check_bill(short, line("1", "8.00"), Decimal(1), Decimal(1), "/fee_lines/0")


def test_a_line_is_withdrawn_only_with_what_takes_it_back() -> None:
    live = [line("3", "8.00"), line("-1", "8.00", "fln_1", id="fln_2")]
    with pytest.raises(FeeLineRefunded):
        refund.check_withdrawn(["fln_1"], live)
    refund.check_withdrawn(["fln_1", "fln_2"], live)
    refund.check_withdrawn(["fln_2"], live)
