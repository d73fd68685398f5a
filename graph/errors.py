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
``code: what (where). What to do.`` and never a traceback. `docs/errors.md` is generated from this file.
"""

from __future__ import annotations

from collections.abc import Iterator


class ZhizeError(Exception):
    """Anything that a user can mend. Subclasses carry `code` and, where it never varies, `advice`.

    Args:
        what: what happened, in a few words.
        where: a file, line and column, a store or a question; empty when there is no place.
        advice: what to do now; the class's own advice by default.
    """

    code = "Z000"
    advice = ""

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        self.what = " ".join(what.split())
        self.where = " ".join(where.split())
        self.advice = advice or type(self).advice
        super().__init__(self.line())

    def line(self) -> str:
        """The whole message on one line, without the code."""
        place = f" ({self.where})" if self.where else ""
        hint = f" {self.advice}" if self.advice else ""
        return f"{self.what}{place}.{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (type(self), self.what, self.where, self.advice))


def _restore(kind: type[ZhizeError], what: str, where: str, advice: str) -> ZhizeError:
    """Rebuild an error that crossed a process boundary."""
    return kind(what, where=where, advice=advice)


class InputError(ZhizeError):
    """A file or a text cannot be read."""

    code = "Z100"


class MissingFile(InputError):
    """There is no file at the path that was given."""

    code = "Z101"
    advice = "Check the path."


class NotAFile(InputError):
    """The path names a directory, a device or something else that is no regular file."""

    code = "Z102"
    advice = "Name a file, or several."


class EmptyFile(InputError):
    """The file holds no text."""

    code = "Z103"
    advice = "Check that the right file was saved."


class UnknownFormat(InputError):
    """The file is of a kind that no reader knows, or its content belies its name."""

    code = "Z104"


class UnknownEncoding(InputError):
    """The bytes are text in no encoding that could be told with certainty."""

    code = "Z105"
    advice = "Save the file as UTF-8."


class DamagedFile(InputError):
    """The file's structure is broken, or it tries something that a document has no business doing."""

    code = "Z106"
    advice = "Open it in its own program, save it again, and try once more."


class TooLarge(InputError):
    """The file, or what it unpacks to, is beyond the stated limit."""

    code = "Z107"


class NoTextLayer(InputError):
    """A page of a PDF is a picture: there is no text to read, and none is guessed."""

    code = "Z108"
    advice = "Run text recognition (OCR) on it first, or ask the issuer for the text."


class OldOfficeFormat(InputError):
    """A binary .doc, .xls or .wps file."""

    code = "Z109"
    advice = "Open it in Word, WPS or LibreOffice and save it as .docx or .xlsx."


class NoResponsibility(InputError):
    """The text was read, but no clause in it says who is responsible for anything."""

    code = "Z110"
    advice = "Check that it is a work plan with responsibility clauses such as (某局牽頭) or a 牽頭單位 column."


class UnusableTable(InputError):
    """A table of names that an office keeps itself cannot be used."""

    code = "Z111"
    advice = "Correct the file, or unset the variable that names it."


class ReaderLost(InputError):
    """The process that read the file died; the other files are not concerned."""

    code = "Z113"
    advice = "Read it alone with `zhize check` to see more, and report it."


class SchedulerUnreachable(InputError):
    """No cluster of readers answers at the address that was given."""

    code = "Z114"
    advice = "Check the address, or read with --workers."


class ProtectedFile(InputError):
    """The file is encrypted, and only a password opens it."""

    code = "Z112"
    advice = "Open it with its password and save it without one."


class TooSlow(InputError):
    """Reading the file took longer than the stated limit."""

    code = "Z115"
    advice = "Split it, or save only the plan."


class CannotRead(InputError):
    """The system does not let the file be read."""

    code = "Z116"
    advice = "Check its rights, and that no other program holds it."


class StoreError(ZhizeError):
    """Something about the place where graphs are kept."""

    code = "Z200"


class UnknownScheme(StoreError):
    """The store's address begins with a scheme that is not known."""

    code = "Z201"
    advice = "Valid addresses are ladybug:FOLDER, neo4j://HOST:7687, neo4j+s://HOST:7687, bolt://HOST:7687 and bolt+s://HOST:7687."


