"""The private pension in a world: two banks at once, lost answers, laws, and what is refused."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.private_pension import banks, contributions, payouts, products
from services.benefits.problems_private_pension import (
    PrivatePensionContributionRefused,
    PrivatePensionHoldsProducts,
)
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from services.benefits.store import tables_private_pension as tables
from sscsim.demo_people import HE_JING, SEED
from sscsim.kernel.money import Money
from tests.support.earlier_work import worked
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

RURAL, DEMO_BANK = "629991", "629990"
OPENING = {"bank_code": RURAL, "contact_phone": "19900000001", "accepts_terms": True}
PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32}
LIMIT = 1_200_000
PIN = "471592"
p, f, e = tables.private_pensions, tables.private_pension_funds, tables.private_pension_entries
c, h, o = (
    tables.private_pension_contributions,
    tables.private_pension_holdings,
    tables.private_pension_payouts,
)
LAWS = {law.id: law for law in CHECKS if law.id.startswith("benefits.private_pension_")}


def contributed(counter: Counter) -> None:
    """Who is insured in a basic pension has contributions on record."""
    made = counter.post("/v1/earlier-contributions", worked(HE_JING.person_id(SEED)))
    assert made.status_code == 200, made.json


@pytest.fixture
def pension(counter: Counter) -> str:
    """The path of a private pension of somebody who is insured."""
    contributed(counter)
    made = counter.applied("HRSS-038", OPENING, HE_JING)
    assert made["status"] == "effective", made["reasons"]
    return f"/v1/private-pensions/{made['result']['private_pension_id']}"


def _id(path: str) -> str:
    return path.split("/")[3]


def through_bank(counter: Counter, path: str, fen: int, reference: str, **more: Any) -> Any:
    body = {"bank_code": RURAL, "amount_fen": fen, "year": 2026, "bank_reference": reference}
    return counter.post(f"{path}/contributions", {**body, **more}, role="bank")


def asked(counter: Counter, fen: int, **more: Any) -> Any:
    said = {"contribution_year": 2026, "amount_fen": fen, "pay_by": "card_account", **more}
    return counter.applied("HRSS-039", said, HE_JING)


def due(counter: Counter, fen: int) -> str:
    made = asked(counter, fen)
    return f"/v1/private-pension-contributions/{made['result']['private_pension_contribution_id']}"


def account_of(counter: Counter, fen: int) -> str:
    """The path of the account on the card, with money."""
    card_id = HE_JING.card_id(SEED)
    body = {"card_id": card_id, "reserved_phone": "19900000001"}
    made = counter.card.post("/v1/bank-accounts", body, key="acc").json
    path = f"/v1/bank-accounts/{made['id']}"
    said = {"password": PIN, "reserved_phone": "19900000001"}
    counter.card.post(f"{path}/activate", said, key="act")
    if fen:
        counter.card.post(f"{path}/credits", {"amount_fen": fen}, key="cash")
    return path


def on_card(counter: Counter, account: str) -> int:
    return int(counter.card.get(account).json["balance_fen"])


def cash(counter: Counter, path: str) -> int:
    return int(counter.get(path)["funds_account"]["cash_fen"])


# ---- where and when


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        ("2022-11-25", ["private_pension_not_here_yet"]),
        ("2024-12-14", ["private_pension_not_here_yet"]),
        ("2024-12-15", []),
    ],
)
def test_it_opens_everywhere_from_a_day_on(counter: Counter, day: str, reasons: list[str]) -> None:
    """Demo City is none of the pilot places."""
    then = date.fromisoformat(day)
    counter.bench.at(counter.bench.now.replace(year=then.year, month=then.month, day=then.day))
    contributed(counter)
    made = counter.applied("HRSS-038", OPENING, HE_JING)
    assert [each["code"] for each in made.get("reasons", [])] == reasons
    assert made["status"] == ("rejected" if reasons else "effective")


# ---- the year's room


def test_exactly_the_limit_and_not_a_fen_more(counter: Counter, pension: str) -> None:
    assert through_bank(counter, pension, LIMIT - 1, "A").status_code == 201
    over = asked(counter, 2)
    assert [each["code"] for each in over["reasons"]] == ["private_pension_no_room"]
    assert through_bank(counter, pension, 2, "B").status_code == 422
    assert asked(counter, 1)["status"] == "effective"
    assert counter.get(f"{pension}/room")["left_fen"] == 0
    assert counter.get(f"{pension}/room?year=2027")["left_fen"] == LIMIT


def test_the_room_is_the_persons_whichever_bank(counter: Counter, pension: str) -> None:
    through_bank(counter, pension, 700_000, "A")
    moved = counter.post(f"{pension}/change-bank", {"bank_code": DEMO_BANK})
    assert moved.json["funds_account"]["cash_fen"] == 700_000
    over = through_bank(counter, pension, 500_001, "A", bank_code=DEMO_BANK)
    assert (over.status_code, over.json["code"]) == (422, "private_pension_contribution_refused")
    assert over.json["errors"][0]["pointer"] == "/amount_fen"
    assert through_bank(counter, pension, 500_000, "A", bank_code=DEMO_BANK).status_code == 201
    assert through_bank(counter, pension, 1, "B").json["code"] == "private_pension_other_bank"


def test_two_at_once_don_t_pass_the_room(counter: Counter, pension: str) -> None:
    """Each of two would fit; both would not."""
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def take(reference: str) -> None:
        with counter.bench.entered(role="bank"):
            start.wait()
            try:
                contributions.take_in(_id(pension), RURAL, Money(800_000), 2026, reference)
                outcomes.append("in")
            except PrivatePensionContributionRefused:
                outcomes.append("refused")

    threads = [threading.Thread(target=take, args=(name,)) for name in ("A", "B")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["in", "refused"]
    assert cash(counter, pension) == 800_000


# ---- money off the card


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    armed: set[str] = set()

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    for module in (banks, contributions, payouts, products):
        monkeypatch.setattr(module, "failpoint", failpoint)
    return armed.add


def test_what_a_lost_answer_took_is_found(counter: Counter, pension: str, dies: Any) -> None:
    """The process dies after the card was debited: asked again, it is taken once."""
    account = account_of(counter, 500_000)
    path = due(counter, 200_000)
    dies("benefits.private_pension_contribution.after_card")
    with counter.bench.entered(), pytest.raises(Died):
        contributions.pay(_id(path), password=PIN)
    assert counter.get(path)["status"] == "paying"
    with counter.bench.entered(role="system"):
        contributions.settle_due(f"{_id(path)}:1")
        contributions.settle_due(f"{_id(path)}:1")
    shown = counter.get(path)
    assert (shown["status"], shown["paid_on"]) == ("paid", "2026-04-01")
    assert (on_card(counter, account), cash(counter, pension)) == (300_000, 200_000)


def test_an_attempt_that_took_nothing_is_due_again_and_cant_come_late(
    counter: Counter, pension: str
) -> None:
    account = account_of(counter, 500_000)
    path = due(counter, 200_000)
    with counter.bench.entered():
        begun = contributions._begun(_id(path))
        contributions.settle(_id(path))
    assert counter.get(path)["status"] == "due"
    late = {
        "event": begun.event,
        "person_id": HE_JING.person_id(SEED),
        "amount_fen": 200_000,
        "password": PIN,
        "payee": "payee.private_pension.629991",
    }
    answer = counter.card.post("/internal/v1/bank-debits", late, role="system")
    assert answer.json["code"] == "code_payment_closed"
    paid = counter.post(f"{path}/pay", {"password": PIN})
    assert paid.json["status"] == "paid"
    assert on_card(counter, account) == 300_000


def test_a_day_that_is_over_frees_the_room(counter: Counter, pension: str) -> None:
    path = due(counter, LIMIT)
    assert counter.get(f"{pension}/room")["left_fen"] == 0
    with counter.bench.entered(role="system"):
        contributions.lapse(_id(path))
        contributions.lapse(_id(path))
    assert counter.get(path)["status"] == "failed"
    assert counter.get(f"{pension}/room")["left_fen"] == LIMIT
    answer = counter.post(f"{path}/pay", {"password": PIN})
    assert answer.json["code"] == "private_pension_contribution_state"


def test_cash_that_is_in_products_is_not_given_back(counter: Counter, pension: str) -> None:
    made = through_bank(counter, pension, 500_000, "A").json
    buy = {"product_code": "F0001", "amount_fen": 100_000}
    held = counter.post(f"{pension}/purchases", buy).json
    path = f"/v1/private-pension-contributions/{made['id']}/refund"
    short = counter.post(path, role="bank")
    assert short.json["code"] == "private_pension_cash_short"
    counter.post(f"/v1/private-pension-holdings/{held['id']}/redeem", {})
    assert counter.post(path, role="bank").json["status"] == "refunded"
    assert cash(counter, pension) == 0
    assert counter.get(f"{pension}/room")["left_fen"] == LIMIT


@pytest.mark.parametrize(
    "name",
    [
        "benefits.private_pension_take_in.before_commit",
        "benefits.private_pension_purchase.before_commit",
        "benefits.private_pension_sale.before_commit",
        "benefits.private_pension_bank.before_commit",
        "benefits.private_pension_refund.before_commit",
        "benefits.private_pension_payout.before_commit",
    ],
)
def test_a_death_before_the_commit_leaves_nothing(
    counter: Counter, pension: str, dies: Any, name: str
) -> None:
    """The same call again does all of it, once."""
    first = through_bank(counter, pension, 600_000, "A").json
    with counter.bench.entered():
        kept = products.buy(_id(pension), "F0001", Money(100_000))
    calls: dict[str, Any] = {
        "take_in": lambda: contributions.take_in(_id(pension), RURAL, Money(5), 2026, "B"),
        "purchase": lambda: products.buy(_id(pension), "F0002", Money(100_000)),
        "sale": lambda: products.sell(kept.id),
        "bank": lambda: banks.change_bank(_id(pension), DEMO_BANK),
        "refund": lambda: contributions.refund(first["id"]),
        "payout": lambda: payouts.pay_part(f"{_id(pension)}:2"),
    }
    what = name.removeprefix("benefits.private_pension_").removesuffix(".before_commit")
    with counter.bench.entered(role="system"):
        if what in ("bank", "refund"):
            products.sell(kept.id)
    if what == "payout":
        drawn(counter)
    before = counter.written()
    dies(name)
    with counter.bench.entered(role="system"), pytest.raises(Died):
        calls[what]()
    assert counter.written() == before
    with counter.bench.entered(role="system"):
        calls[what]()
    assert counter.written() != before
    broken(counter)


# ---- paid out


def drawn(counter: Counter, **more: Any) -> Any:
    said = {"reason": "total_disability", "payout_mode": "instalments", "instalments": 3}
    made = counter.applied("HRSS-041", {**said, "proof": PROOF, **more}, HE_JING)
    assert made["status"] == "effective", made
    return made


@pytest.mark.parametrize(
    ("day", "reasons"),
    [("2025-08-31", ["payout_condition_not_in_force"]), ("2025-09-01", [])],
)
def test_three_conditions_more_are_met_from_a_day_on(
    counter: Counter, day: str, reasons: list[str]
) -> None:
    then = date.fromisoformat(day)
    counter.bench.at(counter.bench.now.replace(year=then.year, month=then.month, day=then.day))
    contributed(counter)
    opened = counter.applied("HRSS-038", OPENING, HE_JING)
    path = f"/v1/private-pensions/{opened['result']['private_pension_id']}"
    assert through_bank(counter, path, 100_000, "A", year=2025).status_code == 201
    form = {"reason": "subsistence_allowance", "payout_mode": "once", "proof": PROOF}
    made = counter.applied("HRSS-041", form, HE_JING)
    assert [each["code"] for each in made.get("reasons", [])] == reasons
    assert made["status"] == ("rejected" if reasons else "effective")


def test_a_part_is_paid_once_however_often_its_job_runs(counter: Counter, pension: str) -> None:
    through_bank(counter, pension, 100_000, "A")
    drawn(counter)
    for _ in range(2):
        with counter.bench.entered(role="system"):
            payouts.pay_part(f"{_id(pension)}:2")
            payouts.pay_part(f"{_id(pension)}:1")
    shown = counter.get(pension)
    assert (shown["parts_paid"], shown["status"]) == (2, "paying")
    with counter.bench.entered(role="system"):
        payouts.pay_part(f"{_id(pension)}:3")
        payouts.pay_part(f"{_id(pension)}:4")
    parts = counter.get(f"{pension}/payouts")["data"]
    assert [each["gross_fen"] for each in parts] == [33_334, 33_333, 33_333]
    assert [each["tax_fen"] for each in parts] == [1_000, 1_000, 1_000]
    assert counter.get(pension)["status"] == "closed"
    broken(counter)


def test_income_is_by_days_and_the_early_rate_holds_before_the_term(
    counter: Counter, pension: str
) -> None:
    """365,000 fen for 90 and for 89 days of D0001, whose term and rates the list says."""
    through_bank(counter, pension, 1_000_000, "A")
    offered = counter.get("/v1/private-pension-products/D0001")
    term, fen = offered["term_days"], 365_000
    buy = {"product_code": "D0001", "amount_fen": fen}
    held = [counter.post(f"{pension}/purchases", buy).json for _ in range(2)]
    counter.bench.at(counter.bench.now + timedelta(days=term - 1))
    early = counter.post(f"/v1/private-pension-holdings/{held[0]['id']}/redeem", {}).json
    assert early["income_fen"] == round_half_up(fen * offered["early_rate_bp"] * (term - 1))
    counter.bench.at(counter.bench.now + timedelta(days=1))
    half = {"amount_fen": fen // 2}
    sell = f"/v1/private-pension-holdings/{held[1]['id']}/redeem"
    part = counter.post(sell, half).json
    assert part["income_fen"] == round_half_up(fen // 2 * offered["rate_bp"] * term)
    assert (part["status"], part["left_fen"]) == ("held", fen - fen // 2)
    too_much = counter.post(sell, {"amount_fen": part["left_fen"] + 1})
    assert too_much.json["code"] == "private_pension_holding_short"
    rest = counter.post(sell, {}).json
    assert rest["status"] == "redeemed"
    entries = counter.get(f"{pension}/entries")["data"]
    told = [each for each in entries if each["kind"] == "income"]
    assert all(each["explanation"]["sums_to_total"] for each in told)
    broken(counter)


def round_half_up(above: int) -> int:
    below = 10_000 * 365
    return (2 * above + below) // (2 * below)


def test_a_bank_is_not_changed_while_products_are_held(counter: Counter, pension: str) -> None:
    through_bank(counter, pension, 500_000, "A")
    counter.post(f"{pension}/purchases", {"product_code": "F0001", "amount_fen": 100_000})
    before = counter.written()
    with counter.bench.entered(), pytest.raises(PrivatePensionHoldsProducts):
        banks.change_bank(_id(pension), DEMO_BANK)
    assert counter.written() == before


# ---- laws


def broken(counter: Counter) -> None:
    """Every law holds."""
    with counter.bench.entered(), store.read() as tx:
        assert {name: found for name, law in LAWS.items() if (found := law.look(tx))} == {}


PLANTED: dict[str, list[Any]] = {
    "benefits.private_pension_room": [
        c.update().where(c.c.reference == "A").values(amount=Money(LIMIT + 1)),
        c.update().where(c.c.status == "refunded").values(status="paid", amount=Money(LIMIT)),
        c.update().values(year_limit=Money(1)),
    ],
    "benefits.private_pension_balances": [
        f.update().where(f.c.status == "active").values(cash=Money(7)),
        f.update().where(f.c.status == "active").values(holdings=Money(7)),
        f.update().where(f.c.status == "left").values(cash=Money(7)),
        f.update().where(f.c.status == "active").values(status="left"),
        f.update().where(f.c.status == "left").values(status="active"),
        e.delete().where(e.c.kind == "moved_in"),
        e.update().where(e.c.kind == "purchase").values(cash=Money(-1)),
        h.update().where(h.c.status == "held").values(unsold=Money(1)),
        h.delete().where(h.c.status == "held"),
    ],
    "benefits.private_pension_entries": [
        c.update().where(c.c.reference == "A").values(status="failed"),
        c.update().where(c.c.reference == "B").values(status="paid"),
        e.delete().where(e.c.kind == "contribution_refund"),
        e.delete().where(e.c.kind == "moved_out"),
        h.update().where(h.c.sales > 0).values(income=Money(1)),
        h.update().where(h.c.sales > 0).values(cost=Money(1)),
        h.update().where(h.c.sales > 0).values(unsold=Money(1)),
    ],
    "benefits.private_pension_payouts": [
        o.update().values(tax=Money(1)),
        o.update().values(net=Money(1)),
        o.update().values(gross=Money(1_000_000), net=Money(970_000), tax=Money(30_000)),
        o.update().values(payment_id="bpy_0"),
        o.update().values(tax_payment_id=None),
        p.update().values(redeemed=Money(1)),
        p.update().values(status="closed"),
        o.delete(),
        e.delete().where(e.c.kind == "payout"),
    ],
}


@pytest.fixture
def busy(counter: Counter, pension: str) -> Iterator[Counter]:
    """Paid in, given back, bought, sold with income, moved, and not drawn yet."""
    through_bank(counter, pension, 700_000, "A")
    back = through_bank(counter, pension, 1_000, "B").json
    counter.post(f"/v1/private-pension-contributions/{back['id']}/refund", role="bank")
    buy = {"product_code": "D0001", "amount_fen": 300_000}
    held = counter.post(f"{pension}/purchases", buy).json
    counter.bench.at(counter.bench.now + timedelta(days=60))
    counter.post(f"/v1/private-pension-holdings/{held['id']}/redeem", {})
    counter.post(f"{pension}/change-bank", {"bank_code": DEMO_BANK})
    counter.post(f"{pension}/purchases", {"product_code": "F0001", "amount_fen": 100_000})
    yield counter


def test_the_laws_hold_and_turn_red(busy: Counter) -> None:
    broken(busy)
    for name, planted in PLANTED.items():
        if name == "benefits.private_pension_payouts":
            continue
        for number, corruption in enumerate(planted):
            found = busy.with_corruption(corruption, LAWS[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_the_laws_of_payouts_turn_red(busy: Counter) -> None:
    drawn(busy)
    broken(busy)
    for number, corruption in enumerate(PLANTED["benefits.private_pension_payouts"]):
        found = busy.with_corruption(corruption, LAWS["benefits.private_pension_payouts"])
        assert found, f"corruption {number} is not seen"


def test_every_law_has_its_corruption() -> None:
    assert set(PLANTED) == set(LAWS)


# ---- bad input


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("purchases", {"product_code": "X0001", "amount_fen": 100_000}, "/product_code"),
        ("purchases", {"product_code": "F0001", "amount_fen": 0}, "/amount_fen"),
        ("purchases", {"product_code": "F0001", "amount_fen": 1.5}, "/amount_fen"),
        ("contributions", {"bank_code": "1"}, "/bank_code"),
        ("contributions", {"bank_code": RURAL, "year": 2021}, "/year"),
        ("change-bank", {"bank_code": "abcdef"}, "/bank_code"),
        ("change-bank", {}, "/bank_code"),
    ],
)
def test_bad_input_is_pointed_at_and_writes_nothing(
    counter: Counter, pension: str, path: str, body: Any, pointer: str
) -> None:
    before = counter.written()
    answer = counter.post(f"{pension}/{path}", body)
    assert answer.status_code in (400, 422)
    assert pointer in [each["pointer"] for each in answer.json["errors"]]
    assert counter.written() == before


def test_what_is_not_there_is_not_found(counter: Counter) -> None:
    none = "0" * 26
    for path, code in (
        (f"/v1/private-pensions/ppa_{none}", "private_pension_not_found"),
        (f"/v1/private-pensions/ppa_{none}/entries", "private_pension_not_found"),
        (f"/v1/private-pension-holdings/pph_{none}", "private_pension_holding_not_found"),
        (
            f"/v1/private-pension-contributions/ppc_{none}",
            "private_pension_contribution_not_found",
        ),
    ):
        answer = counter.client.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, code)


def test_a_room_of_no_region_is_a_missing_figure(counter: Counter, pension: str) -> None:
    """Before its first day nothing is known of it, and nothing is invented."""
    counter.bench.at(counter.bench.now.replace(year=2022, month=6))
    answer = counter.client.get(f"{pension}/room")
    assert (answer.status_code, answer.json["code"]) == (422, "policy_figure_missing")
    assert counter.client.get("/v1/private-pension-products").json["code"] == (
        "policy_figure_missing"
    )


def test_the_rows_are_as_they_are_listed(busy: Counter) -> None:
    """Filters of the lists, and what stands in them."""
    person = HE_JING.person_id(SEED)
    assert len(busy.get(f"/v1/private-pensions?person_id={person}&status=open")["data"]) == 1
    listed = busy.get(f"/v1/private-pension-contributions?person_id={person}&year=2026")["data"]
    assert sorted(each["status"] for each in listed) == ["paid", "refunded"]
    held = busy.get(f"/v1/private-pension-holdings?person_id={person}&status=held")["data"]
    assert [each["product_class"] for each in held] == ["fund"]
    with busy.bench.entered(), store.read() as tx:
        assert rows.under_way(tx, person) is None
