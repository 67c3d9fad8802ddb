"""Skill certificates, professional titles and the board's votes over HTTP."""

from typing import Any

from services.benefits import problems
from services.benefits import problems_training as refusals
from services.benefits.api import training_views as views
from services.benefits.api.applications import PEOPLE, RULED
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.domain.training.title import Title
from services.benefits.flows import skill_certificates as flow
from services.benefits.flows import titles
from services.benefits.flows import training_known as known
from services.benefits.problems_relations import NotTheirRecord
from sscsim import world
from sscsim.web import Blueprint, Query

skills = Blueprint(
    "skills",
    tag="Skills and titles",
    description="技能证书与职称: certificates of the eight grades, qualifications, titles.",
)
_ISSUERS = ("employer", "agency")
_CERTIFICATE = "/v1/skill-certificates/<id('skc'):skill_certificate_id>"
_TITLE = "/v1/professional-titles/<id('ttl'):title_id>"


@skills.post(
    "/v1/skill-certificates",
    body=views.SkillCertificateNew,
    answer=views.SkillCertificateView,
    status=201,
    key="required",
    location="/v1/skill-certificates/{id}",
    scope="skill_certificate.write",
    roles=_ISSUERS,
    problems=(
        refusals.SkillCertificateNumberTaken,
        refusals.CertificateOfTomorrow,
        refusals.LevelHeldAlready,
        refusals.DeadPerson,
        problems.RegionCantHandle,
        world.RegionNotAllowed,
    ),
    relayed=PEOPLE,
    links={
        "getSkillCertificate": {"skill_certificate_id": "$response.body#/id"},
        "revokeSkillCertificate": {"skill_certificate_id": "$response.body#/id"},
    },
)
def issue_skill_certificate(body: dict[str, Any]) -> Any:
    """Issue a certificate of one of the eight grades (职业技能等级证书).

    An appraisal organisation (评价机构) acts with the key of an organisation, role `employer`. A
    certificate is a step up: none of a level that the person holds in the occupation, or below.
    """
    return flow.issue(**body)


@skills.get(
    "/v1/skill-certificates",
    listing=views.SkillCertificateView,
    query=views.SkillCertificateFilters,
    scope="skill_certificate.read",
)
def list_skill_certificates(query: Query) -> Any:
    """List skill certificates and qualifications, the newest first."""
    return known.page(SkillCertificate, query.page, dict(query.filters))


@skills.get(
    _CERTIFICATE,
    answer=views.SkillCertificateView,
    scope="skill_certificate.read",
    problems=(refusals.SkillCertificateNotFound,),
    path_examples=views.SKILL,
)
def get_skill_certificate(skill_certificate_id: str) -> Any:
    """Show a skill certificate or a qualification."""
    return known.get(SkillCertificate, skill_certificate_id)


@skills.post(
    _CERTIFICATE + "/revoke",
    body=views.Revocation,
    answer=views.SkillCertificateView,
    key="accepted",
    scope="skill_certificate.write",
    roles=_ISSUERS,
    problems=(
        refusals.SkillCertificateNotFound,
        refusals.SkillCertificateState,
        NotTheirRecord,
        world.RegionNotAllowed,
    ),
    path_examples=views.SKILL,
)
def revoke_skill_certificate(skill_certificate_id: str, body: dict[str, Any]) -> Any:
    """Take a certificate back: it counts for nothing from now on."""
    return flow.revoke(skill_certificate_id, body["reason"])


@skills.post(
    "/v1/skill-certificates/verify",
    body=views.SkillCertificateClaim,
    answer=views.SkillCertificateFinding,
    status=200,
    scope="skill_certificate.read",
)
def verify_skill_certificate(body: dict[str, Any]) -> Any:
    """Verify a certificate by its number, and whose and of which level it is said to be."""
    return flow.verify(**body)


@skills.get(
    "/v1/professional-titles",
    listing=views.TitleView,
    query=views.TitleFilters,
    scope="professional_title.read",
)
def list_professional_titles(query: Query) -> Any:
    """List professional titles (职称), the newest first."""
    return known.page(Title, query.page, dict(query.filters))


@skills.get(
    _TITLE,
    answer=views.TitleView,
    scope="professional_title.read",
    problems=(refusals.TitleNotFound,),
    path_examples=views.TITLE,
)
def get_professional_title(title_id: str) -> Any:
    """Show a professional title, and where it is recognised."""
    return known.get(Title, title_id)


@skills.post(
    _TITLE + "/revoke",
    body=views.Revocation,
    answer=views.TitleView,
    key="accepted",
    scope="professional_title.write",
    roles=("agency",),
    problems=(refusals.TitleNotFound, refusals.TitleState, world.RegionNotAllowed),
    path_examples=views.TITLE,
)
def revoke_professional_title(title_id: str, body: dict[str, Any]) -> Any:
    """Take a title back, as when it was got by false papers."""
    return titles.revoke(title_id, body["reason"])


@skills.post(
    "/v1/title-ballots",
    body=views.BallotNew,
    answer=views.BallotView,
    status=201,
    key="required",
    location="/v1/service-applications/{service_application_id}",
    scope="professional_title.write",
    roles=("agency",),
    problems=(
        problems.ApplicationNotFound,
        refusals.BallotNotWanted,
        refusals.BallotTwice,
        refusals.BallotImpossible,
        world.RegionNotAllowed,
        *RULED,
    ),
    relayed=PEOPLE,
)
def record_title_ballot(body: dict[str, Any]) -> Any:
    """Record how the board voted on an application for a title (评审委员会表决).

    Unless people decide in the region, the rule goes on with it: to the public notice, or to a
    rejection for want of a quorum or of votes.
    """
    return titles.vote(body.pop("service_application_id"), **body)
