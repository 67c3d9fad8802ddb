"""What somebody has of social insurance: the record of rights (权益记录, HRSS-058), the certificate
of insurance and the contribution voucher (参保证明、缴费凭证, HRSS-059)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from services.benefits.domain import insurance as words
from services.benefits.domain.certificate import Line, Printed, line
from services.benefits.domain.decision import Case
from services.benefits.domain.insurance.ledger import Account
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.insurance.relation import Relation
from services.benefits.domain.payment import BenefitPayment
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

RIGHTS_CODE: Final = "HRSS-058"
CERTIFICATE_CODE: Final = "HRSS-059"
KINDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "pension": words.PENSIONS,
    "medical": (words.MEDICAL,),
    "unemployment": (words.UNEMPLOYMENT,),
    "work_injury": (words.WORK_INJURY,),
    "maternity": (words.MATERNITY,),
}
"""What the form calls an insurance -> its kinds."""
RETURNED, NONE_FOUND = "returned", "none_found"
_NOTHING: Final = line("查询结果", "Result", "无记录", "no record found")


@dataclass(frozen=True, slots=True)
class Rights:
    """A person's relations, paid months and accounts, and the benefits that were paid."""

    relations: Sequence[Relation]
    months: Sequence[ContributionMonth]
    accounts: Sequence[Account]
    benefits: Sequence[BenefitPayment]

    @property
    def is_empty(self) -> bool:
        return not (self.relations or self.months or self.accounts or self.benefits)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months of one insurance."""

    kind: str
    year: int
    months: int
    base: Money
    employer: Money
    personal: Money

    @property
    def shown(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "year": self.year,
            "months": self.months,
            "base_fen": self.base.fen,
            "employer_fen": self.employer.fen,
            "personal_fen": self.personal.fen,
        }


def _kind_and_year(month: ContributionMonth) -> tuple[str, int]:
    return month.kind, month.when.year


def years(months: Sequence[ContributionMonth]) -> list[Year]:
    """By insurance and year; of residents a year is one payment."""
    found = []
    for (kind, year), some in groupby(sorted(months, key=_kind_and_year), _kind_and_year):
        here = list(some)
        found.append(
            Year(
                kind,
                year,
                12 if kind == words.RESIDENT_PENSION else len(here),
                sum_money(each.base for each in here),
                sum_money(each.employer for each in here),
                sum_money(each.personal for each in here),
            )
        )
    return found


def within(
    relations: Sequence[Relation], first: Month | None, last: Month | None
) -> list[Relation]:
    """Those that share a month with the stretch."""
    return [
        each
        for each in relations
        if (last is None or each.first <= last)
        and (first is None or each.ended_on is None or Month.of(each.ended_on) >= first)
    ]


def shown(known: Rights) -> dict[str, Any]:
    """The answer; that there is nothing is an answer too."""
    return {
        "outcome": NONE_FOUND if known.is_empty else RETURNED,
        "relations": [_relation(each) for each in known.relations],
        "contributions": [each.shown for each in years(known.months)],
        "accounts": [
            {
                "pension_account_id": each.id,
                "kind": each.kind,
                "region_code": each.region_code,
                "balance_fen": each.balance.fen,
            }
            for each in known.accounts
        ],
        "benefits": [
            {
                "benefit_payment_id": each.id,
                "fund": each.fund,
                "amount_fen": each.amount.fen,
                "status": each.status,
            }
            for each in known.benefits
        ],
    }


def _relation(each: Relation) -> dict[str, Any]:
    return {
        "insurance_relation_id": each.id,
        "kind": each.kind,
        "category": each.category,
        "region_code": each.region_code,
        "from_month": each.from_month,
        "status": each.status,
        **({"ended_on": each.ended_on.isoformat()} if each.ended_on else {}),
    }


def rights_printed(known: Rights) -> Printed:
    """The record of rights on paper (个人权益记录单)."""
    lines = [
        *_of_relations(known.relations),
        *_of_years(years(known.months)),
        *(
            line(
                f"{words.KINDS[each.kind].zh}个人账户余额",
                f"{words.KINDS[each.kind].en}, personal account",
                each.balance,
            )
            for each in known.accounts
        ),
        *(
            line(
                "已发放待遇",
                "Benefit paid",
                f"{each.purpose} {each.amount}",
                f"{each.fund} {each.amount}",
            )
            for each in known.benefits
        ),
    ]
    return Printed(
        "社会保险个人权益记录单", "Personal record of rights", tuple(lines) or (_NOTHING,)
    )


def certificate_printed(case: Case, known: Rights) -> Printed:
    """What is printed for the insurance that was asked about; also that there is nothing."""
    if case.inputs["certificate"] == "enrolment":
        lines = tuple(_of_relations(known.relations))
        return Printed("社会保险参保证明", "Certificate of insurance", lines or (_NOTHING,))
    lines = tuple(_of_years(years(known.months)))
    total = sum(each.months for each in years(known.months))
    if lines:
        lines = (*lines, line("累计缴费月数", "Months in all", total))
    return Printed("社会保险缴费凭证", "Contribution voucher", lines or (_NOTHING,))


def _of_relations(relations: Sequence[Relation]) -> list[Line]:
    return [
        line(
            words.KINDS[each.kind].zh,
            words.KINDS[each.kind].en,
            f"{each.region_code} {each.from_month} — {each.ended_on or ''} {each.status}",
        )
        for each in relations
    ]


def _of_years(found: Sequence[Year]) -> list[Line]:
    return [
        line(
            f"{words.KINDS[each.kind].zh} {each.year}",
            f"{words.KINDS[each.kind].en} {each.year}",
            f"{each.months} 个月，基数合计 {each.base} 元，"
            f"单位 {each.employer} 元，个人 {each.personal} 元",
            f"{each.months} months, bases of {each.base}, "
            f"employer {each.employer}, person {each.personal}",
        )
        for each in found
    ]
