"""How a service item is shown."""

from typing import Any

from services.benefits.api import form_schema
from services.benefits.domain import form, item
from services.benefits.domain.item import Deadline, Item
from services.benefits.flows import service_items as flow
from sscsim import world
from sscsim.kernel.explain import STATUSES
from sscsim.web import View, fields

ITEM_CODE = "HRSS-009"
_WORDS = flow.vocabulary()
DOMAINS = tuple(_WORDS.domains)
FUNCTION_CLASSES = tuple(_WORDS.function_classes)
ACTORS = tuple(_WORDS.actors)


class Said(fields.Text):
    """A text in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.into(world.current().language)


class CardView(View):
    """Which card it asks for; no forms: it is done without one, by identity."""

    needed = fields.Bool(required=True, attribute="is_needed")
    forms = fields.List(fields.Enum(item.CARD_FORMS), required=True)
    statuses = fields.List(
        fields.Enum(item.CARD_STATUSES), required=True, description="应用状态 that are good enough."
    )
    account = fields.Enum(
        item.ACCOUNTS, required=True, description="What the card's bank account is for."
    )


class ItemDecisionView(View):
    rule = fields.Text(required=True, max=60, description="The rule's name.")
    mode = fields.Enum(item.DECISIONS, required=True, description="Who decides by it.")
    sentence = Said(required=True, max=400)


class StepsView(View):
    supplement = fields.Bool(required=True, description="补正 can be asked for.")
    public_notice_days = fields.Int(
        required=True, attribute="notice_days", description="公示, working days; 0: none."
    )
    appeal = fields.Bool(required=True, description="复核 is possible.")
    payment = fields.Enum(item.PAYMENTS, required=True)


class RecordView(View):
    kind = fields.Text(required=True, max=60)
    states = fields.List(fields.Text(max=60), required=True)


class SchemeDeadlineView(View):
    scheme = fields.Enum(item.SCHEMES, required=True)
    days = fields.Int()
    unit = fields.Enum(item.UNITS, required=True)
    basis = Said(required=True, max=400)
    status = fields.Enum(STATUSES, required=True)


class DeadlineView(View):
    days = fields.Int(description="0: at once. Absent: no limit is known.")
    unit = fields.Enum(item.UNITS, required=True, description="工作日 or 自然日.")
    extension_days = fields.Int(description="May be added once.")
    basis = Said(required=True, max=400)
    status = fields.Enum(STATUSES, required=True, description="How far to trust it.")
    by_scheme = fields.List(
        fields.Nested(SchemeDeadlineView), description="What a scheme promised instead."
    )


class SourceView(View):
    key = fields.Text(required=True, max=40)
    title = fields.Text(required=True, max=400)
    status = fields.Enum(STATUSES, required=True)


class ServiceItemView(View):
    object = fields.Object("service_item")
    code = fields.Text(required=True, max=8, example=ITEM_CODE)
    key = fields.Text(required=True, max=60, example="job-hunting-start-subsidy")
    name_zh = fields.Text(required=True)
    name_en = fields.Text(required=True)
    domain = fields.Enum(DOMAINS, required=True)
    function_class = fields.Enum(
        FUNCTION_CLASSES, required=True, description="用卡功能 of the ministry's directory."
    )
    kind = fields.Enum(item.KINDS, required=True)
    actors = fields.List(fields.Enum(ACTORS), required=True)
    applicants = fields.List(fields.Enum(ACTORS), required=True, description="Who may file it.")
    proxies = fields.List(
        fields.Enum(item.PROXIES), required=True, description="Who may file it for the person."
    )
    card = fields.Nested(CardView, required=True)
    decision = fields.Nested(ItemDecisionView, required=True)
    steps = fields.Nested(StepsView, required=True)
    states = fields.List(
        fields.Text(max=40), required=True, description="What an application of it can be in."
    )
    record = fields.Nested(RecordView, description="What it leaves behind.")
    deadline = fields.Nested(DeadlineView, required=True)
    schemes = fields.List(
        fields.Enum(item.SCHEMES), required=True, description="Within which it crosses regions."
    )
    schemes_sourced = fields.List(
        fields.Enum(item.SCHEMES),
        required=True,
        description="Those with a source; others are assumed.",
    )
    origin = fields.Enum(
        ("reconstruction",),
        required=True,
        dump_default="reconstruction",
        description="The official text of the list of 95 is not public; this is our best.",
    )
    in_official_95 = fields.Enum(
        item.MEMBERSHIPS,
        required=True,
        description="How its place among the official 95 is known.",
    )
    sources = fields.List(fields.Nested(SourceView), required=True)
    confidence = fields.Enum(item.CONFIDENCES, required=True)
    depth = fields.Enum(
        item.DEPTHS, required=True, description="`full`: decided and carried out here."
    )


class WordView(View):
    word = fields.Text(required=True, max=60)
    name_zh = fields.Text(required=True, attribute="name.zh")
    name_en = fields.Text(required=True, attribute="name.en")


class InputView(View):
    name = fields.Text(required=True, max=60)
    type = fields.Enum(form.TYPES, required=True)
    name_zh = fields.Text(required=True, attribute="label.zh")
    name_en = fields.Text(required=True, attribute="label.en")
    required = fields.Bool(required=True)
    needed_when = fields.Plain(description="Required as soon as this input has one of the values.")
    words = fields.List(fields.Nested(WordView), description="The choices of an enum.")


class FormView(View):
    """What an application for it holds as `inputs`."""

    inputs = fields.List(fields.Nested(InputView), required=True)
    json_schema = fields.Plain(required=True, description="JSON Schema, draft 2020-12.")
    example = fields.Plain(required=True, description="Accepted as it stands.")


class ServiceItemDetail(ServiceItemView):
    form = fields.Nested(FormView, required=True)


class CooperationItemView(View):
    object = fields.Object("cooperation_item")
    scheme = fields.Enum(item.SCHEMES, required=True)
    item_code = fields.Text(required=True, max=8, example=ITEM_CODE)
    name_zh = fields.Text(required=True)
    name_en = fields.Text(required=True)
    since_date = fields.Date(required=True, attribute="since")
    source = fields.Nested(SourceView, required=True)
    confidence = fields.Enum(
        item.CONFIDENCES, required=True, description="`low`: assumed, nobody names it."
    )
    depth = fields.Enum(item.DEPTHS, required=True)


def shown(one: Item) -> dict[str, Any]:
    """An item as a row of the list."""
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "name_zh": one.name.zh,
        "name_en": one.name.en,
        "in_official_95": one.membership,
        "deadline": _deadline(one.deadline),
    }


_PLAIN = (
    *("code", "key", "domain", "function_class", "kind", "actors", "applicants", "proxies"),
    *("card", "decision", "steps", "states", "record", "schemes", "schemes_sourced"),
    *("sources", "confidence", "depth"),
)


def _deadline(limit: Deadline) -> dict[str, Any]:
    by_scheme = [
        {"scheme": scheme, **_deadline(shorter)} for scheme, shorter in limit.by_scheme.items()
    ]
    return {
        "days": limit.days,
        "unit": limit.unit,
        "extension_days": limit.extension or None,
        "basis": limit.basis,
        "status": limit.status,
        "by_scheme": by_scheme or None,
    }


def detail(one: Item) -> dict[str, Any]:
    """An item with its form. `version` 1: it changes with the product only."""
    asked = {
        "inputs": [_input(each) for each in one.form],
        "json_schema": form_schema.json_schema(one.code),
        "example": form.example_of(one.form),
    }
    return {**shown(one), "form": asked, "version": 1}


def _input(one: form.Input) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "label": one.label,
        "required": one.required,
        "needed_when": {one.needed_when[0]: list(one.needed_when[1])} if one.needed_when else None,
        "words": one.words or None,
    }
