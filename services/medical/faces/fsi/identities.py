"""The identities that amounts of this interface hold (E1 to E14), as findings against an answer.

Amounts are yuan, as `Decimal`, and every identity holds to the fen. E1 to E4 and E9 were recomputed
on recorded settlements, E7 on recorded fee lines but for its rule of price limits; E5, E6, E10 (the
flag), E12 (the sign) and E14 (the order) are inferred, see `ASSUMED`. What stands in an answer is
compared with what must stand there; nothing is made right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Amounts = Mapping[str, Any]
"""A node of an answer, by field. What isn't there, or is null, counts as 0."""

FUNDS = (
    *("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay"),
    *("hifdm_pay", "oth_pay"),
)
"""What `fund_pay_sumamt` is made of; money of the personal account isn't in it."""
SCOPES = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
LINE_SCOPES = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")
"""The four parts of a bill; a line calls the second one otherwise."""
REVERSED = ("medfee_sumamt", *SCOPES, "fund_pay_sumamt", *FUNDS, "acct_pay", "psn_cash_pay")
"""What a reversal takes back; each is negative there."""
UNLIKE = ("setl_id", "setl_time", "clr_way", "clr_optins", "medins_setl_id")
"""What a settlement has and its pre-settlement hasn't yet."""
UNLIMITED = (Decimal(999_999), Decimal(99_999_999))
ASSUMED = ("E5", "E6", "E10", "E12", "E14")

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Finding:
    """An identity that doesn't hold: which, where, what stands there and what must."""

    identity: str
    what: str
    found: Any
    due: Any


def of_settlement(
    settled: Amounts,
    parts: Iterable[Amounts],
    *,
    msgid: str | None = None,
    balance_before: Decimal | None = None,
    acct_used_flag: str | None = None,
) -> list[Finding]:
    """Against `setlinfo` and `setldetail` of 2101, 2102, 2206, 2207, 2303 and 2304.

    `msgid` that of the request, of a settlement (E13). `balance_before` that of the person's own
    account, `acct_used_flag` as the request had it (E10).
    """
    fund, account = _of(settled, "fund_pay_sumamt"), _of(settled, "acct_pay")
    hospital, person = _of(settled, "hosp_part_amt"), _of(settled, "psn_part_amt")
    found = [
        *_equal("E1", "medfee_sumamt", _of(settled, "medfee_sumamt"), fund + person + hospital),
        *_equal("E2", "fund_pay_sumamt", fund, _sum(settled, FUNDS)),
        *_equal("E3", "psn_part_amt", person, account + _of(settled, "psn_cash_pay")),
        *_within("E3", "acct_mulaid_pay", _of(settled, "acct_mulaid_pay"), account),
        *_equal("E4", "medfee_sumamt", _of(settled, "medfee_sumamt"), _sum(settled, SCOPES)),
        *_chain(settled, fund),
        *_ratio(settled),
        *_equal(
            "E9",
            "sum of fund_payamt",
            sum((_of(part, "fund_payamt") for part in parts), Decimal(0)),
            fund + account + hospital,
        ),
    ]
    if balance_before is not None:
        own = account - _of(settled, "acct_mulaid_pay")
        found += _equal("E10", "balc", _of(settled, "balc"), balance_before - own)
    if acct_used_flag == "0":
        found += _equal("E10", "acct_pay", account, Decimal(0))
    if msgid is not None:
        found += _equal("E13", "medins_setl_id", settled.get("medins_setl_id"), msgid)
    return found


def _chain(settled: Amounts, fund: Decimal) -> list[Finding]:
    """E5: the deductible is inside the scope, and, but for assistance, so is what funds pay."""
    scope, deductible = _of(settled, "inscp_scp_amt"), _of(settled, "act_pay_dedc")
    found = _within("E5", "act_pay_dedc", deductible, scope)
    if not _of(settled, "maf_pay"):
        found += _within("E5", "fund_pay_sumamt", fund, max(scope - deductible, Decimal(0)))
    return found


def _ratio(settled: Amounts) -> list[Finding]:
    """E6: the pool's ratio lies between 0 and 1 and has four decimals."""
    ratio = _of(settled, "pool_prop_selfpay")
    found = _within("E6", "pool_prop_selfpay", ratio, Decimal(1))
    return found + _equal("E6", "pool_prop_selfpay", ratio, ratio.quantize(Decimal("0.0001")))


def of_one_segment(settled: Amounts) -> list[Finding]:
    """E6 where one segment applies: the pool pays its ratio of what is above the deductible."""
    above = _of(settled, "inscp_scp_amt") - _of(settled, "act_pay_dedc")
    due = _rounded(above * _of(settled, "pool_prop_selfpay"))
    return _equal("E6", "hifp_pay", _of(settled, "hifp_pay"), due)


def of_line(line: Amounts) -> list[Finding]:
    """E7 against a line of the output of 2204 or 2301; `cnt` and `pric` as they were sent.

    A line with a negative count takes back what was charged: its parts are negative likewise.
    """
    amount, over = _of(line, "det_item_fee_sumamt"), _of(line, "overlmt_amt")
    count, price = _of(line, "cnt"), _of(line, "pric")
    limit, ratio = _of(line, "pric_uplmt_amt"), _of(line, "selfpay_prop")
    found = [
        *_equal("E7", "det_item_fee_sumamt", amount, _rounded(count * price)),
        *_equal("E7", "four parts", _sum(line, LINE_SCOPES), amount),
    ]
    if limit not in UNLIMITED:
        due = _rounded(max(Decimal(0), price - limit) * count)
        found += _equal("E7", "overlmt_amt", over, due)
    if ratio == 1:
        found += _equal("E7", "fulamt_ownpay_amt", _of(line, "fulamt_ownpay_amt"), amount)
        found += _equal("E7", "preselfpay_amt", _of(line, "preselfpay_amt"), Decimal(0))
    elif ratio > 0:
        due = _rounded(ratio * (amount - over))
        found += _equal("E7", "preselfpay_amt", _of(line, "preselfpay_amt"), due)
    return found


