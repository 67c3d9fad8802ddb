"""Policy as data: dated, cited YAML becomes values that remember their source.

Every figure of law stands in `services/<service>/policy/<region>/<scheme>.yaml` (rules
that several regions made together: `policy/joint/`), never in Python. A file:

    title: Inpatient treatment, employees' basic medical insurance, Demo City
    region: "990100"
    scheme: employee_inpatient
    version: "1"
    last_checked: 2026-03-01
    deductible:
      unit: yuan
      level_3:
        values:
          2021-01-01: {value: "900.00", source: demo}
          2023-07-01: {value: "800.00", source: demo}
    sources:
      demo: {title: Invented for tests, status: invented}

A node with `values` is a figure; `description`, `unit`, `last_checked` and `note` hold for all
that stands below them. Figures are quoted, because YAML would make floats of them. A
`null` from a day on says that the figure is no longer in force.

Which figures a scheme has, and in which unit, its service declares once in
`policy/schemes.yaml`. Anything else in a file is refused at load, with file, key and
reason. A figure that is missing when it is asked for is an error that says so.

A world may bring its own *pack*: the same files for one region, as documents of one
YAML text. A scheme of the pack replaces the built-in scheme as a whole: no figure is
borrowed from the one it replaces.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any

from sscsim.policy.errors import FigureMissing, PolicyError, PolicyMissing
from sscsim.policy.reading import SERVICES, File, shapes
from sscsim.policy.schemes import Dated, Figures, Leaf, Scheme
from sscsim.policy.strict_yaml import read_yaml
from sscsim.policy.units import UNITS, Band, Rung, Segment

JOINT = "joint"
_PACKS_KEPT = 256

__all__ = [
    "JOINT",
    "SERVICES",
    "UNITS",
    "Band",
    "Dated",
    "FigureMissing",
    "Figures",
    "Leaf",
    "Pack",
    "PolicyError",
    "PolicyMissing",
    "Rung",
    "Scheme",
    "Segment",
    "builtin",
    "builtin_text",
    "described",
    "joint",
    "load_pack",
    "read_yaml",
    "scheme",
    "shapes",
]


@dataclass(frozen=True, slots=True)
class Pack:
    """A world's own policy for one region: its schemes by name, and the text's digest."""

    region: str
    digest: str
    schemes: Mapping[str, Scheme]


def described(
    service: str, region: str, text: str, origin: str, version: int | None = None
) -> dict[str, Any]:
    """A pack as the API shows it. origin: `builtin`, or `world` with the version of its text."""
    loaded = load_pack(service, region, text)
    shown = {
        "id": f"{service}/{region}",
        "service": service,
        "region_code": region,
        "origin": origin,
        "digest": loaded.digest,
        "pack": text,
        "schemes": [
            {"scheme": name, "title": scheme.title, "version": scheme.version}
            for name, scheme in loaded.schemes.items()
        ],
    }
    return shown if version is None else {**shown, "version": version}


_packs: OrderedDict[tuple[str, str, str], Pack] = OrderedDict()
_packs_lock = Lock()


def load_pack(service: str, region: str, text: str) -> Pack:
    """Check and read a world's own pack; PolicyError names file, key and reason.

    The same text is read once: packs are kept by their digest.
    """
    digest = sha256(text.encode()).hexdigest()
    key = (service, region, digest)
    with _packs_lock:
        if key in _packs:
            _packs.move_to_end(key)
            return _packs[key]
    pack = Pack(region, digest, dict(_pack_schemes(service, region, text)))
    with _packs_lock:
        _packs[key] = pack
        while len(_packs) > _PACKS_KEPT:
            _packs.popitem(last=False)
    return pack


def _pack_schemes(service: str, region: str, text: str) -> Iterator[tuple[str, Scheme]]:
    documents = read_yaml(text, "pack")
    if not documents:
        raise PolicyError("pack", "", "the pack holds no policy")
    seen = set()
    for number, document in enumerate(documents, start=1):
        file = f"pack, document {number}"
        found = File(service, document, file, "world").scheme()
        if found.regions != (region,):
            raise PolicyError(file, "region", f"is {'+'.join(found.regions)}, not {region}")
        if found.name in seen:
            raise PolicyError(file, "scheme", f"{found.name} stands twice")
        seen.add(found.name)
        yield found.name, found


@cache
def _builtin(service: str, folder: str, name: str) -> Scheme | None:
    path = SERVICES / service / "policy" / folder / f"{name}.yaml"
    if not path.is_file():
        return None
    file = f"{service}/{folder}/{name}.yaml"
    documents = read_yaml(path.read_text(encoding="utf-8"), file)
    if len(documents) != 1:
        raise PolicyError(file, "", "a file holds exactly one policy")
    found = File(service, documents[0], file, "builtin").scheme()
    if folder != JOINT and (found.regions, found.name) != ((folder,), name):
        raise PolicyError(file, "region", "region and scheme must be those of the path")
    return found


def builtin(service: str, region: str) -> tuple[Scheme, ...]:
    """Every built-in scheme of a region, or of `joint`, by name."""
    folder = SERVICES / service / "policy" / region
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    found = (_builtin(service, region, name) for name in names)
    return tuple(scheme for scheme in found if scheme is not None)


def builtin_text(service: str, region: str) -> str | None:
    """The built-in files of a region as one pack, to start one's own from; None without any."""
    folder = SERVICES / service / "policy" / region
    files = sorted(folder.glob("*.yaml")) if _is_code(region) else []
    return "---\n".join(path.read_text(encoding="utf-8") for path in files) or None


def scheme(service: str, region: str, name: str, pack: str | None = None) -> Scheme:
    """The scheme in force for a region: from the world's own pack if it has it, else built in.

    `pack` is the text of the world's pack for this service and region. PolicyMissing if
    nobody has figures for the region.
    """
    own = load_pack(service, region, pack).schemes.get(name) if pack is not None else None
    found = own or (_builtin(service, region, name) if _is_code(region) else None)
    if found is None:
        raise PolicyMissing(service=service, region=region, scheme=name)
    return found


def _is_code(region: str) -> bool:
    """A region's code becomes part of a path: digits only."""
    return re.fullmatch(r"\d{6}", region) is not None


def joint(service: str, name: str) -> tuple[Scheme, ...]:
    """The rules of this kind that regions made together, `policy/joint/*.yaml`."""
    return tuple(found for found in builtin(service, JOINT) if found.name == name)
