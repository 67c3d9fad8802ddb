"""What is left after a death: waits for heirs, is divided to the fen, taxed and paid once."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits.domain import inheritance as domain
from services.benefits.flows import annuity_payouts, inheritances, payments
from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.private_pension import payouts as pension_payouts
from services.benefits.store import store
from services.benefits.store import tables_annuity as annuities
from services.benefits.store import tables_inheritance as tables
from services.benefits.store import tables_private_pension as pensions
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, SUN_LEI
from sscsim.kernel.money import Money, sum_money
from tests.support.earlier_work import worked
from tests.unit.benefits.conftest import Counter

PLAN = "99JH20180001"
HE = HE_JING.person_id(SEED)
HEIRS = tuple(each.person_id(SEED) for each in (LIN_XIAO, CHEN_YU, SUN_LEI))
PROOF = "（2026）示范证字第1号"
DOOR = "/v1/account-inheritances"
i, s = tables.account_inheritances, tables.inheritance_shares
a, p = annuities.annuity_accounts, pensions.private_pensions
LAWS = {law.id: law for law in CHECKS if law.id.startswith("benefits.inheritance_")}


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=domain.MOST_HEIRS),
)
def test_shares_are_the_whole_and_a_fen_off_at_most(fen: int, parts: list[int]) -> None:
    shares = domain.divided(Money(fen), parts)
    assert sum_money(shares) == Money(fen)
    whole = sum(parts)
    for part, share in zip(parts, shares, strict=True):
        assert abs(share.fen * whole - fen * part) < whole
        step = domain.share_step(Money(fen), part, whole, share)
        assert step.money == share


@pytest.fixture
def annuity(counter: Counter) -> str:
    """The id of an account with 1,000.01 yuan in it."""
    said = {
        "kind": "enterprise",
        "person_id": HE,
        "region_code": "990100",
        "employer_name": "示范机械厂",
        "plan_number": PLAN,
    }
    made = counter.post("/v1/annuity-accounts", said).json["id"]
    paid = {"month": "2026-03", "employer_fen": 80_001, "person_fen": 20_000}
    counter.post(f"/v1/annuity-accounts/{made}/contributions", paid)
    return str(made)


@pytest.fixture
def pension(counter: Counter) -> str:
    """The id of a private pension with 1,000.00 in cash and a product for 500.00."""
    done = counter.post("/v1/earlier-contributions", worked(HE_JING.person_id(SEED)))
    assert done.status_code == 200, done.json
    form = {"bank_code": "629991", "contact_phone": "19900000001", "accepts_terms": True}
    made = counter.applied("HRSS-038", form, HE_JING)["result"]["private_pension_id"]
    path = f"/v1/private-pensions/{made}"
    paid = {"bank_code": "629991", "amount_fen": 150_000, "year": 2026, "bank_reference": "LS-1"}
    assert counter.post(f"{path}/contributions", paid).status_code == 201
    bought = {"product_code": "F0001", "amount_fen": 50_000}
    assert counter.post(f"{path}/purchases", bought).status_code == 201
    return str(made)


def dies(counter: Counter) -> None:
    said = {"died_on": counter.bench.now.date().isoformat()}
    told = counter.card.post(f"/v1/persons/{HE}/report-death", said, key="dies")
    assert told.status_code < 300, told.json


def opened(counter: Counter, account: str) -> Any:
    name = "annuity_account_id" if account.startswith("ann_") else "private_pension_id"
    answer = counter.post(DOOR, {name: account})
    assert answer.status_code == 201, answer.json
    return answer.json


def divided(counter: Counter, found: Any, *parts: int) -> Any:
    heirs = [{"person_id": heir, "parts": part} for heir, part in zip(HEIRS, parts, strict=False)]
    body = {"heirs": heirs, "proof_number": PROOF}
    return counter.post(f"{DOOR}/{found['id']}/divide", body)


def shares(counter: Counter, found: Any) -> list[tuple[int, int]]:
    """What each heir's share is, and the tax of it."""
    listed = counter.get(f"{DOOR}/{found['id']}/shares")["data"]
    assert all(each["explanation"]["sums_to_total"] for each in listed)
    return [(each["amount_fen"], each["tax_fen"]) for each in reversed(listed)]


def holds(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: found for law in CHECKS if (found := law.look(tx))} == {}


