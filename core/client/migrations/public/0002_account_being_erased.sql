-- Public database, schema 2: an account that is being erased says so before its first key goes, so that a phone that dies in between goes on erasing
-- instead of finding a lost key.

ALTER TABLE account ADD COLUMN erasing INTEGER NOT NULL DEFAULT 0 CHECK (erasing IN (0, 1));
