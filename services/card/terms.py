"""The policy in force, as values of the domain."""

from datetime import date

from sscsim import policy
from sscsim.kernel import regions

SERVICE = "card"


def validity_months(region_code: str, day: date) -> int:
    """How many months a card is good that this region issues on that day.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    province = regions.province_of(region_code)
    for scheme in policy.joint(SERVICE, "card_issue"):
        if province in scheme.regions:
            return scheme.on(day).number("validity").value
    raise policy.PolicyMissing(service=SERVICE, region=region_code, scheme="card_issue")
