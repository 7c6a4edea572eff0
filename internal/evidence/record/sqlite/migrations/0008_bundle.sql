-- +goose Up
PRAGMA user_version = 8;

-- Bundles in the order in which incidents came, in pages that are full: of rows of a kilobyte a table without row numbers keeps a part apart,
-- and leaves its pages half empty when ids come in no order. It is made anew from the entries.
DROP TABLE bundle;
CREATE TABLE bundle (
    n         INTEGER PRIMARY KEY, -- incident.n
    id        TEXT    NOT NULL UNIQUE,
    first     INTEGER NOT NULL, -- its first entry
    seq       INTEGER NOT NULL, -- its newest entry
    earliest  INTEGER NOT NULL, -- the least and the greatest "entered" of its entries
    latest    INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    packed    BLOB    NOT NULL
) STRICT;

UPDATE head SET projection = 0;
