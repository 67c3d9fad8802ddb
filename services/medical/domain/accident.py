"""An accidental injury (意外伤害), registered so that bills for it may be settled.

What somebody else must pay for an injury, the funds don't (社会保险法 第三十条): a bill that says
a third party is involved is refused. Where there is none, the injury must stand in the register
and have been found payable. Paying in advance for a third party that can't be found or won't pay
(先行支付) isn't simulated.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.medical.problems_declarations import (
    AccidentNotPayable,
    AccidentNotRegistered,
    ThirdPartyPays,
    ThirdPartyUnsaid,
)

INJURIES = ("22", "9903")
"""医疗类别 that mean an injury (外伤标志 1): 外伤住院 and 意外伤害门诊."""
INJURED, THIRD_PARTY, YES = "TRUM_FLAG", "REL_TTP_FLAG", "1"
"""外伤标志 and 涉及第三方标志, which stand in a message's extension (exp_content)."""


@dataclass(frozen=True, slots=True)
class Accident:
    """Both days count; no `end_date`: until further notice. `is_payable` (审核支付标志): the
    region found that its funds pay. `given` is what the message said besides."""

    id: str
    person_id: str
    ordinal: int
    insurance_kind: str
    home_region_code: str
    institution_id: str
    injured_on: date | None
    is_payable: bool
    start_date: date
    end_date: date | None
    given: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime

    def covers(self, day: date) -> bool:
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)

    def overlaps(self, start: date, end: date | None) -> bool:
        begins_in_time = end is None or self.start_date <= end
        return begins_in_time and (self.end_date is None or start <= self.end_date)


def flags(extension: Any) -> dict[str, str]:
    """What stands in an extension, a text of JSON; nothing where it isn't one.

    >>> flags('{"TRUM_FLAG": 1}'), flags(""), flags("[1]")
    ({'TRUM_FLAG': '1'}, {}, {})
    """
    try:
        found = json.loads(extension) if isinstance(extension, str) else extension
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def said_of(med_type: str, *extensions: Any) -> dict[str, str]:
    """What extensions say of a visit, as texts or as the objects that the register keeps.

    That a kind means an injury is no word of the message's own: whether a third party is involved
    needn't be said beside it.

    >>> said_of("22", None, {"TRUM_FLAG": "1"}), said_of("2101", None, {"TRUM_FLAG": "1"})
    ({}, {'TRUM_FLAG': '1'})
    """
    found = {name: value for one in extensions for name, value in flags(one).items()}
    if med_type in INJURIES and THIRD_PARTY not in found:
        found.pop(INJURED, None)
    return found


def is_injury(med_type: str, said: Mapping[str, str]) -> bool:
    """Whether a visit is for an injury, by its kind or by what is said of it."""
    return med_type in INJURIES or said.get(INJURED) == YES


def third_party(said: Mapping[str, str]) -> bool | None:
    """Whether somebody else must pay; ThirdPartyUnsaid where it must be said and isn't."""
    if said.get(INJURED) == YES and not said.get(THIRD_PARTY):
        raise ThirdPartyUnsaid()
    return said[THIRD_PARTY] == YES if THIRD_PARTY in said else None


def check_bill(accidents: Iterable[Accident], day: date, *, third_party: bool | None) -> Accident:
    """The registered injury that a bill of that day may be settled for.

    ThirdPartyPays; AccidentNotRegistered; AccidentNotPayable.
    """
    if third_party:
        raise ThirdPartyPays()
    covering = [one for one in accidents if one.covers(day)]
    if not covering:
        raise AccidentNotRegistered(on=day)
    payable = next((one for one in covering if one.is_payable), None)
    if payable is None:
        raise AccidentNotPayable(accident_id=covering[0].id)
    return payable
