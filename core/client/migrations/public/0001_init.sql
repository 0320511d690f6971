-- Public database, schema 1: what everybody may know, and which accounts this phone has. Nothing here is personal.

CREATE TABLE document (
  name       TEXT PRIMARY KEY,
  etag       TEXT,
  fetched_at INTEGER NOT NULL,                                             -- milliseconds since 1970
  body       BLOB NOT NULL
) STRICT;

CREATE TABLE account (
  id         TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,                                             -- milliseconds since 1970
  current    INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX account_current ON account (current) WHERE current = 1;
