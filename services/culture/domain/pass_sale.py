"""Selling a travel pass: who may buy it, and what it costs."""

from dataclasses import dataclass
from datetime import date

from services.culture.domain.pass_rules import Buyer, Eligibility, PriceRule
from sscsim.kernel.explain import Explanation, Input, Step, amount
from sscsim.kernel.money import Money
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import Text

NO_GROUND, TOO_YOUNG, TOO_OLD, NO_CARRIER = "no_ground", "too_young", "too_old", "no_carrier"
REASONS = {
    NO_GROUND: Text(
        zh="不符合任何一项购买条件（户籍、居住、参保、持卡等）",
        en="none of the grounds for buying it holds (registration, residence, insurance, card)",
    ),
    TOO_YOUNG: Text(zh="未到购买年龄", en="is too young for it"),
    TOO_OLD: Text(zh="超过购买年龄", en="is too old for it"),
    NO_CARRIER: Text(
        zh="没有可用的社会保障卡或电子社保卡", en="has no usable card, physical or electronic"
    ),
}
"""Why somebody can't buy a pass: the closed list."""

_LIST = Text(zh="价格 {price}", en="The price is {price}")
_SENIOR = Text(
    zh="满 {from_age} 岁付 {pays}：{result}", en="From {from_age} years on {pays} is paid: {result}"
)
_SELLER = Text(zh="销售方留 {part}：{result}", en="The seller keeps {part}: {result}")
_PLATFORM = Text(zh="平台留 {part}：{result}", en="The platform keeps {part}: {result}")
_POOL = Text(zh="其余 {result} 归景点", en="The rest, {result}, is for the venues")


@dataclass(frozen=True)
class Price:
    """What a pass costs, and whose parts that is."""

    price: Money
    seller_fee: Money
    platform_fee: Money
    explanation: Explanation

    @property
    def pool(self) -> Money:
        """What the venues share."""
        return self.price - self.seller_fee - self.platform_fee


def ground(buyer: Buyer, rule: Eligibility) -> str | None:
    """The first ground of the rule that holds for the buyer; None where none does."""
    asked = rule.provinces.value if rule.provinces else ()

    def holds(word: str) -> bool:
        match word:
            case "registered":
                return buyer.registered in asked
            case "resident":
                return buyer.resident in asked
            case "insured":
                return bool(buyer.insured & set(asked))
            case "card":
                return bool(buyer.cards & set(asked))
            case "assisted":
                ties = {buyer.registered, buyer.resident} | buyer.insured | buyer.cards
                return buyer.is_assisted and bool(ties & set(asked))
            case "anyone":
                return True
        return word in buyer.papers

    return next((word for word in rule.grounds.value if holds(word)), None)


def against(buyer: Buyer, rule: Eligibility, day: date) -> tuple[str, ...]:
    """Every reason why the buyer can't have the pass on this day; none: they may."""
    age = age_on(buyer.birth_date, day)
    found = {
        NO_GROUND: ground(buyer, rule) is None,
        TOO_YOUNG: rule.from_age is not None and age < rule.from_age.value,
        TOO_OLD: rule.below_age is not None and age >= rule.below_age.value,
    }
    return tuple(reason for reason, stands in found.items() if stands)


def priced(rule: PriceRule, age: int) -> Price:
    """What it costs at this age. Each part is rounded half up to the fen, once; the venues have
    what is left."""
    steps: list[Step] = [amount("pass.price", "price", {"price": rule.price}, _LIST)]
    senior, pays = rule.senior_from, rule.senior_pays
    if senior is not None and pays is not None and age >= senior.value:
        given: dict[str, Input] = {"price": rule.price, "from_age": senior, "pays": pays}
        # the age decided whether the step is there: it stands in its formula, worth nothing
        formula = "price * pays + 0 * from_age"
        steps.append(amount("pass.senior", formula, given, _SENIOR, rounding="half_up_fen"))
    price = steps[-1].money
    seller = amount(
        "pass.seller_fee",
        "price * part",
        {"price": price, "part": rule.seller},
        _SELLER,
        rounding="half_up_fen",
        share="seller_fee",
    )
    platform = amount(
        "pass.platform_fee",
        "min(price * part, price - seller)",
        {"price": price, "part": rule.platform, "seller": seller.money},
        _PLATFORM,
        rounding="half_up_fen",
        share="platform_fee",
    )
    parts = {"price": price, "seller": seller.money, "platform": platform.money}
    pool = amount("pass.pool", "price - seller - platform", parts, _POOL, share="pool")
    told = Explanation(price, (*steps, seller, platform, pool))
    return Price(price, seller.money, platform.money, told)
