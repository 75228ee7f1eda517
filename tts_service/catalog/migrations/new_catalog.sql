CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

CREATE TABLE schema_version (
	version INTEGER NOT NULL,
	PRIMARY KEY (version)
)

CREATE TABLE articles (
	id VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	source BLOB NOT NULL,
	digest VARCHAR NOT NULL,
	kept_source BLOB,
	kept_digest VARCHAR,
	voice_asked VARCHAR NOT NULL,
	voice VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	show VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	queue VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	settled BOOLEAN NOT NULL,
	revision VARCHAR NOT NULL,
	engine VARCHAR NOT NULL,
	fallback VARCHAR NOT NULL,
	duration_s DOUBLE,
	error VARCHAR,
	created_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL, origin VARCHAR DEFAULT '' NOT NULL, access VARCHAR DEFAULT '' NOT NULL, recording VARCHAR DEFAULT '' NOT NULL, hold VARCHAR DEFAULT '' NOT NULL, publish_at DATETIME, public_at DATETIME, frozen BOOLEAN DEFAULT 0 NOT NULL, newer_source BLOB, newer_digest VARCHAR DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
)

CREATE INDEX articles_by_age ON articles (created_at, id)

CREATE INDEX ix_articles_show ON articles (show)

CREATE INDEX ix_articles_url ON articles (url)

