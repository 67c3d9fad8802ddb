"""Pensions computed again: what was found, raises since, deaths, and what is refused."""

from typing import Any

import pytest

from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim import failpoints
from sscsim.kernel import explain
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
FOUND = {"reason": "contributions_found"}
EARLIER = {"from_month": "2004-01", "to_month": "2005-12"}


@pytest.fixture
def fund(counter: Counter) -> Fund:
    return Fund(counter)


def found(fund: Fund, who: Any, account_fen: int = 1_390_000) -> None:
    """Two years that nobody knew of, with what they put into the account."""
    stretch = {"kind": "taken_over", "base_fen": 600_000, "personal_fen": 48_000, **EARLIER}
    body = {
        "person_id": who["id"],
        "region_code": "990100",
        "scheme": "employee",
        "stretches": [stretch],
        "account_balance_fen": account_fen,
    }
    fund.post("/v1/earlier-contributions", body)


def recalculated(fund: Fund, who: Any, **more: Any) -> Any:
    return fund.counter.post(f"/v1/pensions/{who['pension_id']}/recalculate", FOUND | more)


def events(fund: Fund) -> list[Any]:
    outbox = store.common.events
    with fund.counter.bench.entered(), store.read() as tx:
        query = outbox.select().where(outbox.c.type == "pension.recalculated")
        return list(tx.all(query.order_by(outbox.c.seq)))


