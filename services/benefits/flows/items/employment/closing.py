"""What an employment ends: other registrations that say the person has no work."""

from datetime import date

from services.benefits.domain.employment import graduate, hardship, job_seeker, unemployment
from services.benefits.flows.unemployment import benefits
from services.benefits.store import employment, employment_records
from sscsim.db import Tx


def at_work(tx: Tx, person_id: str, day: date) -> dict[str, str]:
    """End them on the day the work began; ids of what was ended, as a result shows them."""
    ended = {}
    seeker = employment.current_job_seeker(tx, person_id)
    if seeker is not None:
        end_job_seeker(tx, seeker, "match", day)
        ended["job_seeker_id"] = seeker.id
    known = employment_records.current_unemployment(tx, person_id)
    if known is not None:
        cancel_unemployment(tx, known, "employed", day)
        ended["unemployment_registration_id"] = known.id
    recognised = employment_records.current_recognition(tx, person_id)
    if recognised is not None:
        end_recognition(tx, recognised, "employed", day)
        ended["hardship_recognition_id"] = recognised.id
    left = employment_records.current_graduate(tx, person_id)
    if left is not None:
        end_graduate(tx, left, "employ", day)
        ended["unemployed_graduate_id"] = left.id
    return ended


def end_job_seeker(
    tx: Tx, known: job_seeker.JobSeeker, event: str, day: date
) -> job_seeker.JobSeeker:
    """`event`: match or withdraw, as the machine has them."""
    after = job_seeker.MACHINE.after(known.status, event)
    changed = employment.change_job_seeker(
        tx, known, status=after, ended_on=max(day, known.registered_on)
    )
    tx.emit(
        f"job_seeker.{after}",
        changed.id,
        {"id": changed.id, "person_id": changed.person_id, "status": changed.status},
    )
    return changed


def cancel_unemployment(
    tx: Tx, known: unemployment.Unemployment, why: str, day: date
) -> unemployment.Unemployment:
    """The registration ends; a benefit and a recognition that rest on it end too."""
    changed = employment_records.unemployments.change(
        tx,
        known,
        status=unemployment.MACHINE.after(known.status, "cancel"),
        cancelled_on=max(day, known.registered_on),
        cancelled_for=why,
    )
    tx.emit(
        "unemployment_registration.cancelled",
        changed.id,
        {"id": changed.id, "person_id": changed.person_id, "cancelled_for": why},
    )
    benefits.registration_ended(tx, changed, why)
    recognised = employment_records.current_recognition(tx, known.person_id)
    if recognised is not None and why != "employed":
        because = {"retired": "retired", "died": "died"}.get(why, "not_unemployed")
        end_recognition(tx, recognised, because, day)
    return changed


def end_recognition(
    tx: Tx, known: hardship.Recognition, why: str, day: date
) -> hardship.Recognition:
    changed = employment_records.recognitions.change(
        tx,
        known,
        status=hardship.MACHINE.after(known.status, "end"),
        ended_on=max(day, known.recognised_on),
        ended_for=why,
        next_check_on=None,
    )
    tx.emit(
        "hardship_recognition.ended",
        changed.id,
        {"id": changed.id, "person_id": changed.person_id, "ended_for": why},
    )
    return changed


def end_graduate(tx: Tx, known: graduate.Graduate, event: str, day: date) -> graduate.Graduate:
    """`event`: employ or lapse, as the machine has them."""
    changed = employment_records.graduates.change(
        tx,
        known,
        status=graduate.MACHINE.after(known.status, event),
        ended_on=max(day, known.registered_on),
    )
    tx.emit(
        "unemployed_graduate.ended",
        changed.id,
        {"id": changed.id, "person_id": changed.person_id, "status": changed.status},
    )
    return changed
