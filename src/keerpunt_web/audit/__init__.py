"""The log of who saw and did what: append-only, each entry chained to the one before."""
