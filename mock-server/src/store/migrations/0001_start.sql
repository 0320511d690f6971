-- Times are milliseconds since 1970 UTC. Hashes and secrets' digests are lower-case hex.

-- People. `last_seq` is the counter of the person's event log: one row to lock, so numbers come without gaps.
CREATE TABLE person (
  sub TEXT PRIMARY KEY,
  personal_id TEXT NOT NULL UNIQUE,
  claims TEXT NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- e-ID.
CREATE TABLE eid_request (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE eid_code (
  code_hash TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person (sub),
  request TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  grant_id TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE eid_grant (
  id TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person (sub),
  key_thumbprint TEXT NOT NULL,
  refresh_hash TEXT NOT NULL UNIQUE,
  nonce TEXT NOT NULL,
  auth_time INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE eid_access (
  token_hash TEXT PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES eid_grant (id),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE proof_seen (
  id_hash TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX proof_seen_by_end ON proof_seen (expires_at);

-- Keys that sign evidence, with the root's statement about each.
CREATE TABLE signing_key (
  owner TEXT PRIMARY KEY,
  kid TEXT NOT NULL UNIQUE,
  statement TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which catalogue version last changed each procedure, so that `since` can be answered.
CREATE TABLE catalogue_version (
  version INTEGER PRIMARY KEY,
  generated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE catalogue_entry (
  code TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  changed_in INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Uploads, per person. The bytes lie in the data folder.
CREATE TABLE file (
  sub TEXT NOT NULL REFERENCES person (sub),
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  kept INTEGER NOT NULL DEFAULT 0,
  complete INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sub, sha256)
) STRICT, WITHOUT ROWID;

-- Dossiers. `state` is the JSON of the dossier's mutable part; what is searched for stands beside it.
CREATE TABLE dossier (
  id TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person (sub),
  position INTEGER NOT NULL UNIQUE,
  agency_code TEXT NOT NULL,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_of_person ON dossier (sub, position);
CREATE INDEX dossier_by_status ON dossier (status, position);
-- Manifest 0 is the submission, n the n-th supplement.
CREATE TABLE manifest (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  body BLOB NOT NULL,
  receipt TEXT NOT NULL,
  read_by_office INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (dossier_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  seq INTEGER NOT NULL,
  jws TEXT NOT NULL,
  PRIMARY KEY (dossier_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE result (
  dossier_id TEXT PRIMARY KEY REFERENCES dossier (id),
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE tombstone (
  sub TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  PRIMARY KEY (sub, dossier_id)
) STRICT, WITHOUT ROWID;
-- The serial of dossier codes starts again each day, per agency.
CREATE TABLE dossier_serial (
  agency_code TEXT NOT NULL,
  day TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (agency_code, day)
) STRICT, WITHOUT ROWID;

-- What a POST action answered, so that the same key answers the same again.
CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  request_sha256 TEXT NOT NULL,
  revision INTEGER NOT NULL,
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Event logs and push.
CREATE TABLE event (
  sub TEXT NOT NULL REFERENCES person (sub),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (sub, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE push_subscription (
  sub TEXT NOT NULL REFERENCES person (sub),
  installation TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  PRIMARY KEY (sub, installation)
) STRICT, WITHOUT ROWID;
-- Wake-ups sent and not yet known to be seen; `told_at_after` is the cursor at which they were first told.
CREATE TABLE wake (
  wake_id TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person (sub),
  installation TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  told_at_after INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX wake_of_installation ON wake (sub, installation);
