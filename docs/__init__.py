"""Documentation that is generated from the code, and the check that it is up to date."""
