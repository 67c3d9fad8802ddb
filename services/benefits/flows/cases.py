"""From an application to the case that a rule sees, with the person as they are today."""

from services.benefits.domain import inputs
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Case, Person
from services.benefits.domain.item import Item
from services.benefits.flows import applicants
from sscsim import world


def of(application: Application, item: Item, subject: Person | None) -> Case:
    """The case of an application whose subject was looked up already."""
    return Case(
        application_id=application.id,
        item=item,
        subject=subject,
        inputs=inputs.typed(item.form, application.inputs),
        accepting_region=application.accepting_region,
        competent_region=application.competent_region,
        today=world.today(),
        applicant_id=application.applicant_id,
        proxy_kind=application.proxy_kind,
        party_id=application.party_id,
        decision_no=application.decision_no + 1,
        card_id=application.card_id,
    )


def asked(application: Application, item: Item) -> Case:
    """The same, asking the card service; no transaction may be open."""
    subject = None if application.person_id is None else applicants.person(application.person_id)
    return of(application, item, subject)
