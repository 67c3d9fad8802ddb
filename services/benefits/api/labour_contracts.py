"""Electronic labour contracts over HTTP; they are filed by applications for HRSS-083."""

from typing import Any

from services.benefits import problems as engine
from services.benefits import problems_relations as problems
from services.benefits.domain.labour import contract
from services.benefits.flows import labour_contracts as flow
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

labour_contracts = Blueprint(
    "labour_contracts",
    tag="Labour contracts",
    description="电子劳动合同: signed by the worker's electronic card, changed, renewed, ended.",
)
_READ, _WRITE = "labour_contract.read", "labour_contract.write"
_WORKER = ("holder", "agency")
_EMPLOYER = ("employer",)
_BOTH = ("holder", "employer")
_CONTRACT = "/v1/labour-contracts/<id('lct'):labour_contract_id>"
_RULED = (PolicyMissing, FigureMissing)
_KNOWN = (
    problems.LabourContractNotFound,
    problems.NotTheirRecord,
    problems.RecordState,
)


def _example(name: str) -> dict[str, str]:
    return {name: "lct_" + "0" * 26}


class LabourContractView(Resource):
    object = fields.Object("labour_contract")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True, description="The worker.")
    employer_credit_code = fields.Text(required=True, max=18)
    region_code = fields.Region(required=True)
    contract_kind = fields.Text(required=True, max=12)
    start_date = fields.Date(required=True)
    end_date = fields.Date()
    post = fields.Text(required=True, max=100)
    monthly_wage_fen = fields.Fen(attribute="monthly_wage", required=True)
    contract_sha256 = fields.Text(required=True, max=64)
    fixed_terms = fields.Int(required=True, min=0, description="Fixed terms in a row.")
    sign_by_date = fields.Date(attribute="sign_by", required=True)
    signed_on = fields.Date()
    verification_id = fields.Id("ver", description="The record of the card that signed.")
    ended_on = fields.Date()
    leaving_reason = fields.Enum(contract.ENDINGS)
    status = fields.Enum(contract.CONTRACT_STATUSES, required=True)


class LabourContractFilters(ListQuery):
    person_id = fields.Id("psn")
    employer_credit_code = fields.Text(max=18)
    status = fields.Enum(contract.CONTRACT_STATUSES)


class ContractChangeView(Resource):
    object = fields.Object("contract_change")
    contract_id = fields.Id("lct", required=True)
    ordinal = fields.Int(required=True, min=1)
    kind = fields.Enum(contract.CHANGE_KINDS, required=True)
    before = fields.Plain(required=True, description="The terms that it changes, as they were.")
    after = fields.Plain(required=True, description="The same terms from the signature on.")
    proposed_on = fields.Date(required=True)
    answered_on = fields.Date()
    verification_id = fields.Id("ver")
    status = fields.Enum(contract.CHANGE_STATUSES, required=True)


class Signature(Schema):
    electronic_code = fields.Text(
        required=True,
        max=3000,
        description="Shown by the worker's electronic card.",
        example="eyJ2IjoxfQ.text-of-a-code",
    )


class AmendmentNew(Schema):
    contract_sha256 = fields.Text(required=True, max=64, pattern="[0-9a-f]{64}", example="ab" * 32)
    post = fields.Text(max=100, example="厨师长")
    monthly_wage_fen = fields.Fen(min=1, example=700_000)


class RenewalNew(Schema):
    contract_sha256 = fields.Text(required=True, max=64, pattern="[0-9a-f]{64}", example="cd" * 32)
    end_date = fields.Date(description="Of another fixed term; open-ended when left out.")
    worker_asks_for_fixed_term = fields.Bool()


class EndingNew(Schema):
    reason = fields.Enum(contract.ENDINGS, required=True, example="resigned")
    ended_on = fields.Date(description="Today when left out.")


def _terms(body: dict[str, Any]) -> dict[str, Any]:
    """An amendment's terms under the names of the record."""
    return {{"monthly_wage_fen": "monthly_wage"}.get(name, name): body[name] for name in body}


