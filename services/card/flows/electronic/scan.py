"""Scanning a code: once, in time, for a scene it is good for, by a party of that scene."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.card import problems_electronic as problems
from services.card import terms
from services.card.domain import code as domain
from services.card.domain.card import Card
from services.card.domain.code import Code, Presented
from services.card.domain.electronic_card import ElectronicCard
from services.card.flows.electronic import known
from services.card.store import electronic
from sscsim import clock, world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx

_EPOCH = datetime(1970, 1, 1, 8, tzinfo=SHANGHAI)


def presented(
    tx: Tx, text: str, scene: str, scanned_at: datetime | None = None, event: str | None = None
) -> tuple[Code, ElectronicCard, Card]:
    """The code, locked and good for this scene, and the cards behind it; not yet used up, or only
    for this very event of another service."""
    at = _instant(scanned_at)
    said = domain.read(text, tx.world.seed, world.now())
    if scene not in said.capabilities:
        raise problems.CapabilityMissing(scene=scene, allowed=", ".join(said.capabilities))
    if said.kind == "offline":
        code = _offline(tx, said, at)
    else:
        code = known.code(tx, said.jti, locked=True)
        _check_time(said.issued_at, said.expires_at, at, skew=0)
    if code.used_at is not None:
        if event is None or code.used_for != event:
            raise problems.CodeUsed()
        return code, *_as_it_was(tx, code)
    revoked = electronic.revocation(tx, code.credential_id or code.id)
    if revoked is not None and revoked.revoked_at <= at:
        raise problems.CodeRevoked(number=revoked.number)
    found, card = known.usable(tx, code.electronic_card_id)
    return code, found, card


def _as_it_was(tx: Tx, code: Code) -> tuple[ElectronicCard, Card]:
    """The cards behind a code that was accepted before, usable still or not."""
    found = known.card(tx, code.electronic_card_id)
    on = known.physical(tx, found)
    assert on is not None, "a card is never deleted"
    return found, on


def use(tx: Tx, code: Code, scene: str, event: str | None = None) -> Code:
    """One scan, and the code is used up; the caller holds its lock."""
    used = replace(
        code,
        used_at=world.now(),
        used_by=world.current().party_id,
        used_scene=scene,
        used_for=event,
        version=code.version + 1,
        updated_at=world.now(),
    )
    electronic.change_code(tx, used)
    told = {"id": code.id, "scene": scene, "electronic_card_id": code.electronic_card_id}
    tx.emit("code.scanned", code.id, told)
    return used


def _offline(tx: Tx, said: Presented, at: datetime) -> Code:
    """The row of an offline code, made with its first scan; a second one finds it used."""
    credential = electronic.find_credential(tx, said.credential_id or "")
    if credential is None:
        raise problems.CodeNotOurs(why="unknown_credential")
    rules = terms.electronic_card(
        known.card(tx, credential.electronic_card_id).region_code, at.date()
    )
    skew = rules.clock_skew_seconds
    if said.expires_at - said.issued_at > rules.offline_code_seconds:
        raise problems.CodeNotOurs(why="valid_for_too_long")
    _check_time(said.issued_at, said.expires_at, at, skew)
    _check_time(
        int(credential.issued_at.timestamp()), int(credential.expires_at.timestamp()), at, skew
    )
    code_id = tx.new_id("cod", credential.id, said.jti)
    tx.lock("offline code", code_id)
    earlier = electronic.find_code(tx, code_id, locked=True)
    if earlier is not None:
        return earlier
    code = Code(
        id=code_id,
        kind="offline",
        electronic_card_id=credential.electronic_card_id,
        person_id=credential.person_id,
        scene=None,
        capabilities=list(said.capabilities),
        credential_id=credential.id,
        issued_at=_moment(said.issued_at),
        expires_at=_moment(said.expires_at),
        used_at=None,
        used_by=None,
        used_scene=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    electronic.add_code(tx, code)
    return code


def _check_time(issued: int, expires: int, at: datetime, skew: int) -> None:
    if at.timestamp() >= expires + skew:
        raise problems.CodeExpired(expired_at=clock.shown(_moment(expires)))
    if at.timestamp() < issued - skew:
        raise problems.CodeNotYetValid(issued_at=clock.shown(_moment(issued)))


def _moment(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _instant(scanned_at: datetime | None) -> datetime:
    now = world.now()
    if scanned_at is None:
        return now
    if not timedelta() <= now - scanned_at <= timedelta(hours=domain.UPLOAD_HOURS):
        raise problems.ScannedTooLongAgo(hours=domain.UPLOAD_HOURS)
    return scanned_at


def check_scanner(scene: str) -> None:
    role = world.current().role
    if role not in (*domain.SCANNERS[scene], "owner", "service", "system"):
        raise problems.SceneNotAllowed(role=role, scene=scene)
