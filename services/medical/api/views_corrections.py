"""What callers send and get about corrections."""

from services.medical.api.views_settlements import ProblemMention
from services.medical.domain import correction
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, fields

KEY = "his-2026-000123"
CORRECTION_ID = resource_id("cor", SEED, "medical", correction.CREATE_SETTLEMENT, KEY, 1)


class CorrectionNew(Schema):
    """The original is named by exactly one of idempotency_key and settlement_id."""

    operation = fields.Enum(
        (*correction.OPERATIONS, correction.REVERSE_SETTLEMENT),
        required=True,
        description="The operation that was called: a settlement (2102, 2207, 2304) or an "
        "admission (2401). A reversal is not corrected: its key tells what became of it.",
        example=correction.CREATE_SETTLEMENT,
    )
    idempotency_key = fields.Text(
        max=255,
        pattern="[ -~]+",
        description="The Idempotency-Key of the original call, which was this party's.",
        example=KEY,
    )
    settlement_id = fields.Id("stl", description="The settlement, where it is known.")


class CorrectionView(Resource):
    object = fields.Object("correction")
    operation = fields.Enum(correction.OPERATIONS, required=True)
    idempotency_key = fields.Text(max=255)
    settlement_id = fields.Id("stl", description="What the call had made, if anything.")
    visit_id = fields.Id("vis")
    care_region_code = fields.Region(description="Region of treatment (就医地).")
    status = fields.Enum(correction.STATUSES, required=True)
    outcome = fields.Enum(
        correction.OUTCOMES,
        description="undone: it had taken place. never_happened: it hadn't, and never will.",
    )
    problem = fields.Nested(ProblemMention, description="Why it was refused.")
    corrected_at = fields.Instant()


class CorrectionFilters(ListQuery):
    operation = fields.Enum(correction.OPERATIONS)
    status = fields.Enum(correction.STATUSES)
    settlement_id = fields.Id("stl")
    visit_id = fields.Id("vis")
    care_region_code = fields.Region()
