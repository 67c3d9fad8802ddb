"""What callers send and get: persons, enrolments, cards, verifications."""

from typing import Any

from services.card.api.aliases import Aliased, also
from services.card.domain import card, enrolment, entitlement, person, verification
from sscsim import world
from sscsim.demo_people import (
    CHEN_YU,
    LIN_XIAO,
    SEED,
    SUN_LEI,
    WANG_GUILAN,
    ZHAO_XIAOMAN,
    ZHOU_MING,
)
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.ids import identity
from sscsim.web import ListQuery, Resource, Schema, View, fields

# Examples name the people of the preset `demo`, so that they work as they stand: Sun Lei
# begins a new job and enables his card, Chen Yu leaves his and gives his card back, Wang
# Guilan dies, Lin Xiao and Zhou Ming lose theirs. They work one after the other in the order
# of the document.
PERSON_ID = LIN_XIAO.person_id(SEED)
CARD_ID = LIN_XIAO.card_id(SEED)
SEALED_CARD_ID = SUN_LEI.card_id(SEED)
STARTING_PERSON_ID = SUN_LEI.person_id(SEED)
OTHER_PERSON_ID = ZHOU_MING.person_id(SEED)
LATE_PERSON_ID = WANG_GUILAN.person_id(SEED)
SPARE_CARD_ID = CHEN_YU.card_id(SEED)
OTHER_CARD_ID = ZHOU_MING.card_id(SEED)
CHILDS_CARD_ID = ZHAO_XIAOMAN.card_id(SEED)
OPEN_ENROLMENT_ID = CHEN_YU.enrolment_id(SEED)


class MaskedNumber(fields.Text):
    """A social security number: clear with the scope `person.pii` only."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        if value is None or world.current().may("person.pii"):
            return value
        return identity.mask(value)


class AlwaysMasked(fields.Text):
    """A social security number that nobody sees clear."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value and identity.mask(value)


def _number(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=30,
        description="Social security number (社会保障号码), 18 characters. Synthetic numbers only: "
        "one that begins with a county's code is refused.",
        metadata=also("social_security_number"),
        **kwargs,
    )


def _shown_number() -> MaskedNumber:
    return MaskedNumber(
        required=True,
        max=18,
        description="Masked (`510***********0007`) unless the caller has the scope `person.pii`.",
        example=identity.mask(LIN_XIAO.social_security_number),
    )


def _card_number(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=20,
        description="Number on the card, nine characters; unique within its issuing area only.",
        metadata=also("card_number"),
        **kwargs,
    )


def _code(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=48,
        description="Card identification code (卡识别码), 32 hexadecimal characters.",
        metadata=also("card_identification_code"),
        **kwargs,
    )


def _region(description: str, **kwargs: Any) -> fields.Region:
    return fields.Region(description=description, example=LIN_XIAO.region_code, **kwargs)


def _phone(**kwargs: Any) -> fields.Text:
    return fields.Text(max=20, min=5, pattern=r"[0-9+() -]{5,20}", example="19900000001", **kwargs)


def _address(**kwargs: Any) -> fields.Text:
    return fields.Text(max=200, example="示范路 1 号", **kwargs)


def _residence(**kwargs: Any) -> fields.Region:
    return fields.Region(
        description="City where the person lives, if it is another one.", example="500000", **kwargs
    )


def _nation(**kwargs: Any) -> fields.Text:
    return fields.Text(
        min=2,
        max=2,
        pattern="[0-9]{2}",
        description="Nation (民族), two digits of GB/T 3304; 01 is Han.",
        example="01",
        metadata=also("nation"),
        **kwargs,
    )


# ---- persons


class PersonRegistration(Aliased):
    name = fields.Text(required=True, max=60, example="李安", metadata=also("name"))
    sex = fields.Enum(person.SEXES, required=True, example="male", metadata=also("sex"))
    birth_date = fields.Date(required=True, example="1990-01-01", metadata=also("birth_date"))
    region_code = _region("Pooling area that keeps the registration.", required=True)
    social_security_number = _number()
    contact_phone = _phone()
    contact_address = _address()
    residence_region_code = _residence()
    nation = _nation()


class PersonChange(Aliased):
    contact_phone = _phone(allow_none=True)
    contact_address = _address(allow_none=True)
    residence_region_code = _residence(allow_none=True)
    nation = _nation(allow_none=True)
    name = fields.Text(
        max=60, description="A key field: it changes with a new card only.", example="林晓"
    )
    social_security_number = _number()


class DeathReport(Schema):
    died_on = fields.Date(required=True, description="Day of death.", example="2026-03-31")


