-- Feedback. Times are milliseconds since 1970 UTC; pictures lie apart so that lists stay small.
CREATE TABLE report (
  service_request_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  client_id TEXT UNIQUE,
  sub TEXT REFERENCES person (sub),
  service_code TEXT NOT NULL,
  description TEXT NOT NULL,
  lat REAL,
  long REAL,
  address TEXT,
  first_name TEXT,
  phone TEXT,
  status TEXT NOT NULL,
  note TEXT,
  requested_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expected_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE report_picture (
  service_request_id TEXT NOT NULL REFERENCES report (service_request_id),
  of_answer INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (service_request_id, of_answer)
) STRICT;