CREATE TABLE narrations (
	article_id VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	duration_s DOUBLE NOT NULL,
	size BIGINT NOT NULL,
	created_at DATETIME NOT NULL,
	PRIMARY KEY (article_id, revision),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE TABLE plays (
	article_id VARCHAR NOT NULL,
	day DATE NOT NULL,
	starts INTEGER NOT NULL,
	quarters INTEGER NOT NULL,
	halves INTEGER NOT NULL,
	three_quarters INTEGER NOT NULL,
	ends INTEGER NOT NULL,
	seconds DOUBLE NOT NULL,
	PRIMARY KEY (article_id, day),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE TABLE episodes (
	show VARCHAR NOT NULL,
	article_id VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	author VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	page_url VARCHAR NOT NULL,
	image_url VARCHAR NOT NULL,
	published_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	duration_s DOUBLE NOT NULL,
	size BIGINT NOT NULL,
	about VARCHAR NOT NULL, season INTEGER DEFAULT '0' NOT NULL, number INTEGER DEFAULT '0' NOT NULL, recording VARCHAR DEFAULT '' NOT NULL, breaks VARCHAR DEFAULT '' NOT NULL,
	PRIMARY KEY (show, article_id),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE INDEX episodes_by_date ON episodes (show, published_at, article_id)

CREATE INDEX episodes_of_article ON episodes (article_id)

CREATE TABLE listings (
	url VARCHAR NOT NULL,
	etag VARCHAR NOT NULL,
	last_modified VARCHAR NOT NULL,
	looked_at DATETIME,
	due_at DATETIME NOT NULL,
	failures INTEGER NOT NULL,
	problem VARCHAR NOT NULL,
	PRIMARY KEY (url)
)

CREATE TABLE watched_pages (
	listing VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	left_at DATETIME,
	checked_at DATETIME NOT NULL,
	misses INTEGER NOT NULL, gone_at DATETIME,
	PRIMARY KEY (listing, url)
)

CREATE INDEX watched_pages_that_left ON watched_pages (listing, left_at, checked_at)

CREATE TABLE hooks (
	url VARCHAR NOT NULL,
	event VARCHAR NOT NULL,
	show VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	first_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	PRIMARY KEY (url)
)

CREATE INDEX ix_hooks_due_at ON hooks (due_at)

CREATE INDEX articles_by_state ON articles (status, created_at, id)

CREATE INDEX articles_by_title ON articles (lower(title), id)

CREATE INDEX articles_unsettled ON articles (settled, id)

CREATE TABLE subscriptions (
	id VARCHAR NOT NULL,
	listing VARCHAR NOT NULL,
	hub VARCHAR NOT NULL,
	topic VARCHAR NOT NULL,
	secret VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	due_at DATETIME NOT NULL,
	ends_at DATETIME,
	pushed_at DATETIME,
	failures INTEGER NOT NULL,
	problem VARCHAR NOT NULL,
	PRIMARY KEY (id)
)

CREATE INDEX ix_subscriptions_listing ON subscriptions (listing)

CREATE TABLE news (
	show VARCHAR NOT NULL,
	changed_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	failures INTEGER NOT NULL,
	PRIMARY KEY (show)
)

CREATE INDEX articles_of_our_own ON articles (status) WHERE origin = 'demo'

CREATE TABLE play_batches (
	name VARCHAR NOT NULL,
	added_at DATETIME NOT NULL,
	PRIMARY KEY (name)
)

CREATE INDEX articles_by_access ON articles (access, created_at, id)

CREATE TABLE member_episodes (
	show VARCHAR NOT NULL,
	article_id VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	author VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	page_url VARCHAR NOT NULL,
	image_url VARCHAR NOT NULL,
	published_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	duration_s DOUBLE NOT NULL,
	size BIGINT NOT NULL,
	season INTEGER DEFAULT '0' NOT NULL,
	number INTEGER DEFAULT '0' NOT NULL,
	about VARCHAR NOT NULL, recording VARCHAR DEFAULT '' NOT NULL, breaks VARCHAR DEFAULT '' NOT NULL,
	PRIMARY KEY (show, article_id),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE INDEX member_episodes_by_date ON member_episodes (show, published_at, article_id)

CREATE INDEX member_episodes_of_article ON member_episodes (article_id)

CREATE TABLE members (
	id VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	show VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	revoked_at DATETIME,
	uses INTEGER DEFAULT '0' NOT NULL,
	used_on DATE,
	PRIMARY KEY (id),
	UNIQUE (digest)
)

CREATE INDEX members_by_show ON members (show, id)

CREATE INDEX members_by_name ON members (name, id)

CREATE INDEX articles_by_hold ON articles (hold, created_at, id)

CREATE TABLE held_episodes (
	show VARCHAR NOT NULL,
	article_id VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	author VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	page_url VARCHAR NOT NULL,
	image_url VARCHAR NOT NULL,
	published_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	duration_s DOUBLE NOT NULL,
	size BIGINT NOT NULL,
	season INTEGER DEFAULT '0' NOT NULL,
	number INTEGER DEFAULT '0' NOT NULL,
	about VARCHAR NOT NULL,
	recording VARCHAR DEFAULT '' NOT NULL, breaks VARCHAR DEFAULT '' NOT NULL,
	PRIMARY KEY (show, article_id),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE INDEX held_episodes_of_article ON held_episodes (article_id)

CREATE TABLE webhook_endpoints (
	id VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	events VARCHAR NOT NULL,
	show VARCHAR NOT NULL,
	secret VARCHAR NOT NULL,
	old_secret VARCHAR NOT NULL,
	old_until DATETIME,
	created_at DATETIME NOT NULL,
	off_since DATETIME,
	PRIMARY KEY (id)
)

CREATE TABLE webhook_events (
	id VARCHAR NOT NULL,
	type VARCHAR NOT NULL,
	article_id VARCHAR NOT NULL,
	heard VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	data VARCHAR NOT NULL,
	PRIMARY KEY (id)
)

CREATE INDEX ix_webhook_events_at ON webhook_events (at)

CREATE INDEX webhook_events_of_article ON webhook_events (article_id, at)

CREATE TABLE webhook_deliveries (
	endpoint_id VARCHAR NOT NULL,
	event_id VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	sending_until DATETIME,
	attempts INTEGER NOT NULL,
	first_at DATETIME,
	last_at DATETIME,
	status INTEGER,
	problem VARCHAR NOT NULL,
	PRIMARY KEY (endpoint_id, event_id),
	FOREIGN KEY(endpoint_id) REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
	FOREIGN KEY(event_id) REFERENCES webhook_events (id) ON DELETE CASCADE
)

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, state, due_at)

CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (at, event_id, endpoint_id)

CREATE INDEX webhook_deliveries_of_event ON webhook_deliveries (event_id)

CREATE TABLE briefings (
	name VARCHAR NOT NULL,
	slot DATETIME NOT NULL,
	article_id VARCHAR NOT NULL,
	PRIMARY KEY (name, slot)
)

CREATE TABLE publisher_versions (
	number INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	made_by VARCHAR NOT NULL,
	shows VARCHAR NOT NULL,
	lexicon VARCHAR NOT NULL,
	files VARCHAR NOT NULL,
	PRIMARY KEY (number)
)

CREATE TABLE readable_from (
	revision VARCHAR NOT NULL,
	PRIMARY KEY (revision)
)

CREATE TABLE article_search (
        number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, words TEXT NOT NULL, tags TEXT NOT NULL
    )

CREATE VIRTUAL TABLE article_words USING fts5(
        words, tags, content='article_search', content_rowid='number', prefix='2 3',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
    )

CREATE TRIGGER article_search_added AFTER INSERT ON article_search BEGIN
        INSERT INTO article_words (rowid, words, tags) VALUES (new.number, new.words, new.tags);
    END

CREATE TRIGGER article_search_changed AFTER UPDATE ON article_search BEGIN
        INSERT INTO article_words (article_words, rowid, words, tags)
        VALUES ('delete', old.number, old.words, old.tags);
        INSERT INTO article_words (rowid, words, tags) VALUES (new.number, new.words, new.tags);
    END

CREATE TRIGGER article_search_removed AFTER DELETE ON article_search BEGIN
        INSERT INTO article_words (article_words, rowid, words, tags)
        VALUES ('delete', old.number, old.words, old.tags);
    END

CREATE VIEW article_terms AS
    SELECT id, moment,
        substr(title, 1, 500) || ' ' || substr(url, 1, 1000) AS words,
        'x' || hex('state=' || status) || ' x' || hex('show=' || show)
        || ' x' || hex('language=' || lower(substr(language, 1, instr(language || '-', '-') - 1)))
        || ' x' || hex('access=' || CASE access WHEN '' THEN 'open' ELSE access END)
        || ' x' || hex('publication='
            || CASE hold WHEN '' THEN 'published' WHEN 'ruled' THEN 'never' ELSE hold END)
        || ' x' || hex('site=' || host) || ' x' || hex('site=' || domain)
        || ' x' || hex('site=' || substr(domain, instr(domain, '.') + 1)) AS tags
    FROM (SELECT *, substr(host, instr(host, '.') + 1) AS domain FROM (
        SELECT *, substr(beyond, 1, instr(beyond || '/', '/') - 1) AS host FROM (
            SELECT id, title, url, status, show, language, access, hold,
                CAST(strftime('%s', created_at) AS INTEGER) * 1000000
                + CAST(substr(created_at, 21, 6) AS INTEGER) AS moment,
                lower(substr(url, instr(url, '://') + 3)) AS beyond
            FROM articles
        )
    ))

CREATE TRIGGER articles_searched_when_added AFTER INSERT ON articles
    WHEN new.origin NOT IN ('demo', 'speech') BEGIN
        INSERT OR IGNORE INTO article_search (number, article_id, words, tags)
        SELECT coalesce(
            (SELECT max(number) + 1 FROM article_search WHERE number BETWEEN moment AND moment + 999), moment
        ), id, words, tags FROM article_terms WHERE id = new.id;
    END

CREATE TRIGGER articles_searched_when_changed
    AFTER UPDATE OF title, url, status, show, language, access, hold ON articles
    WHEN (old.title, old.url, old.status, old.show, old.language, old.access, old.hold)
        IS NOT (new.title, new.url, new.status, new.show, new.language, new.access, new.hold) BEGIN
        UPDATE article_search SET (words, tags) = (SELECT words, tags FROM article_terms WHERE id = new.id)
        WHERE article_id = new.id;
    END

CREATE TRIGGER articles_searched_when_removed AFTER DELETE ON articles BEGIN
        DELETE FROM article_search WHERE article_id = old.id;
    END

CREATE TABLE stops (
	article_id VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	second INTEGER NOT NULL,
	plays INTEGER NOT NULL,
	PRIMARY KEY (article_id, revision, second),
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)

CREATE TABLE api_keys (
	id VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	scopes VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	created_by VARCHAR NOT NULL,
	expires_at DATETIME,
	revoked_at DATETIME,
	used_on DATE,
	PRIMARY KEY (id),
	UNIQUE (digest)
)

CREATE TABLE audit_log (
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	what VARCHAR NOT NULL,
	who VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	network VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	about VARCHAR NOT NULL,
	PRIMARY KEY (id)
)

CREATE INDEX audit_log_by_age ON audit_log (at)

CREATE INDEX audit_log_by_subject ON audit_log (subject, id)

CREATE INDEX plays_by_day ON plays (day)

INSERT INTO schema_version VALUES (6)

INSERT INTO alembic_version VALUES ('0019')
