"""Explanations: the formula shown is the formula computed, and the shares use the total up."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import pytest

from sscsim.kernel import explain
from sscsim.kernel.explain import Basis, Explanation, Figure, Source
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

SAID = Text(zh="{result}", en="{result}")
DEMO = Source("demo", "Invented for tests", "invented")
HEARD = Source("heard", "Somebody says so", "secondary")


def basis(leaf: str, source: Source = DEMO, origin: str = "builtin") -> Basis:
    return Basis("medical/990100/rule", leaf, "1", origin, "2021-01-01", source)


def paid(base: int = 14005) -> explain.Step:
    return explain.amount(
        "ratio",
        "min(base * rate, max(0, cap - used))",
        {
            "level": "level_3",
            "base": Money(base),
            "rate": Figure(Fraction(9, 10), basis("ratio")),
            "cap": Figure(Money(20000), basis("cap", HEARD)),
            "used": Money(10000),
        },
        Text(zh="支付 {result}", en="Paid {rate} of {base}, at most {cap}: {result}"),
        rounding="half_up_fen",
        share="fund_pay",
    )


def rest(left: int) -> explain.Step:
    return explain.amount("rest", "left", {"left": Money(left)}, SAID, share="cash_pay")


def whole(base: int = 14005) -> Explanation:
    step = paid(base)
    return Explanation(Money(base), (step, rest(base - step.money.fen)), ("fund_pay", "cash_pay"))


@pytest.mark.parametrize(("base", "result"), [(11110, 9999), (11111, 10000), (11112, 10000)])
def test_the_formula_is_computed_exactly_and_rounded_once(base: int, result: int) -> None:
    assert paid(base).money == Money(result)


def test_a_step_shows_inputs_with_units_and_speaks_both_languages() -> None:
    step = paid()
    assert step.inputs == {
        "level": "level_3",
        "base_fen": 14005,
        "rate_bp": 9000,
        "cap_fen": 20000,
        "used_fen": 10000,
    }
    assert step.text == Text(zh="支付 100.00", en="Paid 90% of 140.05, at most 200.00: 100.00")


def test_figures_bring_their_basis_along() -> None:
    assert [found.leaf for found in paid().bases] == ["ratio", "cap"]
    line = explain.step_json(paid())
    assert line["basis"] == (
        "medical/990100/rule#ratio version 1 from 2021-01-01; "
        "medical/990100/rule#cap version 1 from 2021-01-01"
    )
    assert [source["status"] for source in line["sources"]] == ["invented", "secondary"]


def test_an_odd_ratio_is_shown_as_a_fraction() -> None:
    step = explain.rate("third", "a / b", {"a": 1, "b": 3}, SAID)
    assert step.ratio == Fraction(1, 3)
    assert explain.step_json(step)["result_ratio"] == "1/3"
    assert step.text.en == "1/3"
    half = explain.rate("half", "a / b", {"a": 1, "b": 8}, SAID)
    assert (explain.step_json(half)["result_bp"], half.text.en) == (1250, "12.5%")


def test_decimals_count_and_words_do_not() -> None:
    step = explain.amount(
        "line",
        "quantity * price",
        {"quantity": Decimal("2.5"), "price": Money(3), "kind": "B"},
        SAID,
        rounding="half_up_fen",
    )
    assert (step.money, step.inputs["quantity"], step.inputs["kind"]) == (Money(8), "2.5", "B")


@pytest.mark.parametrize(
    ("formula", "inputs"),
    [
        ("base * rate", {"base": Money(1)}),  # rate is missing
        ("base", {"base": Money(1), "rate": Fraction(1)}),  # rate is shown but not used
        ("base.fen", {"base": Money(1)}),
        ("abs(base)", {"base": Money(1)}),
        ("base if base else 0", {"base": Money(1)}),
        ("base * 0.5", {"base": Money(1)}),
        ("base **", {"base": Money(1)}),
        ("min(base, key=base)", {"base": Money(1)}),
    ],
)
def test_a_formula_says_only_what_can_be_said(formula: str, inputs: dict) -> None:
    with pytest.raises(explain.BadFormula):
        explain.amount("x", formula, inputs, SAID, rounding="half_up_fen")


def test_a_step_that_does_not_round_gives_whole_fen() -> None:
    with pytest.raises(explain.BadFormula, match="doesn't round"):
        explain.amount("x", "a / b", {"a": Money(1), "b": 2}, SAID)


def test_an_amount_is_no_ratio_and_the_other_way_round() -> None:
    with pytest.raises(TypeError):
        _ = paid().ratio
    with pytest.raises(TypeError):
        _ = explain.rate("r", "a", {"a": Fraction(1)}, SAID).money


def test_shares_use_the_total_up_or_there_is_no_explanation() -> None:
    made = whole()
    assert made.totals() == {"fund_pay": Money(10000), "cash_pay": Money(4005)}
    with pytest.raises(explain.DoesNotSum):
        Explanation(Money(14006), made.steps)


def test_the_stored_form_runs_a_balance_down_to_nothing() -> None:
    stored = whole().as_json()
    assert [line["seq"] for line in stored["steps"]] == [1, 2]
    assert [line["balance_fen"] for line in stored["steps"]] == [4005, 0]
    assert stored["totals"] == {"total_fen": 14005, "fund_pay_fen": 10000, "cash_pay_fen": 4005}
    assert stored["sums_to_total"] is True
    assert explain.faults(stored) == []


def test_expected_shares_are_shown_even_when_empty() -> None:
    made = Explanation(Money(5), (rest(5),), ("fund_pay", "cash_pay"))
    assert made.as_json()["totals"]["fund_pay_fen"] == 0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("steps", 0, "result_fen"), 9999, "step 1"),
        (("steps", 0, "inputs", "base_fen"), 1, "step 1"),
        (("steps", 0, "formula"), "base + rate", "step 1"),
        (("steps", 0, "formula"), "open('x')", "cannot be computed again"),
        (("steps", 0, "formula"), "base / (used - used)", "cannot be computed again"),
        (("totals", "fund_pay_fen"), 9999, "fund_pay_fen"),
        (("totals", "total_fen"), 14004, "the shares give"),
    ],
)
def test_a_changed_explanation_is_found_out(path: tuple, value: object, said: str) -> None:
    stored = deepcopy(whole().as_json())
    place = stored
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert any(said in fault for fault in explain.faults(stored))


def test_an_answer_speaks_one_language() -> None:
    stored = whole().as_json()
    assert explain.shown(stored, "en")["steps"][0]["text"].startswith("Paid 90%")
    assert explain.shown(stored, "zh-CN")["steps"][0]["text"] == "支付 100.00"
    assert explain.shown(stored, "fr")["steps"][0]["text"] == "支付 100.00"


def test_steps_of_another_side_come_first() -> None:
    note = explain.amount("note", "a - b", {"a": Money(20000), "b": Money(5995)}, SAID)
    stored = explain.joined([note], whole().as_json())
    assert [(line["seq"], line["rule"]) for line in stored["steps"]] == [
        (1, "note"),
        (2, "ratio"),
        (3, "rest"),
    ]
    assert explain.faults(stored) == []
    assert whole().after([note]).as_json() == stored


def test_the_weakest_figure_gives_the_origin() -> None:
    found = explain.origin([*whole().bases(), basis("other", HEARD, "world")])
    assert found == {
        "status": "invented",
        "packs": [
            {"pack": "medical/990100/rule", "version": "1", "origin": "builtin"},
            {"pack": "medical/990100/rule", "version": "1", "origin": "world"},
        ],
    }
    assert explain.weakest([]) == "official"
    assert explain.weakest([basis("a", HEARD)]) == "secondary"


# ---------------------------------------------------------------- plain numbers


def years(months: int, places: object = 2, up: object = False) -> explain.Step:
    said = Text(zh="{months} 个月为 {result} 年", en="{months} months are {result} years")
    return explain.number("years", "months / 12", {"months": months}, said, places=places, up=up)  # type: ignore[arg-type]


def test_a_number_is_rounded_once_to_its_places() -> None:
    assert str(years(208).decimal) == "17.33"  # 17.3333...
    assert str(years(209, places=1).decimal) == "17.4"  # 17.41666...
    assert str(years(209, places=1, up=True).decimal) == "17.5"
    assert str(years(204, places=1, up=True).decimal) == "17.0"
    assert years(208).text.en == "208 months are 17.33 years"


def test_how_a_number_is_rounded_may_be_the_policys() -> None:
    step = years(208, Figure(1, basis("places")), Figure(True, basis("up")))
    assert str(step.decimal) == "17.4"
    assert [each.leaf for each in step.bases] == ["places", "up"]


@pytest.mark.parametrize("up", [False, True])
def test_a_number_is_computed_again_from_what_it_shows(up: bool) -> None:
    step = years(208, up=up)
    amount = explain.amount(
        "paid",
        "years * each",
        {"years": step.decimal, "each": Money(100)},
        SAID,
        rounding="half_up_fen",
        share="fund_pay",
    )
    stored = Explanation(amount.money, (step, amount)).as_json()
    assert stored["steps"][0]["places"] == 2
    assert stored["steps"][0]["result_number"] == ("17.34" if up else "17.33")
    assert explain.faults(stored) == []
    stored["steps"][0]["result_number"] = "17.35"
    assert len(explain.faults(stored)) == 1


@pytest.mark.parametrize(("fen", "paid_fen"), [(1004, 1000), (1005, 1010), (-1005, -1010)])
def test_an_amount_can_be_rounded_to_the_tenth_of_a_yuan(fen: int, paid_fen: int) -> None:
    step = explain.amount(
        "jiao", "base", {"base": Money(fen)}, SAID, rounding="half_up_jiao", share="x"
    )
    assert step.money == Money(paid_fen)
    assert explain.faults(Explanation(step.money, (step,)).as_json()) == []


def test_a_step_gives_what_it_is_asked_for_or_says_so() -> None:
    with pytest.raises(TypeError, match="no amount"):
        years(12).money  # noqa: B018
    with pytest.raises(TypeError, match="no ratio"):
        years(12).ratio  # noqa: B018
    with pytest.raises(TypeError, match="no plain number"):
        paid().decimal  # noqa: B018
