"""Who of the family may use an account, as callers send and get it."""

from services.medical.api.views_common import PERSON_ID
from services.medical.api.views_family import ByDate
from services.medical.domain import sharing
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import Resource, Schema, fields

SHARER_ID = resource_id("shr", SEED, "medical", PERSON_ID, 1)
"""The first authorisation that Lin Xiao gives in the preset `demo`."""


class SharerNew(Schema):
    member_person_id = fields.Id(
        "psn",
        required=True,
        description="A spouse, parent or child of the owner, as the card service knows them.",
        example=ZHOU_MING.person_id(SEED),
    )
    limit_per_year_fen = fields.Fen(
        min=1,
        attribute="limit_per_year",
        description="At most so much in an account year; no limit when left out.",
        example=50_000,
    )
    start_date = fields.Date(description="First day; today when left out.")
    end_date = fields.Date(description="Last day; until further notice when left out.")


class SharerView(Resource):
    object = fields.Object("account_sharer")
    person_id = fields.Id("psn", required=True, description="The owner of the account.")
    member_person_id = fields.Id("psn", required=True, description="Who may use it.")
    relation = fields.Enum(
        sharing.FAMILY, required=True, description="What the member is to the owner."
    )
    limit_per_year_fen = fields.Fen(attribute="limit_per_year")
    start_date = fields.Date(required=True)
    end_date = fields.Date()
    ended_at = fields.Instant(description="When it was taken back.")
    status = ByDate(sharing.STATUSES, required=True, description="By today's date.")
