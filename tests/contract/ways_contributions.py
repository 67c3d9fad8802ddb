"""Ways to employers, relations, charges, declarations and accounts that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import once, town
from tests.support import money_contributions as made

Values = dict[str, Any]


def _new_employer() -> Values:
    return {"body": made.new_firm(town())}


@once
def _employer() -> Values:
    return {"insured_employer_id": made.firm(town())["id"]}


@once
def _relation() -> Values:
    relations = made.enrolled(town())["result"]["insurance_relation_ids"]
    return {"insurance_relation_id": relations[0]}


def _charge() -> Values:
    return {"contribution_charge_id": made.charge(town())["id"]}


@once
def _a_charge() -> Values:
    return _charge()


def _declaring() -> Values:
    return {"body": made.declaration(town())}


@once
def _declaration() -> Values:
    done = town().post("/v1/contribution-declarations", made.declaration(town()))
    return {"contribution_declaration_id": done["id"]}


@once
def _account() -> Values:
    due = made.charge(town())
    town().post(f"/v1/contribution-charges/{due['id']}/pay")
    [found] = town().get("/v1/pension-accounts", person_id=due["worker_id"])["data"]
    return {"pension_account_id": found["id"]}


def _refund() -> Values:
    return {"body": made.refund(town())[1]}


def _by_code() -> Values:
    path, body, *_ = made.by_code(town())
    return {"contribution_charge_id": path.split("/")[3], "body": body}


def _failed() -> Values:
    return {"contribution_charge_id": made.failed(town())[0]["id"]}


@once
def _choice() -> Values:
    return {"payout_account_id": made.payout_account(town())["id"]}


@once
def _change() -> Values:
    return {"personal_data_change_id": made.data_change(town())["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "createContributionDeclaration": _declaring,
    "createInsuredEmployer": _new_employer,
    "explainContributionCharge": _a_charge,
    "getContributionCharge": _a_charge,
    "getContributionDeclaration": _declaration,
    "getInsuranceRelation": _relation,
    "getInsuredEmployer": _employer,
    "getPayoutAccount": _choice,
    "getPensionAccount": _account,
    "getPersonalDataChange": _change,
    "listContributionChargeParts": _a_charge,
    "listContributionDeclarationLines": _declaration,
    "listPensionAccountEntries": _account,
    "cancelContributionCharge": _failed,
    "payContributionCharge": _charge,
    "payContributionChargeByCode": _by_code,
    "retryContributionCharge": _failed,
    "refundContribution": _refund,
}
