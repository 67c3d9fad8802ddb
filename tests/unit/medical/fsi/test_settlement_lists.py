"""Settlement lists 4101 to 4105: of a settlement, submitted, read back, looked at, counted."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables_uploads import interface_uploads
from sscsim import control
from sscsim.demo_people import CHEN_YU
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.fsi.conftest import HOSPITAL, His
from tests.unit.medical.fsi.goods import asked as asked_of
from tests.unit.medical.fsi.goods import good, purchase, sale

pytestmark = pytest.mark.db


@dataclass
class Ward:
    """A settled stay of Chen Yu, and the hospital system that sends its list."""

    his: His
    hospital: Hospital
    settlement: dict[str, Any]

    @property
    def yuan(self) -> str:
        return f"{self.settlement['fund_pay_fen'] / 100:.2f}"

    def listed(self, **more: Any) -> dict[str, Any]:
        """A list of which nothing is wrong."""
        info = {
            "psn_no": CHEN_YU.person_id(self.hospital.bench.seed),
            "mdtrt_id": self.settlement["visit_id"],
            "setl_id": self.settlement["id"],
            "ntly": "CHN", "prfs": "11", "patn_rlts": "1", "coner_addr": "x", "coner_tel": "1",
            "dscg_caty": "A03", "bill_code": "1", "bill_no": "1", "biz_sn": "1",
            "setl_begn_date": "2026-03-25", "setl_end_date": "2026-04-01",
            "adm_time": "2026-03-25 08:00:00", "dscg_time": "2026-04-01 08:00:00",
            "dscg_way": "1", "medins_fill_dept": "医保办", "medins_fill_psn": "填报人",
        }  # fmt: skip
        return {
            "setlinfo": {**info, **more.pop("info", {})},
            "diseinfo": [diagnosis("I10.x00x901", "1")],
            "payinfo": [{"fund_pay_type": "310100", "fund_payamt": self.yuan}],
            **more,
        }

    def quality(self, **asked: Any) -> list[dict[str, Any]]:
        return good(self.his.ask("4104", {"data": asked}))  # type: ignore[no-any-return]

    def faults(self) -> list[str]:
        [row] = self.quality(setl_id=self.settlement["id"])
        return [fault["qltctrl_chkrslt"][:3] for fault in row["detailinfo"]]

    def counts(self, **asked: Any) -> dict[str, Any]:
        said = {"fixmedins_code": HOSPITAL, **asked}
        return good(self.his.ask("4105", {"data": said}))  # type: ignore[no-any-return]


def diagnosis(code: str, main: str) -> dict[str, str]:
    return {"diag_type": "1", "diag_code": code, "diag_name": "诊断", "adm_cond_type": "1",
            "maindiag_flag": main}  # fmt: skip


@pytest.fixture
def ward(hospital: Hospital) -> Any:
    visit = hospital.stay(person=CHEN_YU, institution=HOSPITAL)
    made = Ward(His(hospital.client), hospital, hospital.settled(visit))
    yield made
    control.close()


def test_a_list_is_kept_and_read_back_with_the_bill(ward: Ward) -> None:
    number = good(ward.his.ask("4101", ward.listed()))["data"]["setl_list_id"]
    assert number == "000000001"
    said = {"data": {"setl_id": ward.settlement["id"]}}
    back = good(ward.his.ask("4103", said))
    assert back["setlinfo"]["bill_no"] == "1"
    assert back["setlinfo"]["adm_time"] == "2026-03-25 08:00:00"
    assert back["payinfo"] == [{"fund_pay_type": "310100", "fund_payamt": float(ward.yuan)}]
    # The worked example's 10,000 + 2,000 + 345.67 yuan, of items that no catalogue has.
    [item] = back["iteminfo"]
    assert (item["med_chrgitm_type"], item["item_sumamt"]) == ("14", 12345.67)
    assert (item["item_claa_amt"], item["item_clab_amt"], item["item_ownpay_amt"]) == (
        10000.00, 2000.00, 345.67,
    )  # fmt: skip
    # What the list can't say: seven days in hospital, and what the person paid of it.
    info = back["setlinfo"]
    assert (info["act_ipt_days"], info["diag_code_cnt"], info["setl_list_sn"]) == (7, 1, number)
    assert info["psn_cashpay"] == ward.settlement["cash_pay_fen"] / 100
    assert (info["setl_begndate"], info["insu_admdvs"]) == ("2026-03-25", "990100")
    again = ward.listed(info={"bill_no": "2"})
    assert good(ward.his.ask("4101", again))["data"]["setl_list_id"] == number
    assert good(ward.his.ask("4103", said))["setlinfo"]["bill_no"] == "2"
    with ward.his.client.bench.entered(role="system"), store.read() as tx:
        assert len(tx.all(interface_uploads.select())) == 2, "a revision is added, none is changed"


def test_a_list_is_of_a_settlement_of_this_institution_and_person(ward: Ward) -> None:
    his = ward.his
    other = ward.listed(info={"setl_id": "stl_0"})
    assert "[settlement_not_found]" in his.refusal("4101", other)
    elsewhere = {"fixmedins_code": "H99010000002"}
    assert "[settlement_not_found]" in his.refusal("4101", ward.listed(), **elsewhere)
    somebody = ward.listed(info={"psn_no": "psn_0"})
    assert "[settlement_list_mismatch]" in his.refusal("4101", somebody)
    another = ward.hospital.admit(
        person=CHEN_YU, institution=HOSPITAL, kind="outpatient", admission_date="2026-04-01",
        discharge_date=None,
    )  # fmt: skip
    visit = ward.listed(info={"mdtrt_id": another["id"]})
    assert "[settlement_list_mismatch]" in his.refusal("4101", visit)
    assert "[visit_not_found]" in his.refusal("4101", ward.listed(info={"mdtrt_id": "vis_0"}))
    assert "[upload_unknown]" in his.refusal("4103", {"data": {"setl_id": ward.settlement["id"]}})


def test_quality_is_looked_at_and_refuses_nothing(ward: Ward) -> None:
    his = ward.his
    good(his.ask("4101", ward.listed()))
    assert ward.faults() == []
    wrong = ward.listed(
        info={"setl_end_date": "2026-03-20", "adm_time": "2026-03-26 08:00:00", "dscg_way": "",
              "lv1_nurscare_days": "7", "scd_nurscare_days": "2"},
        payinfo=[{"fund_pay_type": "310100", "fund_payamt": "1.00"},
                 {"fund_pay_type": "310100", "fund_payamt": "1.00"},
                 {"fund_pay_type": "310200", "fund_payamt": "99.00"}],
        diseinfo=[diagnosis("XX0", "1"), diagnosis("XX1", "1")],
        icuinfo=[{"scs_cutd_ward_type": "1", "scs_cutd_inpool_time": "2026-03-26 10:00:00",
                  "scs_cutd_exit_time": "2026-03-26 09:00:00", "scs_cutd_sum_dura": "1"}],
    )  # fmt: skip
    good(his.ask("4101", wrong))
    # Nine days of nursing in a stay of eight; the account's 99 yuan are no fund's.
    assert ward.faults() == [
        "Q01", "Q02", "Q03", "Q05", "Q05", "Q07", "Q08", "Q09", "Q10", "Q11", "Q12",
    ]  # fmt: skip
    [row] = ward.quality(setl_ym="202604")
    assert (row["qltctrl_rslt"], row["err_lv"], row["setl_ym"]) == ("0", "1", "202604")
    first = row["detailinfo"][0]
    assert (first["exam_data_fld"], first["init_val"]) == ("payinfo.fund_payamt", "2.00")
    assert first["qltctrl_chkrslt"].endswith(f"应为{ward.yuan}")
    [hints] = ward.quality(psn_no=ward.listed()["setlinfo"]["psn_no"], err_lv="2")
    assert [fault["init_val"] for fault in hints["detailinfo"]] == ["XX0", "XX1"]
    assert ward.quality(setl_ym="202603") == []
    assert ward.quality(retn_flag="1") == [], "none is ever sent back"
    assert "setl_ym" in his.refusal("4104", {"data": {"setl_ym": "202613"}})


def test_a_list_that_was_submitted_is_closed_until_it_is_opened(ward: Ward) -> None:
    his, key = ward.his, ward.settlement["id"]
    state = {"data": {"setl_id": key, "stas_type": "1"}}
    assert "[upload_unknown]" in his.refusal("4102", state)
    good(his.ask("4101", ward.listed()))
    assert good(his.ask("4102", state)) is None
    assert "[settlement_list_submitted]" in his.refusal("4101", ward.listed())
    assert good(his.ask("4103", {"data": {"setl_id": key}}))["setlinfo"]["stas_type"] == "1"
    good(his.ask("4102", {"data": {"setl_id": key, "stas_type": "0"}}))
    good(his.ask("4101", ward.listed()))
    assert "stas_type" in his.refusal("4102", {"data": {"setl_id": key, "stas_type": "7"}})
    assert "stas_type" in his.refusal("4102", {"data": {"setl_id": key}})


def test_lists_are_counted(ward: Ward) -> None:
    his = ward.his
    day = {"stt_begntime": "2026-04-01 00:00:00", "stt_endtime": "2026-04-02 00:00:00"}
    before = ward.counts(**day)
    assert (before["setl_cnt"], before["upld_cnt"], before["unupld_cnt"]) == (1, 0, 1)
    good(his.ask("4101", ward.listed(payinfo=[])))
    good(his.ask("4102", {"data": {"setl_id": ward.settlement["id"], "stas_type": "1"}}))
    assert ward.counts(**day) == {
        "setl_cnt": 1, "upld_cnt": 1, "unupld_cnt": 0, "qltctrl_quts_cnt": 1, "submitted_cnt": 1,
    }  # fmt: skip
    assert ward.counts(stt_begntime="2026-04-02 00:00:00")["setl_cnt"] == 0
    for asked, count in (
        ({"medtype_list": "11,2101"}, 1), ({"medtype_list": "11"}, 0), ({"pay_loc_list": "2"}, 1),
        ({"pay_loc_list": "3,4"}, 0), ({"clr_way_list": "1"}, 1), ({"clr_way_list": "2,3"}, 0),
        ({"refd_setl_flag": "1"}, 1),
    ):  # fmt: skip
        assert ward.counts(**asked)["setl_cnt"] == count, asked
    ward.hospital.reverse(ward.settlement["id"])
    assert ward.counts()["setl_cnt"] == 0
    assert ward.counts(refd_setl_flag="1")["setl_cnt"] == 2, "the settlement and its reversal"
    other = {"data": {"fixmedins_code": "H99010000002"}}
    assert "只能查询本机构" in his.refusal("4105", other)


def test_the_same_message_keeps_one_revision(ward: Ward) -> None:
    message = ward.his.message("4101", ward.listed())
    first = ward.his.post(message)
    assert ward.his.post(message).data == first.data
    with ward.his.client.bench.entered(role="system"), store.read() as tx:
        assert len(tx.all(interface_uploads.select())) == 1


def test_a_voucher_is_uploaded_once_and_then_again(ward: Ward) -> None:
    his, key = ward.his, ward.settlement["id"]
    voucher = {"input": {"setl_id": key, "file": "aGVsbG8="}, "data": [{"page": 1}]}
    asked = {"input": {"setl_id": key}}
    assert good(his.ask("4902", asked))["upld_rslt"] == "0"
    assert "[upload_unknown]" in his.refusal("4905", voucher)
    good(his.ask("4901", voucher))
    assert "[upload_exists]" in his.refusal("4901", voucher)
    good(his.ask("4905", voucher))
    told = good(his.ask("4902", asked))
    assert (told["upld_rslt"], told["revs_cnt"]) == ("1", 2)
    assert good(his.ask("5501", asked))["vouch_stas"] == "1"
    ward.hospital.reverse(key)
    assert good(his.ask("5501", asked))["vouch_stas"] == "2"
    nobody = {"input": {"setl_id": "stl_0"}}
    assert "[settlement_not_found]" in his.refusal("4901", nobody)
    assert "[settlement_not_found]" in his.refusal("5501", nobody)


def test_goods_are_sold_on_a_settlement_of_the_institution(ward: Ward) -> None:
    his, key = ward.his, ward.settlement["id"]
    good(his.ask("3503", {"purcinfo": purchase("5")}))
    good(his.ask("3505", {"selinfo": sale("2", setl_id=key, hi_feesetl_type="1")}))
    good(his.ask("3505", {"selinfo": sale("1")}))
    [sold] = asked_of(his, "3511", setl_id=key)
    assert (sold["setl_id"], sold["sel_retn_cnt"]) == (key, 2.0)
    elsewhere = {"fixmedins_code": "H99010000002"}
    good(his.ask("3503", {"purcinfo": purchase("5")}, **elsewhere))
    said = {"selinfo": sale("1", setl_id=key)}
    assert "[stock_settlement_unknown]" in his.refusal("3505", said, **elsewhere)
    back = ward.hospital.reverse(key).json["id"]
    assert "[stock_settlement_unknown]" in his.refusal("3505", {"selinfo": sale("1", setl_id=back)})
    good(his.ask("3506", {"selinfo": sale("2", setl_id=back)}))
