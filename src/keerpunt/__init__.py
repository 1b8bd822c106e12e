"""Rooms of the functional core: no Django, no network, no clock, no global state."""
