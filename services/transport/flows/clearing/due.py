"""When the days of operators are closed: noted with the first charge of each."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from services.transport import terms
from services.transport.domain.clearing import ClearingTerms
from services.transport.domain.service_day import ends_at, service_day
from services.transport.store import catalogue, packs
from sscsim.db import Tx

CLOSE = "transport.batch_close"
CLAIM = "transport.batch_claim"
CITY_PAY = "transport.batch_city_pay"
REIMBURSE = "transport.reimbursement_claim"
REIMBURSEMENT_PAY = "transport.reimbursement_pay"
DISPUTE_DUE = "transport.dispute_due"
UPLOAD_DUE = "transport.upload_due"


def rules(tx: Tx, region: str, day: date | None = None) -> ClearingTerms:
    """How the city clears on a day; today if none is given."""
    return terms.clearing(region, day or tx.world.today, packs.text_of(tx, region))


def operators() -> Mapping[str, str]:
    """The city of each operator that there is."""
    return catalogue.regions_of_operators()


def region_of(operator_id: str) -> str:
    """The operator's city; KeyError for an operator that no fare system names."""
    return catalogue.regions_of_operators()[operator_id]


def batch_day(tx: Tx, operator_id: str) -> date:
    """The service day in whose batch goes what is charged now (by the day of recording)."""
    return service_day(tx.world.now, rules(tx, region_of(operator_id)).begins)


def noted(tx: Tx, charged: Iterable[tuple[str, date]]) -> None:
    """Have the days be closed on which these operators charged something."""
    for operator_id, day in sorted(set(charged)):
        policy = rules(tx, region_of(operator_id), day)
        closes_at = ends_at(day, policy.begins) + timedelta(minutes=policy.closed_after)
        tx.schedule(CLOSE, key_of(operator_id, day), closes_at)


def key_of(operator_id: str, day: date) -> str:
    """The business key of a batch.

    >>> key_of("OP-DEMO-BUS", date(2026, 4, 1)), named("OP-DEMO-BUS:2026-04-01")
    ('OP-DEMO-BUS:2026-04-01', ('OP-DEMO-BUS', datetime.date(2026, 4, 1)))
    """
    return f"{operator_id}:{day.isoformat()}"


def named(key: str) -> tuple[str, date]:
    """What such a key names."""
    operator_id, _, day = key.partition(":")
    return operator_id, date.fromisoformat(day)
