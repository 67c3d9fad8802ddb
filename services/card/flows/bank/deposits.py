"""The control account: the books of the regions follow what the cards' accounts hold.

Bank accounts of cards are a subsidiary ledger. Settlement keeps one control account for them
in each region's book; what moves here reaches it by message, once for each business key, and
the laws of the world compare both (`control.acct.card`).
"""

from collections import defaultdict

from sscsim.db import Tx
from sscsim.kernel.money import Money


class Deposits:
    """What the entries of one event add to the deposits of each region; less than zero: take.

    A batch sums its entries up and tells the books once, however many accounts it paid.
    """

    def __init__(self) -> None:
        self._moved: defaultdict[str, int] = defaultdict(int)

    def add(self, region_code: str, amount: Money) -> None:
        self._moved[region_code] += amount.fen

    def tell(self, tx: Tx, event: str) -> None:
        """Leave a message for each region whose sum changed. `event` is never used again."""
        for region_code, fen in sorted(self._moved.items()):
            if fen:
                tell(tx, f"{event}:{region_code}", region_code, Money(fen))


def tell(tx: Tx, event: str, region_code: str, amount: Money) -> None:
    """Tell a region's book of one change."""
    tx.send(
        "settlement",
        "/internal/v1/card-deposits",
        {"event": event, "region": region_code, "amount_fen": amount.fen},
        key=f"deposits:{event}",
    )
