"""Two pensions of one person are compared: one is kept, whatever dies or runs twice."""

from typing import Any

import pytest

from services.benefits.flows import pension_overlaps
from sscsim import failpoints
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def _teacher_too(fund: Fund, who: Any) -> str:
    """The pension of an institution that the same person is granted beside the employee's."""
    fund.insured(who, "institution")
    form = {
        "person_number": who["social_security_number"],
        "retirement_month": "2026-03",
        "post_level": "专业技术七级",
        "old_method_wage_fen": 900_000,
        "retirement_choice": "normal",
    }
    body = {"item_code": "HRSS-028", "inputs": form, "region_code": "990100"}
    school = {"role": "employer", "party_id": "pty_school"}
    made = fund.post("/v1/service-applications", body, **school)
    assert made["status"] == "effective", made
    return str(made["result"]["pension_id"])


def test_one_is_kept_wherever_the_comparison_dies(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund = Fund(counter)
    who = fund.retired()
    second = _teacher_too(fund, who)

    def dies(name: str) -> None:
        if name == "benefits.pension_comparison.before_commit":
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", dies)
    with pytest.raises(Died):
        fund.run(until="2026-04-05")
    assert fund.get(f"/v1/pensions/{second}")["status"] == "granted"
    monkeypatch.setattr(failpoints, "ear", None)
    fund.run(until="2026-04-05")
    ended = fund.get(f"/v1/pensions/{second}")
    assert (ended["status"], ended["ended_for"]) == ("stopped", "other_pension")
    with counter.bench.entered(role="system"):
        pension_overlaps.compare(second)
    assert fund.pension(who)["status"] == "granted", "the first one goes on"
    assert len(fund.get(f"/v1/pensions/{second}/changes")["data"]) == 2, "granted, and ended once"
    fund.run(until="2026-05-31")
    assert fund.get(f"/v1/pensions/{second}/months")["data"] == []
    fund.holds()
