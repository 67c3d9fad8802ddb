"""How a world wants the hospital message interface: signatures, profiles, profiles of its own."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.medical import problems_interface as problems
from services.medical.store import interface, store

MODES = ("off", "lenient", "strict")
"""off: signatures aren't looked at; lenient: looked at, and what is wrong stands in the request
log; strict: a message without a good one is refused."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`profile` is the world's, `institutions` those of single ones by code."""

    signatures: str = "lenient"
    profile: str = "lenient"
    institutions: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    def profile_of(self, institution_code: str) -> str:
        return self.institutions.get(institution_code, self.profile)


def get() -> tuple[Settings, list[str]]:
    """The settings, and the names of the world's own profiles."""
    with store.read() as tx:
        return _settings(interface.settings(tx)), interface.profile_names(tx)


def put(said: Mapping[str, Any], built_in: frozenset[str]) -> tuple[Settings, list[str]]:
    """Other settings; InterfaceProfileUnknown names where a profile stands that there isn't."""
    with store.write() as tx:
        tx.lock("interface_settings")
        own = interface.profile_names(tx)
        known = built_in | set(own)
        wanted = {"/profile": said["profile"]}
        wanted |= {f"/institutions/{code}": name for code, name in said["institutions"].items()}
        for pointer, name in wanted.items():
            if name not in known:
                listed = ", ".join(sorted(known))
                raise problems.InterfaceProfileUnknown(name, listed, pointer)
        row = interface.save_settings(tx, interface.settings(tx, lock=True), said)
        return tx.answer((_settings(row), own))


def _settings(row: Any | None) -> Settings:
    if row is None:
        return Settings()
    return Settings(row.signatures, row.profile, row.institutions, row.version)


# ---- a world's own profiles


def in_force(institution_code: str) -> tuple[Settings, str, str | None]:
    """The settings, the name of the profile of this institution, and its text if it is ours."""
    with store.read() as tx:
        found = _settings(interface.settings(tx))
        name = found.profile_of(institution_code)
        row = interface.profile(tx, name)
    return found, name, None if row is None else row.profile


def put_profile(name: str, text: str) -> Any:
    """Keep a profile that was looked at before; the same text again changes nothing."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    with store.write() as tx:
        tx.lock("interface_profile", name)
        return tx.answer(interface.save_profile(tx, name, text, digest))


def get_profile(name: str) -> Any | None:
    with store.read() as tx:
        return interface.profile(tx, name)
