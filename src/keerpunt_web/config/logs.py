"""Log lines as JSON: what happened and where, never a value; what exceptions say can quote data."""

from __future__ import annotations

import json
import logging
import traceback

from keerpunt_web.scoping import current_request_id


class JsonLines(logging.Formatter):
    """Writes level, logger, message pattern and, for an error, its type with files and lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; the arguments of the message and the text of the exception are left out."""
        line: dict[str, object] = {
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg),
            "request_id": current_request_id(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])[-8:]]
        return json.dumps(line)
