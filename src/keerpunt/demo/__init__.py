"""What only a demonstration may use: files marked as no review, for operations whose code begins with `DEMO-`."""
