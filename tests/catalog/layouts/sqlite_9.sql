BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0009');
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
	updated_at DATETIME NOT NULL, origin VARCHAR DEFAULT '' NOT NULL, access VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "articles" VALUES('river','https://news.example/river',X'7801AB562A2DCA51B252CA28292928B6D2D7CF4B2D2FD64BAD48CC2DC849D52FCA2C4B2D52D2512AC92CC949052A0AC94855008B01C9E2D46285B4D2A2920CB08AE28CFC72A082F2FCA29C14A55A00FF261DBD','digest-river-90',X'7801AB562A2DCA51B252CA28292928B6D2D7CF4B2D2FD64BAD48CC2DC849D52FCA2C4B2D52D2512AC92CC949052A0AC94855008B01C9E2D462A04C71467E3950A23CBF282745A9160013C81A9D','digest-river-82','','alan','en','world','The river rises further','interactive','queued',0,'r1','piper','',61.5,NULL,'2026-11-20 08:30:15.250000','2026-11-20 08:33:15.250000','key','');
INSERT INTO "articles" VALUES('text','',X'7801AB562A49AD2851B2523A3C27EFF0FAE4FC945485F2FCA2946285FC34854405909CC2A38629403CA7B034BF2435E551C35C3D251DA592CC929C54B0AEA4D42285D2BC62A0584E625E7A69623A48382515C82FCBCF4C06714A32F28B8A4B52F3946A0154BC298B','digest-text-107',NULL,NULL,'thorsten','thorsten','de','','Über uns','interactive','rendering',0,'r2','piper','',NULL,NULL,'2026-11-20 08:34:15.250000','2026-11-20 08:35:15.250000','key','');
INSERT INTO "articles" VALUES('gone','https://news.example/gone',X'7801AB562A2DCA51B252CA28292928B6D2D7CF4B2D2FD64BAD48CC2DC849D54FCFCF4B55AA0500DC530C88','digest-gone-36',NULL,NULL,'','','','','','batch','failed',1,'','','',NULL,'{"kind":"not-found","title":"Gone","detail":"That page is gone.","status":404}','2026-11-20 08:36:15.250000','2026-11-20 08:37:15.250000','key','');
INSERT INTO "articles" VALUES('waits','https://news.example/waits',X'7801AB56CA28C9CD51B252B2492C2AC94CCE49B5B329B00B4FCC2CC9CC4BD751C8CB2F51284A4D4C51A84C2DD1B3D12FB0B3D1872953AA05005F03142A','digest-waits-60',NULL,NULL,'','','','','','batch','queued',0,'','','',NULL,NULL,'2026-11-20 08:38:15.250000','2026-11-20 08:38:15.250000','key','');
INSERT INTO "articles" VALUES('clicked','https://news.example/clicked',X'7801AB562A2DCA51B252CA28292928B6D2D7CF4B2D2FD64BAD48CC2DC849D54FCEC94CCE4E4D51AA050004890DAE','digest-clicked',NULL,NULL,'','','','','','interactive','queued',0,'','','',NULL,NULL,'2026-11-20 08:39:15.250000','2026-11-20 08:39:15.250000','click','');
INSERT INTO "articles" VALUES('demo','https://tts.example/demo',X'7801AB562A49AD2851B252F22F2D52C82FCF5328CF2F4A29D653D2512AC92CC949054AB8A4E6E62BD5020013C20D3C','digest-demo',NULL,NULL,'','','','','Demo','interactive','queued',1,'','','',NULL,NULL,'2026-11-20 08:40:15.250000','2026-11-20 08:40:15.250000','demo','');
INSERT INTO "articles" VALUES('paid','',X'7801AB562A49AD2851B25272CB2F5228C9C82F4E5528CFC8572848ACD453D251CA49CC4B2F4D4C4F05CAA7E629D502005D430EF5','digest-p',NULL,NULL,'','tone/plain','en','','Paid','batch','ready',1,'rp','tone','',2.5,NULL,'2026-11-30 17:01:34.574754','2026-11-30 17:01:34.586309','key','members');
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
	about VARCHAR NOT NULL, season INTEGER DEFAULT '0' NOT NULL, number INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (show, article_id), 
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "episodes" VALUES('','river','r1','The river rises','It rises.','A. Writer','en','https://news.example/river','','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000',61.5,492000,'{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}',2,7);
INSERT INTO "episodes" VALUES('world','river','r1','The river rises','It rises.','A. Writer','en','https://news.example/river','','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000',61.5,492000,'{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}',2,7);
CREATE TABLE hooks (
	url VARCHAR NOT NULL, 
	event VARCHAR NOT NULL, 
	show VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	first_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	PRIMARY KEY (url)
);
INSERT INTO "hooks" VALUES('https://news.example/river','updated','world','v3','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000');
CREATE TABLE listings (
	url VARCHAR NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	looked_at DATETIME, 
	due_at DATETIME NOT NULL, 
	failures INTEGER NOT NULL, 
	problem VARCHAR NOT NULL, 
	PRIMARY KEY (url)
);
INSERT INTO "listings" VALUES('https://news.example/feed.xml','"abc"','','2026-11-20 08:30:15.250000','2026-11-20 09:30:15.250000',0,'');
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
	about VARCHAR NOT NULL, 
	PRIMARY KEY (show, article_id), 
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
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
);
CREATE TABLE narrations (
	article_id VARCHAR NOT NULL, 
	revision VARCHAR NOT NULL, 
	duration_s DOUBLE NOT NULL, 
	size BIGINT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (article_id, revision), 
	FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "narrations" VALUES('river','r1',61.5,492000,'2026-11-20 08:32:15.250000');
INSERT INTO "narrations" VALUES('paid','rp',2.5,20000,'2026-11-30 17:01:34.589404');
CREATE TABLE news (
	show VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	failures INTEGER NOT NULL, 
	PRIMARY KEY (show)
);
INSERT INTO "news" VALUES('','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000',0);
INSERT INTO "news" VALUES('world','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000',0);
CREATE TABLE play_batches (
	name VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "play_batches" VALUES('batch-1','2026-11-20 08:30:15.250000');
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
);
INSERT INTO "plays" VALUES('river','2026-11-20',3,2,2,1,1,120.5);
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(7);
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
);
INSERT INTO "subscriptions" VALUES('sub','https://news.example/feed.xml','https://hub.example/','https://news.example/feed.xml','s3cret','active','2026-11-20 08:30:15.250000','2026-11-25 08:30:15.250000',NULL,0,'');
CREATE TABLE watched_pages (
	listing VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	left_at DATETIME, 
	checked_at DATETIME NOT NULL, 
	misses INTEGER NOT NULL, gone_at DATETIME, 
	PRIMARY KEY (listing, url)
);
INSERT INTO "watched_pages" VALUES('https://news.example/feed.xml','https://news.example/river','v1',NULL,'2026-11-20 08:30:15.250000',0,NULL);
INSERT INTO "watched_pages" VALUES('https://news.example/feed.xml','https://news.example/gone','v2','2026-11-20 08:30:15.250000','2026-11-20 08:30:15.250000',1,'2026-11-20 08:30:15.250000');
CREATE INDEX articles_by_age ON articles (created_at, id);
CREATE INDEX ix_articles_show ON articles (show);
CREATE INDEX ix_articles_url ON articles (url);
CREATE INDEX episodes_by_date ON episodes (show, published_at, article_id);
CREATE INDEX episodes_of_article ON episodes (article_id);
CREATE INDEX watched_pages_that_left ON watched_pages (listing, left_at, checked_at);
CREATE INDEX ix_hooks_due_at ON hooks (due_at);
CREATE INDEX articles_by_state ON articles (status, created_at, id);
CREATE INDEX articles_by_title ON articles (lower(title), id);
CREATE INDEX articles_unsettled ON articles (settled, id);
CREATE INDEX ix_subscriptions_listing ON subscriptions (listing);
CREATE INDEX articles_of_our_own ON articles (status) WHERE origin = 'demo';
CREATE INDEX articles_by_access ON articles (access, created_at, id);
CREATE INDEX member_episodes_by_date ON member_episodes (show, published_at, article_id);
CREATE INDEX member_episodes_of_article ON member_episodes (article_id);
CREATE INDEX members_by_show ON members (show, id);
CREATE INDEX members_by_name ON members (name, id);
COMMIT;
