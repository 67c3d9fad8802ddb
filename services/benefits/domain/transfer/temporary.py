"""What is opened for somebody who is newly insured in another province: an ordinary relation, or a
temporary account (临时基本养老保险缴费账户) while the relation stays where it was.

State Council office 2009 no. 66, article 5: temporary for men from 50 and women from 40 on who are
away from the province of their household register, unless they were posted there (组织调动) or have
a relation there already.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import age_on

ORDINARY, TEMPORARY = "ordinary", "temporary"
ACCOUNTS: Final = (ORDINARY, TEMPORARY)


@dataclass(frozen=True, slots=True)
class TemporaryRule:
    """Full years of age from which on an account is temporary."""

    men: Figure[int]
    women: Figure[int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody's first contribution in a region. had_relation: an ordinary one there before."""

    region_code: str
    register: str
    sex: str
    birth_date: date
    insured_on: date
    had_relation: bool = False
    was_posted: bool = False


def account_of(who: Arrival, rule: TemporaryRule) -> str:
    """One of `ACCOUNTS`."""
    at_home = regions.province_of(who.region_code) == regions.province_of(who.register)
    if at_home or who.had_relation or who.was_posted:
        return ORDINARY
    from_age = rule.men if who.sex == "male" else rule.women
    is_old = age_on(who.birth_date, who.insured_on) >= from_age.value
    return TEMPORARY if is_old else ORDINARY
