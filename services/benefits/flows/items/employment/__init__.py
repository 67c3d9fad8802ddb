"""Employment and starting a business (就业创业)."""

from services.benefits.flows.items.employment import (
    employment_certificate,
    employment_registration,
    hardship_recognition,
    internship_subsidy,
    job_hunting_subsidy,
    job_seeker_registration,
    record_query,
    social_insurance_subsidy,
    startup_loan,
    startup_subsidy,
    unemployment_registration,
    welfare_post_subsidy,
)

HANDLINGS = (
    job_seeker_registration.HANDLING,
    employment_registration.HANDLING,
    unemployment_registration.HANDLING,
    employment_certificate.HANDLING,
    record_query.HANDLING,
    hardship_recognition.HANDLING,
    social_insurance_subsidy.HANDLING,
    welfare_post_subsidy.HANDLING,
    job_hunting_subsidy.HANDLING,
    internship_subsidy.HANDLING,
    startup_subsidy.HANDLING,
    startup_loan.HANDLING,
)
