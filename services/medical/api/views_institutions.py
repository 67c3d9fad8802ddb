"""Institutions, as callers send and get them."""

from services.medical.api.views_common import institution_kind, level
from sscsim.web import ListQuery, Resource, Schema, fields


class InstitutionNew(Schema):
    institution_code = fields.Text(
        required=True,
        max=12,
        pattern="[HP][0-9]{11}",
        description="定点医药机构编号: H or P and eleven digits.",
        example="H44010000088",
    )
    name = fields.Text(required=True, max=80, example="示范医院")
    level = level(required=True, example="level_3")
    region_code = fields.Region(required=True, example="440100")


class InstitutionView(Resource):
    object = fields.Object("institution")
    institution_code = fields.Text(required=True, max=12)
    name = fields.Text(required=True, max=80)
    kind = institution_kind(required=True)
    level = level(required=True)
    region_code = fields.Region(required=True)


class InstitutionFilters(ListQuery):
    region_code = fields.Region(example="500000")
    kind = institution_kind()
    level = level()
