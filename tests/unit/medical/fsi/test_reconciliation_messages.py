"""3201 and 3202: an institution's figures and the centre's, by message and over REST as one."""

import base64
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from services.medical.faces.fsi import identities
from services.medical.store import store, tables_reconciliation
from sscsim import control
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.fsi.conftest import HOSPITAL, His

pytestmark = pytest.mark.db

DAY = "2026-04-01"
TOTALS = {"insutype": "310", "clr_type": "21", "setl_optins": "990100", "refd_setl_flag": "1",
          "fixmedins_refd_setl_flag": "1", "stmt_begndate": DAY, "stmt_enddate": DAY}  # fmt: skip
DETAILS = {name: value for name, value in TOTALS.items() if name != "insutype"}
DETAILS_FILE = {"filename": "details.zip", "fixmedins_code": HOSPITAL}
Bill = dict[str, Any]


class Desk:
    """A hospital that settles over REST and reconciles by message."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital, self.his = hospital, His(hospital.client)

    def stay(self, key: str, **more: Any) -> Bill:
        asked = {"person": CHEN_YU, "institution": HOSPITAL, **more}
        return self.hospital.settled(self.hospital.stay(**asked), key)

    def back(self, bill: Bill, key: str = "back") -> Bill:
        return self.hospital.reverse(bill["id"], key).json  # type: ignore[no-any-return]

    def total(self, *bills: Bill, **more: Any) -> dict[str, Any]:
        """3201 for these bills; what it says is what E12 says."""
        said = {**TOTALS, **figures(*bills), **more}
        answer = self.his.ask("3201", {"data": said})
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer["output"]["stmtinfo"]  # type: ignore[no-any-return]

    def upload(self, *rows: list[Any], zipped: bool = True) -> str:
        text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
        return self.upload_bytes(packed(text.encode()) if zipped else text.encode())

    def upload_bytes(self, content: bytes) -> str:
        sent = {"in": base64.b64encode(content).decode(), **DETAILS_FILE}
        answer = self.his.ask("9101", {"fsUploadIn": sent})
        assert answer["infcode"] == 0, answer["err_msg"]
        return str(answer["output"]["file_qury_no"])

    def download(self, answer: dict[str, Any]) -> list[list[str]]:
        """The file that the answer of a 3202 names, fetched by 9102."""
        assert answer["infcode"] == 0, answer["err_msg"]
        named = answer["output"]["fileinfo"]
        wanted = {
            "file_qury_no": named["file_qury_no"],
            "filename": named["filename"],
            "fixmedins_code": HOSPITAL,
        }
        found = self.his.post(self.his.message("9102", {"fsDownloadIn": wanted}))
        assert found.status_code == 200, found.text
        with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
            [name] = archive.namelist()
            text = archive.read(name).decode()
        return [line.split("\t") for line in text.splitlines()]

    def detail(self, *rows: list[Any], **more: Any) -> list[dict[str, str]]:
        """3202 for these rows; the results by column."""
        answer = self.his.ask("3202", {"data": {**self.details(*rows), **more}})
        found = self.download(answer)
        return [dict(zip(RESULT, row, strict=True)) for row in found]

    def details(self, *rows: list[Any]) -> dict[str, Any]:
        return {**DETAILS, **control_figures(*rows), "file_qury_no": self.upload(*rows)}

    def reconciliations(self) -> list[dict[str, Any]]:
        return self.hospital.get("/v1/reconciliations")["data"]  # type: ignore[no-any-return]


RESULT = ("psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo",
          "medfee_sumamt", "fund_pay_sumamt", "acct_pay")  # fmt: skip


@pytest.fixture
def desk(hospital: Hospital) -> Iterator[Desk]:
    yield Desk(hospital)
    control.close()


def yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


def amounts(bill: Bill) -> dict[str, str]:
    return {
        "medfee_sumamt": yuan(bill["total_fen"]),
        "fund_pay_sumamt": yuan(bill["fund_pay_fen"]),
        "acct_pay": yuan(bill["account_pay_fen"]),
    }


def figures(*bills: Bill) -> dict[str, Any]:
    names = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    sums = {name: str(sum(Decimal(amounts(one)[name]) for one in bills)) for name in names}
    return {**sums, "fixmedins_setl_cnt": len(bills)}


def row(bill: Bill, **more: Any) -> list[Any]:
    """As a line of the uploaded file."""
    refund = "1" if bill["kind"] == "reversal" else "0"
    known = {"setl_id": bill["id"], "mdtrt_id": bill["visit_id"], "psn_no": bill["person_id"],
             **amounts(bill), "refd_setl_flag": refund}  # fmt: skip
    return list({**known, **more}.values())


def control_figures(*rows: list[Any]) -> dict[str, Any]:
    total, fund, account = (sum(Decimal(one[at]) for one in rows) for at in (3, 4, 5))
    return {
        "medfee_sumamt": str(total),
        "fund_pay_sumamt": str(fund),
        "cash_payamt": str(total - fund - account),
        "fixmedins_setl_cnt": len(rows),
    }


def packed(content: bytes, *names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names or ("details.txt",):
            archive.writestr(name, content)
    return made.getvalue()


def written(desk: Desk) -> int:
    with desk.hospital.bench.entered(role="system"), store.read() as tx:
        return len(tx.all(tables_reconciliation.reconciliations.select()))


# ---- totals


def test_totals_are_equal_exactly_when_they_are_those_of_the_bills(desk: Desk) -> None:
    """E12, with a bill and its reversal, asked for or not."""
    first, second = desk.stay("a"), desk.stay("b")
    back = desk.back(second)
    every = [first, second, back]
    cases: tuple[Any, ...] = (
        (every, every, {}, "0"),
        (every, [first], {}, "1"),
        ([first, second], [first, second], {"refd_setl_flag": "0"}, "0"),
        (every, [first, second], {"refd_setl_flag": "", "fixmedins_refd_setl_flag": "1"}, "1"),
    )
    for bills, said, more, due in cases:
        found = desk.total(*said, **more)
        assert found["stmt_rslt"] == due, found
        stated = {name: Decimal(str(value)) for name, value in figures(*said).items()}
        counted = [{n: Decimal(v) for n, v in amounts(one).items()} for one in bills]
        assert identities.of_totals(stated, counted, found["stmt_rslt"]) == []
    assert [one["status"] for one in desk.reconciliations()] == [
        "unequal", "equal", "unequal", "equal",
    ]  # fmt: skip


def test_what_differs_is_said_figure_by_figure(desk: Desk) -> None:
    first = desk.stay("a")
    said = desk.total(first, fund_pay_sumamt=yuan(first["fund_pay_fen"] - 1), fixmedins_setl_cnt=2)
    assert said["setl_optins"] == "990100"
    assert said["stmt_rslt_dscr"].endswith("不平，机构减中心：基金支付总额差-0.01元，笔数差1")
    [kept] = desk.reconciliations()
    assert said["stmt_rslt_dscr"].startswith(f"对账{kept['id']}：")
    assert kept["difference"]["fund_pay_fen"] == -1


def test_insurance_clearing_type_and_days_choose_the_bills(desk: Desk) -> None:
    first = desk.stay("a")
    nothing = {"insutype": "390"}, {"clr_type": "11"}, {"clr_type": "99968"}, {
        "stmt_begndate": "2026-03-31", "stmt_enddate": "2026-03-31"}  # fmt: skip
    for more in nothing:
        assert desk.total(**more)["stmt_rslt"] == "0", more
        assert desk.total(first, **more)["stmt_rslt"] == "1", more
    assert desk.total(first, stmt_begndate="2026-03-01 00:00:00",
                      stmt_enddate=f"{DAY} 23:59:59")["stmt_rslt"] == "0"  # fmt: skip


def test_bills_of_other_regions_have_a_clearing_type_of_their_own(desk: Desk) -> None:
    home = desk.stay("a")
    across = desk.stay("b", person=LIN_XIAO, is_emergency=True)
    assert desk.total(home, across)["stmt_rslt"] == "0"
    assert desk.total(across, clr_type="99968")["stmt_rslt"] == "0"
    assert desk.total(home, clr_type="99968")["stmt_rslt"] == "1"


def test_a_repeated_total_is_one_reconciliation(desk: Desk) -> None:
    message = desk.his.message("3201", {"data": {**TOTALS, **figures()}})
    first, again = desk.his.post(message), desk.his.post(message)
    assert first.data == again.data and written(desk) == 1


REFUSED_TOTALS = [
    ({"setl_optins": "510100"}, "不是本机构的经办机构"),
    ({"clr_type": "15"}, "清算类别15在本模拟平台未提供[data.clr_type]"),
    ({"insutype": "510"}, "险种510在本模拟平台未提供[data.insutype]"),
    ({"fixmedins_setl_cnt": -1}, "笔数应为不小于0的整数[data.fixmedins_setl_cnt]"),
    ({"stmt_enddate": "2026-04-02"}, "[reconciliation_period_wrong]"),
    ({"stmt_begndate": "2026-04-02"}, "[reconciliation_period_wrong]"),
    ({"medfee_sumamt": "1.234"}, "小数部分超过2位"),
    ({"refd_setl_flag": "5"}, "不在字典refd_setl_flag中"),
]


@pytest.mark.parametrize(("more", "says"), REFUSED_TOTALS, ids=[s for _, s in REFUSED_TOTALS])
def test_totals_that_cant_be_compared_are_refused(
    desk: Desk, more: dict[str, Any], says: str
) -> None:
    assert says in desk.his.refusal("3201", {"data": {**TOTALS, **figures(), **more}})
    assert written(desk) == 0


# ---- details


def test_details_that_are_right_are_all_equal(desk: Desk) -> None:
    first, second = desk.stay("a"), desk.stay("b")
    back = desk.back(second)
    found = desk.detail(row(first), row(second), row(back))
    assert [one["stmt_rslt"] for one in found] == ["0", "0", "0"]
    assert [one["refd_setl_flag"] for one in found] == ["0", "0", "1"]
    assert found[2]["medfee_sumamt"] == "-12345.67"
    assert {one["memo"] for one in found} == {"null"}
    assert {one["psn_no"] for one in found} == {first["person_id"]}
    [kept] = desk.reconciliations()
    assert (kept["status"], kept["matched_count"], kept["line_count"]) == ("equal", 3, 3)
    assert "insurance_kind" not in kept


def test_every_planted_difference_is_found(desk: Desk) -> None:
    """Missing, extra, another amount, a fen, somebody else's, and a refund of one row."""
    bills = [desk.stay(key) for key in "abcd"]
    missing, wrong, rounded, other = bills
    refunded = desk.stay("e")
    back = desk.back(refunded)
    extra = {**missing, "id": "stl_" + "0" * 26, "visit_id": "vis_" + "0" * 26}
    found = desk.detail(
        row(wrong, fund_pay_sumamt="0.00"),
        row(rounded, medfee_sumamt="12345.66"),
        row(other, psn_no="psn_" + "0" * 26),
        row(extra),
        row(back),
    )
    said = {(one["setl_id"], one["psn_no"]): one for one in found}
    due = {
        (wrong["id"], wrong["person_id"]): "金额不符，以中心为准；机构减中心：基金-",
        (rounded["id"], rounded["person_id"]): "差一分，以中心为准；机构减中心：医疗费-0.01",
        (other["id"], "psn_" + "0" * 26): "中心在本次对账范围内无此记录",
        (other["id"], other["person_id"]): "机构文件中无此记录",
        (extra["id"], extra["person_id"]): "中心在本次对账范围内无此记录",
        (missing["id"], missing["person_id"]): "机构文件中无此记录",
        (refunded["id"], refunded["person_id"]): "机构文件中无此记录",
        (back["id"], back["person_id"]): "null",
    }
    assert set(said) == set(due)
    for key, memo in due.items():
        assert said[key]["memo"].startswith(memo), said[key]
        assert said[key]["stmt_rslt"] == ("0" if memo == "null" else "1")
    assert said[wrong["id"], wrong["person_id"]]["fund_pay_sumamt"] == yuan(wrong["fund_pay_fen"])
    [kept] = desk.reconciliations()
    path = f"/v1/reconciliations/{kept['id']}/differences"
    kinds = sorted(one["kind"] for one in desk.hospital.get(path)["data"])
    assert kinds == ["amount_differs", "only_centre", "only_centre", "only_centre",
                     "only_institution", "only_institution", "rounding"]  # fmt: skip
    assert kept["status"] == "unequal"
    assert desk.hospital.broken_laws() == {}


