"""May somebody act for somebody else here (代办)? Each kind of proxy has its own proof."""

from services.benefits import problems
from services.benefits.domain.decision import Person
from services.benefits.domain.item import Item
from services.benefits.domain.proxy import ADULT_AT, check_guardian, check_relative
from services.benefits.flows import applicants, records
from services.benefits.store import store
from sscsim import world

__all__ = ["ADULT_AT", "check"]


def check(item: Item, kind: str, subject: Person, applicant_id: str | None) -> None:
    """ProxyNotAllowed where the item takes no such proxy, ProxyWithoutRight where this one
    has no right to act for this person."""
    if kind not in item.proxies:
        allowed = ", ".join(item.proxies) or "-"
        raise problems.ProxyNotAllowed(item_code=item.code, kind=kind, allowed=allowed)
    if kind == "employer":
        _check_employer(subject)
        return
    if applicant_id is None:
        raise problems.ProxyWithoutRight(kind=kind, why="applicant_id")
    relation, in_family_service = applicants.relation(subject.id, applicant_id)
    if kind == "family_service":
        if not in_family_service:
            why = "not in the family service of the applicant's electronic card"
            raise problems.ProxyWithoutRight(kind=kind, why=why)
    elif kind == "guardian":
        check_guardian(relation, subject.age_on(world.today()))
    else:
        check_relative(relation)


def _check_employer(subject: Person) -> None:
    """An employer acts for its own staff: by the employment record here."""
    with store.read() as tx:
        employed = records.employs(tx, world.current().party_id, subject.id)
    if not employed and world.current().role != "owner":
        why = f"{subject.id} is not registered as employed by this party"
        raise problems.ProxyWithoutRight(kind="employer", why=why)
