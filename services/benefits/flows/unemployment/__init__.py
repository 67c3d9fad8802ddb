"""Unemployment insurance (失业保险): benefits, payouts, checks, premiums."""
