"""Making an agreement between two regions."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from services.settlement.domain.agreements import Agreement
from services.settlement.problems import AgreementExists, AgreementInvalid, AgreementNotFound
from services.settlement.store import agreements, store
from services.settlement.store.seed import scheme_between
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.problems import FieldError, Text


class SeenVersion(Protocol):
    """The caller's If-Match."""

    def check(self, version: int) -> None: ...


def agree(
    *,
    home_region_code: str,
    care_region_code: str,
    effective_from_date: date,
    effective_to_date: date | None = None,
    **options: bool,
) -> Agreement:
    """Let persons insured in one region settle directly in another, in this direction."""
    home, care = home_region_code, care_region_code
    world.require_region(home)
    _check(home, care, effective_from_date, effective_to_date)
    with store.write() as tx:
        known = _overlapping(tx, home, care, effective_from_date, effective_to_date)
        if known is not None:
            raise AgreementExists(agreement_id=known.id)
        made = _made(tx, home, care, effective_from_date, effective_to_date, **options)
        tx.answer(made)
        return made


def change(agreement_id: str, match: SeenVersion, **options: bool) -> Agreement:
    """Change what two regions may change of an agreement that stands: what happens while an
    advance is used up."""
    with store.write() as tx:
        known = agreements.locked(tx, agreement_id)
        if known is None:
            raise AgreementNotFound(agreement_id=agreement_id)
        world.require_region(known.home_region)
        match.check(known.version)
        if all(getattr(known, name) == wanted for name, wanted in options.items()):
            return known
        made = agreements.change(tx, agreement_id, **options)
        data = {
            "id": made.id,
            "advance_hard_stop": made.advance_hard_stop,
            "advance_delays_providers": made.advance_delays_providers,
        }
        tx.emit("agreement.changed", made.id, data)
        return made


def both_ways(region_code: str, others: Iterable[str], effective_from_date: date) -> list[str]:
    """Open-ended agreements with each of the others, where a direction has none from that day
    on; the ids of those made."""
    pairs = [pair for other in others for pair in ((region_code, other), (other, region_code))]
    for home, care in pairs:
        world.require_region(home)
        _check(home, care, effective_from_date, None)
    with store.write() as tx:
        return [
            _made(tx, home, care, effective_from_date, None).id
            for home, care in sorted(pairs)
            if _overlapping(tx, home, care, effective_from_date, None) is None
        ]


def _overlapping(tx: Tx, home: str, care: str, start: date, end: date | None) -> Agreement | None:
    """The agreement of this direction that shares a day; none is made meanwhile."""
    tx.lock("agreement", home, care)
    known = agreements.between(tx, home, care)
    return next((each for each in known if each.overlaps(start, end)), None)


def _made(
    tx: Tx, home: str, care: str, start: date, end: date | None, **options: bool
) -> Agreement:
    made = Agreement(
        id=tx.new_id("agr", home, care, start),
        home_region=home,
        care_region=care,
        scheme=scheme_between(home, care),
        effective_from=start,
        effective_to=end,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        **options,
    )
    agreements.add(tx, made)
    data = {"id": made.id, "home_region_code": home, "care_region_code": care}
    tx.emit("agreement.made", made.id, data)
    return made


def _check(home: str, care: str, start: date, end: date | None) -> None:
    errors = []
    for pointer, code in (("/home_region_code", home), ("/care_region_code", care)):
        if not (regions.is_pooling_area(code) or code.startswith("99")):
            message = Text(zh="不是统筹区", en="is not a pooling area")
            errors.append(FieldError("not_a_pooling_area", message, pointer=pointer))
    if home == care:
        message = Text(zh="须与参保地不同", en="must differ from the home region")
        errors.append(FieldError("same_region", message, pointer="/care_region_code"))
    if end is not None and end < start:
        message = Text(zh="早于起日", en="is before the first day")
        errors.append(FieldError("before_start", message, pointer="/effective_to_date"))
    if errors:
        raise AgreementInvalid(errors=errors)
