"""Months paid in two schemes: one relation is kept, of the other one the account gives them back
(多重养老保险关系个人账户退费, HRSS-065).

An employee's relation is kept; residents pay by the year, so that whole years are cleared. What is
both for a part of a year goes back when the scheme is changed (`conversion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.pension import account as accounts
from services.benefits.domain.transfer import duplicate
from services.benefits.domain.transfer.duplicate import Held, Posting
from services.benefits.domain.transfer.enterprise import of_province
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

KEPT, REFUNDED, CLOSED = "kept", "refunded", "closed"
MACHINE: Final = Machine(
    "duplicate refund",
    initial=KEPT,
    edges=[(KEPT, "pay", REFUNDED), (REFUNDED, "close", CLOSED)],
)
STATUSES: Final = MACHINE.states

OTHER_AREA = decision.reason(
    "duplicate_dropped_area_decides",
    "清退地为 {region}，应由清退地办理",
    "The relation that is cleared is in {region}, which decides",
    "人社部发〔2009〕187号",
)
BACKWARDS = decision.reason(
    "duplicate_months_backwards",
    "{from_month} 至 {to_month} 的终止月份早于起始月份",
    "{from_month} to {to_month} ends before it starts",
)
WHOLE_YEARS = decision.reason(
    "duplicate_whole_years",
    "居民按年缴费，{year} 年应整年清退；部分月份在制度衔接时退还",
    "Residents pay by the year: {year} is cleared as a whole; a part of it goes back when the "
    "scheme is changed",
    "人社部发〔2014〕17号第七条",
)
ACCOUNT_SHORT = decision.reason(
    "duplicate_account_short",
    "个人账户储存额 {balance}，不足退还 {refund}",
    "The account holds {balance}, and {refund} would go back",
)


@dataclass(frozen=True, slots=True)
class DuplicateRefund:
    """One refund. months: that were paid twice, of whole years; payment_id: None where all of it
    was kept back for what the person owes."""

    id: str
    person_id: str
    application_id: str
    kept_region_code: str
    dropped_region_code: str
    from_month: str
    to_month: str
    months: int
    amount: Money
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> str:
        """What the account's entry, and the payment, is for."""
        return f"duplicate/{self.id}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was contributed in each scheme, what the residents' account holds, and of each of its
    years what a posting is worth by now, with interest."""

    employee: Sequence[ContributionMonth]
    resident: Sequence[ContributionMonth]
    balance: Money
    worth: Sequence[tuple[int, Money]]


def decide(case: Case, facts: Facts) -> Decision:
    """The account's part for the years that both schemes have goes back."""
    said = case.inputs
    if said["dropped_region_code"] != case.competent_region:
        wrong = OTHER_AREA.with_(region=said["dropped_region_code"])
        return decision.refuse_acceptance(wrong)
    first, last = Month.parse(said["from_month"]), Month.parse(said["to_month"])
    if last < first:
        return decision.reject(BACKWARDS.with_(from_month=str(first), to_month=str(last)))
    asked = [first + n for n in range(last - first + 1)]
    kept = _held(facts, said["kept_region_code"], duplicate.EMPLOYEE)
    dropped = _held(facts, said["dropped_region_code"], duplicate.RESIDENT)
    against = duplicate.against(kept, dropped, asked) or _parts(asked)
    if against:
        return decision.reject(*against[:20])
    years = {month.year for month in asked}
    paid = {each.when.year: each.personal for each in facts.resident}
    worth = dict(facts.worth)
    postings = [each for year in sorted(years) for each in _postings(year, paid[year], worth[year])]
    made = duplicate.refund(postings)
    if made.total > facts.balance:
        short = ACCOUNT_SHORT.with_(balance=facts.balance.plain(), refund=made.total.plain())
        return decision.reject(short)
    return decision.approve(made.total, made, months=len(asked))


def _held(facts: Facts, region: str, wanted: str) -> Held:
    """The relation of the scheme that is wanted there, or the other one where there is only that:
    the rule says which may be kept."""
    by_scheme = {
        duplicate.EMPLOYEE: {e.when for e in of_province(facts.employee, region)},
        duplicate.RESIDENT: {
            e.when + n for e in of_province(facts.resident, region) for n in range(12)
        },
    }
    other = next(each for each in duplicate.SCHEMES if each != wanted)
    scheme = wanted if by_scheme[wanted] or not by_scheme[other] else other
    return Held(region, scheme, frozenset(by_scheme[scheme]))


def _parts(asked: Sequence[Month]) -> list[Reason]:
    """The first and the last year, where they aren't asked for as a whole."""
    some = {asked[0].year} if asked[0].month != 1 else set()
    some |= {asked[-1].year} if asked[-1].month != 12 else set()
    return [WHOLE_YEARS.with_(year=year) for year in sorted(some)]


def _postings(year: int, paid: Money, worth: Money) -> list[Posting]:
    """The months of a year, which share what was paid for it and what it earned."""
    shares = accounts.split(paid, [1] * 12)
    earned = accounts.split(worth - paid, [1] * 12)
    return [
        Posting(Month(year, number + 1), share, more)
        for number, (share, more) in enumerate(zip(shares, earned, strict=True))
    ]
