"""2601: what nobody knows the outcome of is undone, at home and across regions; it stays so."""

from typing import Any

import pytest

from services.medical import tasks
from services.medical.store import store
from sscsim import peers
from sscsim.jobs import work
from tests.contract.fsi.clinic import IN_SCOPE, Clinic
from tests.unit.medical.fsi.clinics import broken_laws
from tests.unit.medical.fsi.clinics import clinic as clinic

pytestmark = pytest.mark.db
LIN, ZHOU = "林晓", "周明"
"""Insured here, and in Chongqing."""


def charged(clinic: Clinic, name: str = ZHOU) -> str:
    visit = clinic.register(name)
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1", name)]})
    return visit


def to_settle(clinic: Clinic, visit: str, name: str = ZHOU) -> dict[str, Any]:
    return clinic.message("2207", {"data": {**clinic.bill(visit, 980, name), **IN_SCOPE}})


def correction(clinic: Clinic, message: dict[str, Any], name: str = ZHOU) -> dict[str, Any]:
    asked = {
        "psn_no": clinic.facts[f"{name}.psn_no"],
        "omsgid": message["msgid"],
        "oinfno": message["infno"],
    }
    return clinic.message("2601", {"data": asked})


def state(clinic: Clinic, visit: str, name: str = ZHOU) -> tuple[str, list[str], int]:
    """Of the visit, of its settlements, and what the account holds."""
    at = {"role": "hospital", "region": "510100"}
    person = clinic.facts[f"{name}.psn_no"]
    found = clinic.medical.get(f"/v1/visits/{visit}", **at).json["status"]
    rows = clinic.medical.get(f"/v1/settlements?visit_id={visit}", **at).json["data"]
    account = clinic.medical.get(f"/v1/personal-accounts/{person}", role="system").json
    return found, [row["status"] for row in rows], account["balance_fen"]


@pytest.mark.parametrize("name", [LIN, ZHOU])
def test_what_took_place_is_undone(clinic: Clinic, name: str) -> None:
    visit = charged(clinic, name)
    before = state(clinic, visit, name)
    message = to_settle(clinic, visit, name)
    assert clinic.answer(message)["infcode"] == 0
    asked = correction(clinic, message, name)
    told = clinic.answer(asked)
    assert (told["infcode"], told["output"]) == (0, None), told["err_msg"]
    assert state(clinic, visit, name) == ("open", ["corrected"], before[2])
    late = clinic.answer(message)
    assert late["infcode"] == -1
    assert "已被冲正，不再受理" in late["err_msg"]
    assert clinic.answer(asked) == told
    assert clinic.answer(correction(clinic, message, name))["infcode"] == 0
    assert broken_laws(clinic) == {}
    assert clinic.answer(to_settle(clinic, visit, name))["infcode"] == 0, "a new message settles"


@pytest.mark.parametrize("infno", ["2102", "2207", "2207A", "2304", "2401"])
def test_what_never_came_never_comes(clinic: Clinic, infno: str) -> None:
    visit = charged(clinic, LIN)
    message = to_settle(clinic, visit, LIN) | {"infno": infno}
    assert clinic.answer(correction(clinic, message, LIN))["infcode"] == 0
    if infno in ("2207", "2207A"):
        late = clinic.answer(message)
        assert "已被冲正，不再受理" in late["err_msg"]
        assert state(clinic, visit, LIN)[:2] == ("open", [])


def test_a_message_that_was_refused_is_closed_too(clinic: Clinic) -> None:
    visit = charged(clinic, LIN)
    message = to_settle(clinic, visit, LIN)
    message["input"]["data"]["medfee_sumamt"] = 1
    assert clinic.answer(message)["infcode"] == -1
    assert clinic.answer(correction(clinic, message, LIN))["infcode"] == 0
    assert "已被冲正" in clinic.answer(message)["err_msg"]


def test_a_lost_answer_is_found_out_by_the_same_message(clinic: Clinic) -> None:
    visit = charged(clinic)
    message = to_settle(clinic, visit)
    clinic.exchange.lose = 1
    lost = clinic.answer(message)
    assert lost["infcode"] == -1
    assert lost["err_msg"].endswith("[home_region_no_answer]"), lost["err_msg"]
    assert state(clinic, visit)[:2] == ("settling", ["unknown"])
    found = clinic.answer(message)
    assert found["infcode"] == 0, found["err_msg"]
    info = found["output"]["setlinfo"]
    assert (info["hifp_pay"], info["acct_pay"], info["psn_cash_pay"]) == (390, 500, 90)
    assert info["medins_setl_id"] == message["msgid"]
    assert clinic.answer(message) == found
    assert state(clinic, visit) == ("settled", ["settled"], 0)
    assert broken_laws(clinic) == {}


