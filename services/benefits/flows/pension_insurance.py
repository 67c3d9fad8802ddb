"""Who is insured in a basic pension, as far as records here say.

The one place to ask. Whoever is enrolled in social insurance today, as an employee or a
resident, counts: employees' insurances are enrolled in together; that residents insured for
their health are insured for a pension too is assumed.
"""

from datetime import date

from sscsim import peers

_KINDS = ("employee_basic_medical", "resident_basic_medical")


def is_insured(person_id: str, day: date) -> bool:
    """Asked of the card service, which keeps enrolments; before any transaction."""
    return any(_stretches(person_id, kind, day) for kind in _KINDS)


def _stretches(person_id: str, kind: str, day: date) -> list[object]:
    body = {
        "person_ids": [person_id],
        "insurance_kind": kind,
        "from_date": day.isoformat(),
        "to_date": day.isoformat(),
    }
    found: list[object] = peers.call("card", "POST", "/internal/v1/insurance-stretches", body)[
        "data"
    ]
    return found
