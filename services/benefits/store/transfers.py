"""Transfers of insurance and their sheets: written with the months and the account that move."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

import sqlalchemy as sa

from services.benefits.domain.insurance import EMPLOYEE_PENSION, RESIDENT, RESIDENT_PENSION
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.month import DEEMED, MILITARY, ContributionMonth
from services.benefits.domain.transfer.military_transfer import MilitaryTransfer
from services.benefits.domain.transfer.record import InsuranceTransfer, SheetMonth
from services.benefits.domain.transfer.refund import DuplicateRefund
from services.benefits.store import insurance
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_insurance import contribution_months
from services.benefits.store.tables_transfer import (
    duplicate_refunds,
    insurance_transfer_months,
    insurance_transfers,
    military_transfers,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import sum_money

transfers = OfPerson(InsuranceTransfer, insurance_transfers)
military = OfPerson(MilitaryTransfer, military_transfers)
refunds = OfPerson(DuplicateRefund, duplicate_refunds)
_t, _s, _m = insurance_transfers.c, insurance_transfer_months.c, contribution_months.c
_SHEET, _read_line = reader(SheetMonth, insurance_transfer_months)


def under_way(tx: Tx, person_id: str, kinds: Collection[str]) -> list[str]:
    """Ids of the person's transfers of these insurances that aren't over."""
    mine = (_t.person_id == person_id, _t.live == 1)
    involved = sa.or_(_t.from_kind.in_(kinds), _t.to_kind.in_(kinds))
    return [each.id for each in transfers.every(tx, *mine, involved)]


def sheet(tx: Tx, transfer_id: str) -> list[SheetMonth]:
    """The lines of a transfer's sheet, by month."""
    query = _SHEET.where(_s.transfer_id == transfer_id).order_by(_s.month)
    return [_read_line(row) for row in tx.all(query)]


def sheet_page(tx: Tx, page: PageQuery, transfer_id: str) -> Page:
    query = _SHEET.where(_s.transfer_id == transfer_id)
    return tx.page(query, insurance_transfer_months, page).map(_read_line)


def send_months(tx: Tx, transfer: InsuranceTransfer, months: Sequence[ContributionMonth]) -> None:
    """The months leave the old area, and stand on the sheet."""
    lines = [
        SheetMonth(
            transfer_id=transfer.id,
            month=each.month,
            category=each.category,
            base=each.base,
            employer=each.employer,
            personal=each.personal,
            subsidy=each.subsidy,
            to_account=each.to_account,
            index_millionths=each.index_millionths,
            origin=each.origin,
            is_double=False,
        )
        for each in months
    ]
    tx.add_all(insurance_transfer_months, [values(each) for each in lines])
    moved = months_domain.MACHINE.after(months_domain.PAID_STATUS, "move")
    on_sheet = sa.select(_s.month).where(_s.transfer_id == transfer.id)
    tx.execute(
        contribution_months.update()
        .where(
            _m.person_id == transfer.person_id,
            _m.kind == transfer.from_kind,
            _m.status == months_domain.PAID_STATUS,
            _m.month.in_(on_sheet),
        )
        .values(status=moved, live=None, version=_m.version + 1, updated_at=tx.world.now)
    )


def take_months(tx: Tx, transfer: InsuranceTransfer) -> int:
    """The new area writes the months of the sheet as its own; how many it doesn't.

    It goes by its own where it has them already. To an employee's pension a resident's years don't
    count; a resident's has years, and takes those of an employee's months that it hasn't got.
    """
    lines = sheet(tx, transfer.id)
    live = months_domain.LIVE
    mine = insurance.months_of(tx, transfer.person_id, (transfer.to_kind,), statuses=live)
    there = {each.month for each in mine}
    by_year = transfer.from_kind != transfer.to_kind and transfer.to_kind == RESIDENT_PENSION
    where = _january if by_year else _itself
    uncounted = transfer.from_kind == RESIDENT_PENSION and transfer.to_kind == EMPLOYEE_PENSION
    taken = [each for each in lines if not uncounted and where(each) not in there]
    left = {each.month for each in lines} - {each.month for each in taken}
    if left:
        tx.execute(
            insurance_transfer_months.update()
            .where(_s.transfer_id == transfer.id, _s.month.in_(left))
            .values(is_double=True)
        )
    new = [_taken(tx, transfer, each) for each in (_years(taken) if by_year else taken)]
    insurance.add_months(tx, new)
    return len(left)


def _itself(line: SheetMonth) -> str:
    return line.month


def _january(line: SheetMonth) -> str:
    """A resident's year stands under its January."""
    return f"{line.month[:4]}-01"


def _years(lines: Sequence[SheetMonth]) -> list[SheetMonth]:
    """An employee's months as a resident's years, each with what was paid in it."""
    return [
        replace(
            some[0],
            month=january,
            category=RESIDENT,
            base=sum_money(each.base for each in some),
            employer=sum_money(each.employer for each in some),
            personal=sum_money(each.personal for each in some),
            to_account=sum_money(each.to_account for each in some),
            index_millionths=None,
            origin=months_domain.TRANSFERRED,
        )
        for january, some in ((key, list(found)) for key, found in groupby(lines, _january))
    ]


def _taken(tx: Tx, transfer: InsuranceTransfer, line: SheetMonth) -> ContributionMonth:
    now = tx.world.now
    kept = line.origin in (DEEMED, MILITARY)
    return ContributionMonth(
        person_id=transfer.person_id,
        kind=transfer.to_kind,
        month=line.month,
        region_code=transfer.to_region_code,
        relation_id=None,
        charge_id=None,
        category=line.category,
        base=line.base,
        employer=line.employer,
        personal=line.personal,
        subsidy=line.subsidy,
        to_account=line.to_account,
        index_millionths=line.index_millionths,
        origin=line.origin if kept else months_domain.TRANSFERRED,
        paid_on=None,
        status=months_domain.PAID_STATUS,
        live=1,
        version=1,
        created_at=now,
        updated_at=now,
    )


def refund_by_application(tx: Tx, application_id: str) -> DuplicateRefund | None:
    """What an application for months paid twice came to."""
    return refunds.newest(tx, refunds.c.application_id == application_id)
