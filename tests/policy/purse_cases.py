"""How a case of purses is worked out.

`top_up` onto what the purse is `held`; a purse that was `topped_up` on a day; a `fare` with so
much on the purse (`holds`); a `refund` of a balance, of a card that is `faulty` or not; a card
`lost` at a moment; somebody `born` on a day who wants a card for the elderly on the case's day.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.transport import terms_purse
from services.transport.domain import purse
from services.transport.domain.card import empty
from services.transport.domain.purse_rules import PurseRules
from services.transport.store import issuers
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from sscsim.policy import Scheme

_KNOWN = {"top_up", "held", "topped_up", "fare", "holds", "refund", "faulty", "lost", "born"}


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    rules = terms_purse.purse_from(scheme.on(case["on"]))
    found = {"deposit": rules.deposit.value.plain() if rules.deposit else "none"}
    if "top_up" in given:
        amounts = Money.yuan(given["top_up"]), Money.yuan(given.get("held", "0"))
        found["top_up"] = rules.against_top_up(*amounts) or "allowed"
    if "topped_up" in given:
        found["usable_until"] = rules.usable_until(_day(given["topped_up"])).isoformat()
    if "fare" in given:
        found["pays"] = _pays(rules, scheme.regions[0], given)
    if "refund" in given:
        found["refund"] = rules.refund_place(Money.yuan(given["refund"]), "faulty" in given)
    if "lost" in given:
        lost = datetime.strptime(given["lost"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        found["carried_until"] = f"{rules.carried_until(lost):%Y-%m-%d %H:%M:%S}"
    if "born" in given:
        is_elderly = rules.is_elderly(_day(given["born"]), case["on"])
        found["elderly"] = "yes" if is_elderly else "no"
    return found


def _pays(rules: PurseRules, region: str, given: Mapping[str, Any]) -> str:
    day, now = date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=CHINA)
    holds = Money.yuan(given["holds"])
    issuer = issuers.by_region()[region]
    card = empty("tca", "0", issuer.id, region, day, day, rules.overdraft.value, now, balance=holds)
    return "yes" if purse.can_pay(card, Money.yuan(given["fare"])) else "no"


def _day(text: Any) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)
