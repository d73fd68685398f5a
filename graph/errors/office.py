"""Z4xx to Z8xx: graphs, files written, corrections, the explorer, an office's own data."""

from __future__ import annotations

from graph.errors.base import ZhizeError


class ModelError(ZhizeError):
    """A graph breaks the ontology."""

    code = "Z400"


class InvalidGraph(ModelError):
    """A node or relationship has an unknown label, type or property, or points nowhere."""

    code = "Z401"


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


class CorrectionError(ZhizeError):
    """A file of corrections cannot be used."""

    code = "Z600"


class InvalidCorrection(CorrectionError):
    """An entry of the file of corrections is not of the form that it must have."""

    code = "Z602"


class UnknownProposal(CorrectionError):
    """No proposed correction of that id is in the file, or it has been decided already."""

    code = "Z603"
    advice = "`zhize corrections` lists them."


class StaleCorrection(CorrectionError):
    """A correction no longer fits the text that it was made for."""

    code = "Z601"
    advice = "Look at the text again and correct or remove the entry."


class OfficeDataBroken(ZhizeError):
    """A file of an office's own data (assignments, default deadlines, reports) is not of the form that it must have."""

    code = "Z801"
    advice = "Correct the file, or put a saved copy in its place."


class UnusableAssignments(ZhizeError):
    """A sheet in which an office names departments cannot be taken over."""

    code = "Z802"
    advice = "Fill in the sheet that `zhize assign --template FILE.xlsx` writes, and save it as .xlsx."


class RefusedAssignment(ZhizeError):
    """A row of a sheet of assignments, or an assignment, does not fit the plan."""

    code = "Z803"


class ExplorerUnready(ZhizeError):
    """The explorer lacks a part of its own that it needs to draw."""

    code = "Z700"
    advice = "Install the versions that requirements.txt names, in a folder that can be written."
