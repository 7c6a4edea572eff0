-- +goose Up
PRAGMA user_version = 5;

-- Of an entry whose content was removed a stub is left. removed is the entry that says so.
ALTER TABLE entry ADD COLUMN removed INTEGER;
CREATE INDEX entry_removed ON entry (seq) WHERE removed IS NOT NULL;

-- 1: content was removed from the tables, and the file has not been written anew since.
ALTER TABLE head ADD COLUMN scrub INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER entry_stays;

-- The one change: a later removal that names the entry by its id takes its content, and with it its subject. A stub may come to say less.
-- +goose StatementBegin
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
WHEN NOT coalesce(
    NEW.seq = OLD.seq AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.version = OLD.version AND NEW.entered = OLD.entered
    AND NEW.subject = '' AND NEW.based = 0 AND NEW.incident IS NULL AND instr(NEW.bytes, OLD.id) > 0
    AND (
        OLD.removed IS NULL AND NEW.removed IS NOT NULL AND OLD.kind <> 'removal'
        AND EXISTS (SELECT 1 FROM entry r WHERE r.seq = NEW.removed AND r.seq > OLD.seq AND r.kind = 'removal'
            AND instr(CASE r.seq WHEN OLD.seq + 1 THEN substr(r.bytes, instr(r.bytes, OLD.id) + 32) ELSE r.bytes END, OLD.id) > 0) -- the next entry names it as the one before
        OR OLD.removed = NEW.removed AND length(NEW.bytes) < length(OLD.bytes)
    ),
    0 -- an unknown is no yes
)
BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
-- +goose StatementEnd
