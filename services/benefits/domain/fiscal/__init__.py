"""Fiscal subsidies onto the card (惠民惠农补贴): programmes, rolls, batches, files."""
