"""What a monthly subsidy stands on, looked up for one month: why it does not stand, or None.

Asked when the month is paid, and again whenever the records may have changed since.
"""

from collections.abc import Callable, Mapping

from services.benefits.domain.employment import employment as works
from services.benefits.domain.employment import internship, social_insurance_subsidy
from services.benefits.domain.employment import welfare_post_subsidy as posts
from services.benefits.domain.employment.employment import Employment
from services.benefits.domain.employment.subsidy import Subsidy
from services.benefits.store import employment_records, subsidies
from sscsim.db import Tx
from sscsim.kernel.periods import Month

EMPLOYMENT_ENDED, CORRECTED = "employment_ended", "record_corrected"
INTERNSHIP_ENDED, AT_WORK = "internship_ended", "at_work"


def _record(tx: Tx, known: Subsidy) -> Employment | None:
    """The employment as it is on record today: the newest correction of the one it stands on."""
    found = {each.id: each for each in employment_records.employments.of(tx, known.person_id)}
    by_corrected = {each.corrects_id: each for each in found.values() if each.corrects_id}
    record = found.get(known.basis_id)
    while record is not None and record.id in by_corrected:
        record = by_corrected[record.id]
    return record


def _work(tx: Tx, known: Subsidy, month: Month) -> str | None:
    """A month counts when the work went on to its end."""
    record = _record(tx, known)
    own = known.party_id is None
    kinds = social_insurance_subsidy.OF_ONES_OWN if own else (works.EMPLOYED,)
    if record is None or record.status == works.CORRECTED or record.kind not in kinds:
        return CORRECTED
    if record.start_date > month.last:
        return CORRECTED
    return None if record.stands_on(month.last) else EMPLOYMENT_ENDED


def _post(tx: Tx, known: Subsidy, month: Month) -> str | None:
    """A month counts when the post was held on a day of it; attendance says how much."""
    record = _record(tx, known)
    if record is None or record.status == works.CORRECTED or record.kind != works.PUBLIC_WELFARE:
        return CORRECTED
    if record.start_date > month.last or record.hardship_id is None:
        return CORRECTED
    over = record.ended_on is not None and record.ended_on < month.first
    return EMPLOYMENT_ENDED if over else None


def _internship(tx: Tx, known: Subsidy, month: Month) -> str | None:
    """A month counts when the internship went on to its end, and the intern had no job."""
    record = subsidies.internships.find(tx, known.basis_id)
    assert record is not None, "an internship is never removed"
    if record.last_day < month.last:
        return INTERNSHIP_ENDED
    jobs = employment_records.employments.of(tx, known.person_id)
    return AT_WORK if internship.at_work(jobs, month.first, month.last) else None


BY_ITEM: Mapping[str, Callable[[Tx, Subsidy, Month], str | None]] = {
    social_insurance_subsidy.CODE: _work,
    posts.CODE: _post,
    internship.CODE: _internship,
}


def fails(tx: Tx, known: Subsidy, month: Month) -> str | None:
    """Why the subsidy doesn't stand in that month by the records of today."""
    return BY_ITEM[known.item_code](tx, known, month)


def closed(tx: Tx, known: Subsidy, why: str | None) -> None:
    """Its last month was paid, or it ended before: an internship ends with its subsidy."""
    if known.item_code != internship.CODE:
        return
    record = subsidies.internships.find(tx, known.basis_id, lock=True)
    assert record is not None
    if record.status != internship.RUNNING:
        return
    event = "complete" if why is None else "end"
    after = internship.MACHINE.after(record.status, event)
    if why is None:
        subsidies.internships.change(tx, record, status=after)
        return
    ended_for = why if why in internship.ENDED_FOR else "left"
    ended_on = min(record.last_day, tx.world.today)
    subsidies.internships.change(tx, record, status=after, ended_on=ended_on, ended_for=ended_for)
