-- What an assessment rests on: questionnaires and answers, evidence, endpoints and what was
-- seen of them, component lists, contracts and their terms, risks taken.
CREATE TABLE questionnaire (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  service BLOB,
  template TEXT,
  template_hash TEXT,
  issued_on TEXT,
  due_on TEXT
) STRICT;
CREATE INDEX questionnaire_service ON questionnaire (service);
CREATE TABLE answer (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  questionnaire BLOB,
  question TEXT,
  choice TEXT,
  number INTEGER,
  date TEXT,
  note TEXT,
  source TEXT,
  answered_on TEXT,
  verdict TEXT,
  verdict_note TEXT
) STRICT;
CREATE INDEX answer_questionnaire ON answer (questionnaire);
CREATE TABLE evidence (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  service BLOB,
  kind TEXT,
  title TEXT,
  issuer TEXT,
  scope TEXT,
  dated_on TEXT,
  valid_until TEXT,
  place TEXT,
  confirmed INTEGER
) STRICT;
CREATE INDEX evidence_service ON evidence (service);
CREATE TABLE evidence_question (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  evidence BLOB,
  question TEXT
) STRICT;
CREATE INDEX evidence_question_evidence ON evidence_question (evidence);
CREATE TABLE endpoint (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  service BLOB,
  host TEXT,
  port INTEGER,
  carries_data INTEGER,
  https INTEGER
) STRICT;
CREATE INDEX endpoint_service ON endpoint (service);
CREATE TABLE observation (
  id BLOB PRIMARY KEY,
  endpoint BLOB,
  at INTEGER,
  outcome TEXT,
  document TEXT                    -- hash of a blob: what was seen, but for its time
) STRICT;
CREATE INDEX observation_endpoint ON observation (endpoint, at);
CREATE TABLE component_list (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  service BLOB,
  file_name TEXT,
  format TEXT,
  received_on TEXT,
  total INTEGER,
  document TEXT                    -- hash of a blob: the list as it was read
) STRICT;
CREATE INDEX component_list_service ON component_list (service);
CREATE TABLE contract (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  vendor BLOB,
  service BLOB,                    -- null = all of the vendor's
  title TEXT,
  starts_on TEXT,
  ends_on TEXT,
  notice_days INTEGER,
  renews INTEGER
) STRICT;
CREATE INDEX contract_vendor ON contract (vendor);
CREATE TABLE term (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  contract BLOB,
  term TEXT,
  value TEXT,                      -- JSON
  clause TEXT,
  quote TEXT,
  confirmed INTEGER,
  excepted_until TEXT
) STRICT;
CREATE INDEX term_contract ON term (contract);
CREATE TABLE acceptance (
  id BLOB PRIMARY KEY,
  service BLOB,
  gates TEXT,                      -- names, a space between
  owner TEXT,
  reason TEXT,
  given_on TEXT,
  until TEXT
) STRICT;
CREATE INDEX acceptance_service ON acceptance (service);
CREATE TABLE withdrawal (          -- takes back what cannot be undone
  id BLOB PRIMARY KEY,
  row BLOB,
  reason TEXT
) STRICT;
CREATE INDEX withdrawal_row ON withdrawal (row);

-- Bytes by their SHA-256, outside the log, which names them by hash.
CREATE TABLE blob (
  hash TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
