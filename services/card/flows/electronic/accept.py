"""A gate presents a code: decided and recorded as any verification, used up if accepted."""

from dataclasses import dataclass
from datetime import datetime

from services.card import problems_electronic as problems
from services.card.domain import code as domain
from services.card.domain.card import Card
from services.card.domain.code import Code
from services.card.domain.electronic_card import ElectronicCard
from services.card.domain.person import Person, check_pooling_area
from services.card.flows import verify
from services.card.flows.electronic.scan import check_scanner, presented, use
from services.card.store import persons, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


@dataclass(frozen=True)
class Scan:
    """An accepted scan, with what the asking party may know of the holder."""

    id: str
    code_id: str
    kind: str
    scene: str
    city: str
    level: int
    pseudonym: str
    electronic_card_id: str | None
    person_id: str | None
    card_id: str | None
    name: str | None
    scanned_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


def scan(
    text: str,
    scene: str,
    scanned_at: datetime | None = None,
    place_region_code: str | None = None,
    event: str | None = None,
) -> Scan:
    """Accept a code, and use it up; a refusal uses nothing up.

    `scanned_at`: a gate without network uploads later what it scanned then. The holder
    sees the check among their uses, also one that was refused for where or who. `event`: another
    service's own name for the scan, by which it is answered the same again.
    """
    check_scanner(scene)
    if place_region_code is not None:
        check_pooling_area(place_region_code, "/place_region_code")
    with store.write() as tx:
        code, found, card = presented(tx, text, scene, scanned_at, event)
        holder = persons.find(tx, code.person_id)
        assert holder is not None
        if code.used_at is not None:
            return tx.answer(_shown(tx, code, found, card, holder))
        own = card if holder.id == found.person_id else None
        purpose = None if scene == "payment" else scene
        record = verify.recorded_scan(tx, code.id, own, holder, purpose, place_region_code)
        if record.result == "accepted":
            made = _shown(tx, use(tx, code, scene, event), found, card, holder)
            failpoint("card.scan_code.before_commit")
            return tx.answer(made)
        refused = problems.ScanRefused(reasons=", ".join(record.reasons), verification_id=record.id)
        tx.refuse(refused)
    raise refused


def _shown(tx: Tx, used: Code, found: ElectronicCard, card: Card, holder: Person) -> Scan:
    """What the party may know: pseudonym for all, the person where the scene needs them."""
    at = world.current()
    named = used.used_scene in domain.NAMED_SCENES or world.is_inner()
    assert used.used_scene is not None
    assert used.used_at is not None
    return Scan(
        id=used.id,
        code_id=used.id,
        kind=used.kind,
        scene=used.used_scene,
        city=card.region_code,
        level=found.level,
        pseudonym=domain.pseudonym(tx.world.seed, holder.id, at.party_id),
        electronic_card_id=found.id if named else None,
        person_id=holder.id if named else None,
        card_id=card.id if named and holder.id == found.person_id else None,
        name=holder.name if named else None,
        scanned_at=used.used_at,
        version=used.version,
        created_at=used.used_at,
        updated_at=used.used_at,
    )
