"""Values of an answer as plain Python: scalars, lists and dictionaries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """A value of the engine as JSON can hold it: whole decimals as int, times as ISO text, nodes as dictionaries.

    >>> from decimal import Decimal
    >>> plain([Decimal("3"), Decimal("2.5")])
    [3, 2.5]
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return f"PT{value.total_seconds():g}S"
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return _plain_map(value)
        case _:
            return str(value)


def _plain_map(value: dict[Any, Any]) -> dict[str, Any]:
    if "_NODES" in value and "_RELS" in value:
        names = {_internal(node["_ID"]): node.get("id") for node in value["_NODES"]}
        return {
            "nodes": [plain(node) for node in value["_NODES"]],
            "relationships": [
                {"type": r["_LABEL"], "start": names.get(_internal(r["_SRC"])), "end": names.get(_internal(r["_DST"]))}
                | _held(r)
                for r in value["_RELS"]
            ],
        }
    if "_SRC" in value and "_LABEL" in value:
        return {"type": value["_LABEL"], **_held(value)}
    if "_ID" in value and "_LABEL" in value:
        return {"id": value.get("id"), "label": value["_LABEL"], **_held(value, "id")}
    return {str(key): plain(item) for key, item in value.items()}


def _held(element: dict[str, Any], *skip: str) -> dict[str, Any]:
    return {
        key: plain(item)
        for key, item in sorted(element.items())
        if item is not None and not key.startswith("_") and key not in skip
    }


def _internal(key: dict[str, int]) -> tuple[int, int]:
    return key["table"], key["offset"]
