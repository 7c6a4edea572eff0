-- +goose Up
PRAGMA user_version = 10;

-- What removals took the entries of, and what still stands outside the tables: files of evidence and sealed identities (record.EncodeDue).
ALTER TABLE head ADD COLUMN due BLOB NOT NULL DEFAULT x'';
