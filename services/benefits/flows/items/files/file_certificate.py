"""HRSS-077: certificates from the file, and the political review (依据档案出具证明)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import file_certificate as domain
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.files import transferring
from services.benefits.store import files
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    months = transferring.times(case).certificate_months
    return domain.Facts(files.file_of(tx, case.person.id), months)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """What the file says is printed, with a code by which the addressee verifies it."""
    return Effect(
        {"personnel_file_id": said.terms["file_id"]},
        certificate=domain.printed(case, said.terms),
    )


HANDLING = Handling(
    "HRSS-077", decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