@pytest.mark.parametrize("way", ["lose", "swallow"])
def test_a_lost_answer_is_corrected(clinic: Clinic, way: str) -> None:
    visit = charged(clinic)
    message = to_settle(clinic, visit)
    setattr(clinic.exchange, way, 1)
    assert clinic.answer(message)["infcode"] == -1
    told = clinic.answer(correction(clinic, message))
    assert told["infcode"] == 0, told["err_msg"]
    status, settlements, balance = state(clinic, visit)
    assert (status, balance) == ("open", 50_000)
    assert settlements in (["corrected"], ["cancelled"])
    assert "已被冲正" in clinic.answer(message)["err_msg"]
    assert broken_laws(clinic) == {}


def test_while_the_home_region_does_not_answer_a_correction_goes_on(clinic: Clinic) -> None:
    visit = charged(clinic)
    message = to_settle(clinic, visit)
    assert clinic.answer(message)["infcode"] == 0
    asked = correction(clinic, message)
    clinic.exchange.swallow = 2
    waits = clinic.answer(asked)
    assert waits["infcode"] == -1
    assert waits["err_msg"].startswith("FSI-调用业务基础子系统冲正失败:")
    assert waits["err_msg"].endswith("[correction_unanswered]")
    assert state(clinic, visit)[1] == ["correcting"]
    assert clinic.answer(asked)["infcode"] == -1
    told = clinic.answer(asked)
    assert told["infcode"] == 0, told["err_msg"]
    assert state(clinic, visit) == ("open", ["corrected"], 50_000)
    assert broken_laws(clinic) == {}


def test_a_correction_that_was_left_is_finished_by_its_job(clinic: Clinic) -> None:
    visit = charged(clinic)
    message = to_settle(clinic, visit)
    assert clinic.answer(message)["infcode"] == 0
    clinic.exchange.swallow = 1
    assert clinic.answer(correction(clinic, message))["infcode"] == -1
    assert "finish_correction" in dir(tasks)
    jobs = store.common.jobs
    with clinic.bench.entered(role="system"), store.read() as tx:
        row = tx.one(jobs.select().where(jobs.c.name == "medical.finish_correction"))
    assert row is not None
    work.run_one(store, clinic.bench.world(role="system"), row.id)
    assert state(clinic, visit) == ("open", ["corrected"], 50_000)
    assert "已被冲正" in clinic.answer(message)["err_msg"]


def test_the_home_region_is_down(clinic: Clinic) -> None:
    visit = charged(clinic)
    message = to_settle(clinic, visit)
    apps = {"card": clinic.card.app, "medical": clinic.medical.app}
    peers.use_local(apps)
    down = clinic.answer(message)
    assert down["infcode"] == -1
    peers.use_local({**apps, "settlement": clinic.exchange.app()})
    assert clinic.answer(correction(clinic, message))["infcode"] == 0
    status, settlements, balance = state(clinic, visit)
    assert (status, settlements, balance) == ("open", ["cancelled"], 50_000)
    assert "已被冲正" in clinic.answer(message)["err_msg"]
    assert broken_laws(clinic) == {}


def test_a_lost_reversal_is_found_out_by_the_same_message(clinic: Clinic) -> None:
    visit = charged(clinic)
    settled = clinic.answer(to_settle(clinic, visit))["output"]["setlinfo"]
    person = clinic.facts[f"{ZHOU}.psn_no"]
    data = {"setl_id": settled["setl_id"], "mdtrt_id": visit, "psn_no": person}
    message = clinic.message("2208", {"data": data})
    clinic.exchange.lose = 1
    assert clinic.answer(message)["infcode"] == -1
    found = clinic.answer(message)
    assert found["infcode"] == 0, found["err_msg"]
    assert found["output"]["setlinfo"]["psn_cash_pay"] == -90
    assert found["output"]["setlinfo"]["balc"] == 500
    assert broken_laws(clinic) == {}
