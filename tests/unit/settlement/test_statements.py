import json
from dataclasses import replace

import pytest

from services.settlement.domain.amounts import Split
from services.settlement.domain.statements import (
    Line,
    Notice,
    Statement,
    StatementChanged,
    notices,
    sign,
    statement_positions,
)
from sscsim.kernel.money import Money

EMPLOYEES = Line(
    "employee_basic_medical",
    claims=1,
    split=Split(hifp=Money.yuan("9200.00"), account=Money.yuan("300.00")),
    deducted=Money.yuan("150.00"),
)
RESIDENTS = Line("resident_basic_medical", claims=2, split=Split(hifp=Money(5), hifmi=Money(7)))
STATEMENT = Statement("2026-04", 1, "510100", "500000", (EMPLOYEES, RESIDENTS))


def test_the_bytes_are_canonical():
    shown = json.loads(STATEMENT.canonical())
    assert shown["total_fen"] == 950012
    assert shown["claims"] == 3
    assert shown["lines"][0] == {
        "insurance": "employee_basic_medical",
        "claims": 1,
        "funds_fen": {"hifp": 920000},
        "account_fen": 30000,
        "deducted_fen": 15000,
        "total_fen": 950000,
    }
    other_order = replace(STATEMENT, lines=(RESIDENTS, EMPLOYEES))
    assert other_order.canonical() == STATEMENT.canonical()
    assert b" " not in STATEMENT.canonical()


def test_a_signature_covers_what_was_generated():
    signed = sign(STATEMENT, STATEMENT.sha256, "510100", "demo")
    assert signed == sign(STATEMENT, STATEMENT.sha256, "510100", "demo")
    assert signed != sign(STATEMENT, STATEMENT.sha256, "500000", "demo")
    changed = replace(STATEMENT, lines=(replace(EMPLOYEES, claims=2), RESIDENTS))
    with pytest.raises(StatementChanged):
        sign(changed, STATEMENT.sha256, "510100", "demo")


def test_notices_tell_both_sides():
    assert notices(STATEMENT) == (
        Notice("payment", "510100", "500000", Money(950012)),
        Notice("receipt", "500000", "510100", Money(950012)),
    )


def test_a_total_below_zero_turns_the_notices_round():
    back = replace(STATEMENT, lines=(Line("employee_basic_medical", 1, Split(hifp=Money(-20000))),))
    assert notices(back) == (
        Notice("payment", "500000", "510100", Money(20000)),
        Notice("receipt", "510100", "500000", Money(20000)),
    )
    assert notices(replace(STATEMENT, lines=())) == ()


def test_positions_of_a_month():
    other = Statement("2026-04", 1, "500000", "510100", (RESIDENTS,))
    nets = {p.region: p.net.fen for p in statement_positions([STATEMENT, other])}
    assert nets == {"500000": 950000, "510100": -950000}
