"""Two batches of one outpatient, settled and taken back by message, then reconciled by message."""

import base64
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from services.medical.faces.fsi import identities
from tests.contract.fsi.clinic import Clinic
from tests.unit.medical.fsi.clinics import broken_laws
from tests.unit.medical.fsi.clinics import clinic as clinic

pytestmark = pytest.mark.db
LIN, DAY = "林晓", "2026-04-01"
SCOPE = {"clr_type": "11", "setl_optins": "510100", "refd_setl_flag": "1",
         "stmt_begndate": DAY, "stmt_enddate": DAY}  # fmt: skip
NAMES = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")


def good(clinic: Clinic, infno: str, given: Any) -> Any:
    answer = clinic.ask(infno, given)
    assert answer["infcode"] == 0, answer["err_msg"]
    return answer["output"]


def settled(clinic: Clinic) -> list[dict[str, Any]]:
    """`setlinfo` of two settlements of one visit, and of the second's reversal."""
    registered = {"psn_no": clinic.facts[f"{LIN}.psn_no"], "insutype": "310",
                  "begntime": f"{DAY} 08:30:00", "ipt_otp_no": "MZ1", "dept_code": "A03",
                  "dept_name": "内科", "caty": "A03", **clinic.shown(LIN)}  # fmt: skip
    visit = good(clinic, "2201", {"data": registered})["data"]["mdtrt_id"]
    good(clinic, "2203", clinic.seen(visit))
    made = []
    for batch in ("B1", "B2"):
        line = clinic.line(visit, f"line-{batch}", chrg_bchno=batch)
        total = good(clinic, "2204", {"feedetail": [line]})["result"][0]["det_item_fee_sumamt"]
        bill = clinic.bill(visit, total, chrg_bchno=batch)
        tried = good(clinic, "2206", {"data": bill})["setlinfo"]
        scopes = {name: tried[name] for name in identities.SCOPES}
        made.append(good(clinic, "2207", {"data": bill | scopes})["setlinfo"])
    back = {"setl_id": made[1]["setl_id"], "mdtrt_id": visit, "psn_no": made[1]["psn_no"]}
    return [*made, good(clinic, "2208", {"data": back})["setlinfo"]]


def test_what_messages_settled_messages_reconcile(clinic: Clinic) -> None:
    bills = settled(clinic)
    first, second, back = bills
    assert first["mdtrt_id"] == second["mdtrt_id"] == back["mdtrt_id"]
    exact = [{name: Decimal(str(one[name])) for name in NAMES} for one in bills]
    sums = {name: sum(one[name] for one in exact) for name in NAMES}
    said: dict[str, Any] = {**{name: str(sums[name]) for name in NAMES}, "fixmedins_setl_cnt": 3}
    for more, due in (({}, "0"), ({"acct_pay": str(sums["acct_pay"] + 1)}, "1")):
        told = good(clinic, "3201", {"data": {**SCOPE, "insutype": "310", **said, **more}})
        assert told["stmtinfo"]["stmt_rslt"] == due
        stated = {name: Decimal(str(value)) for name, value in {**said, **more}.items()}
        assert identities.of_totals(stated, exact, told["stmtinfo"]["stmt_rslt"]) == []

    rows = [
        [one["setl_id"], one["mdtrt_id"], one["psn_no"], *(str(one[name]) for name in NAMES),
         "1" if one is back else "0"]
        for one in bills
    ]  # fmt: skip
    content = "".join("\t".join(row) + "\n" for row in rows).encode()
    owner = clinic.message("9101", {})["fixmedins_code"]
    sent = {"in": base64.b64encode(content).decode(), "filename": "d.txt", "fixmedins_code": owner}
    number = good(clinic, "9101", {"fsUploadIn": sent})["file_qury_no"]
    cash = sums["medfee_sumamt"] - sums["fund_pay_sumamt"] - sums["acct_pay"]
    figures = {name: said[name] for name in ("medfee_sumamt", "fund_pay_sumamt")}
    asked = {**SCOPE, **figures, "cash_payamt": str(cash), "fixmedins_setl_cnt": 3,
             "file_qury_no": number}  # fmt: skip
    named = good(clinic, "3202", {"data": asked})["fileinfo"]
    wanted = {"file_qury_no": named["file_qury_no"], "filename": named["filename"]}
    found = clinic.send(
        clinic.message("9102", {"fsDownloadIn": {**wanted, "fixmedins_code": owner}})
    )
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        lines = archive.read(archive.namelist()[0]).decode().splitlines()
    results = [line.split("\t") for line in lines]
    # person, visit as messages number it, settlement, the message that settled, equal
    assert [row[:5] for row in results] == [
        [one["psn_no"], one["mdtrt_id"], one["setl_id"], one["medins_setl_id"], "0"]
        for one in bills
    ]  # fmt: skip
    assert broken_laws(clinic) == {}
