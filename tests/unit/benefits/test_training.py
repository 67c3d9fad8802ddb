"""The last place and the fee of an examination: taken once, whatever dies in between."""

from datetime import timedelta
from typing import Any

import pytest

from services.benefits.domain.training import subsidy
from services.benefits.flows import exam_fees
from sscsim.demo_people import CHEN_YU, LIN_XIAO, SEED
from tests.unit.benefits.conftest import Counter

PIN = {"password": "471592"}


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def _registered(counter: Counter) -> str:
    """The path of a registration of somebody with 200 yuan on the card."""
    card_id = CHEN_YU.card_id(SEED)
    opening = {"card_id": card_id, "reserved_phone": "19900000001"}
    found = counter.card.get(f"/v1/bank-accounts?card_id={card_id}").json["data"]
    account = found[0] if found else counter.card.post("/v1/bank-accounts", opening, key="a").json
    path = f"/v1/bank-accounts/{account['id']}"
    activation = {"password": PIN["password"], "reserved_phone": "19900000001"}
    if account["status"] != "active":
        counter.card.post(f"{path}/activate", activation, key="b")
    counter.card.post(f"{path}/credits", {"amount_fen": 20_000, "source": "cash"}, key="c")
    today = counter.bench.now.date()
    days = {"opens_on": 0, "closes_on": 10, "refund_until": 20, "held_on": 60}
    exam = {
        "region_code": "990100",
        "exam_code": "KS-1",
        "title": "示范资格考试",
        "subjects": ["实务"],
        "least_education": "college",
        "least_years": 0,
        "fee_fen": 12_200,
        "seats": 1,
        "pass_mark": 60,
        **{f"{k}_date": (today + timedelta(days=n)).isoformat() for k, n in days.items()},
    }
    assert counter.post("/v1/examinations", exam).status_code == 201
    made = counter.applied("HRSS-074", _form())
    return f"/v1/exam-registrations/{made['result']['exam_registration_id']}"


def _form() -> dict[str, Any]:
    return {
        "exam_code": "KS-1",
        "exam_region_code": "990100",
        "subjects": ["实务"],
        "education": "bachelor",
        "years_in_profession": 1,
        "pay_by": "card_account",
    }


def _debits(counter: Counter) -> list[int]:
    card_id = CHEN_YU.card_id(SEED)
    [account] = counter.card.get(f"/v1/bank-accounts?card_id={card_id}").json["data"]
    entries = counter.card.get(f"/v1/bank-accounts/{account['id']}/entries").json["data"]
    return [each["amount_fen"] for each in entries if each["kind"] == "debit"]


@pytest.mark.parametrize("by_job", [False, True])
def test_the_fee_is_taken_once_when_the_process_dies_after_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, by_job: bool
) -> None:
    path = _registered(counter)
    armed = [True]

    def failpoint(name: str) -> None:
        if name == "benefits.exam_fee.after_card" and armed:
            armed.clear()
            raise Died(name)

    monkeypatch.setattr(exam_fees, "failpoint", failpoint)
    with pytest.raises(Died):
        counter.post(f"{path}/pay", PIN, key="fee")
    assert counter.client.get(path).json["status"] == "paying"
    if by_job:
        with counter.bench.entered(role="system"):
            exam_fees.settle_due(f"{path.split('/')[3]}:1")
    else:
        assert counter.post(f"{path}/pay", PIN, key="fee again").status_code == 200
    assert counter.client.get(path).json["status"] == "admitted"
    assert len(_debits(counter)) == 1


def test_an_attempt_that_took_nothing_is_over_and_the_next_one_pays(counter: Counter) -> None:
    path = _registered(counter)
    registration_id = path.split("/")[3]
    with counter.bench.entered():
        exam_fees._begun(registration_id)
    with counter.bench.entered(role="system"):
        exam_fees.settle_due(f"{registration_id}:1")
    assert counter.client.get(path).json["status"] == "registered"
    assert counter.post(f"{path}/pay", PIN).json["status"] == "admitted"
    assert len(_debits(counter)) == 1


def test_the_last_seat_is_taken_once_and_nothing_is_written_of_the_other(counter: Counter) -> None:
    _registered(counter)
    refused = counter.applied("HRSS-074", _form(), of=LIN_XIAO, region_code="990100")
    assert [each["code"] for each in refused["reasons"]] == ["exam_full"]
    assert counter.written()["exam_registrations"] == 1


def test_months_insured_in_two_places_count_once() -> None:
    from datetime import date

    both = [(date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 2, 1), None)]
    assert subsidy.months_of(list(both), date(2026, 3, 31)) == 3
