"""Every return code of a credit file has a cause that a client can bring about."""

import pytest

from services.card.domain.bank_account import RETURN_CODES
from sscsim.kernel.ids import pan
from tests.unit.card.test_bank import batch, sent, write

pytestmark = pytest.mark.db
PIN = "830264"


def account(desk, name, *, active=True, bank_code="629990"):
    """The account on a new person's active card: its path and its number."""
    made = desk.apply(desk.person(name=name), mark="instant", bank_code=bank_code)
    desk.post(f"/v1/applications/{made['id']}/collect")
    desk.post(f"/v1/cards/{made['card_id']}/enable")
    [opened] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    path = f"/v1/bank-accounts/{opened['id']}"
    if active:
        desk.post(f"{path}/activate", {"password": PIN})
    return path, opened["account_number"], made["card_id"]


def test_every_code_is_reached_by_its_cause(desk):
    asleep, sleeping, _ = account(desk, "久")
    desk.advance(days=1_100)
    assert desk.get(asleep)["status"] == "dormant"
    _, paid, _ = account(desk, "好")
    _, rural, _ = account(desk, "农", bank_code="629991")
    closed, gone, _ = account(desk, "销")
    desk.post(f"{closed}/close")
    _, kept, card_id = account(desk, "注")
    desk.post(f"/v1/cards/{card_id}/cancel", {"reason": "出国定居"})
    frozen, stopped, _ = account(desk, "冻")
    desk.post(f"{frozen}/freeze")
    _, fresh, _ = account(desk, "新", active=False)
    lines = {
        ("好", paid, "1.00"): "00",
        ("无", pan.make("629990", 7), "1.00"): "01",
        ("农", rural, "1.00"): "01",  # an account of another bank than the file's
        ("坏", paid, "1.00"): "02",
        ("销", gone, "1.00"): "03",
        ("注", kept, "1.00"): "04",
        ("久", sleeping, "1.00"): "05",
        ("好", paid, "200000.01"): "06",
        ("冻", stopped, "1.00"): "99",
        ("新", fresh, "1.00"): "99",
    }
    file = desk.post("/v1/credit-files", sent(write(batch(*lines))))
    desk.advance(seconds=1)
    shown = desk.get(f"/v1/credit-files/{file['id']}/lines?limit=50")["data"]
    assert [line["return_code"] for line in reversed(shown)] == list(lines.values())
    assert set(lines.values()) == set(RETURN_CODES)
    assert all(line["text"] for line in shown if line["return_code"] != "00")
    done = desk.get(f"/v1/credit-files/{file['id']}")
    assert (done["paid_count"], done["paid_fen"]) == (1, 100)
    desk.laws_hold()
