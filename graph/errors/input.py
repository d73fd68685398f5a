"""Z1xx: a file or a text cannot be read."""

from __future__ import annotations

from graph.errors.base import ZhizeError


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
