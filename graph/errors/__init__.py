"""One tree of errors for the whole project, each with a stable code.

    ZhizeError
    ├── InputError        Z1xx  a file or a text cannot be read
    ├── StoreError        Z2xx  where graphs are kept
    ├── QueryError        Z3xx  a question, a parameter, a person's Cypher
    ├── ModelError        Z4xx  a graph that breaks the ontology
    ├── ExportError       Z5xx  something cannot be written
    ├── CorrectionError   Z6xx  a correction that no longer fits
    ├── ExplorerUnready   Z7xx  the explorer lacks a part of its own
    └── Office…           Z8xx  an office's own data, and the sheets that it fills

A message says what happened, where, and what to do, in one line. The command line prints
``code: what (where). What to do.`` and never a traceback. `docs/errors.md` is generated from these classes.
"""

from __future__ import annotations

from graph.errors.base import (
    ZhizeError,
    walk,
)
from graph.errors.input import (
    CannotRead,
    DamagedFile,
    EmptyFile,
    InputError,
    MissingFile,
    NoResponsibility,
    NotAFile,
    NoTextLayer,
    OldOfficeFormat,
    ProtectedFile,
    ReaderLost,
    SchedulerUnreachable,
    TooLarge,
    TooSlow,
    UnknownEncoding,
    UnknownFormat,
    UnusableTable,
)
from graph.errors.model import (
    CorrectionError,
    InvalidCorrection,
    InvalidGraph,
    ModelError,
    StaleCorrection,
    UnknownProposal,
)
from graph.errors.office import (
    OfficeDataBroken,
    RefusedAssignment,
    UnusableAssignments,
)
from graph.errors.output import (
    CannotWrite,
    ExplorerUnready,
    ExportError,
    UnknownExport,
    UnusableReturn,
    UnusableTemplate,
)
from graph.errors.query import (
    CypherSyntax,
    MissingParameter,
    QueryError,
    QueryStopped,
    RefusedCypher,
    Unguarded,
    UnknownName,
    UnknownParameter,
    UnknownQuestion,
    WrongValue,
)
from graph.errors.store import (
    EmptyStore,
    ForeignData,
    NewerStore,
    NoEdition,
    NotAStore,
    SecretInAddress,
    ServerUnavailable,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNotWritable,
    UnknownDatabase,
    UnknownDocument,
    UnknownScheme,
    UntrustedServer,
    WrongPassword,
    WrongServer,
)

__all__ = [
    "CannotRead",
    "CannotWrite",
    "CorrectionError",
    "CypherSyntax",
    "DamagedFile",
    "EmptyFile",
    "EmptyStore",
    "ExplorerUnready",
    "ExportError",
    "ForeignData",
    "InputError",
    "InvalidCorrection",
    "InvalidGraph",
    "MissingFile",
    "MissingParameter",
    "ModelError",
    "NewerStore",
    "NoEdition",
    "NoResponsibility",
    "NoTextLayer",
    "NotAFile",
    "NotAStore",
    "OfficeDataBroken",
    "OldOfficeFormat",
    "ProtectedFile",
    "QueryError",
    "QueryStopped",
    "ReaderLost",
    "RefusedAssignment",
    "RefusedCypher",
    "SchedulerUnreachable",
    "SecretInAddress",
    "ServerUnavailable",
    "StaleCorrection",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreNotWritable",
    "TooLarge",
    "TooSlow",
    "Unguarded",
    "UnknownDatabase",
    "UnknownDocument",
    "UnknownEncoding",
    "UnknownExport",
    "UnknownFormat",
    "UnknownName",
    "UnknownParameter",
    "UnknownProposal",
    "UnknownQuestion",
    "UnknownScheme",
    "UntrustedServer",
    "UnusableAssignments",
    "UnusableReturn",
    "UnusableTable",
    "UnusableTemplate",
    "WrongPassword",
    "WrongServer",
    "WrongValue",
    "ZhizeError",
    "walk",
]
