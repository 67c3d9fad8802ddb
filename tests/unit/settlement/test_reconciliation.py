"""The rule of three-way reconciliation: by table, and whatever the sides have."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settlement.domain import reconciliation as rule
from services.settlement.domain.amounts import Split
from services.settlement.domain.reconciliation import SIDES, Line, compare
from services.settlement.domain.reconciliation_file import Head, lines_of, written
from sscsim.kernel.control_file import FileFault
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

STL = resource_id("stl", "demo", "medical", "test", 1)
NOON = datetime(2026, 4, 30, 12, tzinfo=CHINA)
LINE = Line(
    STL, "settlement", "stands", "510100", "500000", "employee_basic_medical", NOON,
    Split(hifp=Money(935_000), account=Money(30_000)),
)  # fmt: skip


def less(fen: int, fund: str = "hifp") -> Line:
    part = getattr(LINE.split, fund) - Money(fen)
    return replace(LINE, split=replace(LINE.split, **{fund: part}))


REVERSED = replace(LINE, state="reversed", taken_back_by="stl_x")
NEXT_DAY = replace(LINE, settled_at=NOON + timedelta(hours=12))
TABLE = [
    ("all agree", (LINE, LINE, LINE), "matched", ()),
    ("X5: only the insured side committed", (LINE, None, None), "insured_only", ()),
    ("only the treatment side has it", (None, LINE, None), "treatment_only", ()),
    ("only a claim", (None, None, LINE), "mirror_only", ()),
    ("the clearing side missed it", (LINE, LINE, None), "missing_in_mirror", ()),
    ("the treatment side missed it", (LINE, None, LINE), "missing_in_treatment", ()),
    ("the insured side doesn't know it", (None, LINE, LINE), "missing_in_insured", ()),
    ("X23: a fen of rounding", (LINE, less(1), LINE), "rounding", ("hifp_fen",)),
    ("two fen are an amount", (LINE, less(2), LINE), "amount_differs", ("hifp_fen",)),
    ("a fen up and a fen down", (less(-1), less(1), LINE), "amount_differs", ("hifp_fen",)),
    ("money of the account", (LINE, LINE, less(5, "account")), "amount_differs",
     ("account_pay_fen",)),
    ("reversed on one side", (REVERSED, LINE, REVERSED), "state_differs", ("state",)),
    ("who took it back is not compared", (REVERSED, replace(REVERSED, taken_back_by=None),
     REVERSED), "matched", ()),
    ("X25: after midnight on one side", (LINE, NEXT_DAY, LINE), "date_differs", ("settled_at",)),
    ("the hour is not compared", (LINE, replace(LINE, settled_at=NOON + timedelta(hours=1)), LINE),
     "matched", ()),
    ("another insurance", (LINE, replace(LINE, insurance="resident_basic_medical"), LINE),
     "facts_differ", ("insurance_kind",)),
    ("money before state", (REVERSED, less(2), LINE), "amount_differs", ("hifp_fen",)),
    ("state before day", (REVERSED, NEXT_DAY, LINE), "state_differs", ("state",)),
    ("who has it before all", (NEXT_DAY, None, less(9)), "missing_in_treatment", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_case", "sides", "result", "components"), TABLE, ids=lambda v: str(v)[:40]
)
def test_a_settlement_is_classified(_case: str, sides, result: str, components):
    lines = {side: line for side, line in zip(SIDES, sides, strict=True) if line is not None}
    found = compare(lines)
    assert (found.result, found.components) == (result, components)


def test_every_class_stands_in_the_table():
    assert {row[2] for row in TABLE} == set(rule.RESULTS)


WAYS = {
    "insured_only": "job",
    "treatment_only": "hand",
    "mirror_only": "hand",
    "missing_in_mirror": "job",
    "missing_in_treatment": "job",
    "missing_in_insured": "hand",
    "facts_differ": "hand",
    "amount_differs": "hand",
    "rounding": "rule",
    "state_differs": "job",
    "date_differs": "rule",
}


@pytest.mark.parametrize("kind", rule.DIFFERENCES)
def test_each_class_has_its_way(kind: str):
    finding = rule.Finding(kind, (), {"insured": LINE})
    told = finding.way(frozenset({"treatment"}))
    assert finding.way() == WAYS[kind]
    assert told == ("rule" if WAYS[kind] == "rule" else "hand"), "no job argues with a file"


FEN = st.integers(-3, 3).map(lambda fen: Money(1000 + fen))
SIDE = st.builds(
    Line,
    st.just(STL),
    st.sampled_from(rule.KINDS),
    st.sampled_from(rule.STATES),
    st.just("510100"),
    st.sampled_from(("500000", "460100")),
    st.just("employee_basic_medical"),
    st.sampled_from((NOON, NOON + timedelta(hours=12))),
    st.builds(Split, hifp=FEN, maf=FEN, account=FEN),
)


@given(st.lists(SIDE, min_size=3, max_size=3), st.permutations(SIDES))
def test_which_side_says_what_does_not_matter_where_all_have_it(lines: list[Line], order):
    one = compare(dict(zip(SIDES, lines, strict=True)))
    other = compare(dict(zip(order, lines, strict=True)))
    assert one.result == other.result
    assert set(one.components) == set(other.components)
    assert (one.result == "matched") == all(
        (a.facts, a.amounts, a.state, a.day) == (b.facts, b.amounts, b.state, b.day)
        for a, b in combinations(lines, 2)
    )


@given(st.dictionaries(st.sampled_from(SIDES), SIDE, min_size=1, max_size=2), st.randoms())
def test_the_order_of_asking_does_not_matter(lines: dict[str, Line], random):
    shuffled = list(lines.items())
    random.shuffle(shuffled)
    assert compare(dict(shuffled)).result == compare(lines).result
    assert compare(lines).result not in ("matched", "rounding", "date_differs")


# ---- the file of a side

HEAD = Head(NOON.date(), "510100", "insured")
OTHER = replace(LINE, settlement_id=resource_id("stl", "demo", "medical", "test", 2))
FILE = written(HEAD, [LINE, OTHER])[0]


def altered(**values: str) -> bytes:
    """The file with another value in its first line, and control figures that fit."""
    from services.settlement.domain.reconciliation_file import FORM
    from sscsim.kernel.control_file import read, write

    rows = [dict(row) for _, row in read(FORM, HEAD.record, FILE)]
    rows[0] |= values
    return write(FORM, HEAD.record, [tuple(row.values()) for row in rows])[0]


def test_a_file_is_named_by_day_region_and_side_and_read_back():
    assert HEAD.name == "RECON_20260430_510100_insured.csv"
    by_id = sorted([LINE, OTHER], key=lambda line: line.settlement_id)
    assert lines_of(HEAD, FILE) == by_id
    assert written(HEAD, [LINE, OTHER])[0] == FILE


BAD = {
    "another region's": ({"home_region_code": "460100"}, "other_region"),
    "a bill at home": ({"care_region_code": "510100"}, "other_region"),
    "another day's": ({"settled_at": "2026-05-01T00:00:00+08:00"}, "other_day"),
    "the same instant of another day in UTC": ({"settled_at": "2026-04-30T16:00:00Z"}, "other_day"),
    "no offset": ({"settled_at": "2026-04-30T12:00:00"}, "settled_at"),
    "no instant": ({"settled_at": "noon"}, "settled_at"),
    "before time": ({"settled_at": "0001-01-01T00:00:00+14:00"}, "settled_at"),
    "no region": ({"care_region_code": "123456"}, "care_region_code"),
    "no kind": ({"kind": "claim"}, "kind"),
    "no state": ({"state": "paid"}, "state"),
    "no insurance": ({"insurance_kind": "310"}, "insurance_kind"),
    "no settlement": ({"settlement_id": "stl_1"}, "id"),
    "parts that don't add up": ({"hifp_fen": "934999"}, "clearing"),
    "a settlement below zero": ({"hifp_fen": "-30000", "clearing_fen": "0"}, "sign"),
    "a reversal above zero": ({"kind": "reversal"}, "sign"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_line_that_is_not_in_order_refuses_the_file(what: str):
    values, code = BAD[what]
    with pytest.raises(FileFault) as refused:
        lines_of(HEAD, altered(**values))
    assert (refused.value.line, refused.value.code) == (3, code)


def test_the_side_decides_whose_line_it_is():
    treated = Head(NOON.date(), "500000", "treatment")
    assert lines_of(treated, written(treated, [LINE])[0]) == [LINE]
    wrong = Head(NOON.date(), "500000", "insured")
    with pytest.raises(FileFault, match="no line of 500000"):
        lines_of(wrong, written(wrong, [LINE])[0])
