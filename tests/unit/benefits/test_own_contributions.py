"""People who pay alone: charges that fail, a code whose answer was lost, a year's interest."""

from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows.contributions import interest, paying
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from sscsim import peers
from sscsim.demo_people import HE_JING, LIN_XIAO, SEED
from tests.support.insurance import Insured
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
OWN = {
    "region_code": "990100",
    "insurances": ["pension"],
    "monthly_base_fen": 600_000,
    "pay_by": "card_account",
}


def charged(counter: Counter, pay_by: str = "card_account") -> Any:
    own = {**OWN, "pay_by": pay_by}
    assert counter.applied("HRSS-053", own, HE_JING)["status"] == "effective"
    form = {
        "insurance": "pension",
        "from_month": Insured(counter).month(),
        "months": 1,
        "monthly_base_fen": 600_000,
        "pay_by": pay_by,
    }
    made = counter.applied("HRSS-057", form, HE_JING)
    return counter.get(f"/v1/contribution-charges/{made['result']['contribution_charge_id']}")


def laws_hold(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: found for law in CHECKS if (found := law.look(tx))} == {}


def test_a_debit_that_failed_may_be_tried_again_or_taken_back(counter: Counter) -> None:
    due = charged(counter)
    path = f"/v1/contribution-charges/{due['id']}"
    assert (due["status"], due["tries"], due["amount_fen"]) == ("due", 1, 120_000)
    Insured(counter).run(days=1)
    failed = counter.get(path)
    assert (failed["status"], failed["return_code"]) == ("failed", "01")
    again = counter.post(path + "/retry").json
    assert (again["status"], again["tries"]) == ("due", 2)
    with counter.bench.entered(role="system"):
        paying.collect(f"{due['id']}#1")  # of the attempt that is over
    assert counter.get(path)["status"] == "due"
    laws_hold(counter)
    Insured(counter).run(days=1)
    assert counter.post(path + "/cancel").json["status"] == "cancelled"
    laws_hold(counter)


def test_a_code_whose_answer_was_lost_is_asked_for_by_a_job(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = charged(counter, "electronic_card")
    path = f"/v1/contribution-charges/{due['id']}"
    call = peers.call

    def lost(service: str, method: str, route: str, body: Any) -> Any:
        if route.endswith("/code-payments"):
            raise peers.NoAnswer(service)
        return call(service, method, route, body)

    monkeypatch.setattr(peers, "call", lost)
    shown = {"electronic_code": "eyJ2IjoxfQ.text-of-a-code", "password": "471592"}
    assert counter.post(path + "/pay-by-code", shown).status_code >= 500
    assert counter.get(path)["status"] == "paying"
    laws_hold(counter)
    Insured(counter).run(days=1)
    assert counter.get(path)["status"] == "failed", "never more"
    laws_hold(counter)


def test_a_year_of_interest_is_posted_once(counter: Counter) -> None:
    firm = Insured(counter)
    firm.registered()
    made = firm.enrol(firm.staff(HE_JING, back=2), firm.staff(LIN_XIAO, 900_000, back=2))
    charge = made["result"]["contribution_charge_id"]
    counter.post(f"/v1/contribution-charges/{charge}/pay")
    counter.bench.at(counter.bench.now + timedelta(days=300))
    with counter.bench.entered(role="system"):
        interest.post("2026")
    [account] = counter.get(f"/v1/pension-accounts?person_id={HE_JING.person_id(SEED)}")["data"]
    # February's and March's 480.00 for eleven and ten months at 2.60 %
    assert account["balance_fen"] == 96_000 + 2_184
    laws_hold(counter)
