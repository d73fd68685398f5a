"""The tables of the record (SQLite), its version, and how an older record becomes one of this version.

document   one row a stored plan, with its text
node       one row a node; own nodes (chapters, tasks, targets) name their document, shared ones none
spelling   the distinct property sets in which documents write a shared node; one of them is shown, in `node`
holding    which document names which shared node, in which spelling, at which place of the document's order
relationship   clustered by document, in the document's order
degree     how many relationships of a type begin and end at a shared node, in all documents together
name, name_index   what search looks through: folded names, titles, aliases, and their trigrams; name_term lists the trigrams
edition    the versions of a document that were replaced or removed, with the text that was replaced
log        what was added, replaced, removed and restored, when and by whom; rows are only ever added
snapshot   the Cypher snapshots that were made from the record: of which state, how long, and their checksum
"""

from __future__ import annotations

import sqlite3

from graph.stores.spelling import search_key

APPLICATION = 0x5A48495A  # "ZHIZ": tells a record from any other SQLite file

_VERSION_1 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('state', 'empty');

CREATE TABLE document (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    doc_number TEXT,
    jurisdiction TEXT,
    issued_on TEXT,
    year INTEGER,
    source TEXT,
    sha256 TEXT NOT NULL,
    loaded_on TEXT NOT NULL,
    nodes INTEGER NOT NULL,
    tasks INTEGER NOT NULL,
    relationships INTEGER NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE node (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    document INTEGER REFERENCES document (key) ON DELETE CASCADE,
    position INTEGER,
    name TEXT NOT NULL,
    properties TEXT NOT NULL
) STRICT;
CREATE INDEX node_document ON node (document, position) WHERE document IS NOT NULL;
CREATE INDEX node_shared ON node (label, id) WHERE document IS NULL;

CREATE TABLE spelling (
    key INTEGER PRIMARY KEY,
    node INTEGER NOT NULL REFERENCES node (key) ON DELETE CASCADE,
    properties TEXT NOT NULL
) STRICT;
CREATE INDEX spelling_node ON spelling (node);

CREATE TABLE holding (
    document INTEGER NOT NULL REFERENCES document (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    spelling INTEGER NOT NULL REFERENCES spelling (key),
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_spelling ON holding (spelling);

CREATE TABLE relationship (
    document INTEGER NOT NULL REFERENCES document (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    start INTEGER NOT NULL REFERENCES node (key) ON DELETE CASCADE,
    end INTEGER NOT NULL REFERENCES node (key) ON DELETE CASCADE,
    properties TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX relationship_start ON relationship (start, type);
CREATE INDEX relationship_end ON relationship (end, type);

CREATE TABLE name (
    key INTEGER PRIMARY KEY,
    node INTEGER NOT NULL REFERENCES node (key) ON DELETE CASCADE,
    label TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX name_node ON name (node);
CREATE INDEX name_label ON name (label, folded, node);
CREATE VIRTUAL TABLE name_index USING fts5 (folded, content = 'name', content_rowid = 'key', tokenize = 'trigram');
CREATE TRIGGER name_added AFTER INSERT ON name BEGIN
    INSERT INTO name_index (rowid, folded) VALUES (new.key, new.folded);
END;
CREATE TRIGGER name_removed AFTER DELETE ON name BEGIN
    INSERT INTO name_index (name_index, rowid, folded) VALUES ('delete', old.key, old.folded);
END;

CREATE TABLE edition (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    digest TEXT NOT NULL,
    source TEXT,
    loaded_on TEXT NOT NULL,
    ended_on TEXT NOT NULL,
    tasks INTEGER NOT NULL,
    relationships INTEGER NOT NULL,
    text BLOB
) STRICT;
CREATE INDEX edition_document ON edition (document);

CREATE TABLE snapshot (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE log (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT,
    previous_sha256 TEXT
) STRICT;
CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER log_fixed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
"""

_VERSION_2 = """
ALTER TABLE log ADD COLUMN who TEXT;
ALTER TABLE log ADD COLUMN note TEXT;
CREATE INDEX log_document ON log (document);
"""

# Search takes no notice of case; trigrams are added many at once, by `write`.
_VERSION_3 = """
DROP TRIGGER name_added;
DROP TRIGGER name_removed;
UPDATE name SET folded = search_key(folded) WHERE folded <> search_key(folded);
DELETE FROM name WHERE EXISTS (
    SELECT 1 FROM name AS other WHERE other.node = name.node AND other.folded = name.folded AND other.key < name.key
);
INSERT INTO name_index (name_index) VALUES ('rebuild');
CREATE TRIGGER name_removed AFTER DELETE ON name BEGIN
    INSERT INTO name_index (name_index, rowid, folded) VALUES ('delete', old.key, old.folded);
END;
"""

# What a hub's neighbours and a name of two signs took at a million tasks: the one counted half a million relationships, the
# other looked at every name. A trigram that begins with two signs finds the names that hold them, but not those that end so.
_VERSION_4 = """
CREATE TABLE degree (
    node INTEGER NOT NULL REFERENCES node (key) ON DELETE CASCADE,
    outward INTEGER NOT NULL,
    type TEXT NOT NULL,
    relationships INTEGER NOT NULL,
    PRIMARY KEY (node, outward, type)
) STRICT, WITHOUT ROWID;
INSERT INTO degree SELECT r.start, 1, r.type, count(*) FROM relationship r JOIN node n ON n.key = r.start
    WHERE n.document IS NULL GROUP BY r.start, r.type;
INSERT INTO degree SELECT r.end, 0, r.type, count(*) FROM relationship r JOIN node n ON n.key = r.end
    WHERE n.document IS NULL GROUP BY r.end, r.type;
CREATE VIRTUAL TABLE name_term USING fts5vocab (name_index, row);
CREATE INDEX name_end ON name (substr(folded, -2), label, node);
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4)
"""The script at place n makes a record of version n into one of version n + 1; place 0 makes it from nothing."""


def current_version() -> int:
    """The version that this code reads and writes."""
    return len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open record to the current version, in one transaction: wholly, or not at all."""
    connection.create_function("search_key", 1, search_key, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in MIGRATIONS[found:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {current_version()}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    """The script's statements; `executescript` would commit the transaction that is open."""
    found: list[str] = []
    piece = ""
    for line in script.splitlines(keepends=True):
        piece += line
        if sqlite3.complete_statement(piece):
            found.append(piece.strip())
            piece = ""
    return found
