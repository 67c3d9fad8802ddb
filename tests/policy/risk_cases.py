"""How a case of what terminals may do without network is worked out: the domain's own `judge`.

A case gives one thing of a tap that has no fault else: minutes `ago` or `ahead` of our clock, the
age of the terminal's hot list in minutes (`list_age`), what was `taken` at once and in `total`;
or when a city was `listed`, `until` when, and the `day` that is asked for.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.transport import terms_risk
from services.transport.domain import acceptance
from services.transport.domain.acceptance import Listed
from services.transport.domain.risk import judge
from sscsim.kernel.money import Money
from sscsim.policy import Scheme
from tests.support.bench import BIRTH
from tests.support.transit_facts import FACTS, SEEN

_KNOWN = {"ago", "ahead", "list_age", "taken", "total", "listed", "until", "day"}


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    limits = terms_risk.limits_from(scheme.on(case["on"]))
    if "listed" in given:
        until = date.fromisoformat(given["until"]) if "until" in given else None
        listed = Listed(date.fromisoformat(given["listed"]), until)
        day = date.fromisoformat(given["day"])
        state = acceptance.state_on(listed, day, limits.grace, at_home=False)
        return {
            "state": state,
            "without network": str(acceptance.is_taken(state, has_network=False)).lower(),
        }
    age = timedelta(minutes=int(given.get("ago", 0)) - int(given.get("ahead", 0)))
    seen = replace(SEEN, taken=Money.yuan(given.get("taken", "1.00")), tapped_at=BIRTH - age)
    facts = replace(
        FACTS,
        limits=limits,
        list_loaded_at=seen.tapped_at - timedelta(minutes=int(given.get("list_age", 0))),
        offline_total=Money.yuan(given.get("total", given.get("taken", "1.00"))),
    )
    return {"code": judge(seen, facts)}
