-- +goose Up
PRAGMA user_version = 4;

-- Who entered an incident first. It is never changed.
ALTER TABLE incident ADD COLUMN enterer TEXT NOT NULL DEFAULT '';
CREATE INDEX incident_enterer ON incident (enterer, n);

-- Who else may see an incident: 'public', or 'put/' and a party to which a finding on it was put.
CREATE TABLE seen (
    who TEXT    NOT NULL,
    n   INTEGER NOT NULL,
    PRIMARY KEY (who, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_n ON seen (n);
