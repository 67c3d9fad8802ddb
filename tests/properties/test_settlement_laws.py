"""Laws of ledger, netting, statements and states, over generated months.

P9 journals balance, P10 positions, P17 statements, P18 states, P19 reversals, P21 rounding.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settlement.domain import netting
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split, deduction
from services.settlement.domain.chart import FUNDS, NATIONAL_BOOK, ROUNDING
from services.settlement.domain.claims import CLAIM
from services.settlement.domain.cycles import CYCLE, ORDER
from services.settlement.domain.statements import (
    Line,
    Statement,
    StatementChanged,
    sign,
    statement_positions,
)
from sscsim.kernel.ledger import Account, Journal, ReversalOfReversal, balances
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.states import ForbiddenEdge, Machine

REGIONS = ("440100", "460100", "500000", "510100", "990100")
KINDS = ("employee_basic_medical", "resident_basic_medical")

fen = st.integers(min_value=0, max_value=10**10).map(Money)
some_fen = st.integers(min_value=1, max_value=10**10).map(Money)
pairs = st.permutations(REGIONS).map(lambda order: (order[0], order[1]))
splits = st.builds(Split.of, st.dictionaries(st.sampled_from(FUNDS), fen, max_size=6), some_fen)


@st.composite
def claims(draw: st.DrawFn) -> tuple[str, str, str, Split]:
    home, care = draw(pairs)
    return home, care, draw(st.sampled_from(KINDS)), draw(splits)


def journals_of(number: int, claim: tuple[str, str, str, Split]) -> list[Journal]:
    home, care, kind, split = claim
    return [
        Journal("L1", f"{number}:home", rules.settled_at_home(home, care, kind, split)),
        Journal("L1", f"{number}:care", rules.settled_at_care(home, care, "ins_1", split.clearing)),
    ]


def debts_of(month: list[tuple[str, str, str, Split]]) -> list[tuple[str, str, Money]]:
    return [(home, care, split.clearing) for home, care, _, split in month]


@given(st.lists(claims(), max_size=12))
def test_p9_every_book_sums_to_zero(month: list[tuple[str, str, str, Split]]):
    journals = [j for n, claim in enumerate(month) for j in journals_of(n, claim)]
    for one in journals:
        assert sum_money(balances([one]).values()) == Money.zero()
    by_book: dict[str, Money] = {}
    for account, amount in balances(journals).items():
        by_book[account.book] = by_book.get(account.book, Money.zero()) + amount
    assert not any(by_book.values())


@given(st.lists(claims(), max_size=12))
def test_p10_positions_sum_to_zero_and_do_not_depend_on_the_mode(
    month: list[tuple[str, str, str, Split]],
):
    debts = debts_of(month)
    nets = {
        mode: {p.region: p.net for p in netting.positions(net(debts)) if p.net}
        for mode, net in netting.NET.items()
    }
    assert nets["gross"] == nets["bilateral"] == nets["multilateral"]
    assert sum_money(nets["gross"].values()) == Money.zero()
    gross, bilateral, multilateral = (
        netting.moved(netting.NET[mode](debts)) for mode in netting.MODES
    )
    assert gross >= bilateral >= multilateral


@given(st.lists(claims(), min_size=1, max_size=12))
def test_p11_what_one_owes_is_what_the_other_is_due(month: list[tuple[str, str, str, Split]]):
    held = balances([j for n, claim in enumerate(month) for j in journals_of(n, claim)])
    for home, care, _, _ in month:
        payable = held[Account(f"R:{home}", f"payable.region:{care}")]
        assert held[Account(f"R:{care}", f"receivable.region:{home}")] == -payable


def statements_of(month: list[tuple[str, str, str, Split]]) -> list[Statement]:
    grouped: dict[tuple[str, str, str], list[Split]] = {}
    for home, care, kind, split in month:
        grouped.setdefault((home, care, kind), []).append(split)
    lines: dict[tuple[str, str], list[Line]] = {}
    for (home, care, kind), parts in grouped.items():
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        lines.setdefault((home, care), []).append(Line(kind, len(parts), total))
    return [Statement("2026-04", 1, *pair, tuple(found)) for pair, found in lines.items()]


@given(st.lists(claims(), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_p17_the_same_claims_give_the_same_bytes_in_any_order(month, random):
    shuffled = list(month)
    random.shuffle(shuffled)
    one = {(s.payer, s.payee): s.canonical() for s in statements_of(month)}
    assert one == {(s.payer, s.payee): s.canonical() for s in statements_of(shuffled)}


@given(claims(), some_fen)
def test_p17_a_changed_statement_is_not_signed(claim, more):
    [statement] = statements_of([claim])
    line = statement.lines[0]
    changed = replace(statement, lines=(replace(line, split=line.split + Split(hifp=more)),))
    with pytest.raises(StatementChanged):
        sign(changed, statement.sha256, statement.payer, "seed")


@given(st.lists(claims(), max_size=12))
def test_p13_statement_totals_are_the_claims(month: list[tuple[str, str, str, Split]]):
    statements = statements_of(month)
    assert sum_money(s.total for s in statements) == sum_money(
        split.clearing for _, _, _, split in month
    )
    by_debts = netting.positions(netting.gross(debts_of(month)))
    assert {p.region: p.net for p in statement_positions(statements)} == {
        p.region: p.net for p in by_debts
    }


@given(st.sampled_from([CLAIM, CYCLE]), st.data())
def test_p18_only_edges_of_the_table_are_taken(machine: Machine, data: st.DataObject):
    events = sorted({edge.event for edge in machine.edges})
    state = machine.initial
    for event in data.draw(st.lists(st.sampled_from(events), max_size=25)):
        if not machine.allows(state, event):
            with pytest.raises(ForbiddenEdge):
                machine.after(state, event)
            continue
        before, state = state, machine.after(state, event)
        assert before not in machine.finals
        if machine is CYCLE and state != "aborted" and before != "reopened":
            forward = ORDER.index(state) >= ORDER.index(before)
            assert forward or event == "reopen"


@given(claims(), st.data())
def test_p19_a_mirror_restores_every_balance_and_is_final(claim, data: st.DataObject):
    original = data.draw(st.sampled_from(journals_of(1, claim)))
    mirror = original.mirrored("jnl_1", kind="L7", event="1")
    assert not any(balances([original, mirror]).values())
    with pytest.raises(ReversalOfReversal):
        mirror.mirrored("jnl_2", kind="L7", event="2")


@given(splits.filter(lambda split: bool(split.fund_total)), st.data())
def test_p21_a_deduction_splits_without_rest(split: Split, data: st.DataObject):
    amount = Money(data.draw(st.integers(1, split.fund_total.fen)))
    taken = deduction(split, amount)
    assert taken.clearing == amount
    assert taken.account == Money.zero()
    left = split - taken
    assert all(Money.zero() <= part for part in left.funds.values())


@given(st.lists(claims(), max_size=6))
def test_p21_nothing_is_ever_posted_to_rounding(month: list[tuple[str, str, str, Split]]):
    signed = [
        Journal("L5", f"{n}", rules.cycle_signed(home, care, split.clearing))
        for n, (home, care, _, split) in enumerate(month)
    ]
    assert Account(NATIONAL_BOOK, ROUNDING) not in balances(signed)
