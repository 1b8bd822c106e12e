"""Leads as people work on them."""
