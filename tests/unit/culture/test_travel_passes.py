"""Travel passes from their order to their end, with the card's money and the books."""

from typing import Any

import pytest

from services.culture.flows import pass_payments
from sscsim import failpoints
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, SUN_LEI, WANG_GUILAN, ZHAO_XIAOMAN
from tests.support.culture import PHOTO, PIN, Town, moment

pytestmark = pytest.mark.db
BY_CARD = {"pay_by": "card_account"}
SOLD = {"bank": 10_000, "issuer.fee": -1_500, "pass.deferred": -8_500}
"""The book after one sale of a year card of Demo City."""


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the process die where this point is passed, once."""
    named: list[str] = []

    def hears(name: str) -> None:
        if name in named:
            named.remove(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    return named


# ---- buying


def test_a_pass_is_paid_in_cash_and_its_price_is_explained(town: Town) -> None:
    path = town.sold(WANG_GUILAN)
    shown = town.get(path)
    # 70 years old: half of 100.00; 10 % and 5 % of that are fees
    assert (shown["price_fen"], shown["fee_fen"], shown["pool_fen"]) == (5_000, 750, 4_250)
    assert (shown["status"], shown["ground"]) == ("sold", "registered")
    told = town.get(f"{path}/price")["explanation"]
    assert told["totals"]["pool_fen"] == 4_250
    assert "50%" in " ".join(step["text"] for step in told["steps"])
    town.holds()


def test_the_card_pays_once(town: Town) -> None:
    account = town.account(15_000)
    path = town.sold(**BY_CARD)
    assert town.get(path)["status"] == "due"
    wrong = town.refused(f"{path}/pay", {"password": "000000"})
    assert wrong == "bank_password_wrong"
    assert town.get(path)["status"] == "due"
    paid = town.done(f"{path}/pay", {"password": PIN}, key="pay")
    assert paid["status"] == "sold"
    assert paid["payment_reference"].startswith("bke_")
    assert town.done(f"{path}/pay", {"password": PIN}, key="pay") == paid
    assert town.refused(f"{path}/pay", {"password": PIN}) == "travel_pass_state"
    assert town.balance(account) == 5_000
    town.holds()


def test_too_little_money_leaves_it_due_and_it_lapses(town: Town) -> None:
    town.account(9_999)
    path = town.sold(**BY_CARD)
    assert town.refused(f"{path}/pay", {"password": PIN}) == "bank_balance_too_low"
    town.run_due(moment("2026-04-02 00:00"))
    assert town.get(path)["status"] == "lapsed"
    assert town.ordered().status_code == 201, "another one may be had"
    town.holds()


@pytest.mark.parametrize(
    ("who", "product", "reasons"),
    [
        (ZHAO_XIAOMAN, "demo_year", ["too_young"]),
        (LIN_XIAO, "demo_year", ["no_ground"]),
        (SUN_LEI, "demo_season", ["no_carrier"]),
        (LIN_XIAO, "hainan_year", ["no_ground"]),
        (CHEN_YU, "hainan_guangdong", ["no_ground"]),
    ],
)
def test_who_may_not_buy_hears_every_reason(
    town: Town, who: Any, product: str, reasons: list[str]
) -> None:
    before = town.written()
    answer = town.ordered(who, product)
    assert (answer.status_code, answer.json["code"]) == (422, "travel_pass_not_eligible")
    assert [each["code"] for each in answer.json["errors"]] == reasons
    assert town.written() == before


def test_papers_and_cash_are_for_a_counter(town: Town) -> None:
    body = {"product_code": "demo_year", "person_id": LIN_XIAO.person_id(SEED)}
    student = {**body, **BY_CARD, "papers": ["student"]}
    assert town.refused("/v1/travel-passes", student, role="holder") == "pass_counter_only"
    cash = {**body, "pay_by": "cash"}
    assert town.refused("/v1/travel-passes", cash, role="holder") == "pass_counter_only"
    made = town.done("/v1/travel-passes", {**cash, "papers": ["student"]}, 201, role="bank")
    assert made["ground"] == "student"


def test_one_of_a_product_at_a_time_and_only_while_it_is_on_sale(town: Town) -> None:
    town.sold()
    assert town.ordered().json["code"] == "travel_pass_held"
    assert town.ordered(product="suxichang_99").json["code"] == "pass_not_on_sale"
    missing = town.ordered(product="suzhou_b").json
    assert missing["code"] == "policy_figure_missing"
    assert "suzhou_b.price.full" in missing["detail"]
    unknown = town.ordered(issuer_region_code="460000").json
    assert unknown["code"] == "pass_issuer_unknown"


def test_a_product_shows_its_rules_and_how_far_to_trust_them(town: Town) -> None:
    listed = town.get("/v1/pass-products")["data"]
    assert len(listed) == 10
    joint = town.get("/v1/pass-products/hainan_guangdong?issuer_region_code=440000")
    assert joint["terms"]["policy_origin"]["status"] == "assumed"
    assert joint["terms"]["price_fen"] == 29_900
    unknown = town.get("/v1/pass-products/suzhou_b")
    assert "price_fen" not in unknown["terms"]
    assert town.client.get("/v1/pass-products/nothing").json["code"] == "pass_product_not_found"


# ---- its course


def test_it_begins_by_itself_when_the_window_is_over(town: Town) -> None:
    path = town.sold()
    shown = town.get(path)
    assert shown["activate_until_date"] == "2026-04-30"
    town.run_due(moment("2026-04-30 23:59"))
    assert town.get(path)["status"] == "sold"
    town.run_due(moment("2026-05-01 00:00"))
    shown = town.get(path)
    assert (shown["status"], shown["valid_from_date"]) == ("active", "2026-05-01")
    assert shown["valid_to_date"] == "2027-04-30"
    assert town.reasons("DM-V03") == ["pass_not_activated"]
    later = town.done(f"{path}/activate", PHOTO)
    assert later["valid_to_date"] == "2027-04-30", "its last day stays"
    assert town.reasons("DM-V03") == []
    town.holds()


def test_it_is_activated_and_ends_after_its_year(town: Town) -> None:
    path = town.active()
    shown = town.get(path)
    assert (shown["valid_from_date"], shown["valid_to_date"]) == ("2026-04-01", "2027-03-31")
    assert town.books() == {}
    town.deliver()
    assert town.books() == SOLD
    town.run_due(moment("2027-03-31 23:00"))
    assert town.get(path)["status"] == "active"
    town.run_due(moment("2027-04-01 00:00"))
    assert town.get(path)["status"] == "ended"
    town.run_due(moment("2027-05-01 00:00"))
    town.holds()
    months = town.get("/v1/pass-revenue-months?limit=20")["data"]
    assert len(months) == 12
    assert {each["status"] for each in months} == {"shared"}
    assert sum(each["breakage_fen"] for each in months) == 8_500, "nobody went anywhere"
    assert town.books() == {
        "bank": 10_000,
        "issuer.fee": -1_500,
        "pass.deferred": 0,
        "breakage": -8_500,
    }


# ---- going back


def test_the_price_comes_back_onto_the_card(town: Town) -> None:
    account = town.account(10_000)
    path = town.sold(**BY_CARD)
    town.done(f"{path}/pay", {"password": PIN})
    assert town.balance(account) == 0
    town.run_due(moment("2026-04-10 12:00"))
    assert town.books() == SOLD, "V1 at the sale, not when it begins"
    assert town.done(f"{path}/refund", {})["status"] == "refunding"
    town.deliver()
    assert town.books() == SOLD, "the money is still there"
    town.run_due(moment("2026-04-10 12:00"))
    assert town.get(path)["status"] == "refunded"
    assert town.balance(account) == 10_000
    town.run_due(moment("2026-06-01 12:00"))
    assert town.get(path)["status"] == "refunded", "it doesn't begin any more"
    town.holds()
    assert town.books() == dict.fromkeys(SOLD, 0)
    sale, back = town.settlement.get("/v1/journals?kind=V1").json["data"][::-1]
    assert back["reverses_journal_id"] == sale["id"]


def test_it_goes_back_in_time_only_and_not_once_it_has_begun(town: Town) -> None:
    path = town.sold()
    town.run_due(moment("2026-04-11 00:00"))
    assert town.refused(f"{path}/refund", {}) == "travel_pass_refund_late"
    town.done(f"{path}/activate", PHOTO)
    assert town.refused(f"{path}/refund", {}) == "travel_pass_state"
    assert town.refused(f"{path}/activate", {}) == "invalid_request"


def test_what_the_bank_returns_is_paid_in_cash(town: Town) -> None:
    account = town.account(10_000)
    path = town.sold(**BY_CARD)
    town.done(f"{path}/pay", {"password": PIN})
    frozen = town.card.post(f"{account}/freeze", {"reason": "court"}, key="f", role="bank")
    assert frozen.status_code == 200, frozen.json
    town.done(f"{path}/refund", {})
    town.run_due(moment("2026-04-01 10:00"))
    shown = town.get(path)
    assert shown["status"] == "refund_returned"
    assert town.books() == SOLD, "nothing left the till"
    assert shown["end_reason"].startswith("bank_")
    assert town.refused(f"{path}/refund", {"pay_by": "cash"}, role="holder") == "pass_counter_only"
    assert town.done(f"{path}/refund", {"pay_by": "cash"})["status"] == "refunded"
    town.holds()
    assert town.books() == dict.fromkeys(SOLD, 0)


# ---- deaths


@pytest.mark.parametrize("way", ["again", "job"])
@pytest.mark.parametrize(
    "point", ["culture.pass_payment.after_card", "culture.pass_payment.before_commit"]
)
def test_what_a_lost_answer_took_is_found(
    town: Town, dies: list[str], point: str, way: str
) -> None:
    account = town.account(15_000)
    path = town.sold(**BY_CARD)
    dies.append(point)
    with pytest.raises(Died):
        town.post(f"{path}/pay", {"password": PIN})
    assert not dies
    assert town.get(path)["status"] == "paying"
    if way == "again":
        assert town.done(f"{path}/pay", {"password": PIN})["status"] == "sold"
    else:
        town.run_due(moment("2026-04-01 09:10"))
    assert town.get(path)["status"] == "sold"
    assert town.balance(account) == 5_000, "taken once"
    town.holds()


def test_an_attempt_that_took_nothing_is_closed(town: Town, dies: list[str]) -> None:
    account = town.account(15_000)
    path = town.sold(**BY_CARD)
    dies.append("card.bank_take.before_commit")
    with pytest.raises(Died):
        town.post(f"{path}/pay", {"password": PIN})
    town.run_due(moment("2026-04-01 09:10"))
    assert town.get(path)["status"] == "due"
    assert town.balance(account) == 15_000
    with town.bench.entered(role="system"):
        assert pass_payments.settle(path.rpartition("/")[2]).status == "due"
    assert town.done(f"{path}/pay", {"password": PIN})["status"] == "sold"
    assert town.balance(account) == 5_000
    town.holds()


@pytest.mark.parametrize(
    "point", ["culture.pass_refund.after_card", "culture.pass_refund.before_commit"]
)
def test_a_refund_is_paid_once(town: Town, dies: list[str], point: str) -> None:
    account = town.account(10_000)
    path = town.sold(**BY_CARD)
    town.done(f"{path}/pay", {"password": PIN})
    dies.append(point)
    with pytest.raises(Died):
        town.post(f"{path}/refund", {}, key="back")
        town.run_due(moment("2026-04-01 10:00"))
    assert not dies
    town.post(f"{path}/refund", {}, key="back")
    town.run_due(moment("2026-04-01 10:00"))
    assert town.get(path)["status"] == "refunded"
    assert town.balance(account) == 10_000
    town.holds()


@pytest.mark.parametrize(
    "point",
    [
        "culture.pass_order.before_commit",
        "culture.pass_activate.before_commit",
        "culture.pass_start.before_commit",
        "culture.pass_month.closing",
        "culture.pass_month.after_settlement",
        "culture.pass_month.before_commit",
    ],
)
def test_a_death_on_the_way_changes_nothing_in_the_end(
    town: Town, dies: list[str], point: str
) -> None:
    def walk() -> None:
        known = town.get(f"/v1/travel-passes?person_id={HE_JING.person_id(SEED)}")["data"]
        if not known:
            town.sold(HE_JING)
        mine = town.get(f"/v1/travel-passes?person_id={CHEN_YU.person_id(SEED)}")["data"]
        path = f"/v1/travel-passes/{mine[0]['id']}" if mine else town.sold()
        if town.get(path)["status"] == "sold":
            town.done(f"{path}/activate", PHOTO)
            town.arrives("DM-V03", sequence=500)
        town.run_due(moment("2026-06-04 00:00"))

    dies.append(point)
    with pytest.raises(Died):
        walk()
    assert not dies
    walk()
    town.holds()
    months = town.get("/v1/pass-revenue-months?limit=20")["data"]
    assert [each["month"] for each in months] == ["2026-05", "2026-04"]
    assert town.books()["payable.venue:DM-V03"] == -months[1]["pool_fen"]


# ---- figures of one's own


def test_a_world_that_knows_the_price_sells_it(town: Town) -> None:
    """The built-in figures with a price and fees; without the fees the pack is refused."""
    path = "/internal/v1/policies/320000"
    text = town.client.get(path, role="service").json["pack"]
    priced = """suzhou_b:
  price: {full: {unit: yuan, values: {2024-01-01: {value: "120.00", source: AS}}}}
"""
    fees = """  fee:
    unit: percent
    seller: {values: {2024-01-01: {value: "0", source: AS}}}
    platform: {values: {2024-01-01: {value: "0", source: AS}}}
"""
    lacking = text.replace("suzhou_b:\n", priced)
    refused = town.client.call("PUT", path, {"pack": lacking}, role="service")
    assert (refused.status_code, refused.json["code"]) == (422, "culture_policy_refused")
    assert "suzhou_b.fee.seller" in refused.json["detail"]
    whole = text.replace("suzhou_b:\n", priced + fees)
    assert town.client.call("PUT", path, {"pack": whole}, role="service").status_code == 200
    made = town.ordered(product="suzhou_b")
    assert (made.status_code, made.json["price_fen"]) == (201, 12_000), made.json
    terms = town.get("/v1/pass-products/suzhou_b")["terms"]
    assert "world" in {pack["origin"] for pack in terms["policy_origin"]["packs"]}
