"""Z4xx and Z6xx: a graph that breaks the ontology, and corrections that do not fit the text."""

from __future__ import annotations

from graph.errors.base import ZhizeError


class ModelError(ZhizeError):
    """A graph breaks the ontology."""

    code = "Z400"


class InvalidGraph(ModelError):
    """A node or relationship has an unknown label, type or property, or points nowhere."""

    code = "Z401"


class CorrectionError(ZhizeError):
    """A file of corrections cannot be used."""

    code = "Z600"


class StaleCorrection(CorrectionError):
    """A correction no longer fits the text that it was made for."""

    code = "Z601"
    advice = "Look at the text again and correct or remove the entry."


class InvalidCorrection(CorrectionError):
    """An entry of the file of corrections is not of the form that it must have."""

    code = "Z602"


class UnknownProposal(CorrectionError):
    """No proposed correction of that id is in the file, or it has been decided already."""

    code = "Z603"
    advice = "`zhize corrections` lists them."
