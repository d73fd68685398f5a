"""What leaves the project: matrices and ledgers (`LAYOUTS`), whole graphs (`EXPORTS`).

The two registries are read when they are first asked for, so that a command which only prints rows loads neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exports.matrix import LAYOUTS, write_matrix
    from exports.registry import EXPORTS

__all__ = ["EXPORTS", "LAYOUTS", "write_matrix"]


def __getattr__(name: str) -> Any:
    if name in ("LAYOUTS", "write_matrix"):
        from exports import matrix

        return getattr(matrix, name)
    if name == "EXPORTS":
        from exports import registry

        return registry.EXPORTS
    raise AttributeError(f"module 'exports' has no attribute {name!r}")
