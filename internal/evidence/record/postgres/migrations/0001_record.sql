-- +goose Up

-- The record itself: canonical bytes, in their order. The other columns say again, for the indexes, what the bytes say.
-- All text is compared by its bytes. U+0000, which PostgreSQL does not keep, is written otherwise (text.go).
-- A b-tree holds nothing longer than 2,704 bytes: of texts of any length the first 400 characters are indexed.
CREATE TABLE entry (
    seq      bigint           PRIMARY KEY,
    id       bytea            NOT NULL CHECK (octet_length(id) = 32),
    kind     text COLLATE "C" NOT NULL,
    version  integer          NOT NULL,
    subject  text COLLATE "C" NOT NULL,
    entered  bigint           NOT NULL,
    incident text COLLATE "C", -- that the payload speaks of
    based    boolean          NOT NULL, -- Base reads it
    removed  bigint,                    -- the entry that says that its content was removed; what is left is a stub
    bytes    bytea            NOT NULL
);
CREATE INDEX entry_subject ON entry (kind, left(subject, 400));
CREATE INDEX entry_based ON entry (seq) WHERE based;
CREATE INDEX entry_removed ON entry (seq) WHERE removed IS NOT NULL;

-- The one change: a later removal that names the entry by its id takes its content, and with it its subject. A stub may come to say less.
-- The next entry names every entry too, as the one before.
-- +goose StatementBegin
CREATE FUNCTION entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND coalesce(
        NEW.seq = OLD.seq AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.version = OLD.version AND NEW.entered = OLD.entered
        AND NEW.subject = '' AND NOT NEW.based AND NEW.incident IS NULL AND position(OLD.id IN NEW.bytes) > 0
        AND (
            OLD.removed IS NULL AND NEW.removed IS NOT NULL AND OLD.kind <> 'removal'
            AND EXISTS (SELECT FROM entry r WHERE r.seq = NEW.removed AND r.seq > OLD.seq AND r.kind = 'removal'
                AND position(OLD.id IN CASE r.seq WHEN OLD.seq + 1 THEN substring(r.bytes FROM position(OLD.id IN r.bytes) + 32) ELSE r.bytes END) > 0)
            OR OLD.removed = NEW.removed AND octet_length(NEW.bytes) < octet_length(OLD.bytes)
        ), false) -- an unknown is no yes
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'entries are never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entries_stay();
CREATE TRIGGER entry_kept BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entries_stay();

-- Which kinds and versions occur, so that what a newer program wrote is noticed at once.
CREATE TABLE layout (
    kind    text COLLATE "C" NOT NULL,
    version integer          NOT NULL,
    PRIMARY KEY (kind, version)
);

CREATE TABLE head (
    one        integer PRIMARY KEY CHECK (one = 1),
    mark       text    NOT NULL CHECK (mark = 'mithaq record'), -- the schema is a record of this program
    schema     integer NOT NULL, -- the number of the newest of these files
    seq        bigint  NOT NULL,
    hash       bytea   NOT NULL CHECK (octet_length(hash) = 32),
    projection integer NOT NULL, -- the form of the tables below; another number: they are made anew
    scrub      boolean NOT NULL -- content was removed from the tables, and these have not been written anew since
) WITH (fillfactor = 50);
INSERT INTO head VALUES (1, 'mithaq record', 1, 0, decode(repeat('00', 32), 'hex'), 0, false);

-- The tree over the ids of the entries (spec/log.md). It grows with them, in the same transaction.
CREATE TABLE tile (
    level  integer NOT NULL,
    n      bigint  NOT NULL,
    hashes bytea   NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
    PRIMARY KEY (level, n)
);

-- Statements about the log: its keys, signed checkpoints, time stamps of them.
CREATE TABLE seal (
    n    bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    sort text   NOT NULL,
    size bigint NOT NULL, -- how many entries it speaks for
    kept bigint NOT NULL, -- seconds UTC
    body bytea  NOT NULL
);
CREATE UNIQUE INDEX seal_once ON seal (sort, sha256(body));

-- Everything below follows from the entries and can be made anew. n numbers the incidents, in the order of their first entries.

-- Each entry that speaks, or by its subject once spoke, of an incident.
CREATE TABLE touch (
    n   bigint NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (n, seq)
);
CREATE INDEX touch_seq ON touch (seq);

-- What stands about each incident, packed (project.Pack).
CREATE TABLE bundle (
    n         bigint           PRIMARY KEY,
    id        text COLLATE "C" NOT NULL,
    first     bigint           NOT NULL, -- its first entry
    seq       bigint           NOT NULL, -- its newest entry
    earliest  bigint           NOT NULL, -- the least and the greatest "entered" of its entries
    latest    bigint           NOT NULL,
    state     smallint         NOT NULL, -- project.State
    packed    bytea            NOT NULL
);
CREATE INDEX bundle_id ON bundle (left(id, 400));
CREATE INDEX bundle_first ON bundle (first);

-- What counts read.
CREATE TABLE incident (
    n           bigint           PRIMARY KEY,
    state       smallint         NOT NULL, -- project.State
    date_lo     bigint           NOT NULL, -- yyyymmdd; 99999999: not known
    date_hi     bigint           NOT NULL, -- yyyymmdd; 0: not known
    month       text COLLATE "C" NOT NULL,
    year        text COLLATE "C" NOT NULL,
    act         text COLLATE "C" NOT NULL,
    publisher   text COLLATE "C" NOT NULL,
    grade       integer          NOT NULL, -- -1: no assessment stands
    waiting     boolean          NOT NULL, -- no assessment by us stands
    killed_lo   bigint           NOT NULL,
    killed_best bigint           NOT NULL, -- -1: none given
    killed_hi   bigint           NOT NULL, -- -1: no upper limit known
    parties     text COLLATE "C" NOT NULL
);

-- The index of incidents: each row is the rows of one key in one chunk of the row numbers (internal/evidence/record/index).
CREATE TABLE piece (
    key   bytea  NOT NULL, -- one of more than 1,000 bytes is shortened (finder.go)
    chunk bigint NOT NULL,
    docs  bytea  NOT NULL,
    PRIMARY KEY (key, chunk)
) WITH (fillfactor = 80);
