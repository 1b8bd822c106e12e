"""Tables of text to canonical rows, for every format whose records are rows: CSV, JSON lines, SQLite."""
