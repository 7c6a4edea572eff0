-- +goose Up
PRAGMA user_version = 2;

-- Which sources give an account of an incident or assess it.
CREATE TABLE said (
    source TEXT    NOT NULL,
    n      INTEGER NOT NULL,
    PRIMARY KEY (source, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_n ON said (n);

-- What waits for an assessment is few among many, and asked for in the order of entry.
CREATE INDEX incident_waiting ON incident (withdrawn, waiting);
