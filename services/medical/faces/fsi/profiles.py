"""What differs between regions that speak this interface, as data (方言).

One YAML file a region in `profiles/`; a file says only what differs from the one it inherits. A
world may load one of its own, with the same checks. Each says where it was seen (`source`), how
far it is to be trusted (`status`) and what nobody knows (`not_known`). Numbers are quoted, as in
all our YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import marshmallow as ma
from marshmallow import validate

from sscsim.kernel.problems import Text
from sscsim.policy.errors import PolicyError
from sscsim.policy.strict_yaml import read_yaml

DEFAULT = "lenient"
FOLDER = Path(__file__).with_name("profiles")
ENVELOPE = (
    "infno",
    "msgid",
    "mdtrtarea_admvs",
    "insuplc_admdvs",
    "recer_sys_code",
    "dev_no",
    "dev_safe_info",
    "cainfo",
    "signtype",
    "infver",
    "opter_type",
    "opter",
    "opter_name",
    "inf_time",
    "fixmedins_code",
    "fixmedins_name",
    "sign_no",
)
"""The texts of a message beside its `input`, in the order of the specification."""
SCHEMES = ("tif", "csb", "ca_key", "api_key", "body")
NAME = "[a-z][a-z0-9-]{1,39}"

Renamed = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By number, by `input` or `output`, what we call one thing from what they call it, or back."""


class ProfileError(ValueError):
    """A profile that can't be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How one region, or one institution, speaks.

    `starred_fields`: whether fields that only the Hunan edition requires (`Y*`) are required.
    `node_names` and `field_names`: spellings, on input theirs to ours, on output ours to theirs.
    `required` and `optional`: by number, `node.field` that differ from the field table.
    `one_row`: whether a list of one item is answered as a list, or as that item (`object`).
    `sign_no`: `ignored`, or `checked` where one that is sent must be good.
    """

    name: str
    title: Text
    status: str
    source: str
    regions: tuple[str, ...]
    infcode: str
    empty_output: str
    one_row: str
    success_text: str | None
    siblings: Mapping[str, str | None]
    starred_fields: str
    envelope_required: frozenset[str]
    envelope_lengths: Mapping[str, int]
    schemes: tuple[str, ...]
    timestamp_window_s: int
    sign_no: str
    fault_status: int
    node_names: Renamed
    field_names: Renamed
    required: Mapping[str, frozenset[str]]
    optional: Mapping[str, frozenset[str]]
    not_known: tuple[str, ...]

    def requires(self, number: str, node: str, name: str, req: str | None) -> bool:
        """Whether this field of a node must be sent; `req` as the field table has it."""
        place = f"{node}.{name}"
        if place in self.optional.get(number, ()):
            return False
        if place in self.required.get(number, ()):
            return True
        return req == "Y" or (req == "Y*" and self.starred_fields == "required")

    def node(self, number: str, side: str, name: str) -> str:
        """A node's name on the other side: on `input` ours for theirs, on `output` back."""
        return self.node_names.get(number, {}).get(side, {}).get(name, name)

    def field(self, number: str, side: str, name: str) -> str:
        """A field's name on the other side, as `node` does it."""
        return self.field_names.get(number, {}).get(side, {}).get(name, name)


# ---- reading


def _words() -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.String(validate=validate.Length(1, 300)))


def _number(least: int, most: int) -> ma.fields.Integer:
    return ma.fields.Integer(validate=validate.Range(least, most))


def _renaming() -> ma.fields.Dict:
    names = ma.fields.String(validate=validate.Length(1, 60))
    sides = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.OneOf(("input", "output"))),
        values=ma.fields.Dict(keys=names, values=names),
    )
    return ma.fields.Dict(keys=names, values=sides)


def _places() -> ma.fields.Dict:
    place = ma.fields.String(validate=validate.Regexp(r"[A-Za-z_]+\.[A-Za-z_]+"))
    return ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.List(place))


class _Title(ma.Schema):
    zh = ma.fields.String(required=True, validate=validate.Length(1, 100))
    en = ma.fields.String(required=True, validate=validate.Length(1, 100))


class _Envelope(ma.Schema):
    required = ma.fields.List(ma.fields.String(validate=validate.OneOf((*ENVELOPE, "input"))))
    lengths = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.OneOf(ENVELOPE)), values=_number(1, 4000)
    )


