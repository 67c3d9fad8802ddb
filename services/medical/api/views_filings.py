"""What callers send and get: filings for treatment elsewhere."""

from typing import Any

from services.medical.api.views_common import PERSON_ID, home, insurance
from services.medical.api.views_family import ByDate
from services.medical.domain import filing, vocabulary
from sscsim.web import ListQuery, Resource, Schema, fields


def _place(description: str, **more: Any) -> fields.Text:
    return fields.Text(
        max=6, pattern="(?:[0-9]{6}|any)", description=description, example="500000", **more
    )


_WHERE = "Region of treatment (就医地): a city, a province for all of its cities, or `any`."


class FilingNew(Schema):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    insurance_kind = insurance(load_default=vocabulary.EMPLOYEE)
    care_region_code = _place(_WHERE, required=True)
    kind = fields.Enum(
        vocabulary.FILING_KINDS,
        required=True,
        description="异地长期居住, 异地转诊, 急诊抢救, 其他临时外出.",
        example="other_temporary",
    )
    start_date = fields.Date(description="First day; today when left out.")
    end_date = fields.Date(
        description="Last day. When left out: as long as the kind lasts at home, or until "
        "further notice."
    )
    referring_institution_id = fields.Id(
        "ins", description="转诊医院: of a referral, the hospital at home that refers."
    )


class FilingChange(Schema):
    care_region_code = _place("Another " + _WHERE[0].lower() + _WHERE[1:])
    start_date = fields.Date(description="First day of what comes instead; today when left out.")
    end_date = fields.Date()


class FilingView(Resource):
    object = fields.Object("filing")
    person_id = fields.Id("psn", required=True)
    home_region_code = home(required=True)
    care_region_code = _place(_WHERE, required=True)
    kind = fields.Enum(vocabulary.FILING_KINDS, required=True)
    start_date = fields.Date(required=True)
    end_date = fields.Date(
        description="Last day; the day before start_date for one that never began."
    )
    status = ByDate(filing.STATUSES, required=True, description="By today's date.")
    referring_institution_id = fields.Id("ins")
    replaces = fields.Id("fil")
    replaced_by = fields.Id("fil")
    cancelled_at = fields.Instant()


class FilingFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    care_region_code = _place("As it was filed for.")
    kind = fields.Enum(vocabulary.FILING_KINDS)
