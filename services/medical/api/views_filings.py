"""Filings, as callers send and get them."""

from services.medical.api.views_common import PERSON_ID, care, home, insurance
from services.medical.domain import vocabulary
from sscsim.web import ListQuery, Resource, Schema, fields


class FilingNew(Schema):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    insurance_kind = insurance(load_default=vocabulary.EMPLOYEE)
    care_region_code = fields.Region(
        required=True,
        description="Region of treatment; a province stands for all of its cities.",
        example="500000",
    )
    kind = fields.Enum(
        vocabulary.FILING_KINDS,
        required=True,
        description="异地长期居住, 异地转诊, 急诊抢救, 其他临时外出.",
        example="referral",
    )
    start_date = fields.Date(description="First day; today when left out.")
    end_date = fields.Date(description="Last day; until further notice when left out.")


class FilingView(Resource):
    object = fields.Object("filing")
    person_id = fields.Id("psn", required=True)
    home_region_code = home(required=True)
    care_region_code = care(required=True)
    kind = fields.Enum(vocabulary.FILING_KINDS, required=True)
    start_date = fields.Date(required=True)
    end_date = fields.Date()


class FilingFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    care_region_code = care()
    kind = fields.Enum(vocabulary.FILING_KINDS)