def test_a_refund_without_its_negative_row_is_not_equal(desk: Desk) -> None:
    first = desk.stay("a")
    back = desk.back(first)
    found = desk.detail(row(first))
    assert [(one["setl_id"], one["stmt_rslt"]) for one in found] == [
        (first["id"], "0"), (back["id"], "1"),
    ]  # fmt: skip
    assert found[1]["memo"] == "机构文件中无此记录；退费须正负两条记录"
    assert [one["stmt_rslt"] for one in desk.detail(row(first), refd_setl_flag="0")] == ["0"]


def test_the_number_of_the_settlement_message_is_told_where_there_is_one(desk: Desk) -> None:
    visit = desk.hospital.stay(person=CHEN_YU, institution=HOSPITAL)
    named = desk.hospital.settled(visit, "a", bill_number="HIS-2026-1")
    message = desk.his.message("3202", {"data": desk.details(row(named))})
    found = desk.download(desk.his.post(message).json)
    assert [one[3] for one in found] == ["HIS-2026-1"]
    bare = desk.stay("b")
    message = desk.his.message("3202", {"data": desk.details(row(named), row(bare))})
    found = desk.download(desk.his.post(message).json)
    assert [one[3] for one in found] == ["HIS-2026-1", message["msgid"]]


def test_results_are_the_same_bytes_when_a_message_is_repeated(desk: Desk) -> None:
    first = desk.stay("a")
    message = desk.his.message("3202", {"data": desk.details(row(first))})
    one, other = desk.his.post(message), desk.his.post(message)
    assert one.data == other.data and written(desk) == 1


