"""What keeping a book too long costs: a fine (逾期费), or points (积分) instead."""

from services.culture import problems_libraries as problems
from services.culture.domain.house import FINE, POINTS, CommonRules, HouseRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Input
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_DAYS = Text(
    zh="逾期 {days} 天，每天 {a_day} 元，共 {result} 元",
    en="{days} days overdue at {a_day} yuan a day: {result} yuan",
)
_CAPPED = Text(
    zh="逾期 {days} 天，每天 {a_day} 元，每册最高 {cap} 元，共 {result} 元",
    en="{days} days overdue at {a_day} yuan a day, at most {cap} yuan an item: {result} yuan",
)
_LOST = Text(
    zh="书价 {price} 元的 {share}，加工本费 {fee} 元，共 {result} 元",
    en="{share} of the price of {price} yuan and {fee} yuan for another: {result} yuan",
)
_DAMAGED = Text(
    zh="书价 {price} 元的 {share}，共 {result} 元",
    en="{share} of the price of {price} yuan: {result} yuan",
)
FEE = "fee"


def fine(house: HouseRules, days: int) -> Explanation | None:
    """The fine for so many days overdue, in whole fen; None where the house takes none.

    RuleMissing where the house fines and doesn't say how much.
    """
    if house.penalty.value != FINE or days <= 0:
        return None
    if house.overdue_a_day is None:
        raise problems.LibraryRuleMissing(house.library_id, "overdue_a_day")
    inputs: dict[str, Input] = {"days": days, "a_day": house.overdue_a_day}
    if house.overdue_cap is None:
        step = explain.amount("library.overdue", "days * a_day", inputs, _DAYS, share=FEE)
    else:
        step = explain.amount(
            "library.overdue",
            "min(days * a_day, cap)",
            {**inputs, "cap": house.overdue_cap},
            _CAPPED,
            share=FEE,
        )
    return Explanation(step.money, (step,))


def points(house: HouseRules, days: int) -> int:
    """The points for so many days overdue; 0 where the house gives none."""
    if house.penalty.value != POINTS:
        return 0
    if house.points_a_day is None:
        raise problems.LibraryRuleMissing(house.library_id, "points_a_day")
    return max(0, days) * house.points_a_day.value


def replacement(common: CommonRules, price: Money) -> Explanation:
    """What a lost item costs."""
    step = explain.amount(
        "library.lost",
        "price * share + fee",
        {"price": price, "share": common.lost_price, "fee": common.lost_fee},
        _LOST,
        rounding="half_up_fen",
        share=FEE,
    )
    return Explanation(step.money, (step,))


def damage(common: CommonRules, price: Money) -> Explanation:
    """What a damaged item costs."""
    step = explain.amount(
        "library.damaged",
        "price * share",
        {"price": price, "share": common.damage_price},
        _DAMAGED,
        rounding="half_up_fen",
        share=FEE,
    )
    return Explanation(step.money, (step,))
