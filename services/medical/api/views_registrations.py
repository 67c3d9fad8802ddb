"""Registered diseases and recognised work injuries, as callers send and get them."""

from typing import Any

from services.medical.api.views_common import PERSON_ID, home, insurance
from services.medical.domain import registration, vocabulary
from sscsim.demo_people import CHEN_YU, SEED, WANG_GUILAN
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, fields

REGISTERED_ID = WANG_GUILAN.person_id(SEED)
REGISTRATION_ID = resource_id("dreg", SEED, "medical", REGISTERED_ID, 1)
INJURED_ID = CHEN_YU.person_id(SEED)
RECOGNITION_ID = resource_id("wir", SEED, "medical", INJURED_ID, 1)
"""Examples name what the preset `demo` begins with, so that they work as they stand."""


def disease(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.CHRONIC_DISEASES,
        description="门诊慢特病病种.",
        example="hypertension",
        **kwargs,
    )


class RegistrationNew(Schema):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    insurance_kind = insurance(load_default=vocabulary.EMPLOYEE)
    disease = disease(required=True)
    diagnosis_code = fields.Text(
        required=True,
        max=20,
        description="诊断编码: the evidence, a diagnosis of the disease.",
        example="I10.x00x901",
    )
    institution_id = fields.Id("ins", description="鉴定机构: who found it.")
    from_date = fields.Date(description="First day; today when left out.", example="2026-04-01")
    end_date = fields.Date(description="Last day; until further notice when left out.")


class RegistrationView(Resource):
    object = fields.Object("disease_registration")
    person_id = fields.Id("psn", required=True)
    insurance_kind = insurance(required=True)
    home_region_code = home(required=True)
    disease = disease(required=True)
    diagnosis_code = fields.Text(required=True, max=20)
    institution_id = fields.Id("ins")
    from_date = fields.Date(required=True)
    end_date = fields.Date()
    status = fields.Enum(registration.STATUSES, required=True)


class RegistrationFilters(ListQuery):
    person_id = fields.Id("psn", example=REGISTERED_ID)
    home_region_code = home()
    disease = disease()
    status = fields.Enum(registration.STATUSES)


class RecognitionNew(Schema):
    person_id = fields.Id("psn", required=True, example=INJURED_ID)
    injured_on = fields.Date(required=True, description="受伤日期.", example="2026-03-30")
    decision_number = fields.Text(
        required=True, max=40, description="认定决定书编号.", example="GS-990100-2026-0118"
    )
    body_part = fields.Text(required=True, max=80, description="受伤部位.", example="左手食指")
    valid_until = fields.Date(description="Last day on which bills rest on it; open without.")


class RecognitionView(Resource):
    object = fields.Object("work_injury_recognition")
    person_id = fields.Id("psn", required=True)
    home_region_code = home(required=True)
    injured_on = fields.Date(required=True)
    decision_number = fields.Text(required=True, max=40)
    body_part = fields.Text(required=True, max=80)
    valid_until = fields.Date()


class RecognitionFilters(ListQuery):
    person_id = fields.Id("psn", example=INJURED_ID)
    home_region_code = home()
