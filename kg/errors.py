"""The errors that Wortlaut raises on purpose, each with the exit code of the command line.

The codes are part of the interface: 0 good, 1 findings, 2 usage, 3 bad input, 4 internal.
"""

from __future__ import annotations

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_INTERNAL = 4


class KgError(Exception):
    """Base of every error that a user can cause and mend; `exit_code` is what the command ends with.

    >>> KgError("etwas fehlt").exit_code
    4
    """

    exit_code = EXIT_INTERNAL


class UsageError(KgError):
    """The command or function was called in a way that cannot work: a bad option, an unknown name."""

    exit_code = EXIT_USAGE


class StoreError(KgError):
    """The store is missing, locked by another writer, or not one of ours."""

    exit_code = EXIT_USAGE


class QueryError(KgError):
    """A SPARQL query is malformed, or asks for something that is refused (`SERVICE`, updates)."""

    exit_code = EXIT_USAGE


class InputError(KgError):
    """One input cannot be read; the message names the file, the line where there is one, and the reason.

    >>> str(InputError("kaputte JSON-Zeile", path="meldungen.jsonl", line=3))
    'meldungen.jsonl:3: kaputte JSON-Zeile'
    """

    exit_code = EXIT_INPUT

    def __init__(self, reason: str, *, path: str, line: int | None = None) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_input_error, (self.reason, self.path, self.line)


def _rebuild_input_error(reason: str, path: str, line: int | None) -> InputError:
    return InputError(reason, path=path, line=line)


class ModelError(KgError):
    """A model or language resource that the extractor needs is missing or damaged."""

    exit_code = EXIT_INTERNAL
