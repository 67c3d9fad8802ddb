"""The board's vote on a title, and titles that are taken back."""

from services.benefits import problems_training as problems
from services.benefits.domain import application as states
from services.benefits.domain import review
from services.benefits.domain.application import BY_HAND
from services.benefits.domain.training import title as domain
from services.benefits.domain.training.title import Ballot, Title
from services.benefits.flows import cases, progress
from services.benefits.flows import training_known as known
from services.benefits.flows.items import known as item_known
from services.benefits.flows.moving import held
from services.benefits.store import applications, settings, store, training
from sscsim import world
from sscsim.failpoints import failpoint

CODE = "HRSS-072"


def vote(application_id: str, seats: int, present: int, in_favour: int) -> Ballot:
    """Record how the board voted (评议表决); unless people decide here, the rule goes on with it.

    BallotNotWanted, BallotTwice, BallotImpossible, RegionNotAllowed, ApplicationNotFound.
    """
    with store.read() as tx:
        seen = applications.find(tx, application_id)
    item, handling = item_known(CODE)
    case = None
    if seen is not None:
        world.require_region(seen.competent_region)
    if seen is not None and seen.item_code == CODE:
        case = cases.asked(seen, item)
    with store.write() as tx:
        application = held(tx, application_id)
        if training.one(tx, Ballot, application_id=application_id) is not None:
            raise problems.BallotTwice()
        if case is None or application.status != states.IN_REVIEW:
            raise problems.BallotNotWanted(application_id=application_id)
        now = tx.world.now
        made = Ballot(
            id=tx.new_id("bal", application_id),
            application_id=application_id,
            region_code=application.competent_region,
            seats=seats,
            present=present,
            in_favour=in_favour,
            voted_on=tx.world.today,
            version=1,
            created_at=now,
            updated_at=now,
        )
        made.check()
        training.add(tx, made)
        tx.emit("title_ballot.recorded", made.id, {"id": made.id, "application_id": application_id})
        found = settings.among(tx, review.asked_in_turn(application.competent_region))
        mode = review.mode_of(found, application.competent_region, CODE)
        if mode != BY_HAND:
            application = applications.change(tx, application, mode=mode)
            said = progress.judged(tx, handling, case, None)
            progress.go_on(tx, application, handling, case, said)
        failpoint("benefits.vote.before_commit")
        return tx.answer(made)


def revoke(title_id: str, reason: str) -> Title:
    """Take a title back, as when it was got by false papers. TitleState, RegionNotAllowed."""
    with store.write() as tx:
        found = known.held(tx, Title, title_id)
        world.require_region(found.region_code)
        if not domain.MACHINE.allows(found.status, "revoke"):
            raise problems.TitleState(number=found.number)
        status = domain.MACHINE.after(found.status, "revoke")
        changed = training.change(tx, found, status=status, revoked_reason=reason)
        about = {"id": found.id, "person_id": found.person_id, "level": found.level}
        tx.emit("professional_title.revoked", found.id, about)
        return tx.answer(changed)
