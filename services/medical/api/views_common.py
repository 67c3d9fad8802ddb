"""What the views of several resources share: examples, and fields that mean the same."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from services.medical.domain import vocabulary
from sscsim import world
from sscsim.demo_people import LIN_XIAO, SEED
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Schema, fields

PERSON_ID = LIN_XIAO.person_id(SEED)
CARD_ID = LIN_XIAO.card_id(SEED)
INSTITUTION_ID = resource_id("ins", SEED, "medical", "H50000000003")
FILING_ID = resource_id("fil", SEED, "medical", PERSON_ID, 1)
"""Examples name what the preset `demo` begins with, so that they work as they stand."""
VISIT_ID = resource_id("vis", SEED, "medical", PERSON_ID, INSTITUTION_ID, "2026-03-25", 1)
SETTLEMENT_ID = resource_id("stl", SEED, "medical", VISIT_ID, 1)

SIGNED = {"min": -fields.MAX_FEN}


def care(**kwargs: Any) -> fields.Region:
    return fields.Region(description="Region of treatment (就医地).", example="500000", **kwargs)


def home(**kwargs: Any) -> fields.Region:
    return fields.Region(
        description="Region where the person is insured (参保地).", example="510100", **kwargs
    )


def insurance(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.INSURANCE_KINDS,
        description="职工基本医疗保险 (310), 城乡居民基本医疗保险 (390) or 工伤保险 (410).",
        example=vocabulary.EMPLOYEE,
        **kwargs,
    )


def level(**kwargs: Any) -> fields.Enum:
    return fields.Enum(vocabulary.LEVELS, description="医疗机构等级.", **kwargs)


def institution_kind(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.INSTITUTION_KINDS,
        description="定点医疗机构 or 定点零售药店, as the first letter of the code says. "
        "A pharmacy stands as level primary.",
        **kwargs,
    )


def in_language(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return explain.shown(stored, world.current().language) if stored is not None else None


def plain(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


class Expanded(ListQuery):
    expand = fields.Enum(("explanation",), description="Show how each amount came about.")


class ExpandQuery(Schema):
    expand = fields.Enum(("explanation",), description="Show how each amount came about.")