@pytest.mark.db
def test_an_annuity_waits_for_heirs_and_is_divided_to_the_fen(
    counter: Counter, annuity: str
) -> None:
    """1,000.01 in three equal parts: 333.34, 333.34, 333.33; 3 % of each, 10.00, is its tax."""
    alive = counter.post(DOOR, {"annuity_account_id": annuity})
    assert alive.json["code"] == "account_inheritance_person_lives"
    dies(counter)
    found = opened(counter, annuity)
    assert found["status"] == "waiting" and "amount_fen" not in found
    assert opened(counter, annuity)["id"] == found["id"], "told again"
    account = counter.get(f"/v1/annuity-accounts/{annuity}")
    assert (account["status"], account["balance_fen"]) == ("estate", 100_001)
    more = {"month": "2026-04", "employer_fen": 1, "person_fen": 1}
    refused = counter.post(f"/v1/annuity-accounts/{annuity}/contributions", more)
    assert refused.json["code"] == "annuity_account_state"
    holds(counter)
    done = divided(counter, found, 1, 1, 1)
    assert (done.status_code, done.json["amount_fen"]) == (200, 100_001), done.json
    assert shares(counter, found) == [(33_334, 1_000), (33_334, 1_000), (33_333, 1_000)]
    account = counter.get(f"/v1/annuity-accounts/{annuity}")
    assert (account["status"], account["balance_fen"]) == ("emptied", 0)
    again = divided(counter, found, 1)
    assert again.json["code"] == "account_inheritance_state"
    holds(counter)


@pytest.mark.db
def test_the_last_share_that_reaches_a_card_ends_it(counter: Counter, annuity: str) -> None:
    dies(counter)
    found = opened(counter, annuity)
    divided(counter, found, 3, 1)
    listed = counter.get(f"{DOOR}/{found['id']}/shares")["data"]
    assert [each["amount_fen"] for each in listed] == [25_000, 75_001]
    for number, share in enumerate(listed, start=1):
        assert counter.get(f"{DOOR}/{found['id']}")["status"] == "divided"
        counter.bench.at(counter.bench.now + timedelta(minutes=1))
        with counter.bench.entered(role="system"), store.write() as tx:
            paid = payments._held(tx, share["payment_id"])
            changed = payments.payments.change(
                tx, paid, status="paid" if number == 2 else "returned", paid_at=tx.world.now
            )
            annuity_payouts.on_payment(tx, changed)
    states = [each["status"] for each in counter.get(f"{DOOR}/{found['id']}/shares")["data"]]
    assert states == ["returned", "paid"]
    with counter.bench.entered(role="system"), store.write() as tx:
        paid = payments._held(tx, listed[0]["payment_id"])
        annuity_payouts.on_payment(tx, payments.payments.change(tx, paid, status="paid"))
    assert counter.get(f"{DOOR}/{found['id']}")["status"] == "paid"
    holds(counter)


@pytest.mark.db
def test_a_private_pension_is_sold_and_taxed_by_three_per_cent(
    counter: Counter, pension: str
) -> None:
    dies(counter)
    found = opened(counter, pension)
    path = f"/v1/private-pensions/{pension}"
    assert counter.get(path)["status"] == "estate"
    bought = counter.post(f"{path}/purchases", {"product_code": "F0001", "amount_fen": 50_000})
    assert bought.json["code"] == "private_pension_state"
    holds(counter)
    done = divided(counter, found, 1, 2)
    assert done.status_code == 200, done.json
    whole = done.json["amount_fen"]
    assert whole >= 150_000
    got = shares(counter, found)
    assert sum(fen for fen, _ in got) == whole
    assert [tax for _, tax in got] == [(fen * 3 + 50) // 100 for fen, _ in got]
    shown = counter.get(path)
    assert (shown["status"], shown["funds_account"]["cash_fen"]) == ("closed", 0)
    assert shown["redeemed_fen"] == whole
    holds(counter)


@pytest.mark.db
def test_what_is_drawn_goes_to_the_heirs_from_the_death_on(
    counter: Counter, annuity: str, pension: str
) -> None:
    proof = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32}
    form = {"reason": "disability", "payout_option": "instalments", "instalments": 3}
    made = counter.applied("HRSS-037", {"plan_number": PLAN, **form, "proof": proof}, HE_JING)
    assert made["status"] == "effective", made
    form = {"reason": "total_disability", "payout_mode": "instalments", "instalments": 2}
    made = counter.applied("HRSS-041", {**form, "proof": proof}, HE_JING)
    assert made["status"] == "effective", made
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{annuity}:1")
    dies(counter)
    both = [opened(counter, each) for each in (annuity, pension)]
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{annuity}:2")
        pension_payouts.pay_part(f"{pension}:2")
    assert counter.get(f"/v1/annuity-accounts/{annuity}")["balance_fen"] == 66_668
    holds(counter)
    left = [divided(counter, each, 1, 1).json["amount_fen"] for each in both]
    assert left[0] == 66_668
    holds(counter)


