"""The transaction code: it depends on each field of the record, and on the card's key."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from services.transport.domain import tac
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH

KEY = tac.card_key("demo", "3100000000000000001")
RECORD = tac.record_of(7, Money(200), "ride", "990100000001", BIRTH)


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 8},
        {"amount": Money(201)},
        {"type": tac.COMPOUND},
        {"terminal": "990100000002"},
        {"at": BIRTH + dt.timedelta(seconds=1)},
    ],
)
def test_another_field_is_another_code(change: dict[str, Any]) -> None:
    made = tac.made(RECORD, KEY)
    assert tac.is_right(made.upper(), RECORD, KEY)
    assert not tac.is_right(made, replace(RECORD, **change), KEY)


def test_another_card_or_world_is_another_code() -> None:
    made = tac.made(RECORD, KEY)
    assert not tac.is_right(made, RECORD, tac.card_key("demo", "3100000000000000002"))
    assert not tac.is_right(made, RECORD, tac.card_key("other", "3100000000000000001"))


@pytest.mark.parametrize("text", [None, "", "00", "码", "g" * 8])
def test_what_is_no_code_is_wrong(text: str | None) -> None:
    assert not tac.is_right(text, RECORD, KEY)
