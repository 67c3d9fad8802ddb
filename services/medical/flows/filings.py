"""Filing for treatment away from home (异地就医备案): self-declared, in force at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.medical import problems, terms_filings
from services.medical import problems_filings as refusals
from services.medical.domain import filing as domain
from services.medical.domain.filing import ANYWHERE, Filing
from services.medical.domain.filing_rules import REPLACE, FilingRules
from services.medical.domain.vocabulary import HOSPITAL, REFERRAL
from services.medical.flows import institutions, people
from services.medical.store import filings, packs, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions


@dataclass(frozen=True, slots=True)
class Prepared:
    """A filing that may be made, as far as that can be known before its transaction."""

    person_id: str
    home_region_code: str
    care_region_code: str
    kind: str
    start_date: date
    end_date: date | None
    referring_institution_id: str | None


def file(
    person_id: str,
    insurance_kind: str,
    care_region_code: str,
    kind: str,
    start_date: date | None = None,
    end_date: date | None = None,
    referring_institution_id: str | None = None,
) -> Filing:
    """File for a person at the region where they are insured today."""
    start = start_date or world.today()
    _check_dates(start, end_date)
    _check_place(care_region_code)
    if world.current().role == "hospital" and kind != REFERRAL:
        raise refusals.HospitalFilesReferrals(kind=kind)
    home = people.coverage(person_id, insurance_kind, world.today()).home_region_code
    asked = Prepared(
        person_id, home, care_region_code, kind, start, end_date, referring_institution_id
    )
    prepare(asked)
    with store.write() as tx:
        return tx.answer(filed(tx, asked))


def prepare(asked: Prepared) -> None:
    """Whether the caller may file at home, and it is away from there."""
    _check_dates(asked.start_date, asked.end_date)
    world.require_region(asked.home_region_code)
    _check_away(asked.home_region_code, asked.care_region_code)


def filed(tx: Tx, asked: Prepared) -> Filing:
    """The filing, made in the caller's transaction by the home region's rules of today."""
    home = asked.home_region_code
    rules = _rules(tx, home)
    rules.check_kind(asked.kind, asked.referring_institution_id)
    _check_referring(tx, home, asked.referring_institution_id)
    ordinal = filings.next_ordinal(tx, asked.person_id)
    made = Filing(
        id=tx.new_id("fil", asked.person_id, ordinal),
        person_id=asked.person_id,
        home_region_code=home,
        care_region_code=asked.care_region_code,
        kind=asked.kind,
        start_date=asked.start_date,
        end_date=rules.ends(asked.kind, asked.start_date, asked.end_date),
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
        referring_institution_id=asked.referring_institution_id,
    )
    _make_room(tx, made, rules)
    return _added(tx, made, ordinal)


def change(
    filing_id: str,
    care_region_code: str | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
) -> Filing:
    """A new filing of the same kind in the place of one that is in force (备案变更)."""
    start = start_date or world.today()
    _check_dates(start, end_date)
    care = care_region_code or get(filing_id).care_region_code
    _check_place(care)
    with store.write() as tx:
        old, rules = _held(tx, filing_id)
        _check_away(old.home_region_code, care)
        ordinal = filings.next_ordinal(tx, old.person_id)
        made = Filing(
            id=tx.new_id("fil", old.person_id, ordinal),
            person_id=old.person_id,
            home_region_code=old.home_region_code,
            care_region_code=care,
            kind=old.kind,
            start_date=start,
            end_date=rules.ends(old.kind, start, end_date),
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
            referring_institution_id=old.referring_institution_id,
            replaces=old.id,
        )
        _replace(tx, old, made)
        _make_room(tx, made, rules, but=old.id)
        return tx.answer(_added(tx, made, ordinal))


def cancel(filing_id: str) -> Filing:
    """Cancel a filing (备案取消): at once, or with the month, as the home region has it."""
    with store.write() as tx:
        return tx.answer(cancelled(tx, filing_id))


def cancelled(tx: Tx, filing_id: str) -> Filing:
    """The same in the caller's transaction."""
    old, rules = _held(tx, filing_id)
    end = rules.cancelled_end(world.today())
    if old.end_date is not None:
        end = min(end, old.end_date)
    if end < old.start_date:
        end = old.start_date - timedelta(days=1)
    done = filings.change(tx, old, end_date=end, cancelled_at=world.now())
    tx.emit("filing.cancelled", done.id, _told(done))
    failpoint("medical.cancel_filing.before_commit")
    return done


