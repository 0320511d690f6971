-- The embedded push service: one row a subscription, one a message that hasn't been read.
CREATE TABLE push_endpoint (
  token TEXT PRIMARY KEY,
  reader_key_sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE push_message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL REFERENCES push_endpoint (token),
  topic TEXT,
  body BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX push_message_of ON push_message (token, id);
CREATE INDEX push_message_by_end ON push_message (expires_at);
