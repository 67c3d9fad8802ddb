"""Reconciling with a file as one step (对明细账): totals and bills, and what is told of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from services.medical.domain.institution import Institution
from services.medical.domain.reconciliation import Compared, Line, Reconciliation, Scope, Totals
from services.medical.flows import reconcile as totals
from services.medical.flows import reconcile_details
from services.medical.flows.interface import files
from services.medical.store import institution_bills, store
from services.medical.store.institution_bills import KnownAs
from sscsim.db import Tx

Made = TypeVar("Made")
Also = Callable[[Tx, Reconciliation, Sequence[Compared]], Made]
"""What else is done with the comparison in the same transaction; its value is the answer."""


def sent(institution: Institution, file_qury_no: str) -> bytes:
    """The file that the institution sent before."""
    with store.read() as tx:
        return files.get(tx, institution.institution_code, file_qury_no)


def reconcile(scope: Scope, stated: Totals, lines: Sequence[Line], also: Also[Made]) -> Made:
    """Compare totals and bills, keep both like every other reconciliation, and tell them."""
    with store.write() as tx:
        made = totals.made_in(tx, scope, stated)
        detailed, compared = reconcile_details.detailed_in(tx, made, lines)
        return tx.answer(also(tx, detailed, compared))


def known_as(tx: Tx, compared: Sequence[Compared]) -> Mapping[str, KnownAs]:
    """How messages name the bills that the centre has."""
    return institution_bills.known_as(
        tx, [one.entry.settlement_id for one in compared if one.entry is not None]
    )