def _held(tx: Tx, filing_id: str) -> tuple[Filing, FilingRules]:
    """A filing that may be changed or cancelled now, locked."""
    named = filings.find(tx, filing_id)
    if named is None:
        raise problems.FilingNotFound(filing_id=filing_id)
    filings.hold(tx, named.person_id)
    found = filings.find(tx, filing_id)
    assert found is not None, "a filing is never removed"
    world.require_region(found.home_region_code)
    status = found.status(world.today())
    if status not in (domain.PENDING, domain.ACTIVE) or found.cancelled_at is not None:
        raise refusals.FilingNotInForce(filing_id=filing_id, status=status)
    rules = _rules(tx, found.home_region_code)
    rules.check_wait(found, world.today())
    return found, rules


def _added(tx: Tx, made: Filing, ordinal: int) -> Filing:
    filings.add(tx, made, ordinal)
    tx.emit("filing.accepted", made.id, _told(made))
    failpoint("medical.file.before_commit")
    return made


def _told(filing: Filing) -> dict[str, str]:
    return {"id": filing.id, "person_id": filing.person_id, "kind": filing.kind}


def _make_room(tx: Tx, made: Filing, rules: FilingRules, but: str | None = None) -> None:
    """Two filings of a kind for one place and time: refused, or the newer replaces."""
    for old in filings.of_person(tx, made.person_id):
        same = old.id != but and old.kind == made.kind
        same = same and old.home_region_code == made.home_region_code
        if (
            same
            and old.concerns(made.care_region_code)
            and old.overlaps(made.start_date, made.end_date)
        ):
            if rules.overlap.value != REPLACE:
                raise refusals.FilingOverlaps(filing_id=old.id)
            rules.check_wait(old, world.today())
            _replace(tx, old, made)


def _replace(tx: Tx, old: Filing, made: Filing) -> None:
    """The old one ends the day before the new one begins; if that is never, it is void."""
    end = made.start_date - timedelta(days=1)
    if old.end_date is not None:
        end = min(end, old.end_date)
    end = max(end, old.start_date - timedelta(days=1))
    done = filings.change(tx, old, end_date=end, replaced_by=made.id)
    tx.emit("filing.replaced", done.id, {**_told(done), "replaced_by": made.id})


def _rules(tx: Tx, home: str) -> FilingRules:
    return terms_filings.filing(home, world.today(), packs.text_of(tx, home))


def _check_dates(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise problems.FilingDatesWrong(start=start, end=end)


def _check_place(care: str) -> None:
    if care != ANYWHERE and not regions.is_known(care):
        raise problems.RegionUnknown(region_code=care)


def _check_away(home: str, care: str) -> None:
    if care in (home, regions.province_of(home)):
        raise problems.FilingAtHome(home=home, care=care)


def _check_referring(tx: Tx, home: str, institution_id: str | None) -> None:
    if institution_id is not None:
        found = institutions.known(tx, institution_id)
        if (found.region_code, found.kind) != (home, HOSPITAL):
            raise refusals.ReferringHospitalElsewhere(institution_id, home)


def get(filing_id: str) -> Filing:
    with store.read() as tx:
        found = filings.find(tx, filing_id)
    if found is None:
        raise problems.FilingNotFound(filing_id=filing_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return filings.page(tx, page, **filters)
