"""The stock register by messages 3501 to 3513: moved, refused, taken back, read."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.medical.store import store
from services.medical.store.laws_stock import batch_off_movements
from services.medical.store.tables_stock import stock_batches, stock_movements, stock_traces
from tests.unit.medical.fsi.conftest import His
from tests.unit.medical.fsi.goods import asked, change, count, good, purchase, sale

pytestmark = pytest.mark.db


def rows(his: His) -> tuple[int, int, int]:
    """Batches, movements and trace codes that are kept."""
    with his.client.bench.entered(role="system"), store.read() as tx:
        tables = (stock_batches, stock_movements, stock_traces)
        return tuple(len(tx.all(table.select())) for table in tables)  # type: ignore[return-value]


def in_stock(his: His) -> Any:
    [row] = asked(his, "3508")
    return row["inv_cnt"]


def test_goods_are_bought_sold_returned_and_read_back(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3503", {"purcinfo": purchase("10", "T1", "T2")}))
    good(his.ask("3505", {"selinfo": sale("4", "T1")}))
    assert in_stock(his) == 6.0
    good(his.ask("3506", {"selinfo": sale("1", "T1")}))
    good(his.ask("3504", {"purcinfo": purchase("2")}))
    good(his.ask("3502", {"invinfo": change("104", "0.5")}))
    assert in_stock(his) == 4.5  # 10 - 4 + 1 - 2 - 0.5
    bought, back = asked(his, "3510")
    assert (bought["purc_retn_cnt"], bought["prod_retn_flag"]) == (10.0, "0")
    assert (back["purc_retn_cnt"], back["prod_retn_flag"]) == (2.0, "1")
    assert (bought["spler_name"], bought["manu_date"]) == ("示范医药公司", "2026-01-01")
    sold, given_back = asked(his, "3511")
    assert (sold["sel_retn_cnt"], sold["phar_name"]) == (4.0, "测试药师")
    assert (given_back["prod_retn_flag"], given_back["vali_flag"]) == ("1", "1")
    [changed] = asked(his, "3509")
    assert (changed["inv_chg_type"], changed["cnt"], changed["pric"]) == ("104", 0.5, 1.5)
    assert [row["drug_trac_codg"] for row in asked(his, "3512")] == ["T1", "T2"]
    codes = asked(his, "3513", drug_trac_codg="T1")
    assert [row["prod_retn_flag"] for row in codes] == ["0", "1"]


def test_a_count_says_what_is_there(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3501", {"invinfo": count("12.50")}))
    assert in_stock(his) == 12.5
    good(his.ask("3501", {"invinfo": count("3", invdate="2026-04-02")}))
    assert in_stock(his) == 3.0
    good(his.ask("3501", {"invinfo": count("0")}))
    assert in_stock(his) == 0.0
    assert rows(his)[:2] == (1, 3), "each count is a movement of its own"


def test_what_can_not_be_moved_is_refused_and_leaves_nothing(his: His) -> None:
    assert "[goods_unknown]" in his.refusal("3505", {"selinfo": sale("1")})
    assert "[goods_unknown]" in his.refusal("3502", {"invinfo": change("103", "1")})
    assert rows(his) == (0, 0, 0)
    good(his.ask("3503", {"purcinfo": purchase("5")}))
    kept = rows(his)
    assert "库存 5，不足 5.1" in his.refusal("3505", {"selinfo": sale("5.1")})
    assert "[stock_short]" in his.refusal("3502", {"invinfo": change("105", "6")})
    assert "[stock_return_too_much]" in his.refusal("3506", {"selinfo": sale("1")})
    assert "[stock_quantity_wrong]" in his.refusal("3505", {"selinfo": sale("0")})
    assert "[stock_quantity_wrong]" in his.refusal("3501", {"invinfo": count("-1")})
    other = purchase("1", fixmedins_hilist_id="YP0002")
    assert "[goods_of_other]" in his.refusal("3503", {"purcinfo": other})
    assert "[stock_settlement_unknown]" in his.refusal(
        "3505", {"selinfo": sale("1", setl_id="stl_0")}
    )
    assert "库存变更类型" in his.refusal("3502", {"invinfo": change("1099", "1")})
    assert rows(his) == kept


def test_no_more_is_returned_than_was_bought_or_sold(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3501", {"invinfo": count("10")}))
    assert "可退 0" in his.refusal("3504", {"purcinfo": purchase("1")}), "it was never bought"
    good(his.ask("3503", {"purcinfo": purchase("2")}))
    good(his.ask("3504", {"purcinfo": purchase("2")}))
    assert "[stock_return_too_much]" in his.refusal("3504", {"purcinfo": purchase("1")})
    good(his.ask("3505", {"selinfo": sale("1")}))
    good(his.ask("3505", {"selinfo": sale("3")}))
    first = asked(his, "3511")[0]["medins_prod_sel_no"]
    named = sale("2", medins_prod_sel_no=first)
    assert "可退 1" in his.refusal("3506", {"selinfo": named})
    good(his.ask("3506", {"selinfo": sale("1", medins_prod_sel_no=first)}))
    assert "可退 0" in his.refusal("3506", {"selinfo": sale("1", medins_prod_sel_no=first)})
    assert "[stock_movement_unknown]" in his.refusal(
        "3506", {"selinfo": sale("1", medins_prod_sel_no="mov_x")}
    )


def test_a_traced_drug_is_sold_once_in_the_world(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3503", {"purcinfo": purchase("9", "T1", "T2")}))
    good(his.ask("3505", {"selinfo": sale("1")}))
    assert "[drug_trace_not_sold]" in his.refusal("3506", {"selinfo": sale("1", "T1")})
    assert "T1 已销售" in his.refusal("3505", {"selinfo": sale("2", "T1", "T1")})
    good(his.ask("3505", {"selinfo": sale("1", "T1")}))
    assert "T1 已销售" in his.refusal("3505", {"selinfo": sale("1", "T1")})
    elsewhere = {"fixmedins_code": "H99010000002"}
    good(his.ask("3503", {"purcinfo": purchase("9")}, **elsewhere))
    assert "T1 已销售" in his.refusal("3505", {"selinfo": sale("1", "T1")}, **elsewhere)
    good(his.ask("3506", {"selinfo": sale("1", "T1")}))
    good(his.ask("3505", {"selinfo": sale("1", "T1")}, **elsewhere))
    assert "T1 已销售" in his.refusal("3505", {"selinfo": sale("1", "T1")})


def test_an_opened_package_is_sold_in_parts_under_one_code(his: His) -> None:
    good(his.ask("3503", {"purcinfo": purchase("2", "T1")}))
    for _ in range(3):
        good(his.ask("3505", {"selinfo": sale("0.25", "T1", trdn_flag="1")}))
    assert in_stock(his) == 1.25


def test_what_is_deleted_is_undone_and_still_there(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3503", {"purcinfo": purchase("5", "T1")}))
    good(his.ask("3505", {"selinfo": sale("2", "T1")}))
    good(his.ask("3506", {"selinfo": sale("1")}))
    asked_for = {"fixmedins_bchno": "B20260401", "inv_data_type": "3"}
    assert "[stock_short]" in his.refusal("3507", {"data": asked_for}), "one is sold"
    good(his.ask("3507", {"data": {**asked_for, "inv_data_type": "4"}}))
    assert in_stock(his) == 5.0
    assert {row["vali_flag"] for row in asked(his, "3511")} == {"0"}
    assert "[stock_nothing_to_withdraw]" in his.refusal(
        "3507", {"data": {**asked_for, "inv_data_type": "4"}}
    )
    good(
        his.ask("3505", {"selinfo": sale("1", "T1")}),
    )
    good(his.ask("3507", {"data": {**asked_for, "inv_data_type": "4"}}))
    good(his.ask("3507", {"data": asked_for}))
    assert in_stock(his) == 0.0
    assert rows(his)[1] == 8, "four movements, and one that undoes each"
    assert "[goods_unknown]" in his.refusal("3507", {"data": {**asked_for, "fixmedins_bchno": "B"}})
    assert "进销存数据类型" in his.refusal("3507", {"data": {**asked_for, "inv_data_type": "9"}})


def test_a_batch_of_rows_says_of_each_what_became_of_it(his_on_each: His) -> None:
    his = his_on_each
    rows_ = [purchase("3"), purchase("1", fixmedins_bchno="B2"), purchase("0")]
    made = good(his.ask("3503A", {"purcinfoDetail": rows_, "purcInvoFileDTO": {"name": "a.pdf"}}))
    told = made["purcinfoDetail"]
    assert [row["retRslt"] for row in told] == ["1", "1", "0"]
    assert told[2]["msgRslt"].endswith("[stock_quantity_wrong]")
    assert told[0]["medins_prod_purc_no"].startswith("mov_")
    sold = good(his.ask("3505A", {"selinfoDetail": [sale("2", "T1"), sale("2"), sale("1", "T1")]}))
    assert [row["retRslt"] for row in sold["selinfoDetail"]] == ["1", "0", "0"]
    given = good(his.ask("3506A", {"selinfoDetail": [sale("3"), sale("1", "T1")]}))
    assert [row["retRslt"] for row in given["selinfoErrDetail"]] == ["0", "1"]
    back = good(his.ask("3504A", {"purcinfoDetail": [purchase("2"), purchase("2")]}))
    assert [row["retRslt"] for row in back["purcinfoErrDetail"]] == ["1", "0"]
    changed = good(his.ask("3502A", {"invinfoDetail": [change("102", "9"), change("101", "1")]}))
    assert [row["retRslt"] for row in changed["invinfoErrDetail"]] == ["0", "1"]
    assert in_stock(his) == 1.0  # 3 - 2 + 1 - 2 + 1
    gone = {"fixmedins_bchno": "B20260401", "inv_data_type": "2"}
    deleted = good(his.ask("3507A", {"goodDetail": [gone, {**gone, "inv_data_type": "1"}]}))
    assert [row["retRslt"] for row in deleted["goodErrDetail"]] == ["1", "0"]


def test_counts_of_many_are_all_taken_or_none(his: His) -> None:
    good(his.ask("3501A", {"invinfoDetail": [count("1"), count("2", fixmedins_bchno="B2")]}))
    kept = rows(his)
    wrong = [count("7"), count("7", fixmedins_bchno="B2", fixmedins_hilist_id="YP9")]
    assert "[goods_of_other]" in his.refusal("3501A", {"invinfoDetail": wrong})
    assert rows(his) == kept
    assert in_stock(his) == 1.0


def test_the_same_message_moves_once(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("3503", {"purcinfo": purchase("5")})
    first = his.post(message)
    assert his.post(message).data == first.data
    assert in_stock(his) == 5.0


def test_two_sales_of_the_last_box_at_once(his_on_each: His) -> None:
    his = his_on_each
    good(his.ask("3503", {"purcinfo": purchase("1")}))
    messages = [his.message("3505", {"selinfo": sale("1")}) for _ in range(2)]
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: found.append(his.post(one).json["infcode"]))
        for one in messages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [-1, 0]
    assert in_stock(his) == 0.0


def test_queries_are_of_ones_own_goods_and_come_in_pages(his: His) -> None:
    for number in ("1", "2", "3"):
        good(his.ask("3503", {"purcinfo": purchase(number)}))
    assert len(asked(his, "3510", page_size=2)) == 2
    [last] = asked(his, "3510", page_size=2, page_num=2)
    assert last["purc_retn_cnt"] == 3.0
    assert asked(his, "3510", begndate="2026-04-02") == []
    assert len(asked(his, "3510", begndate="2026-04-01", enddate="2026-04-01")) == 3
    said = {"fixmedins_code": "H99010000002", "fixmedins_bchno": "B20260401"}
    assert "只能查询本机构" in his.refusal("3508", {"data": said})
    said = {"fixmedins_code": "H99010000003"}
    assert "不能同时为空" in his.refusal("3508", {"data": said})
    said |= {"fixmedins_bchno": "B20260401"}
    assert "page_num" in his.refusal("3508", {"data": {**said, "page_num": 0}})
    assert "page_size" in his.refusal("3508", {"data": {**said, "page_size": 501}})
    days = {"begndate": "2026-04-02", "enddate": "2026-04-01"}
    assert "enddate" in his.refusal("3508", {"data": {**said, **days}})


def test_virtual_codes_are_told_once_each(his: His) -> None:
    said = {"data": {"med_list_codg": "X1", "cnt": 3}}
    message = his.message("3592B", said)
    first = his.post(message)
    codes = [row["drug_trac_codg"] for row in first.json["output"]["result"]]
    assert all(len(code) == 20 and code.isdigit() for code in codes)
    other = [row["drug_trac_codg"] for row in good(his.ask("3592B", said))["result"]]
    assert len({*codes, *other}) == 6
    assert his.post(message).data == first.data
    assert "cnt" in his.refusal("3592B", {"data": {"med_list_codg": "X1", "cnt": 101}})
    assert Decimal(codes[0]) > 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("3501", "3502in", "3502out", "3503", "3504", "3505", "3506", "3507")),
        st.integers(0, 30),
    ),
    max_size=12,
)


def step(his: His, name: str, tenths: int) -> bool:
    """Whether the movement was done."""
    quantity = str(Decimal(tenths) / 10)
    if name == "3507":
        which = str(tenths % 4 + 1)
        said = {"data": {"fixmedins_bchno": "B20260401", "inv_data_type": which}}
        return bool(his.ask("3507", said)["infcode"] == 0)
    node, made = {
        "3501": ("invinfo", count),
        "3503": ("purcinfo", purchase),
        "3504": ("purcinfo", purchase),
        "3505": ("selinfo", sale),
        "3506": ("selinfo", sale),
    }.get(name, ("invinfo", count))
    item = made(quantity)
    if name.startswith("3502"):
        item = change("101" if name.endswith("in") else "107", quantity)
    return bool(his.ask(name[:4], {node: item})["infcode"] == 0)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_stock_is_the_sum_of_its_movements_in_any_order(
    his_on_each: His, steps: list[tuple[str, int]]
) -> None:
    his = his_on_each
    for name, tenths in steps:
        kept = rows(his)[1]
        done = step(his, name, tenths)
        assert done or rows(his)[1] == kept, "what is refused leaves nothing"
    with his.client.bench.entered(role="system"), store.read() as tx:
        assert batch_off_movements(tx) is None
        for batch in tx.all(stock_batches.select()):
            assert min(batch.stock, batch.bought, batch.sold) >= 0
