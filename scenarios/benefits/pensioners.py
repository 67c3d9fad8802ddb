"""What the journeys of pensions share: a working life, who retires, what is paid, what is owed."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import today
from scenarios.benefits.subsidised import month_of

Json = dict[str, Any]
PROOF = {"title": "证明材料", "sha256": "cd" * 32, "issued_by": "示范社保中心"}
BASE = 600_000
ACCOUNT = 12_000_000
_RISING = 2025 * 12
"""January 2025, from which on the legal age rises: men's a month for each four."""


def legal_month(old: int) -> int:
    """Of a man who would have retired in the month before 2025; months are counted."""
    return old if old < _RISING else old + min(36, (old - _RISING) // 4 + 1)


def man_of_age(desk: Desk, away: int = 0) -> tuple[date, str]:
    """A birthday, and the legal month of it: the latest that is no later than so many months
    from now."""
    day = today(desk)
    last = day.year * 12 + day.month - 1 + away
    old = next(each for each in range(last, 0, -1) if legal_month(each) <= last)
    born = old - 60 * 12
    return date(born // 12, born % 12 + 1, 15), _month(legal_month(old))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def worked(
    desk: Desk,
    who: Cardholder,
    scheme: str = "employee",
    *,
    months: int = 240,
    region: str = DEMO_CITY,
    account_fen: int = ACCOUNT,
    **more: Any,
) -> Json:
    """A working life up to two months ago, taken over from the files; residents' by years."""
    stretch = {
        "kind": "taken_over",
        "from_month": month_of(desk, -months - 1),
        "to_month": month_of(desk, -2),
        "base_fen": BASE,
        "personal_fen": 48_000,
    }
    if scheme == "resident":
        year = today(desk).year
        first, last = year - months // 12, year - 1
        stretch |= {"from_month": f"{first}-01", "to_month": f"{last}-01", "base_fen": 50_000}
    body = {
        "person_id": who.id,
        "region_code": region,
        "scheme": scheme,
        "stretches": [stretch | more],
        "account_balance_fen": account_fen,
    }
    made: Json = desk.post("/v1/earlier-contributions", body, desk.agency(region))
    return made


def retires(month: str, **more: Any) -> Json:
    """The form of a man who retires in a month, at the legal age."""
    form = {
        "worker_class": "man",
        "retirement_choice": "normal",
        "retirement_month": month,
        "contact_phone": "19900000001",
    }
    return form | more


def retired(desk: Desk, name: str = "郑勤") -> tuple[Cardholder, str, Json]:
    """Who has just retired with twenty years: the cardholder, the account, the pension."""
    born, month = man_of_age(desk)
    who = desk.cardholder(born=born, name=name)
    account = desk.account(who)
    worked(desk, who)
    made = desk.apply("HRSS-020", who, retires(month))
    expect(made["status"], "effective", "the retirement")
    return who, account, desk.get(f"/v1/pensions/{made['result']['pension_id']}")


def found_later(desk: Desk, who: Cardholder, months: int = 24) -> None:
    """Months before the working life of `worked`, which nobody knew of, and what they put into the
    account."""
    more: Json = {"from_month": month_of(desk, -242 - months), "to_month": month_of(desk, -243)}
    worked(desk, who, account_fen=1_390_000, **more)


def pay(desk: Desk, code: str = "HRSS-021", region: str = DEMO_CITY) -> Json:
    """This month's payout, ordered by the agency."""
    body = {"item_code": code, "inputs": {"pay_month": month_of(desk)}}
    body |= {"region_code": region}
    made: Json = desk.post("/v1/service-applications", body, desk.agency(region))
    return made


def lines(desk: Desk, pension: Json) -> list[Json]:
    """A pension's months, the first one first."""
    found = desk.listed(f"/v1/pensions/{pension['id']}/months")
    return sorted(found, key=lambda each: str(each["month"]))


def to_next_pay_day(desk: Desk) -> None:
    """To the eleventh of the next month, when its roll is paid."""
    desk.advance(to=f"{month_of(desk, 1)}-11T12:00:00+08:00")


__all__ = ["CHENGDU", "CHONGQING", "DEMO_CITY", "PROOF"]
