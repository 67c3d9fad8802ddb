"""The laws P1 to P24: each is looked at in a living world, or named with the tests that hold it.

And each that is looked at has its planted corruption: a test that fails when there is none.
"""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from gateway.api.invariants import TESTED
from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
from services.card.flows.invariants import CHECKS as CARD_CHECKS
from services.culture.flows.invariants import CHECKS as CULTURE_CHECKS
from services.medical.flows.invariants import CHECKS as MEDICAL_CHECKS
from services.medical.flows.invariants_reconciliation import CHECKS as RECONCILIATION_CHECKS
from services.settlement.invariants import CHECKS as SETTLEMENT_CHECKS
from services.transport.invariants import CHECKS as TRANSPORT_CHECKS

ROOT = Path(__file__).resolve().parents[2]
LIVE = [
    *CARD_CHECKS,
    *BANK_CHECKS,
    *CULTURE_CHECKS,
    *MEDICAL_CHECKS,
    *RECONCILIATION_CHECKS,
    *SETTLEMENT_CHECKS,
    *TRANSPORT_CHECKS,
]

BY_A_TEST = {
    "P19": ("settlement/test_invariants.py", "test_p19_a_reversal_of_a_reversal_is_found"),
    "P22": ("settlement/test_advances.py", "test_p22_an_alert_that_was_not_given_is_found"),
    "P24": (
        "settlement/test_invariants.py",
        "test_p24_a_pair_left_out_of_a_balance_query_is_found",
    ),
    "ledger.advances": (
        "settlement/test_advances.py",
        "test_an_advance_that_is_in_no_book_is_found",
    ),
    "settlement.bank_message_is_receipts": (
        "settlement/test_bank_messages.py",
        "test_a_message_that_is_not_its_receipts_is_found",
    ),
    "ledger.chain": ("settlement/test_books.py", "test_the_first_broken_day_is_named"),
    "transit.reimbursed": (
        "transport/test_reimbursements.py",
        "test_a_planted_form_that_asks_too_much_is_found",
    ),
    "clearing.doubted": (
        "settlement/test_confirmations.py",
        "test_the_law_finds_a_doubted_claim_in_a_frozen_month",
    ),
    "ledger.balances": ("settlement/test_books.py", "test_the_first_broken_day_is_named"),
}
"""Laws whose corruption takes more than one statement: the test that plants it."""

TABLES = (
    "medical/test_laws.py",
    "medical/test_payment_applications.py",
    "card/test_laws.py",
    "culture/test_library_laws.py",
    "culture/test_pass_months.py",
    "settlement/test_invariants.py",
    "settlement/test_kind_invariants.py",
    "settlement/test_provider_applications.py",
    "transport/test_card_laws.py",
    "transport/test_clearing_laws.py",
    "transport/test_offline_laws.py",
    "transport/test_riding_laws.py",
)
"""Tables of planted corruptions, by law; each is walked by a test of its file."""


def strings_of(name: str) -> set[str]:
    """Every string in the table CORRUPTIONS or PLANTED of a test file."""
    tree = ast.parse((ROOT / "tests" / "unit" / name).read_text(encoding="utf-8"))
    for node in tree.body:
        targets: list[Any] = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(getattr(target, "id", "") in ("CORRUPTIONS", "PLANTED") for target in targets):
            return {
                one.value
                for one in ast.walk(node)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    raise AssertionError(f"{name} has no table of corruptions")


def test_every_law_from_p1_to_p24_is_looked_at_or_tested() -> None:
    looked_at = {law.id.partition(".")[0] for law in LIVE}
    tested = {law for law, _, _ in TESTED}
    assert looked_at & tested == set(), "named as looked at and as not"
    every = {f"P{number}" for number in range(1, 25)}
    assert {law for law in looked_at | tested if re.fullmatch(r"P\d+", law)} == every


@pytest.mark.parametrize(("law", "file"), [(law, file) for law, _, file in TESTED])
def test_a_law_that_is_only_tested_is_tested_there(law: str, file: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    named = re.compile(rf"test_(?:p\d+_)*{law.lower()}_")
    assert any(named.match(test) for test in tests), f"{file} has no test of {law}"


@pytest.mark.parametrize("law", sorted({law.id for law in LIVE}))
def test_every_law_that_is_looked_at_has_a_planted_corruption(law: str) -> None:
    if law in BY_A_TEST:
        file, name = BY_A_TEST[law]
        tree = ast.parse((ROOT / "tests" / "unit" / file).read_text(encoding="utf-8"))
        [test] = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
        text = ast.unparse(test)
        assert law in text and "broken" in text, f"{name} looks for {law}"
        return
    assert any(law in strings_of(name) for name in TABLES), f"nothing turns {law} red"
