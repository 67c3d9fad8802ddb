"""Invented people come into social insurance: the benefits service is told of each chunk."""

from collections.abc import Sequence

from services.card.domain.population import Someone
from sscsim.db import Tx
from sscsim.kernel.ids.resource import maker

_DOOR = "/internal/v1/insured-people"


def tell(tx: Tx, people: Sequence[Someone], key: str) -> None:
    """Leave a message for each region that these people are insured in."""
    regions: dict[str, list[Someone]] = {}
    for each in people:
        regions.setdefault(each.insured_region_code, []).append(each)
    person_id = maker("psn", tx.world.seed, tx.service)
    for region_code, some in regions.items():
        body = {
            "key": f"{key}/{region_code}",
            "region_code": region_code,
            "people": [
                {
                    "person_id": person_id(each.social_security_number),
                    "name": each.name,
                    "sex": each.sex,
                    "birth_date": each.birth_date,
                    "worked": each.insurance_kind == "employee_basic_medical",
                    "has_account": each.account_number is not None,
                }
                for each in some
            ],
        }
        tx.send("benefits", _DOOR, body, f"population/{key}/{region_code}")
