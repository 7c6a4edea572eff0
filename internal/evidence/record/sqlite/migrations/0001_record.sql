-- +goose Up
PRAGMA application_id = 1297369169; -- "MTHQ": sqlite.go
PRAGMA user_version = 1;            -- the number of this file

-- The record itself: canonical bytes, in their order. The other columns say again, for the indexes, what the bytes say.
CREATE TABLE entry (
    seq      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL CHECK (length(id) = 32),
    kind     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    subject  TEXT    NOT NULL,
    entered  INTEGER NOT NULL,
    incident TEXT,             -- that the payload speaks of
    based    INTEGER NOT NULL, -- 1: Base reads it
    bytes    BLOB    NOT NULL
) STRICT;
CREATE INDEX entry_subject ON entry (kind, subject);
CREATE INDEX entry_based ON entry (seq) WHERE based = 1;

-- +goose StatementBegin
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'entries are never removed'); END;
-- +goose StatementEnd

-- Which kinds and versions occur, so that what a newer program wrote is noticed at once.
CREATE TABLE layout (
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE head (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    seq        INTEGER NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    projection INTEGER NOT NULL -- the form of the tables below; another number: they are made anew
) STRICT;
INSERT INTO head VALUES (1, 0, zeroblob(32), 0);

-- Everything below follows from the entries and can be made anew.

-- Each entry that speaks, or by its subject once spoke, of an incident.
CREATE TABLE touch (
    incident TEXT    NOT NULL,
    seq      INTEGER NOT NULL REFERENCES entry (seq),
    PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;

-- What stands about each incident, packed (pack.go).
CREATE TABLE bundle (
    id        TEXT    PRIMARY KEY,
    first     INTEGER NOT NULL, -- its first entry
    seq       INTEGER NOT NULL, -- its newest entry
    earliest  INTEGER NOT NULL, -- the least and the greatest "entered" of its entries
    latest    INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    packed    BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- What filters, sorts and counts read.
CREATE TABLE incident (
    n           INTEGER PRIMARY KEY, -- bundle.first
    id          TEXT    NOT NULL UNIQUE,
    withdrawn   INTEGER NOT NULL,
    date_lo     INTEGER NOT NULL, -- yyyymmdd; 99999999: not known
    date_hi     INTEGER NOT NULL, -- yyyymmdd; 0: not known
    month       TEXT    NOT NULL,
    year        TEXT    NOT NULL,
    act         TEXT    NOT NULL,
    publisher   TEXT    NOT NULL,
    grade       INTEGER NOT NULL, -- -1: no assessment stands
    waiting     INTEGER NOT NULL, -- 1: no assessment by us stands
    killed_lo   INTEGER NOT NULL,
    killed_best INTEGER NOT NULL, -- -1: none given
    killed_hi   INTEGER NOT NULL, -- -1: no upper limit known
    parties     TEXT    NOT NULL
) STRICT;
CREATE INDEX incident_date ON incident (withdrawn, date_lo, n, date_hi);
CREATE INDEX incident_late ON incident (withdrawn, date_hi, n, date_lo);
CREATE INDEX incident_killed ON incident (withdrawn, killed_lo, n);
CREATE INDEX incident_act ON incident (withdrawn, act, date_lo);
CREATE INDEX incident_publisher ON incident (withdrawn, publisher, date_lo);
CREATE INDEX incident_grade ON incident (withdrawn, grade, date_lo);

CREATE TABLE words (
    n     INTEGER PRIMARY KEY,
    place TEXT NOT NULL, -- folded
    body  TEXT NOT NULL  -- folded
) STRICT;

CREATE TABLE party (
    word TEXT    NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (word, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_n ON party (n);
