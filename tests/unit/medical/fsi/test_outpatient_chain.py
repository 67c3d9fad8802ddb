"""An outpatient from signing in to the reversal, by every shape of address and three profiles."""

import base64
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from services.medical.domain.sharing import Sharer
from services.medical.faces.fsi import catalogue, identities
from services.medical.faces.fsi.addresses import number_at
from services.medical.store import register, sharers, store
from sscsim.kernel.money import Money
from tests.contract.fsi.clinic import IN_DEMO_CITY, IN_SCOPE, Clinic
from tests.contract.fsi.desk import HOSPITAL
from tests.unit.medical.fsi.clinics import broken_laws, rows
from tests.unit.medical.fsi.clinics import clinic as clinic
from tests.unit.medical.fsi.conftest import SIGN_IN
from tests.unit.medical.fsi.test_reconciliation_messages import packed

pytestmark = pytest.mark.db
SINGLE, BUS, BASE = "/fsi/api/rsfComIfsService/callService", "/CSB", "/fsi/{infno}"
SERVICES = "its own"
"""An address of its own for every number."""
LIN = "林晓"


def exact(answer: dict[str, Any]) -> Any:
    """With amounts as they stand, to the fen."""
    return json.loads(json.dumps(answer), parse_float=Decimal)


def ask(clinic: Clinic, address: str, infno: str, given: Any) -> dict[str, Any]:
    if address != SERVICES:
        return clinic.ask(infno, given)
    path = catalogue.transactions()[infno].path
    assert path is not None
    message = clinic.message(infno, given)
    if number_at(path) == infno:  # else two numbers share it, by mistake of the source
        del message["infno"]
    sent = clinic.medical.post(path, message, role="hospital", region="510100")
    assert sent.status_code == 200, sent.text
    found: dict[str, Any] = sent.json
    return found


@pytest.mark.parametrize(
    ("profile", "address"),
    [
        ("lenient", SINGLE),
        ("lenient", BUS),
        ("lenient", BASE),
        ("lenient", SERVICES),
        ("hunan", BUS),
        ("zhejiang", SERVICES),
    ],
)
def test_the_whole_road(clinic: Clinic, profile: str, address: str) -> None:
    clinic.speak(profile, SINGLE if address == SERVICES else address)
    done: list[identities.Done] = []

    def good(infno: str, given: Any, of: str | None = None) -> Any:
        answer = ask(clinic, address, infno, given)
        assert answer["infcode"] == 0, answer["err_msg"]
        done.append(identities.Done(infno, of))
        return exact(answer)["output"]

    person = clinic.facts[f"{LIN}.psn_no"]
    sign_no = good("9001", SIGN_IN)["signinoutb"]["sign_no"]
    before = good("1101", {"data": {**clinic.shown(LIN), "begntime": "", "card_sn": ""}})
    assert before["baseinfo"]["psn_no"] == person
    balance = Decimal(str(before["insuinfo"][0]["balc"]))
    data = {
        "psn_no": person,
        "insutype": "310",
        "begntime": "2026-04-01 08:30:00",
        "ipt_otp_no": "MZ1",
        "dept_code": "A03",
        "dept_name": "内科",
        "caty": "A03",
        **clinic.shown(LIN),
    }
    visit = good("2201", {"data": data})["data"]["mdtrt_id"]
    good("2203", clinic.seen(visit))
    sent = [
        clinic.line(visit, "11"),
        clinic.line(visit, "12", med_list_codg="XJ01CRX990A001020199002", cnt=3, pric=30.0),
    ]
    lines = good("2204", {"feedetail": sent})["result"]
    # 3 × 30.00 = 90.00: 3 × 1.50 = 4.50 over the limit of 28.50, 10 % of 85.50 first
    assert [str(one["overlmt_amt"]) for one in lines] == ["0.0", "4.5"]
    assert [str(one["preselfpay_amt"]) for one in lines] == ["0.0", "8.55"]
    for one in lines:
        assert identities.of_line(one) == []
    bill = clinic.bill(visit, 1070)
    tried = good("2206", {"data": bill})
    sums = {name: tried["setlinfo"][name] for name in identities.SCOPES}
    asked = {"data": bill | {name: float(value) for name, value in sums.items()}}
    settled = good("2207", asked)
    msgid = settled["setlinfo"]["medins_setl_id"]
    assert identities.of_settlement(
        settled["setlinfo"],
        settled["setldetail"],
        msgid=msgid,
        balance_before=balance,
        acct_used_flag="1",
    ) == []  # fmt: skip
    assert identities.of_lines(lines, settled["setlinfo"]) == []
    assert identities.of_trial(tried["setlinfo"], settled["setlinfo"]) == []
    number = settled["setlinfo"]["setl_id"]
    shown = good("5203", {"data": {"psn_no": person, "setl_id": number, "mdtrt_id": visit}})
    for name, value in shown["setlinfo"].items():
        if name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay", *sums):
            assert value == settled["setlinfo"][name], name
    back = good("2208", {"data": {"setl_id": number, "mdtrt_id": visit, "psn_no": person}})
    left = Decimal(str(settled["setlinfo"]["balc"]))
    assert identities.of_reversal(back["setlinfo"], settled["setlinfo"], balance_before=left) == []
    assert back["setlinfo"]["psn_cash_pay"] == back["setlinfo"]["pdn_cash_pay"] < 0
    refused = ask(
        clinic, address, "2601", {"data": {"psn_no": person, "omsgid": msgid, "oinfno": "2207"}}
    )
    assert refused["infcode"] == -1
    assert refused["err_msg"].startswith("FSI-调用业务基础子系统冲正失败:")
    assert refused["err_msg"].endswith("[settlement_already_reversed]")
    reconcile(clinic, good, visit, person, [settled["setlinfo"], back["setlinfo"]])
    good("2205", {"data": {"mdtrt_id": visit, "chrg_bchno": "0000", "psn_no": person}})
    good("2202", {"data": {"mdtrt_id": visit, "psn_no": person, "ipt_otp_no": "MZ1"}})
    good("9002", {"signOut": {"sign_no": sign_no, "opter_no": "001"}})
    assert identities.of_visit(done) == []
    assert broken_laws(clinic) == {}


