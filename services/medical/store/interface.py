"""Settings, private profiles and sign-ins of the hospital message interface."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import sqlalchemy as sa

from services.medical.domain.sign_in import SignIn
from services.medical.store.tables_interface import (
    interface_profiles,
    interface_settings,
    sign_ins,
)
from sscsim.db import Tx
from sscsim.db.rows import reader, values

ONLY = "interface"
_SETTINGS = interface_settings.select().where(interface_settings.c.id == ONLY)
_PROFILE = interface_profiles.select().where(interface_profiles.c.name == sa.bindparam("name"))
_SELECT, _read = reader(SignIn, sign_ins)
_NUMBERED = _SELECT.where(sign_ins.c.sign_no == sa.bindparam("sign_no"))


def settings(tx: Tx, lock: bool = False) -> Any | None:
    return tx.one(_SETTINGS.with_for_update() if lock else _SETTINGS)


def save_settings(tx: Tx, known: Any | None, said: Mapping[str, Any]) -> Any:
    now = tx.world.now
    if known is None:
        row = {"id": ONLY, "version": 1, "created_at": now, "updated_at": now}
        tx.execute(interface_settings.insert().values(**row, **said))
    else:
        changed = interface_settings.update().where(interface_settings.c.id == ONLY)
        tx.execute(changed.values(version=known.version + 1, updated_at=now, **said))
    return settings(tx)


def profile(tx: Tx, name: str) -> Any | None:
    return tx.one(_PROFILE, {"name": name})


def profile_names(tx: Tx) -> list[str]:
    column = interface_profiles.c.name
    return [row.name for row in tx.all(sa.select(column).order_by(column))]


def save_profile(tx: Tx, name: str, text: str, digest: str) -> Any:
    """The row as it is then; the same text again changes nothing."""
    known, now = profile(tx, name), tx.world.now
    written = {"profile": text, "digest": digest, "updated_at": now}
    if known is None:
        row = {"name": name, "version": 1, "created_at": now, **written}
        tx.execute(interface_profiles.insert().values(**row))
    elif not compare_digest(known.digest, digest):
        changed = interface_profiles.update().where(interface_profiles.c.name == name)
        tx.execute(changed.values(version=known.version + 1, **written))
    return profile(tx, name)


# ---- sign-ins


def find_sign_in(tx: Tx, sign_no: str, lock: bool = False) -> SignIn | None:
    row = tx.one(_NUMBERED.with_for_update() if lock else _NUMBERED, {"sign_no": sign_no})
    return _read(row) if row else None


def add_sign_in(tx: Tx, made: SignIn) -> None:
    tx.execute(sign_ins.insert().values(values(made)))


def end_sign_in(tx: Tx, ended: SignIn) -> None:
    changed = {
        "signed_out_at": ended.signed_out_at,
        "updated_at": ended.updated_at,
        "version": ended.version,
    }
    tx.execute(sign_ins.update().where(sign_ins.c.id == ended.id).values(**changed))