@labour_contracts.get(
    "/v1/labour-contracts",
    listing=LabourContractView,
    query=LabourContractFilters,
    scope=_READ,
)
def list_labour_contracts(query: Query) -> Any:
    """List labour contracts, the newest first: an employer's own, or a worker's."""
    return flow.page(query.page, dict(query.filters))


@labour_contracts.get(
    _CONTRACT,
    answer=LabourContractView,
    scope=_READ,
    problems=(problems.LabourContractNotFound, problems.NotTheirRecord),
    path_examples=_example("labour_contract_id"),
)
def get_labour_contract(labour_contract_id: str) -> Any:
    """Show a labour contract, and who has signed it."""
    return flow.get(labour_contract_id)


@labour_contracts.get(
    _CONTRACT + "/changes",
    listing=ContractChangeView,
    query=ListQuery,
    scope=_READ,
    problems=(problems.LabourContractNotFound, problems.NotTheirRecord),
    path_examples=_example("labour_contract_id"),
)
def list_contract_changes(labour_contract_id: str, query: Query) -> Any:
    """List the changes and renewals of a contract, the newest first."""
    return flow.changes_of(labour_contract_id, query.page)


@labour_contracts.post(
    _CONTRACT + "/sign",
    body=Signature,
    answer=LabourContractView,
    key="accepted",
    scope=_WRITE,
    roles=_WORKER,
    problems=(
        *_KNOWN,
        world.RegionNotAllowed,
        problems.NoChangeOpen,
        engine.CredentialRefused,
        engine.CredentialForm,
        engine.CredentialOfAnother,
        engine.ApplicantDeceased,
    ),
    path_examples=_example("labour_contract_id"),
)
def sign_labour_contract(labour_contract_id: str, body: dict[str, Any]) -> Any:
    """Sign a contract by the worker's electronic card, or the change of it that waits (签署)."""
    return flow.sign(labour_contract_id, body["electronic_code"])


@labour_contracts.post(
    _CONTRACT + "/decline",
    answer=LabourContractView,
    key="accepted",
    scope=_WRITE,
    roles=_WORKER,
    problems=(*_KNOWN, world.RegionNotAllowed, problems.NoChangeOpen),
    path_examples=_example("labour_contract_id"),
)
def decline_labour_contract(labour_contract_id: str) -> Any:
    """Decline to sign a contract, or the change that waits."""
    return flow.decline(labour_contract_id)


@labour_contracts.post(
    _CONTRACT + "/amend",
    body=AmendmentNew,
    answer=ContractChangeView,
    key="accepted",
    scope=_WRITE,
    roles=_EMPLOYER,
    problems=(*_KNOWN, problems.ChangeOpen),
    path_examples=_example("labour_contract_id"),
)
def amend_labour_contract(labour_contract_id: str, body: dict[str, Any]) -> Any:
    """Propose other terms; they hold from the signature of the worker on (变更)."""
    return flow.amend(labour_contract_id, **_terms(body))


@labour_contracts.post(
    _CONTRACT + "/renew",
    body=RenewalNew,
    answer=ContractChangeView,
    key="accepted",
    scope=_WRITE,
    roles=_EMPLOYER,
    problems=(*_KNOWN, problems.ChangeOpen, problems.OpenEndedDue, problems.DatesReversed, *_RULED),
    path_examples=_example("labour_contract_id"),
)
def renew_labour_contract(labour_contract_id: str, body: dict[str, Any]) -> Any:
    """Propose that a contract goes on after its term (续订)."""
    return flow.renew(labour_contract_id, **body)


@labour_contracts.post(
    _CONTRACT + "/end",
    body=EndingNew,
    answer=LabourContractView,
    key="accepted",
    scope=_WRITE,
    roles=_BOTH,
    problems=(*_KNOWN, problems.DatesReversed),
    path_examples=_example("labour_contract_id"),
)
def end_labour_contract(labour_contract_id: str, body: dict[str, Any]) -> Any:
    """End a contract, by the employer or the worker (解除或终止)."""
    return flow.end(labour_contract_id, body["reason"], body.get("ended_on"))
