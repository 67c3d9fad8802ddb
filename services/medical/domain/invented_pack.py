"""Invented figures for a city that has none: one template, and a choice of alternatives by city.

Cities differ, so that a test that mixes two of them up fails; and a city's figures are the same in
every world and on every machine, because its code alone decides.
"""

import re
from hashlib import sha256

from sscsim.kernel.regions import Region

_COMMENTS = re.compile(r"^#.*\n", re.MULTILINE)
_CHOICE = re.compile(r"<([^<>\n]*\|[^<>\n]*)>")
_SCHEME = re.compile(r"^scheme: (\w+)$", re.MULTILINE)


def pack_for(city: Region, template: str) -> str:
    """The template's documents with the city's code and name, and its choice everywhere.

    >>> from sscsim.kernel import regions
    >>> pack_for(regions.get("130100"), "scheme: x\\na: <region> <name> <1|2|3>")
    'scheme: x\\na: 130100 Shijiazhuang 3'
    """
    documents = _COMMENTS.sub("", template).split("---\n")
    filled = "---\n".join(_chosen(city.code, document) for document in documents)
    return filled.replace("<region>", city.code).replace("<name>", city.en)


def _chosen(region_code: str, document: str) -> str:
    """Which alternative a city has depends on the city, the scheme and the alternatives: figures
    that offer the same ones within a scheme, as those of several levels may, agree."""
    named = _SCHEME.search(document)
    scheme = named[1] if named else ""

    def choose(found: re.Match[str]) -> str:
        alternatives = found[1].split("|")
        digest = sha256(f"{region_code}/{scheme}/{found[1]}".encode()).digest()
        return alternatives[int.from_bytes(digest[:8]) % len(alternatives)]

    return _CHOICE.sub(choose, document)