class PersonView(Resource):
    object = fields.Object("person")
    social_security_number = _shown_number()
    name = fields.Text(required=True, max=60, example=LIN_XIAO.name)
    sex = fields.Enum(person.SEXES, required=True)
    birth_date = fields.Date(required=True)
    region_code = _region("Pooling area that keeps the registration.", required=True)
    contact_phone = _phone()
    contact_address = _address()
    residence_region_code = _residence()
    nation = _nation()
    living_state = fields.Enum(person.LIVING_STATES, required=True, metadata=also("living_state"))
    deceased_on = fields.Date(description="Day of death.")


class PersonFilters(ListQuery):
    region_code = _region("Registered in this pooling area.")


class PersonSearch(Aliased):
    """Exactly one number; `region_code` narrows a card number to one issuing area."""

    social_security_number = _number()
    card_number = _card_number()
    card_identification_code = _code()
    region_code = _region("Issuing area of the card number.")


class FoundPersons(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(PersonView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


# ---- enrolments


class EnrolmentStart(Aliased):
    insurance_kind = fields.Enum(
        enrolment.KINDS,
        required=True,
        description="职工基本医疗保险 (310), 城乡居民基本医疗保险 (390) or 工伤保险 (410).",
        example="employee_basic_medical",
    )
    region_code = _region("Pooling area where the person is insured.", required=True)
    category = fields.Enum(
        enrolment.CATEGORIES,
        load_default="active",
        description="`retired` (退休) is a category of employees' insurance.",
    )
    from_date = fields.Date(required=True, description="First day covered.", example="2026-04-01")
    to_date = fields.Date(description="Last day covered; until further notice when left out.")
    contribution_base_fen = fields.Fen(
        min=1,
        max=10**9,
        attribute="contribution_base",
        description="Monthly wage that contributions are reckoned on (缴费基数); of employees who "
        "work. The region's figure stands in when left out.",
    )


class EnrolmentEnd(Schema):
    to_date = fields.Date(required=True, description="Last day covered.", example="2026-12-31")


class EnrolmentView(Resource):
    object = fields.Object("enrolment")
    person_id = fields.Id("psn", required=True)
    insurance_kind = fields.Enum(enrolment.KINDS, required=True)
    region_code = _region("Pooling area where the person is insured.", required=True)
    category = fields.Enum(enrolment.CATEGORIES, required=True)
    from_date = fields.Date(required=True, description="First day covered.")
    to_date = fields.Date(description="Last day covered; absent while there is no end.")
    contribution_base_fen = fields.Fen(
        attribute="contribution_base", description="缴费基数, a month, if one was stated."
    )


class EnrolmentFilters(ListQuery):
    insurance_kind = fields.Enum(enrolment.KINDS)


# ---- cards


class CardIssue(Aliased):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    region_code = fields.Region(
        description="Issuing area; the person's own when left out.", example="500000"
    )


class CardView(Resource):
    object = fields.Object("card")
    person_id = fields.Id("psn", required=True)
    region_code = _region("Issuing area.", required=True)
    card_number = _card_number(required=True)
    card_identification_code = _code(required=True)
    specification_version = fields.Text(required=True, example=card.SPECIFICATION_VERSION)
    status = fields.Enum(
        card.STATUSES, required=True, description="State of the social application of the card."
    )
    issue_date = fields.Date(required=True)
    status_code = fields.Text(
        required=True,
        max=1,
        description="The same as card checks return it: 0 sealed, 1 active, 2 formally lost, "
        "3 locked, 4 temporarily lost, 9 cancelled.",
        example="1",
        metadata=also("status"),
    )
    form = fields.Enum(card.FORMS, required=True, description="`temporary` (临时卡) for a while.")
    valid_to_date = fields.Date(required=True, description="Last day on which the card is good.")
    enabled_at = fields.Instant()
    temporary_loss_until = fields.Instant(description="When the temporary loss lapses.")
    replaces_card_id = fields.Id("card", description="The card that it follows.")
    cancelled_at = fields.Instant()
    validity = fields.Enum(
        card.VALIDITIES,
        required=True,
        description="`renewable`: a renewal can be asked for; `expired`: its last day is over. "
        "Not a state: an expired card keeps its status.",
    )
    renewal_opened_at = fields.Instant(description="Since when a renewal can be asked for.")
    expired_at = fields.Instant()


class CardFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = _region("Issued by this area.")
    status = fields.Enum(card.STATUSES)


# ---- verifications


def card_password(description: str, **kwargs: Any) -> fields.Text:
    return fields.Text(
        min=6, max=6, pattern="[0-9]{6}", description=description, example="471592", **kwargs
    )


class VerificationRequest(Aliased):
    """Exactly one of card_id, card_number, card_identification_code and electronic_code;
    without any of them the social security number is what is shown."""

    card_id = fields.Id("card", example=CARD_ID)
    card_number = _card_number()
    card_identification_code = _code()
    region_code = _region("Issuing area of the card number, where several use it.")
    social_security_number = _number()
    electronic_code = fields.Text(
        max=3000,
        description="Text of a code that the electronic card shows; used up by this.",
    )
    name = fields.Text(max=60, description="Compared with the holder's name.", example="林晓")
    password = card_password("Password of the social application; a wrong one counts.")
    purpose = fields.Enum(
        verification.PURPOSES,
        description="Which function is used; whether the place offers it is then checked.",
        example="medical",
    )
    place_region_code = _region("City where the card is shown; the caller's when left out.")


class ReasonView(View):
    code = fields.Enum(tuple(verification.REASONS), required=True)
    message = fields.Text(required=True)


class Reasons(fields.List):
    """Reason codes, shown with their message in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        language = world.current().language
        said = [
            {"code": code, "message": verification.REASONS[code].into(language)} for code in value
        ]
        return super()._serialize(said, attr, obj, **kwargs)


class VerificationView(Resource):
    object = fields.Object("verification")
    result = fields.Enum(verification.RESULTS, required=True)
    reasons = Reasons(
        fields.Nested(ReasonView), required=True, description="Every reason to refuse; else empty."
    )
    credential = fields.Enum(
        verification.CREDENTIALS, required=True, description="By which number the card was named."
    )
    compared = fields.List(
        fields.Enum(("social_security_number", "name")),
        required=True,
        description="What else was compared with the holder.",
    )
    card_id = fields.Id("card", description="Absent when no such card is known.")
    person_id = fields.Id("psn", description="The holder.")
    form = fields.Enum(
        ("physical", "electronic", "identity"),
        required=True,
        description="Form of the card that was shown; `identity` is the bare number.",
    )
    purpose = fields.Enum(verification.PURPOSES)
    place_region_code = fields.Region(description="City where it was shown.")
    asked_by = fields.Text(required=True, max=40, description="The party that asked.")
    asked_as = fields.Text(max=40, description="Role of that party.")
    password_checked = fields.Bool(description="Whether a password was entered.")


class CapabilityQuery(Schema):
    region_code = fields.Region(required=True, description="A city.", example="510100")
    on = fields.Date(description="Today when left out.", example="2026-04-01")


class CapabilityView(View):
    purpose = fields.Enum(verification.PURPOSES, required=True)
    form = fields.Enum(verification.FORMS, required=True)
    offered = fields.Bool(required=True)
    reach = fields.Enum(
        ("everywhere", "listed", "nowhere"),
        required=True,
        description="`listed`: in so many `cities` of an order that is assumed.",
    )
    cities = fields.Int(description="How many cities offer it, as the source says.")
    city_assumed = fields.Bool(required=True, description="Whether this one is, is assumed.")
    source = fields.Text(required=True, max=500)
    source_status = fields.Enum(STATUSES, required=True)


class CapabilitiesView(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(CapabilityView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


# ---- for other services


class CoverageQuestion(Schema):
    person_id = fields.Id("psn", required=True)
    insurance_kind = fields.Enum(enrolment.KINDS, required=True)
    on = fields.Date(required=True)


class InsuredPersonView(View):
    id = fields.Id("psn", required=True)
    name = fields.Text(required=True, max=60)
    sex = fields.Enum(person.SEXES, required=True)
    birth_date = fields.Date(required=True)
    social_security_number = AlwaysMasked(required=True, max=18)


class CoverageView(View):
    person = fields.Nested(InsuredPersonView, required=True)
    insurance_kind = fields.Enum(
        enrolment.KINDS, required=True, attribute="enrolment.insurance_kind"
    )
    home_region_code = fields.Region(required=True, attribute="enrolment.region_code")
    category = fields.Enum(enrolment.CATEGORIES, required=True, attribute="enrolment.category")
    enrolment_id = fields.Id("enr", required=True, attribute="enrolment.id")
    contribution_base_fen = fields.Fen(attribute="enrolment.contribution_base")
    entitlements = fields.List(fields.Enum(entitlement.KINDS), required=True)


class PackNew(Schema):
    pack = fields.Text(required=True, max=500_000)


class SchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=500)
    version = fields.Text(required=True, max=500)


class PackView(View):
    id = fields.Text(required=True, max=60)
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    digest = fields.Text(required=True, max=64)
    schemes = fields.List(fields.Nested(SchemeView), required=True)
    pack = fields.Text(required=True, max=500_000)


class FixtureWish(Schema):
    outcome = fields.Text(max=60, description="One outcome of the catalogue; all when left out.")
