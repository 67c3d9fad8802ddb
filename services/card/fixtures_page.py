"""What docs/fixtures.md says below the magic persons of the card service."""

from services.card.flows.fixtures import BANK_PASSWORD, PASSWORD, PHONE
from services.card.flows.production.magic import phones

_MORE = f"""
Passwords: card and electronic card `{PASSWORD}`, bank `{BANK_PASSWORD}`; phone `{PHONE}`.

### Phone numbers that make a step of card production fail

Give one as `contact_phone` of an application; correct it to another number to go on.

| phone | stage | code | reason |
|---|---|---|---|
"""


def more() -> str:
    """Passwords and magic phone numbers."""
    return _MORE + "".join(
        f"| `{phone}` | {failure.stage} | {failure.code} | {failure.reason} |\n"
        for phone, failure in phones().items()
    )
