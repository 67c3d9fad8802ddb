"""What callers send and get: lifecycle of cards, households, applications, production."""

from typing import Any

from services.card.api.aliases import Aliased
from services.card.api.bank_views import MaskedAccount, bank_code
from services.card.api.views import PERSON_ID, STARTING_PERSON_ID, card_password
from services.card.api.views_stock import branch
from services.card.domain import application, batch_file, card, household, production, reader
from services.card.flows.moves import CHANNELS
from sscsim.web import ListQuery, Resource, Schema, View, fields


def _region(description: str, **kwargs: Any) -> fields.Region:
    return fields.Region(description=description, example="510100", **kwargs)


# ---- lifecycle


class BothEnabling(Schema):
    bank_password = card_password("The new password of the bank account.", required=True)
    reserved_phone = fields.Text(
        max=20,
        min=5,
        pattern=r"[0-9+() -]{5,20}",
        description="Phone number that the bank is to know (预留手机号).",
        example="19900000001",
    )


class CardLossReport(Schema):
    """A temporary loss comes in by any channel; a formal one is reported in person."""

    channel = fields.Enum(
        tuple(channel for channel in CHANNELS if channel not in ("terminal", "system")),
        load_default="counter",
        description="How the report came in (渠道).",
    )
    reason = fields.Text(max=200, description="In the holder's words.", example="地铁上遗失")


class FormalLossReport(Schema):
    reason = fields.Text(max=200, description="In the holder's words.", example="地铁上遗失")


class LossRelease(Schema):
    channel = fields.Enum(
        ("counter", "telephone_12333", "web", "app"),
        load_default="counter",
        description="How the release came in.",
    )


class CardCancellation(Schema):
    reason = fields.Text(required=True, max=200, example="出国定居")


class PasswordEntry(Schema):
    password = card_password("What the holder entered.", required=True)


class CardPasswordChange(Schema):
    old_password = card_password("The password so far.", required=True)
    new_password = card_password("Six digits, not all equal and not in a row.", required=True)


class CardPasswordReset(Schema):
    new_password = card_password("Six digits, not all equal and not in a row.", required=True)


class PasswordCheckView(View):
    card_id = fields.Id("card", required=True)
    correct = fields.Bool(required=True)
    tries_left = fields.Int(required=True, description="Wrong entries left until it is locked.")


class MoveView(View):
    """One move of the social application, with who made it."""

    id = fields.Id("mov", required=True)
    object = fields.Object("card_move")
    card_id = fields.Id("card", required=True)
    move = fields.Enum(
        tuple(dict.fromkeys(edge.event for edge in card.MACHINE.edges)), required=True
    )
    from_status = fields.Enum(card.STATUSES, required=True)
    to_status = fields.Enum(card.STATUSES, required=True)
    channel = fields.Enum(CHANNELS, required=True)
    actor = fields.Text(required=True, max=40, description="The party that made the move.")
    actor_role = fields.Text(required=True, max=20)
    reason = fields.Text(max=200)
    created_at = fields.Instant(required=True)


class ReaderQuery(Schema):
    specification_version = fields.Enum(
        reader.VERSIONS, description="As if the card were of this version; its own by default."
    )
    contact = fields.Enum(
        reader.CONTACTS,
        load_default="contact",
        description="A contactless read of version 3.00 tells neither number nor name.",
    )
    terminal_serial = fields.QueryInt(
        min=0,
        max=999_999,
        load_default=1,
        description="Which terminal of the area reads.",
        example=1,
    )


class ReaderPartsView(View):
    area = fields.Text(required=True, max=6)
    social_security_number = fields.Text(required=True, min=0, max=18)
    card_number = fields.Text(required=True, min=0, max=9)
    card_identification_code = fields.Text(required=True, max=32)
    name = fields.Text(required=True, min=0, max=60)
    atr_historical_bytes = fields.Text(required=True, max=26)
    specification_version = fields.Enum(reader.VERSIONS, required=True)
    issue_date = fields.Text(required=True, max=8)
    valid_to = fields.Text(required=True, max=8)
    terminal_number = fields.Text(required=True, max=12)
    terminal_device_number = fields.Text(required=True, max=20)
    psam_number = fields.Text(max=20)
    medical_certificate_number = fields.Text(max=20)
    encryption_factor = fields.Text(max=20)
    line_version = fields.Text(max=4)


class ReaderLineView(View):
    line = fields.Text(
        required=True, max=500, description="Fields separated and ended by `|`, as drivers give it."
    )
    specification_version = fields.Enum(reader.VERSIONS, required=True)
    contact = fields.Enum(reader.CONTACTS, required=True)
    parts = fields.Nested(ReaderPartsView, required=True, description="The same by name.")


# ---- households


class HouseholdFounding(Schema):
    head_person_id = fields.Id("psn", required=True, example=PERSON_ID)
    region_code = _region("Where it is registered; the head's area when left out.")
    address = fields.Text(max=200, example="示范路 1 号")


class HouseholdJoining(Schema):
    person_id = fields.Id("psn", required=True, example=STARTING_PERSON_ID)
    relation = fields.Enum(
        household.MEMBER_RELATIONS,
        required=True,
        description="What the person is to the head of the household.",
        example="other",
    )


class HouseholdLeaving(Schema):
    person_id = fields.Id("psn", required=True)


class MemberView(View):
    person_id = fields.Id("psn", required=True)
    relation = fields.Enum(household.MEMBER_RELATIONS, required=True)


class HouseholdView(Resource):
    object = fields.Object("household")
    region_code = _region("Where it is registered.", required=True)
    address = fields.Text(max=200)
    members = fields.List(fields.Nested(MemberView), required=True)


