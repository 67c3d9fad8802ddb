"""Ticking off an acceptance: from the messages that were kept, those of a party or institution."""

import json
from typing import Any

from services.medical.domain import acceptance as domain
from services.medical.domain.acceptance import Finding, Seen
from services.medical.domain.register import KeptMessage
from services.medical.store import register, store

MOST = 20_000
"""Messages that are looked at, the newest."""


def ticked(
    kind: str, party_id: str | None = None, institution_code: str | None = None
) -> tuple[list[Finding], int]:
    """Every item asked of that kind of institution, and how many messages were looked at."""
    with store.read() as tx:
        kept = register.messages_seen(tx, domain.INFNOS, party_id, institution_code, MOST)
        settled = [one.settlement_id for one in kept if one.settlement_id is not None]
        regions = register.regions_of(tx, settled)
        numbers = register.numbers_of(tx, [one.visit_id for one in kept if one.visit_id])
    seen = [_seen(one, regions, numbers) for one in kept]
    return domain.findings(seen, kind), len(seen)


def _seen(one: KeptMessage, regions: dict[str, tuple[str, str]], numbers: dict[str, str]) -> Seen:
    sent = json.loads(one.sent)
    told: dict[str, Any] = json.loads(one.answer) if one.answer else {}
    care, home = regions.get(str(one.settlement_id), (None, None))
    visit = one.visit_id and numbers.get(one.visit_id, one.visit_id)
    return Seen(
        infno=one.infno,
        msgid=one.msgid,
        institution_code=one.institution_code,
        is_good=bool(one.is_good),
        repeats=one.repeats,
        visit_id=visit,
        input=sent.get("input") or {},
        output=told.get("output"),
        care=care,
        home=home,
    )