@pytest.mark.db
def test_what_can_not_be_divided_is_refused_and_writes_nothing(
    counter: Counter, annuity: str
) -> None:
    none = counter.post(DOOR, {})
    assert none.json["code"] == "account_inheritance_account_wanted"
    dies(counter)
    found = opened(counter, annuity)
    path, before = f"{DOOR}/{found['id']}/divide", counter.written()

    def code(*heirs: str, path: str = path) -> str:
        named = [{"person_id": each, "parts": 1} for each in heirs]
        answer = counter.post(path, {"heirs": named, "proof_number": PROOF})
        assert answer.status_code in (404, 422), answer.json
        return str(answer.json["code"])

    assert code(HEIRS[0], HEIRS[0]) == "account_inheritance_heirs"
    assert code(HEIRS[0], HE) == "account_inheritance_heirs"
    assert code("psn_" + "0" * 26) == "person_not_found"
    nowhere = f"{DOOR}/inh_{'0' * 26}/divide"
    assert code(HEIRS[0], path=nowhere) == "account_inheritance_not_found"
    bad = counter.post(path, {"heirs": [{"person_id": HEIRS[0], "parts": 0}], "proof_number": "1"})
    assert bad.status_code in (400, 422)
    assert [each["pointer"] for each in bad.json["errors"]] == ["/heirs/0/parts"]
    assert counter.written() == before


@pytest.mark.db
def test_an_empty_account_leaves_nothing(counter: Counter) -> None:
    said = {
        "kind": "occupational",
        "person_id": HE,
        "region_code": "990100",
        "employer_name": "示范中学",
    }
    made = counter.post("/v1/annuity-accounts", said).json["id"]
    dies(counter)
    refused = counter.post(DOOR, {"annuity_account_id": made})
    assert refused.json["code"] == "account_inheritance_nothing_left"


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.mark.db
@pytest.mark.parametrize("what", ["inheritance", "inheritance_division"])
def test_a_death_before_the_commit_leaves_nothing(
    counter: Counter, annuity: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    dies(counter)
    heirs = [{"person_id": HEIRS[0], "parts": 1}]
    if what == "inheritance":

        def act() -> Any:
            return inheritances.open_inheritance(annuity_account_id=annuity)
    else:
        found = opened(counter, annuity)

        def act() -> Any:
            return inheritances.divide(found["id"], heirs, PROOF)

    armed = {f"benefits.{what}.before_commit"}

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    monkeypatch.setattr(inheritances, "failpoint", failpoint)
    before = counter.written()
    with counter.bench.entered(role="agency"), pytest.raises(Died):
        act()
    assert counter.written() == before
    with counter.bench.entered(role="agency"):
        act()
    assert counter.written() != before
    holds(counter)


# ---- laws

PLANTED: dict[str, list[Any]] = {
    "benefits.inheritance_shares": [
        s.update().values(amount=Money(1)),
        s.update().values(tax=Money(1)),
        s.update().where(s.c.number == 1).values(payment_id="bpy_0"),
        s.delete(),
        i.update().values(amount=Money(1)),
        i.update().values(amount=None),
        annuities.annuity_entries.delete().where(annuities.annuity_entries.c.kind == "inheritance"),
    ],
    "benefits.inheritance_estates": [
        a.update().values(status="estate"),
        p.update().values(status="open"),
        i.update().where(i.c.account_kind == "private_pension").values(status="divided"),
        i.update().where(i.c.account_kind != "private_pension").values(status="paid"),
        s.update().values(status="paid"),
    ],
}


@pytest.mark.db
def test_the_laws_of_inheritances_hold_and_turn_red(
    counter: Counter, annuity: str, pension: str
) -> None:
    dies(counter)
    divided(counter, opened(counter, annuity), 1, 2)
    opened(counter, pension)
    holds(counter)
    assert set(PLANTED) == set(LAWS)
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = counter.with_corruption(corruption, LAWS[name])
            assert found, f"{name}: corruption {number} is not seen"
