"""Showing a code: text, and the same text as a picture."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

from services.card import problems_electronic as problems
from services.card import terms
from services.card.domain import code as domain
from services.card.domain.code import Code
from services.card.flows.electronic import known
from services.card.store import electronic, persons, store
from sscsim import world
from sscsim.failpoints import failpoint


@dataclass(frozen=True)
class Shown:
    """A code with its text. The text is not kept: it is made again from the row."""

    id: str
    electronic_card_id: str
    person_id: str
    scene: str | None
    capabilities: tuple[str, ...]
    text: str
    expires_at: datetime
    used_at: datetime | None
    used_scene: str | None
    version: int
    created_at: datetime
    updated_at: datetime


def show(
    electronic_card_id: str,
    scene: str | None = None,
    device_id: str | None = None,
    relative_id: str | None = None,
) -> Shown:
    """A new code for one scan within a minute; for a relative where family service says so.

    `device_id` None: the code is shown by a channel's own page, not by a phone.
    """
    with store.write() as tx:
        found, card = known.usable(tx, electronic_card_id)
        if device_id is not None:
            known.device(tx, found, device_id)
        rules = terms.electronic_card(found.region_code, world.today())
        allowed = rules.capabilities[found.level]
        if relative_id is not None:
            # a relative is shown, never paid for from the holder's account
            allowed = tuple(each for each in allowed if each != "payment")
        if scene is not None and scene not in allowed:
            raise problems.CapabilityMissing(scene=scene, allowed=", ".join(allowed))
        subject = found.person_id
        if relative_id is not None:
            members = {row.person_id for row in electronic.family(tx, found.id)}
            if relative_id not in members or persons.find(tx, relative_id) is None:
                raise problems.FamilyMemberNotFound(member_id=relative_id)
            subject = relative_id
        now = world.now()
        code = Code(
            id=tx.new_id("cod", found.id, electronic.codes_count(tx, found.id) + 1),
            kind="shown",
            electronic_card_id=found.id,
            person_id=subject,
            scene=scene,
            capabilities=[scene] if scene else list(allowed),
            credential_id=None,
            issued_at=now,
            expires_at=now + timedelta(seconds=rules.code_seconds),
            used_at=None,
            used_by=None,
            used_scene=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        electronic.add_code(tx, code)
        failpoint("card.show_code.before_commit")
        return tx.answer(_with_text(tx.world.seed, code, card.region_code, found.level))


def get_code(code_id: str) -> Shown:
    """The code again: to ask whether it was scanned, or to draw it."""
    with store.read() as tx:
        code = known.code(tx, code_id)
        found = known.card(tx, code.electronic_card_id)
        return _with_text(tx.world.seed, code, found.region_code, found.level)


def picture(code_id: str, form: str) -> tuple[bytes, str]:
    """The code as SVG or PNG, and the media type."""
    shown = get_code(code_id)
    drawn = segno.make_qr(shown.text, error="m")
    out = io.BytesIO()
    drawn.save(out, kind=form, scale=4, border=4)
    return out.getvalue(), {"svg": "image/svg+xml", "png": "image/png"}[form]


def _with_text(seed: str, code: Code, city: str, level: int) -> Shown:
    text = domain.write(seed, code, city=city, level=level) if code.kind == "shown" else ""
    return Shown(
        code.id,
        code.electronic_card_id,
        code.person_id,
        code.scene,
        tuple(code.capabilities),
        text,
        code.expires_at,
        code.used_at,
        code.used_scene,
        code.version,
        code.created_at,
        code.updated_at,
    )
