-- +goose Up
PRAGMA user_version = 6;

-- The index of incidents: in place of the tables and indexes below one table of pieces, each the rows of one key in one chunk of the
-- row numbers (internal/evidence/record/index).
DROP TABLE words;
DROP TABLE party;
DROP TABLE said;
DROP TABLE seen;
DROP INDEX entry_received;
CREATE TABLE piece (
    key   BLOB    NOT NULL,
    chunk INTEGER NOT NULL,
    docs  BLOB    NOT NULL,
    PRIMARY KEY (key, chunk)
) STRICT, WITHOUT ROWID;

-- Row numbers count the incidents, in the order of their first entries. Both tables are made anew from the entries.
DROP TABLE bundle;
CREATE TABLE bundle (
    id        TEXT    PRIMARY KEY,
    n         INTEGER NOT NULL, -- incident.n
    first     INTEGER NOT NULL, -- its first entry
    seq       INTEGER NOT NULL, -- its newest entry
    earliest  INTEGER NOT NULL, -- the least and the greatest "entered" of its entries
    latest    INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    packed    BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
DROP TABLE incident;
CREATE TABLE incident (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL,
    first       INTEGER NOT NULL, -- bundle.first
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
CREATE INDEX incident_first ON incident (first);