class NotAStore(StoreError):
    """The folder exists, but is no store."""

    code = "Z202"
    advice = "Name another folder, or an empty one."


class NewerStore(StoreError):
    """The store was written by a newer version of Zhize."""

    code = "Z203"
    advice = "Use that version, or load the plans again."


class StoreLocked(StoreError):
    """Another loader is at work on the store."""

    code = "Z204"
    advice = "Wait for it, or give a longer --wait."


class UnknownDocument(StoreError):
    """No document of that id is in the store."""

    code = "Z205"
    advice = "`zhize status` lists the documents."


class StoreDamaged(StoreError):
    """A file of the store is not what was written."""

    code = "Z206"
    advice = "Bring back a backup, or load the plans again."


class EmptyStore(StoreError):
    """There is nothing in the store yet."""

    code = "Z207"
    advice = "Load a plan first: zhize load PLAN.txt"


class StoreNotWritable(StoreError):
    """The store cannot be written: a read-only or a full disk, or missing rights."""

    code = "Z208"
    advice = "Free space or rights, then try again; nothing was changed."


class ServerUnavailable(StoreError):
    """The database server does not answer."""

    code = "Z210"
    advice = "Check the address and that the server runs."


class WrongPassword(StoreError):
    """The database server refuses the user or the password."""

    code = "Z211"
    advice = "Set ZHIZE_NEO4J_USER and ZHIZE_NEO4J_PASSWORD."


class ForeignData(StoreError):
    """The database holds nodes under the project's labels that are not the project's."""

    code = "Z212"
    advice = "Name another database with ZHIZE_NEO4J_DATABASE."


class WrongServer(StoreError):
    """The server is of a version that is not supported, or no Neo4j at all."""

    code = "Z213"
    advice = "Neo4j 5.26 or later is needed."


class UnknownDatabase(StoreError):
    """The server has no database of that name."""

    code = "Z214"
    advice = "Name one with ZHIZE_NEO4J_DATABASE."


class SecretInAddress(StoreError):
    """The store's address holds a user or a password, which a list of processes or a log would show."""

    code = "Z215"
    advice = "Leave them out and set ZHIZE_NEO4J_USER and ZHIZE_NEO4J_PASSWORD."


class UntrustedServer(StoreError):
    """The encrypted connection cannot be made: the server's certificate is not trusted, or it speaks no TLS."""

    code = "Z216"
    advice = "Name the authority's certificate with ZHIZE_NEO4J_CA, and check that the server has TLS switched on."


class NoEdition(StoreError):
    """No version of the document stood then, or its text went when the document was taken out of the store."""

    code = "Z217"
    advice = "`zhize versions DOCUMENT` lists what is on record."


class QueryError(ZhizeError):
    """A question cannot be asked or answered."""

    code = "Z300"


class UnknownQuestion(QueryError):
    """No question of that name is in the catalogue."""

    code = "Z301"
    advice = "`zhize questions` lists them."


class UnknownParameter(QueryError):
    """The question has no parameter of that name."""

    code = "Z302"


class MissingParameter(QueryError):
    """A parameter without a default was not given."""

    code = "Z303"


class WrongValue(QueryError):
    """A parameter's value is not of its type."""

    code = "Z304"


class UnknownName(QueryError):
    """No department, task, platform or data domain of that name is in the store."""

    code = "Z305"


class RefusedCypher(QueryError):
    """The statement does more than read the graph."""

    code = "Z310"
    advice = "Only MATCH … RETURN over the graph is allowed."


class CypherSyntax(QueryError):
    """The engine cannot parse the statement, or a name in it is unknown."""

    code = "Z311"


class QueryStopped(QueryError):
    """The query ran into its time or memory limit."""

    code = "Z312"
    advice = "Narrow it, or give a longer --timeout."


class Unguarded(QueryError):
    """This platform lacks the limits that a person's Cypher runs under."""

    code = "Z313"
    advice = "Use named questions (`zhize questions`), or ask a Neo4j server."


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


def walk(kind: type[ZhizeError] = ZhizeError) -> Iterator[type[ZhizeError]]:
    """Every error class, parents before children, in the order of their codes."""
    yield kind
    for child in sorted(kind.__subclasses__(), key=lambda c: c.code):
        yield from walk(child)
