"""Messages to the benefits service: what came of what its counter wanted."""

from typing import Any

from sscsim.db import Tx
from sscsim.kernel.problems import Problem, clean

DONE, REFUSED, ENTRY_WANTED, LAPSED = "done", "refused", "entry_wanted", "lapsed"
OUTCOMES = (DONE, REFUSED, ENTRY_WANTED, LAPSED)
DOOR = "/internal/v1/card-orders/answered"


def tell(tx: Tx, event: str, outcome: str, **more: Any) -> None:
    """Leave the answer for the benefits service, once for each outcome."""
    body = {"card_order_id": event, "outcome": outcome, **more}
    tx.send("benefits", DOOR, body, f"desk:{event}:{outcome}")


def refusal_of(problem: Problem) -> dict[str, str]:
    """The code of a refusal, and why in both languages."""
    given = problem.params.items()
    params = {name: clean(value) if isinstance(value, str) else value for name, value in given}
    return {
        "code": problem.code,
        "zh": problem.detail.into("zh-CN", params),
        "en": problem.detail.into("en", params),
    }
