"""Selectors of casework: one module per question; they read, for one user, after the log was written."""
