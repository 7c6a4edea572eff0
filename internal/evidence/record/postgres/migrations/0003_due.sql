-- +goose Up

-- What removals took the entries of, and what still stands outside the tables: files of evidence and sealed identities (record.EncodeDue).
ALTER TABLE head ADD COLUMN due bytea NOT NULL DEFAULT '';
UPDATE head SET schema = 3;
