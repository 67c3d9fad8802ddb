"""HRSS-072: review of a professional title (职称评审): screened, voted, noticed, granted."""

from services.benefits import problems_training as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.training import title as domain
from services.benefits.domain.training.title import Ballot, Title
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import training
from sscsim.db import Tx
from sscsim.policy import Figures


def _count(figures: Figures, leaf: str) -> int:
    return figures.number(leaf).value


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    figures = terms.figures_of("title_review", case.competent_region, case.today)
    held = training.all_of(tx, Title, person_id=case.person.id, series=case.inputs["title_series"])
    return domain.Facts(
        years=_count(figures, "assistant_years"),
        held_years={level: _count(figures, f"{level}_years") for level in domain.LEVELS[1:]},
        college_more=_count(figures, "college_more"),
        quorum=(_count(figures, "quorum.parts"), _count(figures, "quorum.of")),
        favour=(_count(figures, "favour.parts"), _count(figures, "favour.of")),
        titles=tuple(held),
        ballot=training.one(tx, Ballot, application_id=case.application_id),
    )


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The title with its certificate. BoardVoteWanted: no reviewer grants one by themselves."""
    if training.one(tx, Ballot, application_id=case.application_id) is None:
        raise problems.BoardVoteWanted(application_id=case.application_id)
    level, series = case.inputs["title_level"], case.inputs["title_series"]
    now = tx.world.now
    title_id = tx.new_id("ttl", case.application_id)
    made = Title(
        id=title_id,
        number=f"ZC{case.competent_region}{case.today:%Y%m%d}{title_id[-6:]}",
        person_id=case.person.id,
        application_id=case.application_id,
        region_code=case.competent_region,
        level=level,
        series=series,
        speciality=case.inputs["speciality"],
        granted_on=case.today,
        status=domain.GRANTED,
        revoked_reason=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    training.add(tx, made)
    about = {"id": made.id, "person_id": made.person_id, "level": level}
    tx.emit("professional_title.granted", made.id, about)
    return Effect({"title_id": made.id}, certificate=domain.certified(made))


HANDLING = Handling("HRSS-072", decide=domain.decide, facts=_facts, effect=_effect)
