"""Services of accounts: one module per verb."""