def of_lines(lines: Sequence[Amounts], settled: Amounts) -> list[Finding]:
    """E8: the parts of the lines of a batch, or of a stay, make the parts of the settlement.

    `settled`: the settlement's answer, or the input of 2207, which repeats the four amounts.
    """
    return [
        finding
        for name, of_line_ in zip(SCOPES, LINE_SCOPES, strict=True)
        for finding in _equal(
            "E8", name, _of(settled, name), sum((_of(one, of_line_) for one in lines), Decimal(0))
        )
    ]


def of_trial(tried: Amounts, settled: Amounts) -> list[Finding]:
    """E8: a pre-settlement and the settlement of the same batch say the same."""
    return [
        finding
        for name in tried
        if name not in UNLIKE
        for finding in _equal("E8", name, settled.get(name), tried[name])
    ]


def of_reversal(
    reversed_: Amounts, original: Amounts, *, balance_before: Decimal | None = None
) -> list[Finding]:
    """E11 against `setlinfo` of 2103, 2208 and 2305 and that of the settlement they take back.

    psn_part_amt and hosp_part_amt may be null; E1 and E3 hold where they are there.
    `balance_before`: of the person's own account, before the reversal.
    """
    found = [
        *_equal("E11", "mdtrt_id", reversed_.get("mdtrt_id"), original.get("mdtrt_id")),
        *(
            [Finding("E11", "setl_id", original.get("setl_id"), "another one")]
            if reversed_.get("setl_id") == original.get("setl_id")
            else []
        ),
    ]
    for name in REVERSED:
        found += _equal("E11", name, _of(reversed_, name), -_of(original, name))
    if reversed_.get("psn_part_amt") is not None:
        account, cash = _of(reversed_, "acct_pay"), _of(reversed_, "psn_cash_pay")
        found += _equal("E11", "psn_part_amt", _of(reversed_, "psn_part_amt"), account + cash)
        if reversed_.get("hosp_part_amt") is not None:
            parts = ("fund_pay_sumamt", "psn_part_amt", "hosp_part_amt")
            due = _sum(reversed_, parts)
            found += _equal("E11", "medfee_sumamt", _of(reversed_, "medfee_sumamt"), due)
    if balance_before is not None:
        own = _of(original, "acct_pay") - _of(original, "acct_mulaid_pay")
        found += _equal("E11", "balc", _of(reversed_, "balc"), balance_before + own)
    return found


def of_totals(said: Amounts, bills: Sequence[Amounts], stmt_rslt: str) -> list[Finding]:
    """E12: 3201 says 0 exactly when the totals that were sent are those of the bills.

    `bills`: the settlements of the days, insurance and clearing type, and the reversals among
    them where they were asked for, with their sign.
    """
    names = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    same = all(
        _of(said, name) == sum((_of(bill, name) for bill in bills), Decimal(0)) for name in names
    ) and _of(said, "fixmedins_setl_cnt") == len(bills)
    return _equal("E12", "stmt_rslt", stmt_rslt, "0" if same else "1")


# ---- E14


@dataclass(frozen=True, slots=True)
class Done:
    """A message that succeeded: its number, and the number of the one that a 2601 takes back."""

    infno: str
    of: str | None = None


def of_visit(messages: Sequence[Done]) -> list[Finding]:
    """E14 against what succeeded for one visit, in order: no step may come before its turn."""
    found: list[Finding] = []
    settled = in_hospital = discharged = False
    reversed_ = False
    for message in messages:
        wrong = {
            "2205": settled,
            "2302": settled,
            "2401": in_hospital,
            "2304": not discharged,
            "2405": settled or not discharged,
            "2402": not in_hospital or discharged,
            "2601": reversed_ and message.of in ("2207", "2304", "2102"),
        }.get(message.infno, False)
        if wrong:
            found.append(Finding("E14", message.infno, "succeeded", "refused"))
        infno = message.infno
        if infno in ("2102", "2207", "2304"):
            settled, reversed_ = True, False
        elif infno in ("2103", "2208", "2305"):
            settled, reversed_ = False, True
        elif infno == "2401":
            in_hospital, discharged = True, False
        elif infno in ("2402", "2405"):
            discharged = infno == "2402"
            in_hospital = not discharged
        elif infno == "2404" or (infno == "2601" and message.of == "2401"):
            in_hospital = False
        elif infno == "2601":
            settled = False
    return found


# ---- arithmetic


def _of(amounts: Amounts, name: str) -> Decimal:
    value = amounts.get(name)
    return Decimal(0) if value in (None, "") else Decimal(str(value))


def _sum(amounts: Amounts, names: Iterable[str]) -> Decimal:
    return sum((_of(amounts, name) for name in names), Decimal(0))


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _equal(identity: str, what: str, found: Any, due: Any) -> list[Finding]:
    return [] if found == due else [Finding(identity, what, found, due)]


def _within(identity: str, what: str, found: Decimal, most: Decimal) -> list[Finding]:
    """Between nothing and `most`."""
    if 0 <= found <= most:
        return []
    return [Finding(identity, what, found, f"0 to {most}")]
