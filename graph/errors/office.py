"""Z8xx: an office's own data, and the sheets that it fills."""

from __future__ import annotations

from graph.errors.base import ZhizeError


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
