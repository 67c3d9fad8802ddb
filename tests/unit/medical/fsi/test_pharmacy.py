"""Purchases at pharmacies by message on each database: once whatever happens, or not at all.

林晓 of Chengdu buys for 980.00 on a prescription: 200.00 deductible, 60 % of 780.00 is 468.00, her
account pays 300.00 and 212.00 are cash. 周明 of Chongqing, registered to live in Chengdu, has the
same figures and 500.00 on his account.
"""

import threading
from collections.abc import Iterator

import pytest

from services.medical import tasks
from services.medical.faces.fsi import identities
from sscsim import control, failpoints
from sscsim.demo_people import ZHOU_MING
from tests.contract.fsi import prescribing
from tests.contract.fsi.counter import METFORMIN, OTHER, PHARMACY, TRACE, Counter
from tests.support.bench import Bench
from tests.unit.medical.fsi import goods
from tests.unit.medical.fsi.test_prescriptions import Rx

pytestmark = pytest.mark.db
CHONGQING = "500000"
LEFT, STANDS = ("cancelled", 0), ("settled", 1)


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def counter(demo_bench: Bench) -> Iterator[Counter]:
    yield Counter(demo_bench)
    control.close()


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Have the process die where one of these points is passed, once."""
    left: set[str] = set()

    def hears(name: str) -> None:
        if name in left:
            left.discard(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    return left


def remote(counter: Counter, trace: str | None = TRACE) -> dict[str, object]:
    return counter.sale(counter.form("周明", trace=trace), home=CHONGQING)  # type: ignore[no-any-return]


def test_tried_settled_and_taken_back(counter: Counter) -> None:
    tried = counter.sold(counter.sale(counter.form(), "2101"))
    assert counter.visits() == [], "a trial leaves nothing"
    sold = counter.sold(counter.sale(counter.form(trace=TRACE)))
    assert identities.of_trial(tried, sold) == []
    assert (sold["hifp_pay"], sold["acct_pay"], sold["psn_cash_pay"]) == (468, 300, 212)
    assert sold["mdtrt_id"] == tried["mdtrt_id"]
    assert counter.visits() == [STANDS]
    back = counter.taken_back(sold)
    assert (back["fund_pay_sumamt"], back["balc"], back["mdtrt_id"]) == (
        -468, 300, sold["mdtrt_id"],
    )  # fmt: skip
    assert back["setl_id"] != sold["setl_id"]
    assert counter.visits() == [LEFT]
    assert counter.sold(counter.sale(counter.form(trace=TRACE)))["act_pay_dedc"] == 200
    counter.holds()


def test_the_same_message_again_sells_nothing_more(counter: Counter) -> None:
    sale = counter.sale(counter.form(trace=TRACE))
    sold = counter.sold(sale)
    before = counter.written()
    assert counter.post(sale).text == counter.post(sale).text
    assert counter.written() == before
    back = counter.back(sold)
    first = counter.post(back).text
    assert counter.post(back).text == first
    assert counter.visits() == [LEFT]


@pytest.mark.parametrize(
    "point", ["medical.settle_at_home.before_commit", "medical.settle.before_begin"]
)
def test_a_crash_before_anything_is_written_leaves_nothing(
    counter: Counter, dies: set[str], point: str
) -> None:
    sale = remote(counter) if "begin" in point else counter.sale(counter.form(trace=TRACE))
    dies.add(point)
    with pytest.raises(Died):
        counter.post(sale)
    assert (counter.visits(), counter.written()["purchase_traces"]) == ([], [])
    assert counter.sold(sale)["hifp_pay"] == 468
    assert counter.visits() == [STANDS]
    counter.holds()


@pytest.mark.parametrize(
    "point",
    [
        "medical.settle.after_begin",
        "medical.settle.before_exchange",
        "medical.settle.after_exchange",
        "medical.settle.before_result",
        "medical.settle.after_result",
    ],
)
def test_across_regions_the_same_message_goes_on_after_a_crash(
    counter: Counter, dies: set[str], point: str
) -> None:
    sale = remote(counter)
    dies.add(point)
    with pytest.raises(Died):
        counter.post(sale)
    assert len(counter.visits()) == 1
    sold = counter.sold(sale)
    assert (sold["hifp_pay"], sold["acct_pay"], sold["psn_cash_pay"]) == (468, 500, 12)
    assert counter.visits() == [STANDS]
    assert counter.sold(sale) == sold
    assert len(counter.exchange.known) == 1
    counter.holds()


@pytest.mark.parametrize("fault", ["lose", "swallow"])
def test_an_answer_that_was_lost_is_found_by_the_same_message(counter: Counter, fault: str) -> None:
    setattr(counter.exchange, fault, 1)
    sale = remote(counter)
    assert counter.answer(sale)["infcode"] == -1
    assert counter.visits() == [("settling", 1)]
    sold = counter.sold(sale)
    assert (sold["hifp_pay"], counter.visits()) == (468, [STANDS])
    back = counter.taken_back(sold)
    assert (back["acct_pay"], back["balc"], counter.visits()) == (-500, 500, [LEFT])
    counter.holds()


def test_what_the_home_region_refuses_leaves_no_purchase(counter: Counter) -> None:
    counter.exchange.refuse = {
        "code": "account_frozen", "status": 409, "title": "x", "detail": "x",
        "effect": "none", "retryable": False,
    }  # fmt: skip
    sale = remote(counter)
    first = counter.answer(sale)
    assert (first["infcode"], counter.visits()) == (-1, [LEFT])
    counter.exchange.refuse = None
    assert counter.answer(sale) == first, "a refusal stays the message's answer"
    assert counter.sold(remote(counter))["hifp_pay"] == 468, "the package may be sold"
    assert counter.visits() == [LEFT, STANDS]
    counter.holds()


def test_a_purchase_that_nobody_knew_of_is_begun_anew_by_the_same_message(
    counter: Counter,
) -> None:
    """The job that looks after the unknown closes it; the message then makes another visit."""
    counter.exchange.swallow = 1
    sale = remote(counter)
    assert counter.answer(sale)["infcode"] == -1
    [unknown] = counter.written()["settlements"]
    with counter.bench.entered(role="system"):
        tasks.resolve_unknown(unknown["id"])
    assert counter.visits() == [LEFT]
    sold = counter.sold(sale)
    assert sold["mdtrt_id"] != unknown["visit_id"]
    assert counter.visits() == [LEFT, STANDS]
    counter.holds()


@pytest.mark.parametrize("point", ["medical.reverse.after_begin", "medical.settle.before_result"])
def test_a_reversal_goes_on_after_a_crash(counter: Counter, dies: set[str], point: str) -> None:
    sold = counter.sold(remote(counter))
    back = counter.back(sold)
    dies.add(point)
    with pytest.raises(Died):
        counter.post(back)
    found = counter.answer(back)
    assert found["infcode"] == 0, found["err_msg"]
    assert (found["output"]["setlinfo"]["balc"], counter.visits()) == (500, [LEFT])
    counter.holds()


def test_a_refused_purchase_changes_nothing(counter: Counter) -> None:
    counter.sold(counter.sale(counter.form(cnt=1, trace=TRACE)))
    sold_twice = counter.sale(counter.form(cnt=1, trace=TRACE), at=OTHER)
    assert "[drug_trace_sold]" in counter.refused(sold_twice)
    form = counter.form(cnt=1)
    form["druginfo"]["medfee_sumamt"] = "9.81"
    assert "[purchase_total_differs]" in counter.refused(counter.sale(form))
    restricted = counter.form(cnt=1, med_list_codg="XJ01DHX990A001050199005")
    found = counter.answer(counter.sale(restricted, "2101"))
    assert found["output"]["detlcutinfo"][0]["fulamt_ownpay_amt"] == 9.8, "nobody approves it"


def test_the_stock_register_and_purchases_know_of_each_others_trace_codes(
    counter: Counter,
) -> None:
    """A pharmacy may tell its own sale in both places; nobody else sells the package."""
    for at in (PHARMACY, OTHER):
        counter.good("3503", {"purcinfo": goods.purchase("9")}, fixmedins_code=at)
    moved = {"selinfo": goods.sale("1", TRACE)}
    sold = counter.sold(counter.sale(counter.form(cnt=1, trace=TRACE)))
    assert "[drug_trace_sold]" in counter.refusal("3505", moved, fixmedins_code=OTHER)
    counter.good("3505", moved, fixmedins_code=PHARMACY)
    counter.taken_back(sold)
    again = counter.sale(counter.form(cnt=1, trace=TRACE), at=OTHER)
    assert "[drug_trace_sold]" in counter.refused(again), "it isn't back in stock"
    counter.good("3506", moved, fixmedins_code=PHARMACY)
    counter.sold(counter.sale(counter.form(cnt=1, trace=TRACE), at=OTHER))


def test_an_electronic_prescription_is_filled_once_and_only_with_what_it_has(
    counter: Counter,
) -> None:
    counter.facts |= prescribing.facts(counter)
    rx = Rx(counter, counter.facts)
    number = rx.uploaded()

    def sale(cnt: int = 2, item: str = METFORMIN) -> dict[str, object]:
        form = counter.form(cnt=cnt, rxno=number, med_list_codg=item)
        return counter.sale(form)  # type: ignore[no-any-return]

    assert "[prescription_not_authorised]" in counter.refused(sale())
    rx.downloaded()
    assert "[prescription_not_reviewed]" in counter.refused(sale())
    rx.review()
    assert "/drugdetail/0/cnt 超过处方数量，处方为 2" in counter.refused(sale(3))
    other = "XJ01CAX990A001010199001"
    assert "/drugdetail/0/med_list_codg" in counter.refused(sale(item=other))
    sold = counter.sold(sale())
    assert "[purchase_prescription_bought]" in counter.refused(sale())
    [visit] = [v for v in counter.written()["visits"] if v["kind"] == "pharmacy"]
    assert visit["prescription"]["number"] == number
    assert "doctor_id" in visit["prescription"]
    counter.taken_back(sold)
    counter.sold(sale())
    counter.holds()


def orders(counter: Counter) -> list[tuple[str, str]]:
    """Number and state of the orders of the day."""
    asked = {"begndate": "2026-04-01", "enddate": "2026-04-01"}
    output = counter.good("2170", asked, fixmedins_code=PHARMACY)
    assert output["rec_cnt"] == len(output["orderinfo"])
    return [(one["ord_no"], one["setl_stas"]) for one in output["orderinfo"]]


@pytest.mark.parametrize("fault", ["lose", "swallow"])
def test_an_order_of_unknown_outcome_is_cancelled_whatever_happened(
    counter: Counter, fault: str
) -> None:
    """Its message is answered no more; the money is back, the package may be sold."""
    setattr(counter.exchange, fault, 1)
    sale = remote(counter)
    assert counter.answer(sale)["infcode"] == -1
    [(number, state)] = orders(counter)
    assert state == "结果未知"
    asked = {"ord_no": number, "psn_no": counter.facts["周明.psn_no"]}
    told = counter.ask("2167", asked, fixmedins_code=PHARMACY)
    assert (told["infcode"], told["output"]) == (0, None), told
    assert counter.visits() == [LEFT]
    assert "已被冲正" in counter.refused(sale)
    assert "[purchase_order_over]" in counter.refusal("2167", asked, fixmedins_code=PHARMACY)
    sold = counter.sold(remote(counter))
    assert (sold["acct_pay"], counter.visits()) == (500, [LEFT, STANDS])
    assert orders(counter)[0][1] == "已结算"
    counter.holds()


def test_a_message_whose_answer_was_lost_is_corrected(counter: Counter) -> None:
    """2601 and 2181 find what the message began, also before it is settled."""
    for infno in ("2601", "2181"):
        counter.exchange.lose = 1
        sale = remote(counter)
        assert counter.answer(sale)["infcode"] == -1
        asked = {
            "psn_no": counter.facts["周明.psn_no"], "omsgid": sale["msgid"], "oinfno": "2102",
        }  # fmt: skip
        whole = {"data": asked} if infno == "2601" else asked
        told = counter.ask(infno, whole, fixmedins_code=PHARMACY)
        assert (told["infcode"], told["output"]) == (0, None), told
        assert counter.visits()[-1] == LEFT
        assert "已被冲正" in counter.refused(sale)
    counter.holds()


def test_a_message_goes_on_though_the_card_that_was_shown_is_lost_by_then(
    counter: Counter, dies: set[str]
) -> None:
    form = counter.form("周明")
    form["druginfo"] |= {
        "mdtrt_cert_type": "03",
        "mdtrt_cert_no": counter.facts["周明.card_number"],
        "card_sn": counter.facts["周明.card_sn"],
    }
    sale = counter.sale(form, home=CHONGQING)
    dies.add("medical.settle.before_exchange")
    with pytest.raises(Died):
        counter.post(sale)
    lost = f"/v1/cards/{ZHOU_MING.card_id('demo')}/report-loss"
    assert counter.card.post(lost, {}, key="lost").status_code == 200
    assert counter.sold(sale)["acct_pay"] == 500
    assert counter.visits() == [STANDS]
    again = counter.sale(form, home=CHONGQING)
    assert "[person_credential_refused]" in counter.refused(again)


def test_an_outpatients_number_takes_no_purchase_back(counter: Counter) -> None:
    sold = counter.sold(counter.sale(counter.form()))
    asked = {name: sold[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    said = counter.refusal("2208", {"data": asked}, fixmedins_code=PHARMACY)
    assert "不是门诊结算" in said
    assert counter.visits() == [STANDS]


def test_two_pharmacies_sell_one_package_at_once(counter: Counter) -> None:
    """One of them does; the other's message leaves nothing. So with one message sent twice."""
    sales = [
        counter.sale(counter.form(cnt=1, trace=TRACE), at=PHARMACY),
        counter.sale(counter.form("周明", cnt=1, trace=TRACE), home=CHONGQING, at=OTHER),
    ]
    assert sorted(at_once(counter, sales)) == [-1, 0]
    assert counter.visits() == [STANDS]
    sale = counter.sale(counter.form(cnt=2))
    assert 0 in at_once(counter, [sale, sale])
    assert counter.answer(sale)["infcode"] == 0
    assert counter.visits() == [STANDS, STANDS]
    counter.holds()


def at_once(counter: Counter, messages: list[dict[str, object]]) -> list[int]:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: found.append(counter.post(one).json["infcode"]))
        for one in messages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