def test_a_plain_file_with_a_mark_of_byte_order_is_read_too(desk: Desk) -> None:
    first = desk.stay("a")
    text = "\t".join(map(str, row(first))) + "\r\n"
    number = desk.upload_bytes(b"\xef\xbb\xbf" + text.encode())
    said = {**DETAILS, **control_figures(row(first)), "file_qury_no": number}
    assert desk.his.ask("3202", {"data": said})["infcode"] == 0
    assert desk.reconciliations()[0]["status"] == "equal"


def test_an_empty_file_for_a_day_without_bills_is_equal(desk: Desk) -> None:
    assert desk.detail() == []
    assert desk.reconciliations()[0]["status"] == "equal"


BAD_ROWS = [
    ({"setl_id": "null"}, "第 1 行（setl_id）：setl_id（结算ID）不能为空"),
    ({"setl_id": "4711"}, "第 1 行（setl_id）：setl_id不是本平台的编号"),
    ({"psn_no": "psn_lower"}, "psn_no不是本平台的编号"),
    ({"medfee_sumamt": "1,00"}, "medfee_sumamt（医疗费总额）类型错误，应为数值型"),
    ({"refd_setl_flag": "2"}, "的值2不在字典refd_setl_flag中"),
    ({"refd_setl_flag": "1"}, "退费须为负数，其余不得为负"),
    ({"more": "x"}, "须有7列，以制表符分隔"),
]