def reconcile(
    clinic: Clinic, good: Any, visit: str, person: str, bills: list[dict[str, Any]]
) -> None:
    """3201 and 3202 of the day: a settlement and its reversal, which come to nothing."""
    data = {
        "clr_type": "11",
        "setl_optins": "510100",
        "medfee_sumamt": 0,
        "fund_pay_sumamt": 0,
        "stmt_begndate": "2026-04-01",
        "stmt_enddate": "2026-04-01",
        "fixmedins_setl_cnt": 2,
        "refd_setl_flag": "1",
        "fixmedins_refd_setl_flag": "1",
    }
    told = good("3201", {"data": {**data, "insutype": "310", "acct_pay": 0}})["stmtinfo"]
    assert told["stmt_rslt"] == "0", told
    amounts = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    rows = [
        [one["setl_id"], visit, person, *(f"{one[name]:.2f}" for name in amounts), flag]
        for one, flag in zip(bills, "01", strict=True)
    ]
    text = "".join("\t".join(row) + "\n" for row in rows)
    content = base64.b64encode(packed(text.encode())).decode()
    sent = {"in": content, "filename": "details.zip", "fixmedins_code": HOSPITAL}
    number = good("9101", {"fsUploadIn": sent})["file_qury_no"]
    made = good("3202", {"data": {**data, "cash_payamt": 0, "file_qury_no": number}})
    named = made["fileinfo"]
    wanted = {name: named[name] for name in ("file_qury_no", "filename")}
    message = clinic.message("9102", {"fsDownloadIn": {**wanted, "fixmedins_code": HOSPITAL}})
    with zipfile.ZipFile(io.BytesIO(clinic.post(message).data)) as archive:
        results = archive.read(archive.namelist()[0]).decode().splitlines()
    assert [row.split("\t")[4] for row in results] == ["0", "0"], results


