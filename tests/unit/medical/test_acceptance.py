"""What proves an item of an acceptance, and what does not."""

from dataclasses import replace
from typing import Any

import pytest

from services.medical.domain import acceptance
from services.medical.domain.acceptance import ITEMS, MISSING, PASSED, Seen

CHENGDU, CHONGQING, SANYA = "510100", "500000", "460200"


def seen(infno: str, visit: str | None = "vis_1", **more: Any) -> Seen:
    made = Seen(infno, f"M{infno}", "H51010000003", True, 0, visit, {}, {})
    return replace(made, **more)


def road(*infnos: str, visit: str = "vis_1") -> list[Seen]:
    return [seen(infno, visit) for infno in infnos]


def status(messages: list[Seen], kind: str = acceptance.BOTH) -> dict[str, str]:
    return {one.item.key: one.status for one in acceptance.findings(messages, kind)}


def evidence(messages: list[Seen], key: str) -> list[str]:
    found = {one.item.key: one for one in acceptance.findings(messages)}[key]
    return [one.msgid for one in found.evidence]


OUTPATIENT = ("2201", "2203", "2204", "2206", "2207")
INPATIENT = ("2401", "2301", "2402", "2303", "2304")
READ = {"data": {"mdtrt_cert_type": "03"}}
ACROSS = [
    seen("2207", care=CHENGDU, home=CHONGQING),
    seen("2304", "vis_2", care=CHONGQING, home=CHENGDU),
]
EQUAL = seen("3201", None, output={"stmtinfo": {"stmt_rslt": "0"}})
PROOFS: dict[str, list[Seen]] = {
    "read_card": [seen("1101", None, input=READ)],
    "read_code": [seen("1101", None, input={"data": [{"mdtrt_cert_type": "1"}]})],
    "outpatient": road(*OUTPATIENT),
    "inpatient": road(*INPATIENT),
    "pharmacy": road("2102"),
    "reversal": road("2305"),
    "lost_answer": [seen("2304", repeats=1)],
    "reconciliation": [EQUAL, seen("3202", None)],
    "month_end": [seen("3260", None), seen("3261", None)],
    "cross_province": ACROSS,
}


def test_every_item_has_its_proof_here() -> None:
    assert [item.key for item in ITEMS] == list(PROOFS)


@pytest.mark.parametrize("key", PROOFS)
def test_a_proof_ticks_its_item_off_and_nothing_else_that_was_not_shown(key: str) -> None:
    assert status([])[key] == MISSING
    assert status(PROOFS[key])[key] == PASSED
    assert evidence(PROOFS[key], key) == [one.msgid for one in PROOFS[key]]
    others = [one for name, proof in PROOFS.items() if name != key for one in proof]
    assert status(others)[key] == MISSING


@pytest.mark.parametrize("key", PROOFS)
def test_what_was_refused_proves_nothing(key: str) -> None:
    refused = [replace(one, is_good=False) for one in PROOFS[key]]
    assert status(refused)[key] == MISSING


@pytest.mark.parametrize("steps", [OUTPATIENT, INPATIENT])
def test_a_road_is_one_visit_from_end_to_end_in_its_order(steps: tuple[str, ...]) -> None:
    key = "outpatient" if steps is OUTPATIENT else "inpatient"
    for missing in steps:
        assert status(road(*(step for step in steps if step != missing)))[key] == MISSING
    assert status(road(*reversed(steps)))[key] == MISSING
    halves = road(*steps[:2], visit="vis_1") + road(*steps[2:], visit="vis_2")
    assert status(halves)[key] == MISSING
    assert status(road(*steps[:2], steps[0], *steps[2:]))[key] == PASSED


def test_variants_count() -> None:
    assert status(road("2201", "2203A", "2204", "2206A", "2207A"))["outpatient"] == PASSED
    taken_back = seen("2601", None, input={"data": {"oinfno": "2207", "omsgid": "M"}})
    assert status([taken_back])["lost_answer"] == PASSED
    admission = replace(taken_back, input={"data": {"oinfno": "2401"}})
    assert status([admission])["lost_answer"] == MISSING
    assert status([seen("3203", None)])["month_end"] == PASSED


def test_totals_that_differ_reconcile_nothing() -> None:
    unequal = replace(EQUAL, output={"stmtinfo": {"stmt_rslt": "1"}})
    assert status([unequal, seen("3202", None)])["reconciliation"] == MISSING
    assert status([EQUAL])["reconciliation"] == MISSING


def test_both_ways_are_between_the_same_two_provinces() -> None:
    there, back = ACROSS
    assert status([there])["cross_province"] == MISSING
    assert status([there, replace(back, home=SANYA)])["cross_province"] == MISSING
    within = replace(there, home="510700")
    assert status([within, back])["cross_province"] == MISSING


def test_a_pharmacy_is_not_asked_for_stays() -> None:
    asked = status([], acceptance.PHARMACY)
    assert {"outpatient", "inpatient"}.isdisjoint(asked)
    assert "pharmacy" in asked
    assert "pharmacy" not in status([], acceptance.HOSPITAL)
    assert len(status([])) == len(ITEMS)
