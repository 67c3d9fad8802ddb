"""Catalogue mappings (目录对照): an institution says which item its own number means."""

from collections.abc import Sequence
from datetime import date

from services.medical import problems_interface as problems
from services.medical.domain.institution import Institution
from services.medical.domain.mapping import CatalogueMapping, NewMapping, overlapping
from services.medical.problems_catalogue import ItemNotFound, ItemNotInForce
from services.medical.store import catalogue, mappings, store
from sscsim.db import Tx


def upload(
    institution: Institution, said: Sequence[tuple[NewMapping, str]]
) -> list[CatalogueMapping]:
    """Keep mappings, all or none; with each goes the kind of item that its list type means.

    Raises ItemNotFound, ItemNotInForce, MappingOfOtherKind, MappingEndsBefore, MappingExists.
    """
    code = institution.institution_code
    for new, kind in said:
        _check(new, kind)
    with store.write() as tx:
        mappings.lock(tx, code)
        return tx.answer([_added(tx, code, new) for new, _ in said])


def _check(new: NewMapping, kind: str) -> None:
    item = catalogue.items().get(new.med_list_codg)
    if item is None:
        raise ItemNotFound(item_code=new.med_list_codg)
    if item.kind != kind:
        raise problems.MappingOfOtherKind(
            medins_list_codg=new.medins_list_codg, med_list_codg=new.med_list_codg
        )
    if new.from_date > new.to_date:
        raise problems.MappingEndsBefore(medins_list_codg=new.medins_list_codg)
    if new.to_date < item.since or (item.until is not None and new.from_date > item.until):
        raise ItemNotInForce(
            item_code=item.code, on=new.from_date, since=item.since, until=item.until or "–"
        )


def _added(tx: Tx, code: str, new: NewMapping) -> CatalogueMapping:
    known = mappings.of_number(tx, code, new.medins_list_codg)
    other = overlapping(known, new)
    if other is not None:
        raise problems.MappingExists(
            medins_list_codg=new.medins_list_codg,
            med_list_codg=other.med_list_codg,
            since=other.from_date,
            until=other.to_date,
        )
    ordinal = len(known) + 1
    made = CatalogueMapping(
        id=tx.new_id("cmp", code, new.medins_list_codg, ordinal),
        institution_code=code,
        medins_list_codg=new.medins_list_codg,
        ordinal=ordinal,
        name=new.name,
        list_type=new.list_type,
        med_list_codg=new.med_list_codg,
        from_date=new.from_date,
        to_date=new.to_date,
        given=dict(new.given),
        created_at=tx.world.now,
    )
    mappings.add(tx, made)
    return made


def withdraw(institution: Institution, said: Sequence[tuple[str, str, str]]) -> None:
    """Withdraw mappings, all or none, by number, list type and item. Raises MappingNotFound."""
    code = institution.institution_code
    with store.write() as tx:
        mappings.lock(tx, code)
        for medins_list_codg, list_type, med_list_codg in said:
            found = [
                one
                for one in mappings.of_number(tx, code, medins_list_codg)
                if one.is_live and (one.list_type, one.med_list_codg) == (list_type, med_list_codg)
            ]
            if not found:
                raise problems.MappingNotFound(
                    medins_list_codg=medins_list_codg, med_list_codg=med_list_codg
                )
            for one in found:
                mappings.withdraw(tx, one.id)
        tx.answer(None)


def every(institution: Institution) -> list[CatalogueMapping]:
    """All mappings that the institution ever had, those withdrawn too."""
    with store.read() as tx:
        return mappings.of_institution(tx, institution.institution_code)


def mapped(tx: Tx, institution_code: str, medins_list_codg: str, on: date) -> str | None:
    """Which item the institution's own number means on a day; None where it said nothing."""
    return mappings.mapped(tx, institution_code, medins_list_codg, on)


def meant(institution: Institution, medins_list_codg: str, on: date) -> str | None:
    """As `mapped`, of a question."""
    with store.read() as tx:
        return mapped(tx, institution.institution_code, medins_list_codg, on)