class _Profile(ma.Schema):
    """A profile as its file has it; all but the first four may be inherited."""

    name = ma.fields.String(required=True, validate=validate.Regexp(NAME + r"\Z"))
    title = ma.fields.Nested(_Title, required=True)
    status = ma.fields.String(
        required=True, validate=validate.OneOf(("recorded", "assumed", "private"))
    )
    source = ma.fields.String(required=True, validate=validate.Length(1, 400))
    inherits = ma.fields.String()
    regions = ma.fields.List(ma.fields.String(validate=validate.Regexp(r"[0-9]{6}\Z")))
    infcode = ma.fields.String(validate=validate.OneOf(("number", "text")))
    empty_output = ma.fields.String(validate=validate.OneOf(("null", "object")))
    one_row = ma.fields.String(validate=validate.OneOf(("list", "object")))
    success_text = ma.fields.String(allow_none=True, validate=validate.Length(0, 40))
    siblings = ma.fields.Dict(
        keys=ma.fields.String(
            validate=validate.OneOf(("warn_msg", "cainfo", "signtype", "enctype", "type"))
        ),
        values=ma.fields.String(allow_none=True, validate=validate.Length(0, 100)),
    )
    starred_fields = ma.fields.String(validate=validate.OneOf(("required", "optional")))
    envelope = ma.fields.Nested(_Envelope)
    schemes = ma.fields.List(ma.fields.String(validate=validate.OneOf(SCHEMES)))
    timestamp_window_s = _number(1, 86_400)
    sign_no = ma.fields.String(validate=validate.OneOf(("ignored", "checked")))
    fault_status = ma.fields.Integer(validate=validate.OneOf((200, 401)))
    node_names = _renaming()
    field_names = _renaming()
    required = _places()
    optional = _places()
    not_known = _words()


_SCHEMA = _Profile()


def read(text: str, file: str, known: Mapping[str, Profile]) -> Profile:
    """The profile in a YAML text, over the one of `known` it inherits; ProfileError."""
    try:
        documents = read_yaml(text, file)
    except PolicyError as fault:
        raise ProfileError(str(fault)) from None
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise ProfileError(f"{file}: one mapping is expected")
    try:
        found: dict[str, Any] = _SCHEMA.load(documents[0])
    except ma.ValidationError as error:
        raise ProfileError(f"{file}: {_first(error.messages, '')}") from None
    parent = found.pop("inherits", None)
    if parent is None:
        missing = {item for item in _SCHEMA.fields if item not in ("inherits", "regions")} - {
            *found
        }
        if missing:
            raise ProfileError(f"{file}: {sorted(missing)[0]}: is required without `inherits`")
    elif parent not in known:
        raise ProfileError(f"{file}: inherits: there is no profile {parent}")
    return _over(found, known.get(parent) if parent else None)


def _over(said: Mapping[str, Any], parent: Profile | None) -> Profile:
    def get(name: str, default: Any = None) -> Any:
        return said.get(name, default if parent is None else getattr(parent, name, default))

    envelope = said.get("envelope", {})
    lengths = dict(parent.envelope_lengths if parent else {}) | envelope.get("lengths", {})
    required = envelope.get("required")
    return Profile(
        name=said["name"],
        title=Text(**said["title"]),
        status=said["status"],
        source=said["source"],
        regions=tuple(said.get("regions", ())),
        infcode=get("infcode"),
        empty_output=get("empty_output"),
        one_row=get("one_row", "list"),
        success_text=get("success_text"),
        siblings=get("siblings"),
        starred_fields=get("starred_fields"),
        envelope_required=(
            frozenset(required)
            if required is not None
            else parent.envelope_required
            if parent
            else frozenset()
        ),
        envelope_lengths=lengths,
        schemes=tuple(get("schemes")),
        timestamp_window_s=get("timestamp_window_s"),
        sign_no=get("sign_no"),
        fault_status=get("fault_status"),
        node_names=_merged(parent.node_names if parent else {}, said.get("node_names", {})),
        field_names=_merged(parent.field_names if parent else {}, said.get("field_names", {})),
        required=_placed(parent.required if parent else {}, said.get("required", {})),
        optional=_placed(parent.optional if parent else {}, said.get("optional", {})),
        not_known=tuple(said.get("not_known", ())),
    )


def _merged(parent: Renamed, own: Renamed) -> Renamed:
    found = {
        number: {side: dict(names) for side, names in sides.items()}
        for number, sides in parent.items()
    }
    for number, sides in own.items():
        for side, names in sides.items():
            found.setdefault(number, {}).setdefault(side, {}).update(names)
    return found


def _placed(
    parent: Mapping[str, frozenset[str]], own: Mapping[str, list[str]]
) -> dict[str, frozenset[str]]:
    return dict(parent) | {
        number: parent.get(number, frozenset()) | frozenset(places)
        for number, places in own.items()
    }


def _first(messages: Any, path: str) -> str:
    """The first fault of a profile, with the way to it."""
    if isinstance(messages, Mapping):
        name, inner = next(iter(messages.items()))
        return _first(inner, f"{path}.{name}" if path else str(name))
    said = messages[0] if isinstance(messages, list) and messages else messages
    return f"{path}: {said}"


@cache
def builtin() -> Mapping[str, Profile]:
    """The profiles of the files, `lenient` first."""
    found: dict[str, Profile] = {}
    files = sorted(FOLDER.glob("*.yaml"), key=lambda file: (file.stem != DEFAULT, file.stem))
    for file in files:
        made = read(file.read_text(encoding="utf-8"), file.name, found)
        if made.name != file.stem:
            raise ProfileError(f"{file.name}: name: must be {file.stem}")
        found[made.name] = made
    return found


def builtin_text(name: str) -> str | None:
    """The YAML of a built-in profile; None when there is none of that name."""
    if name not in builtin():
        return None
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def private(text: str) -> Profile:
    """A world's own profile; it inherits from built-in ones only. ProfileError."""
    return read(text, "profile", builtin())
