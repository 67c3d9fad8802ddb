"""Clearing of rides: closing days, claims, files, disputes, reimbursements."""
