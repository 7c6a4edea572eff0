-- +goose Up
-- What is no entry: how users show who they are, drafts, whom to call. It may be changed and taken away.
CREATE TABLE aside (
    shelf   text   COLLATE "C" NOT NULL,
    key     text   COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    until   bigint NOT NULL, -- seconds UTC; 0: for good
    value   bytea  NOT NULL,
    PRIMARY KEY (shelf, key)
);

UPDATE head SET schema = 2;
