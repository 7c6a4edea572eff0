-- +goose Up
PRAGMA user_version = 2;

-- Which sources give an account of an incident or assess it.
CREATE TABLE said (
    source TEXT    NOT NULL,
    n      INTEGER NOT NULL,
    PRIMARY KEY (source, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_n ON said (n);
