"""Orders to the card service: done once, refused after all, lost on the way, lapsed; and forms."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from services.benefits.flows import card_orders
from services.benefits.store import store
from services.card.flows.desk import carry_out, entries
from services.card.store import store as card_store
from sscsim import clock
from sscsim.demo_people import CHEN_YU, SEED
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
CARD = CHEN_YU.card_id(SEED)
LOSS = {"action": "temporary_loss", "channel": "web"}
RESET = {"action": "reset", "identity_check": "document"}


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def lost(counter: Counter) -> Any:
    """An approved application for a loss, whose message has not left yet."""
    body = {"item_code": "HRSS-089", "person_id": CHEN_YU.person_id(SEED), "inputs": LOSS}
    made = counter.post("/v1/service-applications", body).json
    assert (made["status"], made["waiting_for"]) == ("approved", "clock")
    return made


def message(service: Any, path: str, number: int = 0) -> Any:
    """What was left in the outbox of a service for a door."""
    box = service.common.outbox
    with service.read() as tx:
        found = tx.all(box.select().where(box.c.path == path).order_by(box.c.seq))
    return found[number].body


def act(counter: Counter, number: int = 0) -> None:
    """The card service takes the message."""
    with counter.bench.entered(role="system"):
        body = message(store, "/internal/v1/desk/acts", number)
        carry_out.carry_out(carry_out.Wanted(**body))


def answer(counter: Counter, number: int = 0) -> None:
    """The benefits service takes the answer."""
    with counter.bench.entered(role="system"):
        body = message(card_store, "/internal/v1/card-orders/answered", number)
        event = body.pop("card_order_id")
        card_orders.answered(event, **body)


def status(counter: Counter) -> str:
    return str(counter.card.get(f"/v1/cards/{CARD}").json["status"])


def test_an_approval_waits_for_the_card_service_and_takes_effect_once(counter: Counter) -> None:
    made = lost(counter)
    assert status(counter) == "active", "rehearsed, and nothing of it written"
    for _ in range(2):
        act(counter)
    moves = counter.card.get(f"/v1/cards/{CARD}/moves").json["data"]
    assert [each["move"] for each in moves] == ["report_temporary_loss"], "once"
    for _ in range(2):
        answer(counter)
    done = counter.now(made)
    assert (done["status"], done["result"]["card_status"]) == ("effective", "temporarily_lost")
    steps = counter.client.get(f"/v1/service-applications/{made['id']}/steps").json["data"]
    assert [step["step"] for step in steps].count("take_effect") == 1


def test_a_rehearsal_writes_nothing(counter: Counter) -> None:
    with counter.bench.entered():
        before = card_store.export()
    body = {"item_code": "HRSS-089", "person_id": CHEN_YU.person_id(SEED)}
    formal = {**LOSS, "action": "formal_loss", "identity_document": "resident_card"}
    counter.post("/v1/service-applications", {**body, "inputs": formal})
    with counter.bench.entered():
        assert card_store.export() == before


def test_what_the_card_service_refuses_after_all_is_the_items_refusal(counter: Counter) -> None:
    made = lost(counter)
    counter.card.post(f"/v1/cards/{CARD}/cancel", {"reason": "出国定居"}, key="gone")
    act(counter)
    answer(counter)
    found = counter.now(made)
    assert found["status"] == "rejected"
    assert [each["code"] for each in found["reasons"]] == ["card_move_not_allowed"]
    decided = counter.client.get(f"/v1/service-applications/{made['id']}/decisions").json["data"]
    assert [each["outcome"] for each in decided] == ["approve", "reject"]
    order = counter.client.get(f"/v1/card-orders?application_id={made['id']}").json["data"][0]
    assert (order["status"], order["reason"]["code"]) == ("refused", "card_move_not_allowed")


@pytest.mark.parametrize("module", [carry_out, card_orders])
def test_a_process_that_dies_in_the_middle_loses_nothing(
    counter: Counter, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_name: str) -> None:
        raise Died

    made = lost(counter)
    step = act if module is carry_out else answer
    if step is answer:
        act(counter)
    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(module, "failpoint", dies)
        step(counter)
    if step is act:
        assert status(counter) == "active"
        act(counter)
    answer(counter)
    assert (counter.now(made)["status"], status(counter)) == ("effective", "temporarily_lost")


def test_a_password_is_typed_once_in_time_or_lapses(counter: Counter) -> None:
    made = counter.applied("HRSS-088", RESET)
    act(counter)
    answer(counter)
    waits = counter.now(made)
    assert (waits["status"], waits["waiting_for"]) == ("approved", "applicant")
    path = f"/v1/password-entries/{waits['result']['password_entry_id']}"
    enter = f"{path}/enter"
    weak = counter.card.post(enter, {"new_password": "123456"}, key="weak")
    assert (weak.status_code, weak.json["code"]) == (422, "card_password_too_simple")
    wrong = counter.card.post(enter, {"old_password": "862037"}, key="wrong")
    assert wrong.json["code"] == "password_entry_incomplete"
    assert counter.card.get(path).json["status"] == "waiting"
    entered = counter.card.post(enter, {"new_password": "862037"}, key="good")
    assert entered.json["status"] == "entered"
    again = counter.card.post(enter, {"new_password": "471592"}, key="again")
    assert again.json["code"] == "password_entry_closed"
    with counter.bench.entered(role="system"):
        entries.lapse(path.rpartition("/")[2])
    answer(counter, 1)
    assert counter.now(made)["status"] == "effective"
    kept = card_store
    with counter.bench.entered():
        assert "862037" not in str(kept.export()["password_entries"])
        assert "862037" not in str(store.export())


def test_an_entry_that_nobody_makes_lapses_with_its_application(counter: Counter) -> None:
    made = counter.applied("HRSS-088", RESET)
    act(counter)
    answer(counter)
    entry = counter.now(made)["result"]["password_entry_id"]
    counter.bench.at(counter.bench.now + timedelta(hours=1))
    with counter.bench.entered(role="system"):
        entries.lapse(entry)
    answer(counter, 1)
    assert counter.now(made)["status"] == "lapsed"
    free = counter.hand_in("HRSS-088", RESET)
    assert free.status_code == 201, "it may be applied for again"


def test_a_card_that_is_not_there_in_time_is_overdue_once(counter: Counter) -> None:
    """Nobody makes the batch: the day by which the card had to be there goes by."""
    wanted = {"bank_code": "629991", "issue": "central", "delivery": "branch"}
    made = counter.applied("HRSS-090", {**wanted, "reason": "damaged"})
    act(counter)
    answer(counter)
    [order] = counter.get(f"/v1/card-orders?application_id={made['id']}")["data"]
    assert (order["status"], order["is_overdue"]) == ("in_production", False)
    last = date.fromisoformat(order["due_date"])
    for days, is_overdue in ((0, False), (1, True), (2, True)):
        day = last + timedelta(days=days)
        counter.bench.at(datetime.combine(day, time(9), clock.SHANGHAI))
        with counter.bench.entered(role="system"):
            card_orders.follow(f"{order['id']}/{day}")
        assert counter.get(f"/v1/card-orders/{order['id']}")["is_overdue"] is is_overdue
    with counter.bench.entered():
        told = [row["type"] for row in store.export()["events"]]
    assert told.count("card_order.overdue") == 1, "told once"


# ---- forms filled in by card


def fill(counter: Counter, **more: Any) -> Any:
    body = {"item_code": "HRSS-084", "card_id": CARD, "consent": True, **more}
    sent = {name: value for name, value in body.items() if value is not None}
    return counter.post("/v1/form-fillings", sent, role="agency", region="990100")


def test_a_form_is_filled_by_card_and_what_was_given_is_logged(counter: Counter) -> None:
    made = fill(counter)
    assert made.status_code == 201, made.json
    assert made.json["inputs"]["identity_document"] == "resident_card"
    assert "issue" in made.json["left_open"]
    kept = counter.client.get(f"/v1/form-fillings/{made.json['id']}").json
    assert "inputs" not in kept
    assert kept["given_fields"] == made.json["given_fields"]
    uses = counter.card.get(f"/v1/persons/{CHEN_YU.person_id(SEED)}/uses").json["data"]
    assert len(uses) == 1, "the holder sees it"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"consent": False}, "consent_needed"),
        ({"item_code": "HRSS-999"}, "service_item_not_found"),
        ({"card_id": None}, "one_credential_needed"),
        ({"region_code": "510100"}, "region_not_allowed"),
    ],
)
def test_nothing_is_given_without_consent_or_card(
    counter: Counter, more: dict[str, Any], code: str
) -> None:
    before = counter.written()
    refused = fill(counter, **more)
    assert refused.json["code"] == code
    assert counter.written() == before


def test_a_card_that_is_lost_fills_in_no_form(counter: Counter) -> None:
    counter.card.post(f"/v1/cards/{CARD}/report-loss", {"reason": "遗失"}, key="lost")
    before = counter.written()
    refused = fill(counter)
    assert (refused.status_code, refused.json["code"]) == (422, "credential_refused")
    assert counter.written() == before
