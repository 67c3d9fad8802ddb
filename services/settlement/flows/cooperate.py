"""Agreements of groups of regions: made, put in force in this world, and shown."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.settlement import terms
from services.settlement.domain.cooperations import NATION, Cooperation
from services.settlement.domain.kind_terms import KindTerms
from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.periods import period_of
from services.settlement.problems_clearing import (
    CooperationExists,
    CooperationInvalid,
    CooperationNotFound,
)
from services.settlement.store import cooperations, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text


def make(
    *,
    cooperation_code: str,
    name: str,
    scope: str,
    member_region_codes: list[str],
    business_kinds: list[str],
    digest_algorithm: str | None = None,
    claim_limit_fen: Money | None = None,
    effective_from_date: date,
    effective_to_date: date | None = None,
    source: str,
    source_status: str,
    periods: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Let every member settle with every other, for the kinds it names."""
    _check(member_region_codes, effective_from_date, effective_to_date)
    with store.write() as tx:
        known = cooperations.by_code(tx, cooperation_code)
        if known is not None:
            raise CooperationExists(cooperation_code=cooperation_code, cooperation_id=known.id)
        made = Cooperation(
            id=tx.new_id("coop", cooperation_code),
            code=cooperation_code,
            zh=name,
            en=name,
            scope=scope,
            members=tuple(member_region_codes),
            kinds=tuple(business_kinds),
            digest_algorithm=digest_algorithm,
            claim_limit=claim_limit_fen,
            effective_from=effective_from_date,
            effective_to=effective_to_date,
            source=source,
            source_status=source_status,
            is_active=True,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            periods=periods,
        )
        cooperations.add(tx, made)
        _tell(tx, made, "made")
        answer = shown(made)
        tx.answer(answer)
        return answer


def _check(members: list[str], start: date, end: date | None) -> None:
    errors = []
    for number, code in enumerate(members):
        if code != NATION and not (regions.is_known(code) or code.startswith("99")):
            message = Text(
                zh="不是省、统筹区或全国", en="is no province, pooling area or the nation"
            )
            pointer = f"/member_region_codes/{number}"
            errors.append(FieldError("unknown_region", message, pointer=pointer))
    if end is not None and end < start:
        message = Text(zh="早于起日", en="is before the first day")
        errors.append(FieldError("before_start", message, pointer="/effective_to_date"))
    if errors:
        raise CooperationInvalid(errors=errors)


def switch(cooperation_id: str, *, is_active: bool) -> dict[str, Any]:
    """Put a co-operation in force in this world, or out of force; again changes nothing."""
    with store.write() as tx:
        known = cooperations.locked(tx, cooperation_id)
        if known is None:
            raise CooperationNotFound(cooperation_id=cooperation_id)
        if known.is_active != is_active:
            cooperations.activate(tx, cooperation_id, is_active)
            _tell(tx, known, "activated" if is_active else "suspended")
        found = cooperations.find(tx, cooperation_id)
        assert found is not None
        answer = shown(found)
        tx.answer(answer)
        return answer


def _tell(tx: Tx, one: Cooperation, what: str) -> None:
    data = {"id": one.id, "cooperation_code": one.code}
    tx.emit(f"cooperation.{what}", one.id, data)


def find(cooperation_id: str) -> dict[str, Any]:
    with store.read() as tx:
        found = cooperations.find(tx, cooperation_id)
    if found is None:
        raise CooperationNotFound(cooperation_id=cooperation_id)
    return shown(found)


def listed(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return cooperations.page(tx, page, dict(filters)).map(shown)


def shown(one: Cooperation) -> dict[str, Any]:
    """With how each of its kinds is cleared that is no medical bill."""
    cleared = [_cleared(one, kind) for kind in one.kinds if kind in BUSINESS]
    return {**asdict(one), "claim_limit": one.claim_limit, "cleared": cleared or None}


def _cleared(one: Cooperation, code: str) -> dict[str, Any]:
    kind = BUSINESS[code]
    period = period_of(one.period_of(code), world.now())
    in_force = terms.in_force(code, period)
    assert isinstance(in_force, KindTerms)
    basis = terms.basis_of(code, period)
    return {
        "kind": code,
        "name_zh": kind.name.zh,
        "name_en": kind.name.en,
        "period": in_force.period,
        "netting_mode": kind.netting_mode,
        "declare_workdays": in_force.declare_workdays,
        "sign_workdays": in_force.sign_workdays,
        "payment_workdays": in_force.payment_workdays,
        "max_delay_periods": in_force.max_delay,
        "policy": {
            "title": basis.source.title,
            "status": basis.source.status,
            "version": basis.version,
        },
    }
