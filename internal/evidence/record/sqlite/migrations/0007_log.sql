-- +goose Up
PRAGMA user_version = 7;

-- The tree over the ids of the entries (spec/log.md). It grows with them, in the same transaction.
CREATE TABLE tile (
    level  INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    hashes BLOB    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, n)
) STRICT;

-- Statements about the log: its keys, signed checkpoints, time stamps of them.
CREATE TABLE seal (
    n    INTEGER PRIMARY KEY,
    sort TEXT    NOT NULL,
    size INTEGER NOT NULL, -- how many entries it speaks for
    kept INTEGER NOT NULL, -- seconds UTC
    body BLOB    NOT NULL,
    UNIQUE (sort, body)
) STRICT;

-- 0: the entries are older than the log, and the tree is still to be made over them.
ALTER TABLE head ADD COLUMN logged INTEGER NOT NULL DEFAULT 0;
UPDATE head SET logged = 1 WHERE seq = 0;
