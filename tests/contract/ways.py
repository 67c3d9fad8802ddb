"""To what no provider state is: some calls more, and what the body of the operation then says.

A way returns values by name, as states do; `body` among them is laid over the body of the
call, where `LEFT_OUT` takes a field away.
"""

import base64
import itertools
import os
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import requests
from joserfc.jwk import OKPKey

from scenarios import road
from services import medical
from services.card.api.electronic_cards import _EXAMPLE_CALL as EXAMPLE_CALL
from services.card.domain import batch_file
from services.card.domain.bank_account import account_number
from services.card.domain.credit_file import (
    CreditBatch,
    CreditLine,
    ReturnedLine,
    write,
    write_return,
)
from services.card.domain.electronic_card import channel_signature
from services.card.store.seed_bank import SECRET
from services.medical.faces.fsi import profiles as medical_profiles
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from tests.contract import (
    seeds,
    ways_annuities,
    ways_benefits,
    ways_clearing,
    ways_contributions,
    ways_drills,
    ways_employment_subsidies,
    ways_injuries,
    ways_injury_fund,
    ways_libraries,
    ways_medical,
    ways_military,
    ways_passes,
    ways_pensions,
    ways_private_pensions,
    ways_relations,
    ways_riding,
    ways_settlement,
    ways_subsidies,
    ways_transfers,
    ways_transit_cards,
    ways_transit_clearing,
    ways_transit_offline,
    ways_unemployment,
)
from tests.contract.towns import LEFT_OUT, new, once, owner, town
from tests.support import money

PHONE = "19900000001"
OUTSIDE = "629991"
"""The bank that is played from outside, as in the states."""

Values = dict[str, Any]
Way = Callable[[], Values]
_numbers = itertools.count(1)


def _post(path: str, body: Any = None) -> Any:
    return owner().post(path, body, key=f"way-{new()}")


def _state(sentence: str) -> Values:
    return dict(seeds.made(sentence, keep=False))


# ---- cards and visits


def _who_has_no_card() -> Values:
    person = _state("a person is insured in 990100")["person_id"]
    return {"body": {"person_id": person, "kind": "first_issue", "mark": LEFT_OUT}}


def _card_of_a_branch() -> Values:
    values = _state("a card waits at the branch")
    _post(f"/v1/applications/{values['application_id']}/collect", {})
    return values | {"body": {"bank_password": "830264", "reserved_phone": PHONE}}


@once
def _batch_at_an_outside_bank() -> Values:
    """Once in a run: two days in a world where much was begun have many jobs."""
    _post(f"/v1/banks/{OUTSIDE}/play", {"played_by": "outside", "answer_within_s": 864_000})
    person = _state("a person is insured in 990100")["person_id"]
    made = _post("/v1/applications", {"person_id": person, "bank_code": OUTSIDE})
    road.advanced(owner(), by="P2D")
    batch = owner().get(f"/v1/applications/{made['id']}")["batch_id"]
    rows = [[made["id"], "00", account_number(OUTSIDE, made["id"], 0), ""]]
    today = date.fromisoformat(owner().get("/sandbox/v1/clock")["now"][:10])
    file = batch_file.written(batch, "bank", "back", today, rows)
    return {"batch_id": batch, "body": {"stage": "bank", "content_base64": _base64(file)}}


def _stay_without_an_end() -> Values:
    values = _state("a hospital is designated in 990100") | _state("a card is active")
    order = {name: values[name] for name in ("institution_id", "card_id")}
    order |= {"insurance_kind": "employee_basic_medical", "admission_date": "2026-03-25"}
    return {"visit_id": _post("/v1/visits", order)["id"], "body": {"discharge_date": LEFT_OUT}}


def _who_goes_to_hospital() -> Values:
    values = _state("a visit is open")
    body = {name: values[name] for name in ("institution_id", "card_id")}
    return {"body": body | {"kind": LEFT_OUT, "person_id": LEFT_OUT}}


