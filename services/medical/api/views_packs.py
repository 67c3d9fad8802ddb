"""Policy packs, as the gateway sends and gets them."""

from services.medical.api.views_institutions import InstitutionView
from sscsim.web import Schema, View, fields


def _pack() -> fields.Text:
    return fields.Text(
        required=True, max=500_000, description="YAML: one document a scheme, as in policy/."
    )


class PackNew(Schema):
    pack = _pack()


class SchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=500)
    version = fields.Text(required=True, max=500)


class PackView(View):
    id = fields.Text(required=True, max=60)
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    digest = fields.Text(required=True, max=64, description="SHA-256 of the text.")
    schemes = fields.List(fields.Nested(SchemeView), required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    pack = _pack()


class InventedView(View):
    """A city that takes part by invented figures."""

    policy = fields.Nested(PackView, required=True)
    institutions = fields.List(fields.Nested(InstitutionView), required=True)
    regions_with_figures = fields.List(
        fields.Region(), required=True, description="The others, with which it could settle."
    )
