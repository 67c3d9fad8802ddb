"""How a case of the clearing of rides is worked out.

A case gives one thing: the moment `at` which something is charged; a `day` that is closed; a `fare`
of a card of the city or of another; the moment at which a ride was `ridden` and that at which its
record was `sent`; a charge and its dispute (`charged`, `disputed`); a `month` that is claimed from
its region; a claim form that was `confirmed` on a day.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.transport import terms
from services.transport.domain.clearing import PENDING, ClearingTerms, Summed, split
from services.transport.domain.disputes import is_in_time
from services.transport.domain.service_day import ends_at, service_day
from services.transport.domain.uploaded import Facts, Line, judged
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, Month
from sscsim.policy import Scheme

_KNOWN = {"at", "day", "fare", "ridden", "sent", "charged", "disputed", "month", "confirmed"}


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    rules = terms.clearing_from(scheme.on(case["on"]))
    found: dict[str, str] = {}
    if "at" in given:
        found["service_day"] = service_day(_at(given["at"]), rules.begins).isoformat()
    if "day" in given:
        found |= _closed(date.fromisoformat(given["day"]), rules)
    if "fare" in given:
        found |= _fees(Money.yuan(given["fare"]), rules)
    if "ridden" in given:
        found |= _judged(_at(given["ridden"]), _at(given["sent"]), rules)
    if "disputed" in given:
        found |= _disputed(_at(given["charged"]), _at(given["disputed"]), rules)
    if "month" in given:
        last = Month.parse(given["month"]).last
        found["claimed_on"] = workdays.after(last, rules.claimed_workdays).day.isoformat()
    if "confirmed" in given:
        day = date.fromisoformat(given["confirmed"])
        found["paid_on"] = workdays.after(day, rules.reimbursed_workdays).day.isoformat()
    return found


def _closed(day: date, rules: ClearingTerms) -> dict[str, str]:
    closed = ends_at(day, rules.begins) + timedelta(minutes=rules.closed_after)
    pays = workdays.after(closed.date(), rules.city_payment_workdays).day
    return {"closed": f"{closed:%Y-%m-%d %H:%M}", "city_pays_on": pays.isoformat()}


def _fees(fare: Money, rules: ClearingTerms) -> dict[str, str]:
    sums = [Summed(name, "purse", None, 1, fare, Money.zero()) for name in ("far", "near")]
    far, near = split(sums, ["near"], rules)[0]
    return {
        "fee in the city": near.fee.plain(),
        "fee from another": far.fee.plain(),
        "share from another": far.share.plain(),
    }


def _judged(ridden: datetime, sent: datetime, rules: ClearingTerms) -> dict[str, str]:
    line = Line(3, "r", "9" * 19, "1" * 12, 1, "09", ridden, Money(200), "0" * 8)
    facts = Facts("IC", True, line.tac, True, None, Money(1_000), False, False)
    status, code = judged(line, facts, sent, rules)
    found = {"status": status, "code": code}
    if status == PENDING:
        found["waits_until"] = f"{sent + timedelta(days=rules.represent_days):%Y-%m-%d %H:%M}"
    return found


def _disputed(charged: datetime, at: datetime, rules: ClearingTerms) -> dict[str, str]:
    if not is_in_time(charged, at, rules.dispute_days):
        return {"in_time": "no"}
    last = workdays.after(at.date(), rules.answer_workdays).day
    return {"in_time": "yes", "answered_by": last.isoformat(), "unanswered": rules.unanswered}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)
