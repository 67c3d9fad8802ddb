"""Ports of their own: a number that stands for one thing of one world.

For machines that can't say who they are (a library terminal without a login): the port they
call says it for them. A service claims one, the program that listens reads them all. A
reset of the world gives its ports back, a fork has none of them.
"""

import socket
from collections import namedtuple
from typing import Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.control import clocks, schema, store
from sscsim.kernel.problems import Conflict, Text

OwnPort = namedtuple("OwnPort", ("port", "sandbox", "service", "reference"))
_COLUMNS = tuple(schema.own_ports.c[name] for name in OwnPort._fields)


class NoPortLeft(Conflict):
    code = "no_own_port_left"
    title = Text(zh="没有可用的专用端口", en="No port of its own is left")
    detail = Text(
        zh="专用端口（SSC_SIP2_OWN_PORTS={range}）已全部占用。请释放不用的端口。",
        en="All own ports (SSC_SIP2_OWN_PORTS={range}) are taken. Give one back that isn't used.",
    )


def claim(sandbox: str, service: str, reference: str) -> int:
    """The port of this thing, a new one if it had none. Raises NoPortLeft."""
    table = schema.own_ports
    with store.write() as tx:
        known = tx.execute(sa.select(table.c.port).where(_is(sandbox, service, reference)))
        port: int | None = known.scalar_one_or_none()
        if port is not None:
            return port
        port = _free(set(tx.execute(sa.select(table.c.port)).scalars()))
        tx.execute(
            table.insert().values(
                port=port,
                sandbox=sandbox,
                service=service,
                reference=reference,
                created_ms=clocks.real_ms(),
            )
        )
    return port


def release(sandbox: str, service: str, reference: str) -> None:
    """Give the port back, if there is one."""
    with store.write() as tx:
        tx.execute(schema.own_ports.delete().where(_is(sandbox, service, reference)))


def of(sandbox: str, service: str, reference: str) -> int | None:
    """The port of this thing; None when it has none."""
    with store.read() as tx:
        found = tx.execute(
            sa.select(schema.own_ports.c.port).where(_is(sandbox, service, reference))
        )
        port: int | None = found.scalar_one_or_none()
    return port


def of_world(sandbox: str, service: str) -> dict[str, int]:
    """The ports of a world's things, by their ids."""
    table = schema.own_ports
    query = sa.select(table.c.reference, table.c.port).where(
        table.c.sandbox == sandbox, table.c.service == service
    )
    with store.read() as tx:
        return {row.reference: row.port for row in tx.execute(query)}


def every(service: str) -> list[Any]:
    """All ports of a service's things, in the order of the numbers."""
    table = schema.own_ports
    query = sa.select(*_COLUMNS).where(table.c.service == service).order_by(table.c.port)
    with store.read() as tx:
        return [OwnPort(*row) for row in tx.execute(query)]


def _is(sandbox: str, service: str, reference: str) -> Any:
    table = schema.own_ports.c
    return (table.sandbox == sandbox) & (table.service == service) & (table.reference == reference)


def _free(taken: set[int]) -> int:
    """A number that nobody has: of the range that is set, or any that this machine has free."""
    current = settings.current()
    if not current.own_ports:
        return _any_free(taken)
    for port in current.own_ports:
        if port not in taken:
            return port
    raise NoPortLeft(range=current.sip2_own_ports)


def _any_free(taken: set[int]) -> int:
    while True:
        with socket.socket() as asked:
            asked.bind(("", 0))
            port: int = asked.getsockname()[1]
        if port not in taken:
            return port
