"""How fiscal subsidies are asked for and shown."""

from typing import Any

from services.benefits.api.item_views import Said
from services.benefits.domain.fiscal import batch, check, programme
from services.benefits.domain.fiscal.bank_file import CODES
from sscsim import world
from sscsim.kernel import names
from sscsim.web import ListQuery, Resource, Schema, View, fields

FILE = 40_000_000
"""Characters of a file in base64; the body as a whole has its own limit."""


class ProgrammeView(View):
    object = fields.Object("subsidy_programme")
    subsidy_code = fields.Text(required=True, max=40, attribute="programme.code")
    title = Said(required=True, max=100, attribute="programme.title")
    department = Said(required=True, max=60, attribute="programme.department")
    rule = fields.Enum(programme.RULES, required=True, attribute="programme.rule")
    unit = Said(max=20, attribute="programme.unit")
    frequency = fields.Enum(programme.FREQUENCIES, required=True, attribute="programme.frequency")
    region_code = fields.Region()
    amount_fen = fields.Fen(
        attribute="standard.amount", description="For each, for each unit, or the most."
    )
    from_age = fields.Int(attribute="standard.from_age")
    notice_days = fields.Int(attribute="standard.notice_days", description="Working days.")
    credit_days = fields.Int(attribute="standard.credit_days")


class ProgrammeQuery(Schema):
    region_code = fields.Region(required=True, description="Whose figures.", example="990100")


class RollUpload(Schema):
    region_code = fields.Region(required=True, description="Whose money it is.")
    content_base64 = fields.Base64(max=FILE, required=True, description="The roll, UTF-8.")


class ResultUpload(Schema):
    content_base64 = fields.Base64(max=FILE, required=True, description="The result, UTF-8.")


class BatchView(Resource):
    object = fields.Object("fiscal_subsidy_batch")
    batch_no = fields.Text(required=True, max=40)
    region_code = fields.Region(required=True)
    department = fields.Text(required=True, max=60)
    subsidy_code = fields.Text(required=True, max=40)
    year = fields.Int(required=True)
    sha256 = fields.Text(required=True, max=64, description="Of the roll as handed in.")
    status = fields.Enum(batch.STATUSES, required=True)
    lines_count = fields.Int(required=True)
    total_fen = fields.Fen(required=True, attribute="total")
    checked_count = fields.Int(required=True)
    eligible_count = fields.Int(required=True)
    eligible_fen = fields.Fen(required=True, attribute="eligible_total")
    ordered_count = fields.Int(required=True)
    ordered_fen = fields.Fen(required=True, attribute="ordered_total")
    paid_count = fields.Int(required=True)
    paid_fen = fields.Fen(required=True, attribute="paid_total")
    returned_count = fields.Int(required=True, description="Returned, and not yet settled.")
    returned_fen = fields.Fen(required=True, attribute="returned_total")
    taken_back_fen = fields.Fen(
        required=True, attribute="taken_back", description="Written off or recovered."
    )
    round = fields.Int(required=True, description="How often lines went to the bank.")
    bank_played_by = fields.Enum(batch.PLAYERS)
    notice_from_date = fields.Date()
    notice_to_date = fields.Date(description="Last day of the public notice.")
    ordered_at = fields.Instant()
    credit_by = fields.Instant(description="The bank credits until then.")
    is_overdue = fields.Bool(required=True)
    closed_at = fields.Instant()


class BatchFilters(ListQuery):
    region_code = fields.Region()
    subsidy_code = fields.Text(max=40)
    batch_no = fields.Text(max=40)
    status = fields.Enum(batch.STATUSES)


class OrderBody(Schema):
    bank = fields.Enum(
        batch.PLAYERS,
        load_default=batch.SIMULATOR,
        description="Who plays the bank: `outside` waits for a result file.",
    )


class _Quantity(fields.Text):
    """Hundredths of the unit as a decimal."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else f"{value // 100}.{value % 100:02d}"


class _Reasons(fields.List):
    """Codes, with what they say in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        language = world.current().language
        return [
            {"code": code, "text": check.REASONS[code].into(language)} for code in value.split()
        ]


class _Hidden(fields.Text):
    """A number of a person or account: its end only without the scope `person.pii`."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        if value is None or value.startswith("card_") or world.current().may("person.pii"):
            return value
        return "*" * (len(value) - 4) + value[-4:]


class LineReasonView(View):
    code = fields.Enum(tuple(check.REASONS), required=True)
    text = fields.Text(required=True, max=100)


class SubsidyLineView(View):
    object = fields.Object("fiscal_subsidy_line")
    number = fields.Int(required=True)
    town = fields.Text(required=True, max=30)
    village = fields.Text(required=True, max=30)
    name = fields.Text(required=True, max=60)
    credential = _Hidden(required=True, max=40, description="Social security number, or a card.")
    quantity = _Quantity(max=12, attribute="hundredths")
    amount_fen = fields.Fen(required=True, attribute="amount")
    memo = fields.Text(required=True, min=0, max=30)
    status = fields.Enum(batch.LINE_STATUSES, required=True)
    reasons = _Reasons(fields.Nested(LineReasonView), required=True, description="Against it.")
    person_id = fields.Id("psn")
    account_number = _Hidden(max=19)
    return_code = fields.Enum(tuple(CODES), description="What the bank said last.")
    paid_at = fields.Instant()
    entry_id = fields.Id("bke", description="The line of the account's statement.")
    tries = fields.Int(required=True, description="How often it went to the bank.")


class LineFilters(ListQuery):
    status = fields.Enum(batch.LINE_STATUSES)
    town = fields.Text(max=30)
    village = fields.Text(max=30)
    person_id = fields.Id("psn")


class _Masked(fields.Text):
    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return names.masked(value)


class RollLineView(View):
    object = fields.Object("public_roll_line")
    number = fields.Int(required=True)
    town = fields.Text(required=True, max=30)
    village = fields.Text(required=True, max=30)
    masked_name = _Masked(required=True, max=60, attribute="name")
    amount_fen = fields.Fen(required=True, attribute="amount")


class LineCorrection(Schema):
    name = fields.Text(max=60)
    credential = fields.Text(
        max=40,
        pattern=r"[0-9]{17}[0-9X]|card_[0-9A-HJKMNP-TV-Z]{26}",
        description="Social security number or card of whom it is for.",
    )


class LineReason(Schema):
    reason = fields.Text(required=True, max=400)


class ChangeView(View):
    object = fields.Object("fiscal_subsidy_line_change")
    line_number = fields.Int(required=True)
    round = fields.Int(required=True)
    kind = fields.Enum(
        ("returned", "corrected", "struck", "written_off", "recovered"), required=True
    )
    detail = fields.Plain(required=True)
    party_id = fields.Text(required=True, max=64)
    created_at = fields.Instant(required=True)


class SubsidyObjectionBody(Schema):
    line_number = fields.Int(required=True, min=1)
    reason = fields.Text(required=True, max=400)


class ObjectionDecision(Schema):
    outcome = fields.Enum(("upheld", "dismissed"), required=True)
    note = fields.Text(required=True, max=400)


class SubsidyObjectionView(Resource):
    object = fields.Object("fiscal_subsidy_objection")
    batch_id = fields.Id("fsb", required=True)
    line_number = fields.Int(required=True)
    reason = fields.Text(required=True, max=400)
    status = fields.Enum(batch.OBJECTION_STATUSES, required=True)
    note = fields.Text(max=400)
    decided_at = fields.Instant()