@pytest.mark.parametrize(("more", "says"), BAD_ROWS, ids=[says for _, says in BAD_ROWS])
def test_a_file_with_a_bad_line_is_refused_whole(
    desk: Desk, more: dict[str, Any], says: str
) -> None:
    first = desk.stay("a")
    said = {**DETAILS, **control_figures(row(first))}
    said["file_qury_no"] = desk.upload(row(first, **more))
    refusal = desk.his.refusal("3202", {"data": said})
    assert says in refusal and refusal.endswith("[reconciliation_details_refused]")
    assert written(desk) == 0


def test_a_file_that_is_none_is_refused(desk: Desk) -> None:
    two = packed(b"", "a.txt", "b.txt")
    for content, says in ((b"PK\x03\x04 no zip", "压缩包"), (two, "压缩包"), (b"\xff\n", "UTF-8")):
        said = {**DETAILS, **control_figures(), "file_qury_no": desk.upload_bytes(content)}
        assert says in desk.his.refusal("3202", {"data": said})
    first = desk.stay("a")
    said = {**DETAILS, **control_figures(row(first), row(first))}
    said["file_qury_no"] = desk.upload(row(first), row(first))
    assert "第 2 行（duplicate）：与第 1 行重复" in desk.his.refusal("3202", {"data": said})
    assert written(desk) == 0


def test_control_figures_must_be_those_of_the_file(desk: Desk) -> None:
    first = desk.stay("a")
    good = desk.details(row(first))
    for name, wrong in (
        ("medfee_sumamt", "12345.66"), ("fund_pay_sumamt", "1.00"),
        ("fixmedins_setl_cnt", 2), ("cash_payamt", "99999.00"), ("cash_payamt", "-0.01"),
    ):  # fmt: skip
        refusal = desk.his.refusal("3202", {"data": {**good, name: wrong}})
        assert refusal.endswith(f"[data.{name}]") and "全部未受理" in refusal
    assert written(desk) == 0
    assert desk.his.ask("3202", {"data": good})["infcode"] == 0
