"""The password of the social application (社保密码): six digits, apart from the bank's.

It is set and reset by the HR side; so many wrong entries in a row lock the application.
"""

import hashlib
import hmac
from dataclasses import dataclass
from itertools import pairwise

from services.card import problems_people as problems


@dataclass(frozen=True)
class Password:
    """What is kept of it. `wrong_in_a_row` goes back to 0 with a right one."""

    card_id: str
    digest: str
    wrong_in_a_row: int

    def opens_with(self, entered: str) -> bool:
        return hmac.compare_digest(self.digest, digest(self.card_id, entered))


def chosen(card_id: str, entered: str) -> Password:
    """A new password; refused when it is six equal digits or six in a row."""
    steps = {int(b) - int(a) for a, b in pairwise(entered)}
    if steps in ({0}, {1}, {-1}):
        raise problems.CardPasswordWeak()
    return Password(card_id, digest(card_id, entered), 0)


def digest(card_id: str, entered: str) -> str:
    """Cheap on purpose: passwords here are synthetic, and a gate checks many a second."""
    return hashlib.sha256(f"{card_id}/{entered}".encode()).hexdigest()
