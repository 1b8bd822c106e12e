"""One module per format; each has a `READER`, and none knows another (docs/add-a-format.md)."""
