"""Arrow's compute functions without their published types, which know only the simplest of their overloads."""

from __future__ import annotations

from typing import Any

import pyarrow.compute

compute: Any = pyarrow.compute
