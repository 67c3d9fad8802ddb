"""The line that reader drivers give for a card (`iReadCardBas` and its kin).

Fields are separated *and* ended by `|`. Status of the layout: secondary, read from vendors'
public code. Version 3.00 has four more fields at its end; what they hold is invented.

| specification | fields |
|---|---|
| 1.00, 2.00 | area to terminal device number |
| 3.00 | the same, then PSAM, medical certificate, encryption factor, line version |
"""

import hashlib

from services.card.domain.card import Card
from sscsim.kernel.ids import atr

VERSIONS = ("1.00", "2.00", "3.00")
CONTACTS = ("contact", "contactless")


def parts(
    card: Card, name: str, number: str, version: str, contact: str, terminal: str
) -> dict[str, str]:
    """The fields by name, in the order of the line.

    `number`: the social security number as the caller may see it. A contactless read of a
    third-generation card without its password tells neither number, card number nor name.
    """
    hidden = version == "3.00" and contact == "contactless"
    found = {
        "area": card.region_code,
        "social_security_number": "" if hidden else number,
        "card_number": "" if hidden else card.card_number,
        "card_identification_code": card.card_identification_code,
        "name": "" if hidden else name,
        "atr_historical_bytes": atr.of_identification_code(card.card_identification_code),
        "specification_version": version,
        "issue_date": f"{card.issue_date:%Y%m%d}",
        "valid_to": f"{card.valid_to_date:%Y%m%d}",
        "terminal_number": terminal,
        "terminal_device_number": f"SSC{terminal[-6:]}",
    }
    if version == "3.00":
        drawn = hashlib.sha256(f"reader/{terminal}/{card.id}".encode()).hexdigest().upper()
        found |= {
            "psam_number": drawn[:12],
            "medical_certificate_number": drawn[12:28],
            "encryption_factor": drawn[28:44],
            "line_version": "1",
        }
    return found


def line(fields: dict[str, str]) -> str:
    return "".join(f"{value}|" for value in fields.values())
