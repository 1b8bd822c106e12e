"""Services of casework: one module per verb; they write."""
