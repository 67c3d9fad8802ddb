"""The register: which of our visits, lines and settlements a message means by its own numbers.

A visit that the other face began has no row here until a message says something of it: its number
is its id, and what only messages know is empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.register import (
    RegisteredLine,
    RegisteredSettlement,
    RegisteredVisit,
)
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import CANCELLED, OPEN, ChargedLine, Visit
from services.medical.flows import settling
from services.medical.flows import visits as flow
from services.medical.problems import SettlementNotFound, VisitNotFound
from services.medical.store import register as rows
from services.medical.store import visits
from sscsim.db import Tx
from sscsim.kernel.money import Money

_ZERO = Money.zero()


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of our visits that a number (就诊ID) stands for, with what messages said of it."""

    visit: Visit
    registered: RegisteredVisit | None

    @property
    def id(self) -> str:
        """By which a key remembers what it was about."""
        return self.visit.id

    @property
    def mdtrt_id(self) -> str:
        return self.registered.mdtrt_id if self.registered else self.visit.id

    @property
    def charge_batch(self) -> str | None:
        return self.registered.charge_batch if self.registered else None

    def given(self, name: str, default: Any = None) -> Any:
        return self.registered.given.get(name, default) if self.registered else default


def numbered(
    tx: Tx,
    institution: Institution,
    mdtrt_id: str,
    psn_no: str | None = None,
    *,
    lock: bool = False,
) -> list[Numbered]:
    """What the number stands for, in order. VisitNotFound: nothing of this institution's, or of
    this person's. With `lock` for a change."""
    found = rows.visits_of(tx, mdtrt_id)
    if not found:
        later = rows.visit(tx, mdtrt_id)  # one that continues another, by its own id
        found = rows.visits_of(tx, later.mdtrt_id) if later else []
    ids = [one.visit_id for one in found] or [mdtrt_id]
    if lock:  # whoever changes any of them has the first; what is said of them is read after that
        flow.known(tx, ids[0], lock=True)
        found = rows.visits_of(tx, ids[0])
        ids = [one.visit_id for one in found] or ids
    known = {one.visit_id: one for one in found}
    made = []
    for visit_id in ids:
        visit = flow.known(tx, visit_id, lock=lock)
        if visit.institution_id != institution.id or psn_no not in (None, visit.person_id):
            raise VisitNotFound(visit_id=mdtrt_id)
        made.append(Numbered(visit, known.get(visit_id)))
    return made


def the_visit(
    tx: Tx,
    institution: Institution,
    mdtrt_id: str,
    psn_no: str | None = None,
    *,
    lock: bool = False,
) -> Numbered:
    """The first of them: where the visit itself is spoken of, and not a batch of it."""
    return numbered(tx, institution, mdtrt_id, psn_no, lock=lock)[0]


