"""A month on too high a wage: what is too much goes back to each payer, explained, to the fen."""

from typing import Any

import pytest

from services.benefits.flows.contributions import refunds
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store import tables_insurance as tables
from sscsim.demo_people import HE_JING, SEED
from sscsim.kernel.money import Money
from tests.support.insurance import Insured
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
HE = HE_JING.person_id(SEED)
DOOR = "/v1/contribution-refunds"
n = tables.contribution_corrections


def holds(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: found for law in CHECKS if (found := law.look(tx))} == {}


def paid(counter: Counter, nature: str = "enterprise") -> tuple[Insured, dict[str, Any]]:
    """A month on 9,000.00 yuan that was paid, as the door of refunds names it."""
    firm = Insured(counter)
    firm.registered(nature=nature)
    made = firm.enrol(firm.staff(HE_JING, 900_000, back=1))
    charge = made["result"]["contribution_charge_id"]
    assert counter.post(f"/v1/contribution-charges/{charge}/pay").status_code == 200
    kind = "employee_pension" if nature == "enterprise" else "institution_pension"
    return firm, {"person_id": HE, "kind": kind, "month": firm.month(1)}


def back(counter: Counter) -> list[tuple[bool, int]]:
    """What was ordered back: whether onto the card, and how much."""
    listed = counter.get("/v1/benefit-payments?item_code=HRSS-056")["data"]
    return sorted(("person_id" in each, each["amount_fen"]) for each in listed)


def balance(counter: Counter) -> int:
    [account] = counter.get(f"/v1/pension-accounts?person_id={HE}")["data"]
    return int(account["balance_fen"])


def test_what_was_paid_too_much_goes_back_and_the_month_stands(counter: Counter) -> None:
    """16 % and 8 % of 9,000.00: 1,440.00 and 720.00; of 6,000.01: 960.00 and 480.00."""
    _, asked = paid(counter)
    done = counter.post(DOOR, {**asked, "right_wage_fen": 600_001})
    assert done.status_code == 200, done.json
    assert (done.json["status"], done.json["base_fen"]) == ("paid", 600_001)
    assert (done.json["employer_fen"], done.json["personal_fen"]) == (96_000, 48_000)
    assert back(counter) == [(False, 48_000), (True, 24_000)]
    assert balance(counter) == 48_000
    [told] = counter.get(f"/v1/contribution-corrections?person_id={HE}")["data"]
    assert (told["base_fen"], told["right_base_fen"]) == (900_000, 600_001)
    assert (told["employer_fen"], told["personal_fen"], told["account_fen"]) == (
        48_000,
        24_000,
        24_000,
    )
    assert told["explanation"]["sums_to_total"] is True
    holds(counter)


def test_it_is_corrected_again_and_given_back_whole(counter: Counter) -> None:
    """500.00 less: 80.00 and 40.00; then all that is left of it, 880.00 and 440.00."""
    _, asked = paid(counter)
    for wage in (600_000, 550_000):
        done = counter.post(DOOR, {**asked, "right_wage_fen": wage})
        assert done.status_code == 200, done.json
    assert counter.post(DOOR, asked).json["status"] == "refunded"
    assert back(counter) == [
        (False, 8_000),
        (False, 48_000),
        (False, 88_000),
        (True, 4_000),
        (True, 24_000),
        (True, 44_000),
    ]
    assert balance(counter) == 0
    assert counter.post(DOOR, asked).json["code"] == "contribution_nothing_to_refund"
    holds(counter)


def test_the_annuity_of_an_institution_is_corrected_in_its_account(counter: Counter) -> None:
    """8 % and 4 % of 3,000.00 less: 240.00 and 120.00."""
    firm, asked = paid(counter, "institution")
    asked["kind"] = "occupational_annuity"
    done = counter.post(DOOR, {**asked, "right_wage_fen": 600_000})
    assert (done.status_code, done.json["to_account_fen"]) == (200, 72_000), done.json
    assert back(counter) == [(False, 24_000), (True, 12_000)]
    [account] = counter.get(f"/v1/annuity-accounts?person_id={HE}")["data"]
    assert account["balance_fen"] == 72_000
    holds(counter)
    again = counter.post(DOOR, {**asked, "right_wage_fen": 500_000})
    assert again.status_code == 200
    assert counter.post(DOOR, asked).status_code == 200
    assert counter.get(f"/v1/annuity-accounts/{account['id']}")["balance_fen"] == 0
    holds(counter)
    assert firm.month(1) == asked["month"]


def test_a_wage_that_is_not_lower_is_refused_and_writes_nothing(counter: Counter) -> None:
    _, asked = paid(counter)
    before = counter.written()
    for wage in (900_000, 900_001):
        answer = counter.post(DOOR, {**asked, "right_wage_fen": wage})
        assert (answer.status_code, answer.json["code"]) == (422, "contribution_wage_not_too_high")
    bad = counter.post(DOOR, {**asked, "right_wage_fen": 0})
    assert [each["pointer"] for each in bad.json["errors"]] == ["/right_wage_fen"]
    assert counter.written() == before
    edge = counter.post(DOOR, {**asked, "right_wage_fen": 899_999})
    # a fen less: 0.16 and 0.08 fen, which are 1,440.00 and 720.00 as before
    assert edge.json["code"] == "contribution_wage_not_too_high"


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def test_a_death_before_the_commit_leaves_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked = paid(counter)
    armed = {"benefits.contribution_refund.before_commit"}

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    monkeypatch.setattr(refunds, "failpoint", failpoint)
    before = counter.written()
    with counter.bench.entered(role="agency"), pytest.raises(Died):
        refunds.refund(**asked, right_wage=Money(600_000))
    assert counter.written() == before
    with counter.bench.entered(role="agency"):
        refunds.refund(**asked, right_wage=Money(600_000))
    assert back(counter) == [(False, 48_000), (True, 24_000)]
    holds(counter)


PLANTED: dict[str, list[Any]] = {
    "benefits.contribution_corrections": [
        n.update().values(employer=Money(1)),
        n.update().values(personal=Money(1)),
        n.update().values(account=Money(1)),
        n.update().values(right_base=Money(900_001)),
        n.update().values(ordinal=2),
        tables.pension_account_entries.delete().where(
            tables.pension_account_entries.c.kind == "refund"
        ),
    ],
}


def test_the_law_of_corrections_turns_red(counter: Counter) -> None:
    _, asked = paid(counter)
    counter.post(DOOR, {**asked, "right_wage_fen": 600_000})
    holds(counter)
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"