def _card_of_chengdu() -> Values:
    """Of a region that is in more schemes than the nationwide one."""
    patient = road.insured(owner(), new(), "何满", date(1970, 8, 8), road.CHENGDU)
    return {"card_id": patient.card["id"]}


def _stock_card() -> Values:
    """Ordered, and made by now."""
    order = _state("pre-made cards are ordered for a branch")
    road.advanced(owner(), by="P1M")
    where = {"region_code": order["region_code"], "status": "in_stock"}
    return {"stock_card_id": owner().get("/v1/stock-cards", where)["data"][0]["id"]}


@once
def _stock_card_to_look_at() -> Values:
    return _stock_card()


def _who_has_no_household() -> Values:
    person = _state("a person is registered")["person_id"]
    return {"body": {"head_person_id": person, "region_code": LEFT_OUT}}


def _code_of_an_institution() -> Values:
    return {"body": {"institution_code": f"H{next(_numbers):011d}"}}


# ---- the bank


def _credit_batch() -> CreditBatch:
    line = CreditLine(1, "林晓", "6299900000000000425", Money.yuan("800.00"), "2026-03")
    return CreditBatch(f"CD-{new()}", "示范民政局", "minimum_living", (line,))


def _credit_file() -> Values:
    return {"body": {"content_base64": _base64(write(_credit_batch()))}}


def _credit_file_at_an_outside_bank() -> Values:
    _post(f"/v1/banks/{OUTSIDE}/play", {"played_by": "outside", "answer_within_s": 864_000})
    batch = _credit_batch()
    order = {"content_base64": _base64(write(batch)), "bank_code": OUTSIDE}
    file = _post("/v1/credit-files", order)
    refused = ReturnedLine(1, "01", "")
    returned = write_return(batch.batch_no, batch.total, [refused])
    return {"file_id": file["id"], "body": {"content_base64": _base64(returned)}}


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# ---- the electronic card


def _electronic_card_with_an_account() -> Values:
    values = _state("a person has an electronic card")
    order = {"card_id": values["card_id"], "reserved_phone": PHONE}
    account = _post("/v1/bank-accounts", order)["id"]
    secret = {"password": "830264", "reserved_phone": PHONE}
    _post(f"/v1/bank-accounts/{account}/activate", secret)
    return values | {"body": {"reserved_phone": PHONE}}


def _phone_with_a_key() -> Values:
    values = _state("a person has an electronic card")
    key = OKPKey.generate_key("Ed25519").as_dict(private=False)
    public = {name: key[name] for name in ("kty", "crv", "x")}
    order = {"device_no": f"PHONE-{new()}", "sms_code": "246810", "public_key": public}
    device = _post(f"/v1/electronic-cards/{values['electronic_card_id']}/devices", order)
    return values | {"body": {"device_id": device["id"]}}


def _electronic_card_and_a_channel() -> Values:
    values = _state("a person has an electronic card")
    number = f"CH-{new()}"
    _post("/v1/electronic-card-channels", {"channel_no": number, "name": "示范政务"})
    return values | {"body": {"channel_no": number, "sign_no": f"SN-{new()}"}}


def _electronic_card_and_a_relative() -> Values:
    values = _state("a person has an electronic card")
    relative = _state("a person is registered")["person_id"]
    return values | {"body": {"person_id": relative, "relation": "elder"}}


def _number_of_a_channel() -> Values:
    return {"body": {"channel_no": f"CH-{new()}"}}


def _signed_call() -> Values:
    call = {**EXAMPLE_CALL, "signNo": f"SN-{new()}"}
    return {"body": {**call, "signature": channel_signature(SECRET, call)}}


def _signing() -> Values:
    call = {**_signed_call()["body"], "password": "471592", "face": "match"}
    return {"signing_id": _post("/v1/electronic-card-signings", call)["id"]}


def _code_for_payment() -> Values:
    values = _state("a code for payment is shown")
    return values | {"body": {"text": values["text"], "code_id": LEFT_OUT}}


# ---- the bench


