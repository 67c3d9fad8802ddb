"""An acceptance from the first message to the last item: what was sent ticks it off, one by one."""

import base64
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from sscsim import control, peers
from tests.contract.fsi.clinic import IN_SCOPE
from tests.contract.fsi.counter import AMOXICILLIN, PHARMACY, Counter
from tests.contract.fsi.desk import HOSPITAL
from tests.contract.fsi.ward import Ward
from tests.support.bench import Bench

pytestmark = pytest.mark.db
CHENGDU, CHONGQING = "510100", "500000"
IN_CHONGQING = {"mdtrtarea_admvs": CHONGQING, "fixmedins_code": "H50000000003"}
URGENT = {"med_type": "13", "exp_content": '{"OTP_ER_REFL_FLAG": "1"}'}
DAY = {"stmt_begndate": "2026-04-01", "stmt_enddate": "2026-04-01"}
CLEARED = {"clr_type": "11", "setl_optins": CHENGDU, "refd_setl_flag": "1", **DAY}


@pytest.fixture
def desk(demo_bench: Bench) -> Iterator[Counter]:
    yield Counter(demo_bench)
    control.close()


def missing(desk: Counter, query: str = "") -> set[str]:
    path = "/internal/v1/hospital-interface/acceptance" + query
    found = desk.medical.call("GET", path, role="service").json
    return {one["key"] for one in found["items"] if one["status"] == "missing"}


def urgent(desk: Counter, name: str, home: str, **place: Any) -> None:
    """An emergency away from home, which counts as registered, to its settlement."""
    where = {"insuplc_admdvs": home, **place}
    visit = desk.register(name, **where)
    desk.good("2203", desk.seen(visit, name, **URGENT), **where)
    line = desk.line(visit, "1", name)
    desk.good("2204", {"feedetail": [line]}, **where)
    bill = {**desk.bill(visit, 980, name), **IN_SCOPE, **URGENT}
    desk.good("2207", {"data": bill}, **where)


def stay(desk: Counter) -> None:
    """A stay in Chengdu, over the real settlement service."""
    ward = Ward(desk.bench)
    ward.sent = 500  # its message ids are others
    lying = ward.admitted()
    lying.charge(lying.form("1001", AMOXICILLIN, 100, "9.80"))
    lying.discharge()
    lying.try_("980.00")
    lying.settle("980.00")
    apps = {"card": ward.apps["card"], "medical": ward.apps["medical"]}
    peers.use_local({**apps, "settlement": desk.exchange.app()})


def reconcile(desk: Counter, bill: dict[str, Any]) -> None:
    names = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    sums = {name: bill[name] for name in names}
    one = {**CLEARED, "fixmedins_setl_cnt": 1, "refd_setl_flag": "0"}
    told = desk.good("3201", {"data": {**one, "insutype": "310", **sums}})["stmtinfo"]
    assert told["stmt_rslt"] == "0", told
    made = io.BytesIO()
    row = [bill["setl_id"], bill["mdtrt_id"], bill["psn_no"], *sums.values(), "0"]
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("details.txt", "\t".join(map(str, row)) + "\n")
    content = base64.b64encode(made.getvalue()).decode()
    sent = {"in": content, "filename": "details.zip", "fixmedins_code": HOSPITAL}
    kept = desk.good("9101", {"fsUploadIn": sent})["file_qury_no"]
    del sums["acct_pay"]
    cash = bill["psn_cash_pay"]
    desk.good("3202", {"data": {**one, **sums, "cash_payamt": cash, "file_qury_no": kept}})


def test_each_message_ticks_off_what_it_proves(desk: Counter) -> None:
    left = missing(desk)
    assert len(left) == 10

    def ticks(*items: str) -> None:
        nonlocal left
        now = missing(desk)
        assert left - now == {*items}
        left = now

    card = {"mdtrt_cert_type": "03", "mdtrt_cert_no": desk.facts["林晓.card_number"]}
    nobody_else = {"psn_cert_type": "", "certno": "", "psn_name": ""}
    desk.good("1101", {"data": {**card, **nobody_else}})
    ticks("read_card")
    code = {"mdtrt_cert_type": "01", "mdtrt_cert_no": desk.code()}
    desk.good("1101", {"data": {**code, **nobody_else}})
    ticks("read_code")
    visit = desk.register()
    desk.good("2203", desk.seen(visit))
    desk.good("2204", {"feedetail": [desk.line(visit, "1")]})
    desk.good("2206", {"data": desk.bill(visit, 980)})
    ticks()
    message = desk.message("2207", {"data": {**desk.bill(visit, 980), **IN_SCOPE}})
    settled = desk.answer(message)["output"]["setlinfo"]
    ticks("outpatient")
    reconcile(desk, settled)
    ticks("reconciliation")
    desk.answer(message)
    ticks("lost_answer")
    desk.good("2208", {"data": {name: settled[name] for name in ("setl_id", "mdtrt_id", "psn_no")}})
    ticks("reversal")
    desk.sold(desk.sale(desk.form()))
    ticks("pharmacy")
    stay(desk)
    ticks("inpatient")
    urgent(desk, "周明", CHONGQING)
    ticks()
    urgent(desk, "林晓", CHENGDU, **IN_CHONGQING)
    ticks("cross_province")
    assert left == {"month_end"}
    assert missing(desk, f"?institution_code={PHARMACY}&kind=pharmacy") > {"read_card"}
    assert "inpatient" not in missing(desk, f"?institution_code={HOSPITAL}")
