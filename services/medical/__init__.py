"""medical: visits, pricing and settlement, on the care side and on the insured side."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.medical.api.accounts import accounts
    from services.medical.api.catalogue import catalogues
    from services.medical.api.corrections import corrections
    from services.medical.api.diagnoses import diagnoses
    from services.medical.api.filings import filings
    from services.medical.api.institutions import institutions
    from services.medical.api.internal import internal
    from services.medical.api.internal_reconciliation import internal_reconciliation
    from services.medical.api.manual_claims import manual_claims
    from services.medical.api.payment_applications import payment_applications
    from services.medical.api.payments import payments
    from services.medical.api.reconciliations import reconciliations
    from services.medical.api.registrations import recognitions, registrations
    from services.medical.api.settlements import settlements
    from services.medical.api.sharers import sharers
    from services.medical.api.staff import staff
    from services.medical.api.visit_changes import visit_changes
    from services.medical.api.visits import visits
    from services.medical.api.what_if import what_ifs
    from services.medical.faces.fsi.control import control
    from services.medical.faces.fsi.control_receivers import receivers
    from services.medical.faces.fsi.door import fsi
    from services.medical.flows import invariants_reconciliation, owners
    from services.medical.flows.invariants import CHECKS, FIGURES
    from services.medical.store import store
    from sscsim import web

    app = web.create_app(
        "medical",
        blueprints=[
            catalogues,
            institutions,
            staff,
            filings,
            registrations,
            recognitions,
            visits,
            visit_changes,
            diagnoses,
            settlements,
            corrections,
            payments,
            manual_claims,
            accounts,
            sharers,
            what_ifs,
            reconciliations,
            payment_applications,
            internal,
            internal_reconciliation,
            control,
            receivers,
        ],
        store=store,
        checks=(*CHECKS, *invariants_reconciliation.CHECKS),
        figures=FIGURES,
        owners=web.Owners(store, of=owners.OF, open=owners.OPEN),
    )
    app.register_blueprint(fsi)  # messages, not operations: the OpenAPI has none of it
    return app