def _hospital_system() -> Values:
    """A party whose system has an access key of its own."""
    party = {"name": f"Hospital {new()}", "role": "hospital", "region_code": "990100"}
    made = town().owner.post("/sandbox/v1/parties", party)
    return {"body": {"party_id": made["id"], "scheme": "tif", "access_key": new()}}


def _access_of_a_hospital_system() -> Values:
    order = {**_hospital_system()["body"]}
    made = town().owner.post("/sandbox/v1/hospital-interface/accesses", order)
    return {"access_id": made["id"]}


def _profile_of_an_interface() -> Values:
    text = medical_profiles.builtin_text("hunan") or ""
    return {"name": "our-city", "body": {"profile": text.replace("name: hunan", "name: our-city")}}


def _address_of_an_institution() -> Values:
    code = "H51010000003"
    order = {"url": "http://127.0.0.1:9/fsi"}
    town().owner.call("PUT", f"/sandbox/v1/hospital-interface/receivers/{code}", order)
    return {"institution_code": code}


def _another_sandbox() -> Values:
    url = os.environ["SSC_FUZZ_URL"] + "/sandbox/v1/sandboxes"
    made = requests.post(url, json={"seed": new(), "preset": "empty"}, timeout=60).json()
    return {"sandbox_id": made["id"]}


@once
def _sandbox_to_look_at() -> Values:
    return _another_sandbox()


def _endpoint() -> Values:
    receiver = _post("/sandbox/v1/webhook-receivers", {"name": "mine"})
    order = {"receiver_id": receiver["id"], "event_types": ["webhook_endpoint.*"]}
    made = _post("/sandbox/v1/webhook-endpoints", order)
    return {"endpoint_id": made["id"]}


def _endpoint_to_drill() -> Values:
    return _endpoint() | {"body": {"patience": "PT0S"}}


def _drill_run() -> Values:
    order = {"endpoint_id": _endpoint()["endpoint_id"], "drills": ["duplicate"]}
    made = _post("/sandbox/v1/webhook-drills", order | {"patience": "PT0S"})
    return {"drill_run_id": made["id"]}


def _event() -> Values:
    endpoint = _endpoint()["endpoint_id"]
    [event] = owner().get("/sandbox/v1/events", {"limit": 1})["data"]
    return {"event_id": event["id"], "endpoint_id": endpoint}


def _request() -> Values:
    owner().get("/v1/cards")
    [found] = owner().get("/sandbox/v1/requests", {"limit": 1, "method": "GET"})["data"]
    return {"request_id": found["id"], "body": {"body": LEFT_OUT, "idempotency_key": "new"}}


def _profile() -> Values:
    return {"name": "month-end-rush", "body": {"region_code": LEFT_OUT}}


def _profile_that_is_on() -> Values:
    owner().call("PUT", "/sandbox/v1/fault-profiles/month-end-rush", {})
    return _profile()


_cities = (
    city.code
    for city in itertools.cycle(regions.cities())
    if not Path(medical.__path__[0], "policy", city.code).exists()
)


def _city_without_figures() -> Values:
    return {"region_code": next(_cities)}


def _nation() -> Values:
    return {"region_code": road.NATION}


def _submitted_payment_application() -> Values:
    path = money.CASES["submitPaymentApplication"](town()).path.removesuffix("/submit")
    _post(f"{path}/submit")
    return {"payment_application_id": path.rsplit("/", 1)[1]}


def _catalogue_item() -> Values:
    return {"item_code": owner().get("/v1/catalogue-items")["data"][0]["item_code"]}


@cache
def small_world() -> bytes:
    """A world's file, of a world with nothing in it."""
    url = os.environ["SSC_FUZZ_URL"] + "/sandbox/v1/sandboxes"
    made = requests.post(url, json={"seed": "small"}, timeout=60).json()
    headers = {"Authorization": f"Bearer {made['key']}"}
    return requests.get(f"{url}/current/export", headers=headers, timeout=60).content


