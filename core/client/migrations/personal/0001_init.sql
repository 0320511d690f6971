-- Personal database, schema 1: one account's drafts, outbox, dossiers, events, reports.
-- Clear columns hold ids, numbers that only order rows, and coarse states; everything else is inside a `sealed` box
-- (src/store/sealing). No times stand in clear.

-- The account's data keys, wrapped by the key vault.
CREATE TABLE data_key (
  id      INTEGER PRIMARY KEY,                                             -- named in every box the key sealed
  scope   TEXT NOT NULL UNIQUE CHECK (scope IN ('background', 'private')),
  wrapped BLOB NOT NULL,
  canary  BLOB NOT NULL,                                                   -- a known value: tells a wrong key from a damaged row
  seals   INTEGER NOT NULL                                                 -- boxes made or reserved; stops at 2^31
) STRICT;

-- private
CREATE TABLE draft (
  id         TEXT PRIMARY KEY,
  touched    INTEGER NOT NULL UNIQUE,                                      -- order of the list, highest first
  dossier_id TEXT,                                                         -- once it is frozen
  sealed     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_dossier ON draft (dossier_id, touched) WHERE dossier_id IS NOT NULL;

-- private
CREATE TABLE draft_edit (
  draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  seq      INTEGER NOT NULL CHECK (seq > 0),
  sealed   BLOB NOT NULL,
  PRIMARY KEY (draft_id, seq)
) STRICT, WITHOUT ROWID;

-- private
CREATE TABLE attachment (
  draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  paper    TEXT NOT NULL,                                                  -- a keyed hash of the question's reference and the paper's name
  nth      INTEGER NOT NULL,                                               -- oldest first within the draft; kept when the paper is put again
  sealed   BLOB NOT NULL,
  PRIMARY KEY (draft_id, paper)
) STRICT, WITHOUT ROWID;

-- background
CREATE TABLE outbox_entry (
  id       TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,                                        -- oldest first; kept when the entry is put again
  sealed   BLOB NOT NULL
) STRICT;

-- background
CREATE TABLE dossier (
  id      TEXT PRIMARY KEY,
  touched INTEGER NOT NULL UNIQUE,
  sealed  BLOB NOT NULL
) STRICT;

-- background
CREATE TABLE evidence (
  dossier_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  nth        INTEGER NOT NULL,                                             -- more than one fact under a seq: the chain is contested
  sealed     BLOB NOT NULL,
  PRIMARY KEY (dossier_id, seq, nth)
) STRICT;

-- background
CREATE TABLE event (
  seq        INTEGER PRIMARY KEY,
  subject_id TEXT NOT NULL,
  seen       INTEGER NOT NULL CHECK (seen IN (0, 1)),
  sealed     BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_subject ON event (subject_id, seq);
CREATE INDEX event_unseen ON event (seq) WHERE seen = 0;

-- background
CREATE TABLE feedback (
  id      TEXT PRIMARY KEY,
  touched INTEGER NOT NULL UNIQUE,
  sealed  BLOB NOT NULL
) STRICT;

-- background
CREATE TABLE setting (
  name   TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The sealed files of the account's folder. Private until something that has to be sent names the file, then background.
CREATE TABLE kept_file (
  name   TEXT PRIMARY KEY,                                                 -- a keyed hash of the content's SHA-256
  file   TEXT NOT NULL UNIQUE,                                             -- the file's name in the folder, random
  scope  TEXT NOT NULL CHECK (scope IN ('background', 'private')),
  sealed BLOB NOT NULL                                                     -- the file's own key and length
) STRICT;
