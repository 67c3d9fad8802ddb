"""The check of a line (资格核对): against the person, the programme, and other rolls.

Every reason that stands against a line is named, not the first.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain.fiscal import programme
from services.benefits.domain.fiscal.programme import Standard
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

REASONS: Final = {
    "person_not_found": Text("查无此人", "nobody has this number or card"),
    "name_differs": Text("姓名不符", "the name is not the person's"),
    "deceased": Text("人员已死亡", "the person has died"),
    "no_card": Text("没有有效的社会保障卡", "the person has no card that is good"),
    "no_account": Text("卡上没有银行账户", "no bank account is on the card"),
    "twice_on_roll": Text("本批次重复", "the person stands on the roll before"),
    "on_other_roll": Text("本年度其他批次已列入", "the person is on another roll of the year"),
    "below_age": Text("未达到年龄条件", "the person is below the programme's age"),
    "amount_differs": Text("金额与标准不符", "the amount is not what the standard gives"),
    "over_limit": Text("金额超过限额", "the amount is over the programme's limit"),
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who the line's number or card belongs to, as known today."""

    person_id: str
    name: str
    birth_date: date
    is_alive: bool
    has_card: bool
    account_number: str | None


def against(
    name: str,
    amount: Money,
    hundredths: int | None,
    standard: Standard,
    recipient: Recipient | None,
    today: date,
    *,
    twice: bool = False,
    elsewhere: bool = False,
) -> tuple[str, ...]:
    """The codes of all that stands against a line; empty: it may be paid."""
    found = list(_of_amount(amount, hundredths, standard))
    if recipient is None:
        return ("person_not_found", *found)
    facts = {
        "name_differs": name != recipient.name,
        "deceased": not recipient.is_alive,
        "no_card": not recipient.has_card,
        "no_account": recipient.has_card and recipient.account_number is None,
        "twice_on_roll": twice,
        "on_other_roll": elsewhere,
        "below_age": standard.from_age is not None
        and programme.age(recipient.birth_date, today) < standard.from_age,
    }
    return (*(code for code, stands in facts.items() if stands), *found)


def _of_amount(amount: Money, hundredths: int | None, standard: Standard) -> tuple[str, ...]:
    due = programme.due(standard, hundredths)
    if due is None:
        return ("over_limit",) if amount > standard.amount else ()
    return ("amount_differs",) if amount != due else ()
