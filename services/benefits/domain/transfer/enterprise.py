"""Moving an employee's pension to another province (城镇职工基本养老保险关系转移接续, HRSS-060)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance.month import DEEMED, MILITARY, ContributionMonth
from services.benefits.domain.transfer import request
from services.benefits.domain.transfer import temporary as temporaries
from services.benefits.domain.transfer.place import Stay, place
from services.benefits.domain.transfer.temporary import Arrival, TemporaryRule
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

OTHER_AREA = decision.reason(
    "transfer_new_area_decides",
    "转入地为 {region}，应由转入地受理",
    "The relation is to go to {region}, which takes the application",
    "国办发〔2009〕66号第八条",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say. months: paid ones of the insurance, in order; insured_in: region of the
    relation that is open; under_way: ids of transfers that aren't over; legal: month of the age."""

    months: Sequence[ContributionMonth]
    insured_in: str | None
    under_way: Sequence[str]
    draws_pension: bool
    legal: Month
    temporary: TemporaryRule
    least: Figure[int]


def decide(case: Case, facts: Facts) -> Decision:
    """The letter is written when the relation may come; the old area then ends it."""
    asked = case.inputs
    if asked["to_region_code"] != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=asked["to_region_code"]))
    moving = request.Asked(
        from_region=asked["from_region_code"],
        to_region=asked["to_region_code"],
        register=case.person.region_code,
        insured_in=facts.insured_in or _last_place(facts.months),
    )
    found = request.Facts(
        months=len(of_province(facts.months, moving.from_region)),
        under_way=facts.under_way,
        draws_pension=facts.draws_pension,
        place=_place(case, facts),
        account=account_in(case, facts.months, facts.temporary, moving.to_region, case.today),
    )
    against = request.against(moving, found)
    if request.NOT_COMPETENT.code in {each.code for each in against}:
        return decision.refuse_acceptance(*against)
    return decision.reject(*against) if against else decision.approve()


def of_province(months: Sequence[ContributionMonth], region: str) -> list[ContributionMonth]:
    """Those that the province of a region has."""
    home = regions.province_of(region)
    return [each for each in months if regions.province_of(each.region_code) == home]


def account_in(
    case: Case,
    months: Sequence[ContributionMonth],
    rule: TemporaryRule,
    region: str,
    otherwise: date,
) -> str:
    """What the area has opened, or would: by the age at the first contribution there."""
    own = of_province(months, region)
    arrival = Arrival(
        region_code=region,
        register=case.person.region_code,
        sex=case.person.sex,
        birth_date=case.person.birth_date,
        insured_on=own[0].when.first if own else otherwise,
    )
    return temporaries.account_of(arrival, rule)


def _last_place(months: Sequence[ContributionMonth]) -> str | None:
    """Where the last month was contributed for, of somebody who is enrolled nowhere."""
    paid = [each for each in months if each.origin not in (DEEMED, MILITARY)]
    return paid[-1].region_code if paid else None


def _place(case: Case, facts: Facts) -> str | None:
    """The place of the pension, once the age is reached."""
    if Month.of(case.today) < facts.legal or not facts.months:
        return None
    stays = [
        Stay(
            each.region_code,
            1,
            account_in(case, facts.months, facts.temporary, each.region_code, case.today)
            == temporaries.TEMPORARY,
        )
        for each in facts.months
    ]
    return place(stays, case.person.region_code, facts.least).region_code
