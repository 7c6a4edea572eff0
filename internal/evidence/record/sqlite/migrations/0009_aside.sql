-- +goose Up
PRAGMA user_version = 9;

-- What is no entry: how users show who they are, drafts, whom to call. It may be changed and taken away.
CREATE TABLE aside (
    shelf   TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    version INTEGER NOT NULL,
    until   INTEGER NOT NULL, -- seconds UTC; 0: for good
    value   BLOB    NOT NULL,
    PRIMARY KEY (shelf, key)
) STRICT;
