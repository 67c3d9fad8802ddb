"""Exchange between regions, their books, and the monthly clearing."""

from flask import Flask

from sscsim import web


def create_app() -> Flask:
    from services.settlement import invariants, invariants_provider, invariants_reconciliation
    from services.settlement.api.advances import advances
    from services.settlement.api.agreements import agreements
    from services.settlement.api.bank_messages import bank_messages
    from services.settlement.api.books import books
    from services.settlement.api.claims import claims
    from services.settlement.api.clearing_files import clearing_files
    from services.settlement.api.cycles import cycles
    from services.settlement.api.disputes import disputes
    from services.settlement.api.exchanges import exchanges
    from services.settlement.api.internal import internal
    from services.settlement.api.internal_claims import internal_claims
    from services.settlement.api.internal_confirmations import internal_confirmations
    from services.settlement.api.internal_provider import internal_provider
    from services.settlement.api.internal_services import internal_services
    from services.settlement.api.operators import operators
    from services.settlement.api.receipts import receipts
    from services.settlement.api.reconciliations import daily_reconciliations
    from services.settlement.api.schemes import cooperations, schemes
    from services.settlement.store import store

    return web.create_app(
        "settlement",
        blueprints=[
            agreements,
            cooperations,
            schemes,
            exchanges,
            claims,
            cycles,
            disputes,
            receipts,
            daily_reconciliations,
            clearing_files,
            bank_messages,
            books,
            advances,
            internal,
            internal_claims,
            internal_confirmations,
            internal_provider,
            internal_services,
            operators,
        ],
        store=store,
        checks=(*invariants.CHECKS, *invariants_provider.CHECKS, *invariants_reconciliation.CHECKS),
        figures=[
            invariants.figures,
            invariants.benefit_figures,
            invariants.transit_figures,
            invariants.contribution_figures,
        ],
    )
