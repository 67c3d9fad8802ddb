"""The limits of recognition and appraisal (工伤认定、劳动能力鉴定), in days of the calendar.

Regulation, articles 17, 20, 25, 26 and 28. An employer that applies late pays what arose until
then itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.periods import Month

EMPLOYER_LATE = decision.reason(
    "recognition_employer_late",
    "用人单位应在 {last} 前申请工伤认定，此后发生的费用由单位负担",
    "The employer had to apply until {last}; it bears what arose until it did",
    "工伤保险条例第十七条第四款",
)
RECOGNITION_LATE = decision.reason(
    "recognition_too_late",
    "应在 {last} 前申请工伤认定",
    "Recognition had to be asked for until {last}",
    "工伤保险条例第十七条第二款",
)
AGAIN_LATE = decision.reason(
    "reappraisal_too_late",
    "应在 {last} 前申请再次鉴定",
    "A second appraisal had to be asked for until {last}",
    "工伤保险条例第二十六条",
)
RECHECK_EARLY = decision.reason(
    "recheck_too_early",
    "鉴定结论作出一年后（{first} 起）方可申请复查鉴定",
    "The grade can be looked at again from {first} on, a year after the conclusion",
    "工伤保险条例第二十八条",
)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """employer_days, person_months: after the accident, to apply. decide_days, clear_days: from
    acceptance, to decide any case and a clear one. appraise_days, appraise_extension: to appraise,
    and the most that may be added. again_days: after the conclusion, to ask for another.
    recheck_months: after it, from when the grade may be looked at again."""

    employer_days: int
    person_months: int
    decide_days: int
    clear_days: int
    appraise_days: int
    appraise_extension: int
    again_days: int
    recheck_months: int

    def refuses(self, injured_on: date, applied_on: date, by_employer: bool) -> list[Reason]:
        """Why it is too late. An employer that is late is told so, and may still apply within
        the time of the person."""
        last = self.person_until(injured_on)
        if applied_on > last:
            return [RECOGNITION_LATE.with_(last=last)]
        until = self.employer_until(injured_on)
        if by_employer and applied_on > until:
            return [EMPLOYER_LATE.with_(last=until)]
        return []

    def employer_until(self, injured_on: date) -> date:
        return injured_on + timedelta(days=self.employer_days)

    def person_until(self, injured_on: date) -> date:
        return (Month.of(injured_on) + self.person_months).day(injured_on.day)

    def decide_by(self, accepted_on: date, is_clear: bool) -> date:
        return accepted_on + timedelta(days=self.clear_days if is_clear else self.decide_days)

    def appraise_by(self, received_on: date, is_extended: bool) -> date:
        more = self.appraise_extension if is_extended else 0
        return received_on + timedelta(days=self.appraise_days + more)

    def refuses_again(self, received_on: date, asked_on: date) -> list[Reason]:
        """received_on: the conclusion, by who asks for another."""
        last = received_on + timedelta(days=self.again_days)
        return [] if asked_on <= last else [AGAIN_LATE.with_(last=last)]

    def refuses_recheck(self, concluded_on: date, asked_on: date) -> list[Reason]:
        first = (Month.of(concluded_on) + self.recheck_months).day(concluded_on.day)
        return [] if asked_on >= first else [RECHECK_EARLY.with_(first=first)]