@once
def _scenario_run() -> Values:
    """One run for all: each plays for seconds, and the key tells of it."""
    run = owner().post("/sandbox/v1/scenarios/X2/run", key="the fuzz run")
    return {"operation_id": run["id"]}


WAYS: dict[str, Way] = {
    "getSandbox": _sandbox_to_look_at,
    "getProductionBatch": _batch_at_an_outside_bank,
    "getScenarioRun": _scenario_run,
    "getStockCard": _stock_card_to_look_at,
    "scrapStockCard": _stock_card,
    "acceptPaymentApplication": _submitted_payment_application,
    "addCardFunction": _card_of_chengdu,
    "changeClearingScheme": _nation,
    "changeWebhookEndpoint": _endpoint,
    "deleteSandbox": _another_sandbox,
    "deleteWebhookEndpoint": _endpoint,
    "enableWebhookEndpoint": _endpoint,
    "getWebhookEndpoint": _endpoint,
    "rotateWebhookSecret": _endpoint,
    "testWebhookEndpoint": _endpoint,
    "addFamilyMember": _electronic_card_and_a_relative,
    "createApplication": _who_has_no_card,
    "createCodeCredential": _phone_with_a_key,
    "createCreditFile": _credit_file,
    "createElectronicCardChannel": _number_of_a_channel,
    "createElectronicCardSigning": _signed_call,
    "createHousehold": _who_has_no_household,
    "createInstitution": _code_of_an_institution,
    "createVisit": _who_goes_to_hospital,
    "dischargeVisit": _stay_without_an_end,
    "enableCardAndAccount": _card_of_a_branch,
    "createMessageAccess": _hospital_system,
    "deleteMessageAccess": _access_of_a_hospital_system,
    "putHospitalReceiver": lambda: {
        "institution_code": "H51010000003",
        "body": {"url": "http://127.0.0.1:9/fsi"},
    },
    "getHospitalReceiver": _address_of_an_institution,
    "deleteHospitalReceiver": _address_of_an_institution,
    "putHospitalInterface": lambda: {"body": {"profile": "lenient", "institutions": LEFT_OUT}},
    "putInterfaceProfile": _profile_of_an_interface,
    "getInterfaceProfile": lambda: {"name": "lenient"},
    "getCatalogueItem": _catalogue_item,
    "getClearingScheme": _nation,
    "getElectronicCardSigning": _signing,
    "getEvent": _event,
    "getRequest": _request,
    "getWebhookDrill": _drill_run,
    "inventPolicy": _city_without_figures,
    "linkElectronicCardChannel": _electronic_card_and_a_channel,
    "payByCode": _code_for_payment,
    "raiseElectronicCard": _electronic_card_with_an_account,
    "replayRequest": _request,
    "resendEvent": _event,
    "startWebhookDrills": _endpoint_to_drill,
    "switchFaultProfileOff": _profile_that_is_on,
    "switchFaultProfileOn": _profile,
    "uploadBatchReturn": _batch_at_an_outside_bank,
    "uploadCreditFileReturn": _credit_file_at_an_outside_bank,
    **ways_clearing.WAYS,
    **ways_annuities.WAYS,
    **ways_benefits.WAYS,
    **ways_drills.WAYS,
    **ways_contributions.WAYS,
    **ways_employment_subsidies.WAYS,
    **ways_relations.WAYS,
    **ways_injuries.WAYS,
    **ways_injury_fund.WAYS,
    **ways_libraries.WAYS,
    **ways_medical.WAYS,
    **ways_passes.WAYS,
    **ways_private_pensions.WAYS,
    **ways_pensions.WAYS,
    **ways_settlement.WAYS,
    **ways_subsidies.WAYS,
    **ways_military.WAYS,
    **ways_transfers.WAYS,
    **ways_transit_cards.WAYS,
    **ways_riding.WAYS,
    **ways_transit_offline.WAYS,
    **ways_transit_clearing.WAYS,
    **ways_unemployment.WAYS,
}
"""By operation."""