def open_visit(
    tx: Tx,
    visit: Visit,
    med_type: str,
    visit_number: str,
    certificate_type: str,
    given: Mapping[str, Any],
    charge_batch: str | None = None,
    mdtrt_id: str | None = None,
    ordinal: int = 1,
) -> RegisteredVisit:
    """Register a visit that a message began, or first speaks of."""
    now = tx.world.now
    made = RegisteredVisit(
        visit_id=visit.id,
        mdtrt_id=mdtrt_id or visit.id,
        ordinal=ordinal,
        charge_batch=charge_batch,
        med_type=med_type,
        visit_number=visit_number,
        certificate_type=certificate_type,
        given=dict(given),
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.add_visit(tx, made)
    return made


def said(tx: Tx, one: Numbered, given: Mapping[str, Any], **changes: Any) -> Numbered:
    """Keep what a later message said of a visit; of each field the newest word counts."""
    if one.registered is None:
        registered = open_visit(
            tx,
            one.visit,
            changes.get("med_type", one.visit.of_kind.med_type),
            changes.get("visit_number", ""),
            "",
            given,
            changes.get("charge_batch"),
        )
    else:
        merged = {**one.registered.given, **given}
        registered = rows.change_visit(tx, one.registered, given=merged, **changes)
    return Numbered(one.visit, registered)


def continued(tx: Tx, found: Sequence[Numbered], charge_batch: str | None) -> Numbered:
    """Another visit of the same day, which continues those of a number, as the newest is.

    A batch of an outpatient's charges (收费批次) is settled on its own, so that each has a visit of
    its own: the first the one that was begun.
    """
    first, ordinal = found[0], len(found) + 1
    begun = found[-1].visit
    count = visits.count(tx, begun.person_id, begun.institution_id, begun.admission_date)
    now = tx.world.now
    made = Visit(
        **{
            **{name: getattr(begun, name) for name in _SHARED},
            "id": tx.new_id(
                "vis", begun.person_id, begun.institution_id, begun.admission_date, count + 1
            ),
            "status": OPEN,
            "line_count": 0,
            "withdrawn_count": 0,
            "own_pay": _ZERO,
            "over_limit": _ZERO,
            "preself": _ZERO,
            "in_scope": _ZERO,
            "settlement_id": None,
            "settled_until": None,
            "diagnosis_revision": 0,
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
    )
    visits.add(tx, made)
    told = {"id": made.id, "person_id": made.person_id, "kind": made.kind}
    tx.emit("visit.opened", made.id, told)
    if first.registered is None:
        first = said(tx, first, {})
    known = found[-1].registered or first.registered
    assert known is not None
    registered = open_visit(
        tx,
        made,
        known.med_type,
        known.visit_number,
        known.certificate_type,
        known.given,
        charge_batch,
        first.mdtrt_id,
        ordinal,
    )
    return Numbered(made, registered)


_SHARED = (
    "person_id",
    "card_id",
    "institution_id",
    "care_region_code",
    "level",
    "kind",
    "insurance_kind",
    "home_region_code",
    "admission_date",
    "discharge_date",
    "is_emergency",
    "sex",
    "department_id",
    "doctor_id",
    "disease",
    "delivery",
    "prescription",
    "recognition_id",
)
"""What a visit that continues another has of it."""


def add_lines(
    tx: Tx,
    one: Numbered,
    charged: Sequence[ChargedLine],
    sent: Sequence[tuple[str, str, Mapping[str, Any]]],
) -> None:
    """Register lines as they were charged; `sent`: number, batch and fields of each."""
    rows.add_lines(
        tx,
        [
            RegisteredLine(line.id, one.visit.id, one.mdtrt_id, number, batch, given, tx.world.now)
            for line, (number, batch, given) in zip(charged, sent, strict=True)
        ],
    )


def add_settlement(
    tx: Tx,
    settlement: Settlement,
    infno: str,
    msgid: str,
    charge_batch: str,
    given: Mapping[str, Any],
) -> None:
    made = RegisteredSettlement(settlement.id, infno, msgid, charge_batch, given, tx.world.now)
    rows.add_settlement(tx, made)


def settlement_of(
    tx: Tx, institution: Institution, setl_id: str, mdtrt_id: str | None, psn_no: str | None
) -> tuple[Settlement, RegisteredSettlement | None]:
    """A settlement (结算ID) of the institution's, of that visit and that person, as far as said.

    Raises SettlementNotFound.
    """
    found = settling.known(tx, setl_id)
    registered = rows.visit(tx, found.visit_id)
    number = registered.mdtrt_id if registered else found.visit_id
    if (
        found.institution_id != institution.id
        or mdtrt_id not in (None, number, found.visit_id)
        or psn_no not in (None, found.person_id)
    ):
        raise SettlementNotFound(settlement_id=setl_id)
    return found, rows.settlement(tx, setl_id)


def live(found: Sequence[Numbered]) -> list[Numbered]:
    return [one for one in found if one.visit.status != CANCELLED]