def test_a_refused_message_leaves_nothing(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    before = rows(clinic)
    person, other = clinic.facts[f"{LIN}.psn_no"], clinic.facts["周明.psn_no"]
    bill = {**clinic.bill(visit, 980), **IN_SCOPE}
    nowhere = "vis_00000000000000000000000000"
    fresh = clinic.line(visit, "2", chrg_bchno="B2")
    wrong: list[tuple[str, Any]] = [
        ("2201", {"data": {**clinic.shown(LIN), "psn_no": other, "insutype": "310",
                           "begntime": "2026-04-01 08:30:00", "ipt_otp_no": "1",
                           "dept_code": "A03", "dept_name": "内科", "caty": "A03"}}),
        ("2202", {"data": {"psn_no": person, "mdtrt_id": visit, "ipt_otp_no": "MZ0001"}}),
        ("2203", clinic.seen(visit, LIN, "E78.500x901", "Z99.999")),
        ("2203", clinic.seen(visit, LIN, med_type="14", dise_codg="M03900")),
        ("2204", {"feedetail": [fresh, clinic.line(visit, "1", chrg_bchno="B3")]}),
        ("2204", {"feedetail": [fresh, clinic.line(nowhere, "3")]}),
        ("2205", {"data": {"mdtrt_id": visit, "chrg_bchno": "B9", "psn_no": person}}),
        ("2207", {"data": bill | {"medfee_sumamt": 981}}),
        ("2207", {"data": bill | {"psn_no": other}}),
        ("2207A", {"data": bill | {"acct_used_flag": "3"}}),
        ("2208", {"data": {"setl_id": "stl" + nowhere[3:], "mdtrt_id": visit, "psn_no": person}}),
        ("2601", {"data": {"psn_no": person, "omsgid": "x", "oinfno": "2204"}}),
    ]  # fmt: skip
    for infno, given in wrong:
        clinic.refusal(infno, given)
        assert rows(clinic) == before, infno


def test_another_institution_has_nothing_to_do_with_a_visit(clinic: Clinic) -> None:
    visit = clinic.register()
    elsewhere = {"fixmedins_code": "H51010000002"}
    said = clinic.refusal("2204", {"feedetail": [clinic.line(visit, "1")]}, **elsewhere)
    assert said.endswith("[visit_not_found]")
    person = clinic.facts[f"{LIN}.psn_no"]
    ask = {"data": {"psn_no": person, "mdtrt_id": visit, "ipt_otp_no": "MZ0001"}}
    assert clinic.refusal("2202", ask, **elsewhere).endswith("[visit_not_found]")


def test_the_same_message_has_the_same_answer_byte_for_byte(clinic: Clinic) -> None:
    visit = clinic.register()
    messages = [
        clinic.message("2203", clinic.seen(visit)),
        clinic.message("2204", {"feedetail": [clinic.line(visit, "1")]}),
        clinic.message("2206", {"data": clinic.bill(visit, 980)}),
        clinic.message("2207", {"data": {**clinic.bill(visit, 980), **IN_SCOPE}}),
    ]
    first = [clinic.post(message).text for message in messages]
    assert all('"infcode":0' in text for text in first)
    after = rows(clinic)
    assert [clinic.post(message).text for message in messages] == first
    assert rows(clinic) == after
    data = {**messages[3]["input"]["data"], "acct_used_flag": "0"}
    changed = messages[3] | {"input": {"data": data}}
    assert "msgid）重复" in clinic.answer(changed)["err_msg"]


def diagnosed(clinic: Clinic, visit: str) -> list[tuple[str, bool]]:
    found = clinic.medical.get(f"/v1/visits/{visit}/diagnoses", role="hospital", region="510100")
    assert found.status_code == 200, found.text
    return [(one["disease_code"], one["is_main"]) for one in found.json["diagnoses"]]


def test_diagnoses_are_added_corrected_and_voided(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2203", clinic.seen(visit, LIN, "E78.500x901", "I10.x00x901"))
    assert diagnosed(clinic, visit) == [("E78.500x901", True), ("I10.x00x901", False)]
    more = clinic.seen(visit, LIN, "E11.900x901")
    more["diseinfo"][0]["diag_srt_no"] = 3
    tcm = {**more["diseinfo"][0], "diag_type": "2", "diag_code": "A17.29", "diag_srt_no": 1}
    more["diseinfo"] += [tcm, {**tcm, "diag_type": "3", "diag_code": "B01.01"}]
    clinic.good("2203", more)
    codes = [code for code, _ in diagnosed(clinic, visit)]
    assert codes == ["E78.500x901", "I10.x00x901", "E11.900x901"], "Chinese medicine is kept apart"
    voided = clinic.seen(visit)
    voided["diseinfo"][0]["vali_flag"] = "0"
    clinic.good("2203", voided)
    assert diagnosed(clinic, visit) == [("I10.x00x901", True), ("E11.900x901", False)]
    assert clinic.refusal("2203", voided).endswith("[interface_diagnosis_not_uploaded]")


def test_a_code_is_shown_through_a_whole_visit(clinic: Clinic) -> None:
    code = clinic.code()
    read = clinic.good("1162", {"data": {"ecQrCode": code}})
    token = read["cardecinfo"]["ecToken"]
    assert (read["cardecinfo"]["psn_name"], token) == (LIN, code)
    by_code = {"mdtrt_cert_type": "01", "mdtrt_cert_no": token}
    visit = clinic.register(**by_code)
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    told = clinic.settled(visit, **by_code)
    assert told["setlinfo"]["mdtrt_cert_type"] == "01"
    kept = clinic.medical.get(f"/v1/visits/{visit}?expand=messages", role="hospital",
                              region="510100")  # fmt: skip
    assert code not in kept.text


def test_the_accounts_of_the_family_pay_by_the_numbers_with_an_a(clinic: Clinic) -> None:
    """王桂兰 has 200.00; 陈宇 lets her use 100.00 of his. Retired, at level 3 in Demo City: 980.00
    less 200.00 at 58 % are 452.40, and of 527.60 both accounts pay, or one of them."""
    share_account(clinic, "陈宇", "王桂兰", Money(10_000))
    person = clinic.facts["王桂兰.psn_no"]
    visit = clinic.register("王桂兰", **IN_DEMO_CITY)
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1", "王桂兰")]}, **IN_DEMO_CITY)
    bill = clinic.bill(visit, 980, "王桂兰")
    paid = {}
    for number, flag in (("2206", "1"), ("2206A", "1"), ("2206A", "2"), ("2206A", "0")):
        info = clinic.good(number, {"data": bill | {"acct_used_flag": flag}}, **IN_DEMO_CITY)
        told = info["setlinfo"]
        paid[number, flag] = (told["acct_pay"], told["acct_mulaid_pay"], told["psn_cash_pay"])
    assert paid == {
        ("2206", "1"): (200, 0, 327.6),
        ("2206A", "1"): (300, 100, 227.6),
        ("2206A", "2"): (100, 100, 427.6),
        ("2206A", "0"): (0, 0, 527.6),
    }
    data = {**bill, **IN_SCOPE, "acct_used_flag": "2"}
    message = clinic.message("2207A", {"data": data}, **IN_DEMO_CITY)
    settled = clinic.answer(message, "/fsi/api/outpatientSettleService/saveSettletmentA")
    assert settled["output"]["setlinfo"]["acct_mulaid_pay"] == 100, settled["err_msg"]
    assert settled["output"]["setlinfo"]["balc"] == 200
    correct = {"data": {"psn_no": person, "omsgid": message["msgid"], "oinfno": "2207A"}}
    clinic.good("2601", correct, **IN_DEMO_CITY)
    again = clinic.good("2206A", {"data": bill}, **IN_DEMO_CITY)
    assert again["setlinfo"]["acct_mulaid_pay"] == 100, "what was given back may be used again"
    assert broken_laws(clinic) == {}


def share_account(clinic: Clinic, owner: str, member: str, limit: Money) -> None:
    person = clinic.facts[f"{owner}.psn_no"]
    with clinic.bench.entered(role="system"), store.write() as tx:
        sharers.add(
            tx,
            Sharer(
                id=tx.new_id("shr", person, 1),
                person_id=person,
                ordinal=1,
                member_person_id=clinic.facts[f"{member}.psn_no"],
                relation="parent",
                limit_per_year=limit,
                start_date=tx.world.now.date(),
                end_date=None,
                ended_at=None,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            ),
        )


def test_kinds_of_treatment_that_not_everybody_has(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2203", clinic.seen(visit, LIN, med_type="51", birctrl_type="1"))
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    told = clinic.settled(visit, med_type="51")["setlinfo"]
    assert (told["med_type"], told["clr_type"]) == ("51", "53")
    his = clinic.register("周明")
    said = clinic.refusal("2203", clinic.seen(his, "周明", med_type="51"))
    assert said.endswith("[visit_kind_for_others]"), said


def test_an_injury_is_said_by_its_kind(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2203", clinic.seen(visit, LIN, med_type="9903", exp_content='{"X": "kept"}'))
    with clinic.bench.entered(role="system"), store.read() as tx:
        known = register.visit(tx, visit)
    assert known is not None
    assert (known.med_type, known.visit_number) == ("9903", "MZ0001")
    assert known.given["extensions"] == {"X": "kept", "TRUM_FLAG": "1"}
    assert "mdtrt_cert_no" not in known.given
