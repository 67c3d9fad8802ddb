"""Many messages at once: one after the other, or refused, and every amount adds up."""

from typing import Any

import pytest

from services.medical.store import register, store
from tests.contract.fsi.clinic import IN_SCOPE, Clinic
from tests.unit.medical.fsi.clinics import broken_laws
from tests.unit.medical.fsi.clinics import clinic as clinic
from tests.unit.medical.test_parallel import all_at_once

pytestmark = pytest.mark.db
LIN = "林晓"
BUSY = ("store_busy", "idempotency_key_in_use")


def until_answered(clinic: Clinic, message: dict[str, Any]) -> dict[str, Any]:
    """A busy store says so and nothing happened: the same message may come again."""
    for _ in range(60):
        answer: dict[str, Any] = clinic.post(message).json
        if answer["infcode"] == 0 or not any(code in answer["err_msg"] for code in BUSY):
            return answer
    raise AssertionError("never answered")


def test_batches_that_come_at_once_are_on_visits_of_their_own(clinic: Clinic) -> None:
    visit = clinic.register()
    messages = [
        clinic.message("2204", {"feedetail": [clinic.line(visit, str(n), chrg_bchno=f"B{n}")]})
        for n in range(1, 7)
    ]
    answers = all_at_once([lambda one=one: until_answered(clinic, one) for one in messages])
    assert [one["err_msg"] for one in answers if one["infcode"]] == []
    with clinic.bench.entered(role="system"), store.read() as tx:
        found = register.visits_of(tx, visit)
        lines = register.live_lines_of(tx, visit)
    assert sorted(str(one.charge_batch) for one in found) == [f"B{n}" for n in range(1, 7)]
    batches = {one.visit_id: one.charge_batch for one in found}
    assert {batches[line.visit_id] for line in lines} == {*batches.values()}
    assert all(batches[line.visit_id] == line.charge_batch for line in lines)
    bills = [clinic.bill(visit, 980, chrg_bchno=f"B{n}") for n in range(1, 7)]
    settles = [clinic.message("2207", {"data": {**bill, **IN_SCOPE}}) for bill in bills]
    settled = all_at_once([lambda one=one: until_answered(clinic, one) for one in settles])
    infos = [one["output"]["setlinfo"] for one in settled]
    assert sum(one["act_pay_dedc"] for one in infos) == 200, "once in the year"
    # 6 × 980.00 less 200.00 at 50 % are 2840.00, of which the pool pays its 2000.00 of the year
    assert sum(one["hifp_pay"] for one in infos) == 2000
    assert sum(one["acct_pay"] for one in infos) == 300
    assert broken_laws(clinic) == {}


def test_one_batch_comes_once_and_is_settled_once(clinic: Clinic) -> None:
    visit = clinic.register()
    uploads = [
        clinic.message("2204", {"feedetail": [clinic.line(visit, str(n))]}) for n in range(1, 5)
    ]
    answers = all_at_once([lambda one=one: until_answered(clinic, one) for one in uploads])
    assert sorted(one["infcode"] for one in answers) == [-1, -1, -1, 0]
    same = clinic.message("2207", {"data": {**clinic.bill(visit, 980), **IN_SCOPE}})
    told = all_at_once([lambda: until_answered(clinic, same) for _ in range(4)])
    assert told[0]["infcode"] == 0, told[0]["err_msg"]
    assert [one["output"] for one in told] == [told[0]["output"]] * 4
    assert broken_laws(clinic) == {}
