"""What answers say of a settlement, a trial and a reversal: `setlinfo` and `setldetail`.

Amounts of a reversal are negative. Each number has a few of the fields only; `fitted` leaves the
others out. `pool_prop_selfpay` is what the pool paid of what is above the deductible: where one
segment applies, that is its ratio.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from services.medical.domain.fee_lines import Split
from services.medical.domain.kinds import KINDS
from services.medical.domain.settlement import Settlement
from services.medical.domain.vocabulary import EMPLOYEE
from services.medical.faces.fsi import catalogue, persons, words
from services.medical.faces.fsi.shapes import NULL
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.store import accounts
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money

_ZERO = Money.zero()
FUNDS = {
    "hifp": "hifp_pay",
    "hifob": "hifob_pay",
    "hifmi": "hifmi_pay",
    "cvlserv": "cvlserv_pay",
    "maf": "maf_pay",
    "oth": "oth_pay",
}
"""Field of each fund of ours. What we have no fund for is 0: hifes (supplements of enterprises),
hifdm (disabled persons)."""
BY_ITEM = "1"
"""清算方式: by item; no other is simulated."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """A bill and who pays it; `deductible` is the act_pay_dedc."""

    bill: Split
    deductible: Money
    funds: Mapping[str, int]
    fund_pay: Money
    hospital_part: Money
    person_part: Money
    own_account: Money
    family_account: Money
    cash: Money

    @property
    def account(self) -> Money:
        return self.own_account + self.family_account


def amounts(settlement: Settlement) -> Amounts:
    """Of a settlement, or a reversal, whose result is known."""
    return Amounts(
        settlement.bill,
        settlement.deductible or _ZERO,
        settlement.funds or {},
        settlement.fund_pay or _ZERO,
        settlement.hospital_part or _ZERO,
        settlement.person_part or _ZERO,
        settlement.own_account_pay or _ZERO,
        settlement.family_account_pay or _ZERO,
        settlement.cash_pay or _ZERO,
    )


def tried(bill: Split, result: Mapping[str, Any]) -> Amounts:
    """Of a calculation that nothing follows from."""

    def of(name: str) -> Money:
        return Money(int(result[f"{name}_fen"]))

    return Amounts(
        bill,
        of("deductible"),
        result["funds"],
        of("fund_pay"),
        of("hospital_part"),
        of("person_part"),
        of("own_account_pay"),
        of("family_account_pay"),
        of("cash_pay"),
    )


def setlinfo(
    number: str,
    one: Numbered,
    person: Information,
    found: Amounts,
    home_region: str,
    on: date,
    balance: Money,
    msgid: str,
    setl_id: Any = NULL,
    setl_time: Any = NULL,
) -> dict[str, Any]:
    """The node of a number. Without `setl_id` it is a trial, and what only a settlement has is
    null, as it was recorded. `balance`: of the person's own account afterwards."""
    visit, is_trial = one.visit, setl_id is NULL
    funds = {field: Money(found.funds.get(fund, 0)) for fund, field in FUNDS.items()}
    made = {
        **persons.base(person),
        **funds,
        "mdtrt_id": one.mdtrt_id,
        "setl_id": setl_id,
        "insutype": words.code("insutype", visit.insurance_kind),
        "psn_type": persons.insured_as(person, visit.insurance_kind, home_region, on),
        "cvlserv_flag": persons.servant(person, home_region, on),
        "setl_time": setl_time,
        "mdtrt_cert_type": one.registered.certificate_type if one.registered else "",
        "med_type": one.registered.med_type if one.registered else visit.of_kind.med_type,
        "medfee_sumamt": found.bill.total,
        "fulamt_ownpay_amt": found.bill.own_pay,
        "overlmt_selfpay": found.bill.over_limit,
        "preselfpay_amt": found.bill.preself,
        "inscp_scp_amt": found.bill.in_scope,
        "act_pay_dedc": found.deductible,
        "pool_prop_selfpay": pool_ratio(found),
        "hifes_pay": _ZERO,
        "hifdm_pay": _ZERO,
        "fund_pay_sumamt": found.fund_pay,
        "psn_part_amt": found.person_part,
        "acct_pay": found.account,
        "psn_cash_pay": found.cash,
        "pdn_cash_pay": found.cash,  # as 2208 has it
        "hosp_part_amt": found.hospital_part,
        "balc": balance,
        "acct_mulaid_pay": found.family_account,
        "medins_setl_id": msgid,
        "clr_optins": NULL if is_trial else visit.care_region_code,
        "clr_way": NULL if is_trial else BY_ITEM,
        "clr_type": words.code("clr_type", visit.kind),
    }
    return fitted(number, "setlinfo", made)


def pool_ratio(found: Amounts) -> Decimal:
    """基本医疗保险统筹基金支付比例, four decimals; 0 where the pool pays nothing."""
    above = abs(found.bill.in_scope.fen) - abs(found.deductible.fen)
    pool = abs(found.funds.get("hifp", 0))
    if above <= 0 or not pool:
        return Decimal(0)
    ratio = (Decimal(pool) / above).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return min(ratio, Decimal(1))


def setldetail(number: str, insurance_kind: str, found: Amounts) -> list[dict[str, Any]]:
    """A row for each that pays, also the personal account and the hospital (E9)."""
    insured = "employee" if insurance_kind == EMPLOYEE else "resident"
    rows = [
        (words.code("fund_pay_type", f"{insured}_{fund}"), Money(fen))
        for fund, fen in found.funds.items()
        if fen
    ]
    rows += [
        (words.code("fund_pay_type", word), paid)
        for word, paid in (("account", found.account), ("hospital", found.hospital_part))
        if paid.fen
    ]
    names = catalogue.code_tables()["fund_pay_type"].values
    return [
        fitted(
            number,
            "setldetail",
            {
                "fund_pay_type": code,
                "inscp_scp_amt": found.bill.in_scope,
                "crt_payb_lmt_amt": paid,
                "fund_payamt": paid,
                "fund_pay_type_name": names.get(code, ""),
            },
        )
        for code, paid in rows
    ]


@cache
def _names(number: str, node: str) -> frozenset[str]:
    layout = catalogue.layout(number)
    assert layout is not None
    fields = next(one.fields for one in layout.output if one.name == node)
    return frozenset(field.name for field in fields)


def fitted(number: str, node: str, made: Mapping[str, Any]) -> dict[str, Any]:
    """Of these fields those that the output node of a number has."""
    names = _names(number, node)
    return {name: value for name, value in made.items() if name in names}


def balance_now(person_id: str) -> Money:
    """What the person's own account holds, as the answer's own transaction leaves it."""
    tx = open_transaction.get()
    assert tx is not None, "an answer is made in the transaction of what it tells"
    account = accounts.find(tx, person_id)
    return account.balance if account else _ZERO


def kind_of(med_type: str) -> str | None:
    """Our kind of visit for a 医疗类别, also one that a province divides more finely; None: none
    that is simulated."""
    for kind in KINDS.values():
        if med_type == kind.med_type:
            return kind.name
    known = words.finer("med_type", med_type)
    broad = [kind.name for kind in KINDS.values() if med_type.startswith(kind.med_type)]
    return known or next(iter(broad), None)


def finer_word(med_type: str) -> str | None:
    """What a 医疗类别 says beside our kind of visit, as our words have it behind a slash.

    >>> finer_word("2107"), finer_word("52")
    ('caesarean', None)
    """
    found = words.word("med_type", med_type) or ""
    return found.partition("/")[2] or None
