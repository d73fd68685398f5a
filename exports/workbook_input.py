"""A workbook that somebody gave us, opened with care: it may be damaged, of another format, or no workbook at all."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from graph.errors import OldOfficeFormat, ZhizeError

ENDINGS = (".xlsx", ".xlsm")


def open_workbook(path: Path, name: str, refuse: type[ZhizeError], what: str, *, values: bool) -> Any:
    """Open an Excel workbook.

    Args:
        path: where it lies.
        name: what a person calls it, for messages.
        refuse: the error that says that it cannot be used.
        what: what it is to the one who gave it: the template, the workbook.
        values: whether a formula's last result is read in its place.

    Raises:
        OldOfficeFormat: .xls, .et, .wps or .ods.
        ZhizeError: of the kind `refuse`: it is missing, damaged, or no workbook inside.
    """
    from openpyxl import load_workbook

    from loaders.formats.archive import Archive

    if path.suffix.lower() not in ENDINGS:
        raise OldOfficeFormat(
            f"{path.suffix or 'a file without an ending'} is not read",
            where=name,
            advice="Open it in its own program and save it as .xlsx.",
        )
    try:
        with Archive(path) as archive:
            if "xl/workbook.xml" not in archive.names:
                raise refuse(f"{what} is no Excel workbook inside", where=name)
        with warnings.catch_warnings():
            # What openpyxl cannot keep (pictures of some kinds, extensions) it warns about; the sheets are read anyway.
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=values)
    except ZhizeError as error:
        if isinstance(error, refuse):
            raise
        raise refuse(f"{what} cannot be read: {error.what}", where=name) from None
    except Exception as error:
        raise refuse(f"{what} cannot be read: {type(error).__name__}", where=name) from None
