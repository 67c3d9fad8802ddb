"""Recognition of an injury on an order (职业伤害确认): by the trial's rule, not an employment."""

from datetime import date, datetime, time

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.injury import platform
from services.benefits.domain.injury.platform_order import PlatformOrder
from sscsim.kernel.periods import at

NUMBER, TIME = "platform_order_number", "injured_at_time"


def is_asked(case: Case) -> bool:
    """Whether it was on an order that somebody was hurt."""
    return NUMBER in case.inputs


def refuses(
    case: Case, order: PlatformOrder | None, injured: Person, is_employed: bool
) -> Decision | None:
    """Why it isn't recognised here; None where nothing stands against it.

    is_employed: by the platform, so that work injury insurance holds and not this.
    """
    number = case.inputs[NUMBER]
    if order is None:
        return decision.reject(platform.ORDER_UNKNOWN.with_(number=number))
    if order.region_code != case.competent_region:
        return decision.refuse_acceptance(platform.ORDER_ELSEWHERE.with_(region=order.region_code))
    if order.person_id != injured.id:
        return decision.reject(platform.ORDER_OF_ANOTHER.with_(number=number))
    if TIME not in case.inputs:
        return decision.ask_supplement(TIME, why=(platform.TIME_WANTED,))
    hurt_at = _hurt_at(case.inputs["injured_on_date"], case.inputs[TIME])
    accepted_at = order.accepted_at.replace(second=0, microsecond=0)  # said to the minute
    against = platform.refuses(hurt_at, accepted_at, order.finished_at, is_employed)
    return decision.reject(*against) if against else None


def _hurt_at(day: date, said: str) -> datetime:
    return at(day, time.fromisoformat(said))
