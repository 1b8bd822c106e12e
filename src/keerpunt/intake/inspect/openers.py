"""Which kinds of files with tables there are, in the order of trial."""

from __future__ import annotations

from keerpunt.intake.inspect.dump_tables import dump_tables
from keerpunt.intake.inspect.json_tables import json_list_tables, json_tables
from keerpunt.intake.inspect.sheet_tables import sheet_tables
from keerpunt.intake.inspect.sqlite_tables import sqlite_tables
from keerpunt.intake.inspect.tables import Opener

OPENERS: tuple[Opener, ...] = (sqlite_tables, sheet_tables, dump_tables, json_list_tables, json_tables)
"""Kinds that are known by their first bytes or their name; a file of none of them is tried as `csv_tables`."""
