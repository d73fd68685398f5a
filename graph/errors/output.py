"""Z5xx and Z7xx: files that are written, and what the explorer draws with."""

from __future__ import annotations

from graph.errors.base import ZhizeError


class ExportError(ZhizeError):
    """A file cannot be written."""

    code = "Z500"


class UnknownExport(ExportError):
    """No exporter or layout of that name."""

    code = "Z501"


class CannotWrite(ExportError):
    """The target cannot be written."""

    code = "Z502"
    advice = "Check the folder, its rights and the free space."


class UnusableTemplate(ExportError):
    """An office's own workbook cannot be filled."""

    code = "Z503"
    advice = "The sheet needs a row of heads such as 序號, 工作任務, 牽頭單位, 配合單位, 完成時限."


class UnusableReturn(ExportError):
    """A workbook that came back cannot be collected."""

    code = "Z504"
    advice = "Ask for the workbook that was handed out, filled in and saved as .xlsx."


class ExplorerUnready(ZhizeError):
    """The explorer lacks a part of its own that it needs to draw."""

    code = "Z700"
    advice = "Install the versions that requirements.txt names, in a folder that can be written."
