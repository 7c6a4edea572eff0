-- +goose Up
PRAGMA user_version = 3;

-- When incidents came in: the first entry of each is of this kind.
CREATE INDEX entry_received ON entry (entered, seq) WHERE kind = 'incident';
