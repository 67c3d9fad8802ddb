"""What the exchange refuses because no agreement covers it, with the reason."""

from datetime import date
from typing import Any

from services.settlement import terms
from services.settlement.domain.cooperations import Asked, uncovered
from services.settlement.problems import AgreementMissing
from services.settlement.problems_clearing import (
    AgreementKindNotCovered,
    AgreementLimitExceeded,
    AgreementNotInForce,
)
from services.settlement.store import agreements, cooperations
from sscsim.db import Tx
from sscsim.kernel.money import Money


def require(
    tx: Tx,
    home: str,
    care: str,
    *,
    kind: str | None = None,
    amount: Money | None = None,
    day: date | None = None,
) -> None:
    """Raises unless an agreement of the pair or a co-operation covers this on a day, today.

    AgreementMissing, AgreementNotInForce, AgreementKindNotCovered, AgreementLimitExceeded.
    """
    day = day or tx.world.today
    asked = Asked(terms.successor(home), terms.successor(care), day, kind, amount)
    found = uncovered(asked, agreements.between(tx, home, care), cooperations.active(tx))
    if found is None:
        return
    regions: dict[str, Any] = {"home_region": home, "care_region": care}
    match found.reason:
        case "pair":
            raise AgreementMissing(**regions, day=day.isoformat())
        case "date":
            raise AgreementNotInForce(**regions, day=day.isoformat())
        case "kind":
            raise AgreementKindNotCovered(**regions, kind=kind)
    assert found.most is not None
    raise AgreementLimitExceeded(**regions, limit=found.most.plain())