def test_what_was_found_raises_it_and_is_paid_for_the_months_since(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2026-06-15")
    before = fund.pension(who)
    held = fund.balance(who)
    found(fund, who)
    made = recalculated(fund, who).json
    pension = made["pension"]
    # at 60 years and 3 months: 139 - 7 * 3 / 12 = 137.3 payout months, 13900.00 / 137.3 = 101.24
    assert pension["account_part_fen"] - before["account_part_fen"] == 10_124
    assert pension["contribution_months"] == before["contribution_months"] + 24
    rise = pension["monthly_amount_fen"] - before["monthly_amount_fen"]
    assert rise > 10_124
    assert (made["before_fen"], made["roll_month"]) == (before["monthly_amount_fen"], "2026-07")
    assert made["arrears_fen"] == 3 * rise, "April, May and June"
    assert made["explanation"]["sums_to_total"]
    [step] = made["explanation"]["steps"]
    assert (step["inputs"]["first"], step["inputs"]["last"]) == ("2026-04", "2026-06")
    assert len(events(fund)) == 1
    fund.run(until="2026-07-15")
    last = fund.months(pension)[-1]
    assert (last["amount_fen"], last["arrears_fen"]) == (pension["monthly_amount_fen"], 3 * rise)
    assert fund.balance(who) - held == last["amount_fen"] + last["arrears_fen"]
    changes = fund.get(f"/v1/pensions/{who['pension_id']}/changes")["data"]
    assert [(each["kind"], each.get("reason")) for each in changes] == [
        ("recalculated", "contributions_found"),
        ("granted", None),
    ]
    shown = fund.get(f"/v1/pensions/{who['pension_id']}/explanation")
    assert shown["sums_to_total"] and not explain.faults(changes_stored(fund, who)[-1].explanation)
    fund.holds()


def changes_stored(fund: Fund, who: Any) -> list[Any]:
    with fund.counter.bench.entered(), store.read() as tx:
        return rows.changes_of(tx, who["pension_id"])


def test_the_adjustments_since_are_made_anew_on_it(fund: Fund) -> None:
    who, other = fund.retired(), fund.retired(name="王宁")
    fund.run(until="2026-12-31")
    granted = fund.pension(who)["monthly_amount_fen"]
    found(fund, other)  # who had them from the beginning, as far as the amounts go
    ahead = recalculated(fund, other).json["pension"]["monthly_amount_fen"]
    body = {"region_code": "990100", "scheme": "employee", "year": 2027}
    fund.post("/v1/pension-adjustments", body)
    fund.run(until="2027-03-15")
    before = fund.pension(who)["monthly_amount_fen"]
    found(fund, who)
    made = recalculated(fund, who).json
    assert made["pension"]["monthly_amount_fen"] == fund.pension(other)["monthly_amount_fen"]
    # nine months of 2026 by the grants, three of 2027 by the adjusted ones
    after = made["pension"]["monthly_amount_fen"]
    assert made["arrears_fen"] == 9 * (ahead - granted) + 3 * (after - before)
    fund.run(until="2027-04-30")
    totals = [
        sum(each["amount_fen"] + each["arrears_fen"] for each in fund.months(fund.pension(whose)))
        for whose in (who, other)
    ]
    assert totals[0] == totals[1], "in the end both got the same"
    assert recalculated(fund, who).json["code"] == "pension_recalculation_no_rise"
    fund.holds()


def test_a_pause_in_between_is_not_paid(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2026-04-30")
    pause = {"action": "suspend", "reason": "imprisoned", "effective_month": "2026-05"}
    fund.apply("HRSS-023", who, pause)
    found(fund, who)
    before = fund.pension(who)["monthly_amount_fen"]
    made = recalculated(fund, who).json
    rise = made["pension"]["monthly_amount_fen"] - before
    assert (made["arrears_fen"], made["pension"]["status"]) == (rise, "suspended")
    free = {"action": "resume", "reason": "released", "effective_month": "2026-07"}
    fund.run(until="2026-06-30")
    assert fund.apply("HRSS-023", who, free)["status"] == "effective"
    fund.run(until="2026-07-31")
    last = fund.months(fund.pension(who))[-1]
    assert (last["amount_fen"], last["arrears_fen"]) == (before + rise, rise)
    fund.holds()


def test_what_is_not_computed_again_is_refused_by_its_code(fund: Fund) -> None:
    who = fund.retired()
    path = f"/v1/pensions/{who['pension_id']}/recalculate"
    assert recalculated(fund, who).json["code"] == "pension_recalculation_no_rise"
    assert recalculated(fund, {"pension_id": "pns_" + "0" * 26}).json["code"] == "pension_not_found"
    away = fund.counter.post(path, FOUND, role="agency", region="510100")
    assert away.json["code"] == "region_not_allowed"
    assert recalculated(fund, who, reason="because").json["code"] == "invalid_request"
    old = fund.person(born="1950-01-15", name="何居")
    fund.insured(old, "resident")
    claim = {"from_month": "2026-04", "contact_phone": "19900000001"}
    claim |= {"hukou_region_code": "990100", "pays_arrears": False}
    made = fund.apply("HRSS-032", old, claim)
    old |= {"pension_id": made["result"]["pension_id"]}
    assert recalculated(fund, old).json["code"] == "pension_not_recalculated"
    fund.run(until="2026-04-20")
    fund.died(who, "2026-04-15")
    fund.run(until="2026-05-31")
    gone = recalculated(fund, who)
    assert (gone.status_code, gone.json["code"]) == (409, "pension_not_drawn")
    assert events(fund) == []
    fund.holds()


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def test_a_death_before_the_commit_leaves_nothing(
    fund: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = fund.retired()
    fund.run(until="2026-05-31")
    found(fund, who)

    def dies(name: str) -> None:
        if name == "benefits.pension_recalculation.before_commit":
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", dies)
    path = f"/v1/pensions/{who['pension_id']}/recalculate"
    with pytest.raises(Died):
        fund.counter.post(path, FOUND, key="once")
    monkeypatch.setattr(failpoints, "ear", None)
    assert len(changes_stored(fund, who)) == 1
    made = fund.counter.post(path, FOUND, key="once")
    again = fund.counter.post(path, FOUND, key="once")
    assert (made.status_code, made.json) == (200, again.json)
    fund.run(until="2026-06-30")
    lines = fund.months(fund.pension(who))
    assert [each["arrears_fen"] for each in lines] == [0, 0, made.json["arrears_fen"]]
    assert len(events(fund)) == 1
    fund.holds()


@pytest.mark.parametrize("what", ["adjusted", "recalculated"])
def test_a_pension_changed_while_its_month_is_on_the_roll_is_on_it_as_it_was(
    fund: Fund, what: str
) -> None:
    """The roll of a month has begun, and the job that takes people on it comes after the change."""
    who = fund.retired()
    fund.run(until="2026-12-31")
    before = fund.pension(who)["monthly_amount_fen"]
    fund.counter.bench.at(fund.counter.bench.now.replace(year=2027, month=1, day=5))
    assert fund.order("2027-01")[0] == "effective"
    if what == "adjusted":
        body = {"region_code": "990100", "scheme": "employee", "year": 2027}
        fund.post("/v1/pension-adjustments", body)
    else:
        found(fund, who)
        assert recalculated(fund, who).json["roll_month"] == "2027-02"
    fund.run(until="2027-01-31")
    assert fund.months(fund.pension(who))[-1]["amount_fen"] == before
    fund.holds()
    fund.run(until="2027-02-28")
    last = fund.months(fund.pension(who))[-1]
    assert last["amount_fen"] == fund.pension(who)["monthly_amount_fen"] > before
    fund.holds()