class HouseholdFilters(ListQuery):
    region_code = _region("Registered there.")
    person_id = fields.Id("psn", description="With this member.")


class FamilyLinking(Schema):
    relative_id = fields.Id("psn", required=True, example=STARTING_PERSON_ID)
    relation = fields.Enum(
        household.RELATIONS,
        required=True,
        description="What the relative is to the person: their spouse, parent, child …",
        example="sibling",
    )


class FamilyLinkView(Resource):
    object = fields.Object("family_link")
    person_id = fields.Id("psn", required=True)
    relative_id = fields.Id("psn", required=True)
    relation = fields.Enum(household.RELATIONS, required=True)


# ---- applications


class ApplicationForm(Aliased):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    kind = fields.Enum(
        application.KINDS,
        load_default="first_issue",
        description="首次申领, 到期换领, 补卡, 换卡, 质保换卡, 预制卡.",
        example="exchange",
    )
    mark = fields.Enum(
        application.MARKS,
        description="`instant` (即时制卡): made while the holder waits; `central`: in batches, "
        "which is what happens when it is left out. A pre-made card is always given out at once.",
        example="central",
    )
    region_code = _region("Issuing area; that of the old card or of the person when left out.")
    handling_region_code = _region("Where it is applied for; the caller's when left out.")
    identity_document = fields.Enum(application.DOCUMENTS, load_default="resident_card_or_hukou")
    applied_by = fields.Enum(application.APPLICANTS, load_default="self")
    proxy_person_id = fields.Id("psn", description="The relative who applies (代办人).")
    bank_code = bank_code()
    contact_phone = fields.Text(
        max=20,
        min=5,
        pattern=r"[0-9+() -]{5,20}",
        description="For the bank and for the message that the card is there. Some numbers make "
        "a step of the production fail; see the README of the card service.",
        example="19900000001",
    )
    old_card_id = fields.Id("card", description="The card that this one follows.")
    branch = branch("From which branch's stock a pre-made card is taken; `main` if left out.")


class ApplicationCorrection(Schema):
    contact_phone = fields.Text(max=20, min=5, pattern=r"[0-9+() -]{5,20}", example="19900000001")
    bank_code = bank_code()


class CardRefusal(Schema):
    reason = fields.Text(required=True, max=200, example="照片错误")


class ApplicationView(Resource):
    object = fields.Object("application")
    person_id = fields.Id("psn", required=True)
    kind = fields.Enum(application.KINDS, required=True)
    kind_code = fields.Text(required=True, max=2, description="The vendors' code of the kind.")
    mark = fields.Enum(application.MARKS, required=True)
    region_code = _region("Issuing area.", required=True)
    handling_region_code = _region("Where it was applied for.", required=True)
    identity_document = fields.Enum(application.DOCUMENTS, required=True)
    applied_by = fields.Enum(application.APPLICANTS, required=True)
    proxy_person_id = fields.Id("psn")
    bank_code = bank_code(required=True)
    contact_phone = fields.Text(max=20)
    old_card_id = fields.Id("card")
    card_id = fields.Id("card", required=True, description="The id that the card has or will have.")
    bank_account_number = MaskedAccount(max=19, description="As the bank returned it.")
    production_status = fields.Enum(production.STATUSES, required=True)
    card_code = fields.Text(max=2, description="The vendors' code of the card's state (60 …).")
    person_status = fields.Enum(tuple(production.PERSON_CODES), required=True)
    person_code = fields.Text(required=True, max=2, description="Its code, 00 to 19.")
    failure_code = fields.Text(max=40)
    failure_reason = fields.Text(max=200)
    batch_id = fields.Id("bat")
    branch = branch("Whose stock the pre-made card is from.")
    attempts = fields.Int(required=True, description="How often it went into production.")
    collected_at = fields.Instant()
    withdrawn_at = fields.Instant()


class ApplicationFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = _region("Issued by this area.")
    kind = fields.Enum(application.KINDS)
    production_status = fields.Enum(production.STATUSES)
    batch_id = fields.Id("bat")


# ---- production


class BatchView(Resource):
    object = fields.Object("production_batch")
    region_code = _region("Issuing area.", required=True)
    bank_code = bank_code(required=True)
    bank_played_by = fields.Enum(("simulator", "outside"), required=True)
    batch_date = fields.Date(required=True)
    status = fields.Enum(production.BATCH_STATUSES, required=True)
    size = fields.Int(required=True, description="With how many applications it began.")
    waits_until = fields.Instant(description="Until when an outside bank may return its file.")


class BatchFilters(ListQuery):
    region_code = _region("Issuing area.")
    bank_code = bank_code()
    status = fields.Enum(production.BATCH_STATUSES)


class BatchFileQuery(Schema):
    stage = fields.Enum(batch_file.STAGES, required=True, example="bank")
    direction = fields.Enum(("out", "back"), load_default="out", example="out")


class BatchFileView(Resource):
    object = fields.Object("batch_file")
    batch_id = fields.Id("bat", required=True)
    stage = fields.Enum(batch_file.STAGES, required=True)
    direction = fields.Enum(("out", "back"), required=True)
    digest = fields.Text(required=True, max=64, description="SHA-256 of the text's bytes.")
    content = fields.Text(required=True, max=10_000_000, description="The text of the file.")


class BatchReturn(Schema):
    stage = fields.Enum(batch_file.STAGES, required=True, example="bank")
    content_base64 = fields.Base64(
        required=True,
        max=8_000_000,
        description="The bytes of the returned file, in base64.",
        example="SERSfA==",
    )
