CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.articles (
    id character varying NOT NULL,
    url character varying NOT NULL,
    source bytea NOT NULL,
    digest character varying NOT NULL,
    kept_source bytea,
    kept_digest character varying,
    voice_asked character varying NOT NULL,
    voice character varying NOT NULL,
    language character varying NOT NULL,
    show character varying NOT NULL,
    title character varying NOT NULL,
    queue character varying NOT NULL,
    status character varying NOT NULL,
    settled boolean NOT NULL,
    revision character varying NOT NULL,
    engine character varying NOT NULL,
    fallback character varying NOT NULL,
    duration_s double precision,
    error character varying,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    origin character varying DEFAULT ''::character varying NOT NULL,
    access character varying DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.episodes (
    show character varying NOT NULL,
    article_id character varying NOT NULL,
    revision character varying NOT NULL,
    title character varying NOT NULL,
    summary character varying NOT NULL,
    author character varying NOT NULL,
    language character varying NOT NULL,
    page_url character varying NOT NULL,
    image_url character varying NOT NULL,
    published_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    duration_s double precision NOT NULL,
    size bigint NOT NULL,
    about character varying NOT NULL,
    season integer DEFAULT 0 NOT NULL,
    number integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.hooks (
    url character varying NOT NULL,
    event character varying NOT NULL,
    show character varying NOT NULL,
    version character varying NOT NULL,
    first_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL
);
CREATE TABLE public.listings (
    url character varying NOT NULL,
    etag character varying NOT NULL,
    last_modified character varying NOT NULL,
    looked_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    failures integer NOT NULL,
    problem character varying NOT NULL
);
CREATE TABLE public.member_episodes (
    show character varying NOT NULL,
    article_id character varying NOT NULL,
    revision character varying NOT NULL,
    title character varying NOT NULL,
    summary character varying NOT NULL,
    author character varying NOT NULL,
    language character varying NOT NULL,
    page_url character varying NOT NULL,
    image_url character varying NOT NULL,
    published_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    duration_s double precision NOT NULL,
    size bigint NOT NULL,
    season integer DEFAULT 0 NOT NULL,
    number integer DEFAULT 0 NOT NULL,
    about character varying NOT NULL
);
CREATE TABLE public.members (
    id character varying NOT NULL,
    digest character varying NOT NULL,
    show character varying NOT NULL,
    name character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    uses integer DEFAULT 0 NOT NULL,
    used_on date
);
CREATE TABLE public.narrations (
    article_id character varying NOT NULL,
    revision character varying NOT NULL,
    duration_s double precision NOT NULL,
    size bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.news (
    show character varying NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    failures integer NOT NULL
);
CREATE TABLE public.play_batches (
    name character varying NOT NULL,
    added_at timestamp with time zone NOT NULL
);
CREATE TABLE public.plays (
    article_id character varying NOT NULL,
    day date NOT NULL,
    starts integer NOT NULL,
    quarters integer NOT NULL,
    halves integer NOT NULL,
    three_quarters integer NOT NULL,
    ends integer NOT NULL,
    seconds double precision NOT NULL
);
CREATE TABLE public.schema_version (
    version integer NOT NULL
);
CREATE TABLE public.subscriptions (
    id character varying NOT NULL,
    listing character varying NOT NULL,
    hub character varying NOT NULL,
    topic character varying NOT NULL,
    secret character varying NOT NULL,
    state character varying NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    pushed_at timestamp with time zone,
    failures integer NOT NULL,
    problem character varying NOT NULL
);
CREATE TABLE public.watched_pages (
    listing character varying NOT NULL,
    url character varying NOT NULL,
    version character varying NOT NULL,
    left_at timestamp with time zone,
    checked_at timestamp with time zone NOT NULL,
    misses integer NOT NULL,
    gone_at timestamp with time zone
);
INSERT INTO public.alembic_version VALUES ('0009');
INSERT INTO public.articles VALUES ('river', 'https://news.example/river', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d52fca2c4b2d52d2512ac92cc949052a0ac94855008b01c9e2d46285b4d2a2920cb08ae28cfc72a082f2fca29c14a55a00ff261dbd', 'digest-river-90', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d52fca2c4b2d52d2512ac92cc949052a0ac94855008b01c9e2d462a04c71467e3950a23cbf282745a9160013c81a9d', 'digest-river-82', '', 'alan', 'en', 'world', 'The river rises further', 'interactive', 'queued', false, 'r1', 'piper', '', 61.5, NULL, '2026-11-20 08:30:15.25+00', '2026-11-20 08:33:15.25+00', 'key', '');
INSERT INTO public.articles VALUES ('text', '', '\x7801ab562a49ad2851b2523a3c27eff0fae4fc945485f2fca2946285fc34854405909cc2a38629403ca7b034bf2435e551c35c3d251da592cc929c54b0aea4d42285d2bc62a0584e625e7a69623a48382515c82fcbcf4c06714a32f28b8a4b52f3946a0154bc298b', 'digest-text-107', NULL, NULL, 'thorsten', 'thorsten', 'de', '', 'Über uns', 'interactive', 'rendering', false, 'r2', 'piper', '', NULL, NULL, '2026-11-20 08:34:15.25+00', '2026-11-20 08:35:15.25+00', 'key', '');
INSERT INTO public.articles VALUES ('gone', 'https://news.example/gone', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d54fcfcf4b55aa0500dc530c88', 'digest-gone-36', NULL, NULL, '', '', '', '', '', 'batch', 'failed', true, '', '', '', NULL, '{"kind":"not-found","title":"Gone","detail":"That page is gone.","status":404}', '2026-11-20 08:36:15.25+00', '2026-11-20 08:37:15.25+00', 'key', '');
INSERT INTO public.articles VALUES ('waits', 'https://news.example/waits', '\x7801ab56ca28c9cd51b252b2492c2ac94cce49b5b329b00b4fcc2cc9cc4bd751c8cb2f51284a4d4c51a84c2dd1b3d12fb0b3d1872953aa05005f03142a', 'digest-waits-60', NULL, NULL, '', '', '', '', '', 'batch', 'queued', false, '', '', '', NULL, NULL, '2026-11-20 08:38:15.25+00', '2026-11-20 08:38:15.25+00', 'key', '');
INSERT INTO public.articles VALUES ('clicked', 'https://news.example/clicked', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d54fcec94cce4e4d51aa050004890dae', 'digest-clicked', NULL, NULL, '', '', '', '', '', 'interactive', 'queued', false, '', '', '', NULL, NULL, '2026-11-20 08:39:15.25+00', '2026-11-20 08:39:15.25+00', 'click', '');
INSERT INTO public.articles VALUES ('demo', 'https://tts.example/demo', '\x7801ab562a49ad2851b252f22f2d52c82fcf5328cf2f4a29d653d2512ac92cc949054ab8a4e6e62bd5020013c20d3c', 'digest-demo', NULL, NULL, '', '', '', '', 'Demo', 'interactive', 'queued', true, '', '', '', NULL, NULL, '2026-11-20 08:40:15.25+00', '2026-11-20 08:40:15.25+00', 'demo', '');
INSERT INTO public.articles VALUES ('paid', '', '\x7801ab562a49ad2851b25272cb2f5228c9c82f4e5528cfc8572848acd453d251ca49cc4b2f4d4c4f05caa7e629d502005d430ef5', 'digest-p', NULL, NULL, '', 'tone/plain', 'en', '', 'Paid', 'batch', 'ready', true, 'rp', 'tone', '', 2.5, NULL, '2026-11-30 17:01:40.015818+00', '2026-11-30 17:01:40.044438+00', 'key', 'members');
INSERT INTO public.episodes VALUES ('', 'river', 'r1', 'The river rises', 'It rises.', 'A. Writer', 'en', 'https://news.example/river', '', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 61.5, 492000, '{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}', 2, 7);
INSERT INTO public.episodes VALUES ('world', 'river', 'r1', 'The river rises', 'It rises.', 'A. Writer', 'en', 'https://news.example/river', '', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 61.5, 492000, '{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}', 2, 7);
INSERT INTO public.hooks VALUES ('https://news.example/river', 'updated', 'world', 'v3', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00');
INSERT INTO public.listings VALUES ('https://news.example/feed.xml', '"abc"', '', '2026-11-20 08:30:15.25+00', '2026-11-20 09:30:15.25+00', 0, '');
INSERT INTO public.narrations VALUES ('river', 'r1', 61.5, 492000, '2026-11-20 08:32:15.25+00');
INSERT INTO public.narrations VALUES ('paid', 'rp', 2.5, 20000, '2026-11-30 17:01:40.057285+00');
INSERT INTO public.news VALUES ('', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 0);
INSERT INTO public.news VALUES ('world', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 0);
INSERT INTO public.play_batches VALUES ('batch-1', '2026-11-20 08:30:15.25+00');
INSERT INTO public.plays VALUES ('river', '2026-11-20', 3, 2, 2, 1, 1, 120.5);
INSERT INTO public.schema_version VALUES (7);
INSERT INTO public.subscriptions VALUES ('sub', 'https://news.example/feed.xml', 'https://hub.example/', 'https://news.example/feed.xml', 's3cret', 'active', '2026-11-20 08:30:15.25+00', '2026-11-25 08:30:15.25+00', NULL, 0, '');
INSERT INTO public.watched_pages VALUES ('https://news.example/feed.xml', 'https://news.example/river', 'v1', NULL, '2026-11-20 08:30:15.25+00', 0, NULL);
INSERT INTO public.watched_pages VALUES ('https://news.example/feed.xml', 'https://news.example/gone', 'v2', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 1, '2026-11-20 08:30:15.25+00');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_pkey PRIMARY KEY (show, article_id);
ALTER TABLE ONLY public.hooks
    ADD CONSTRAINT hooks_pkey PRIMARY KEY (url);
ALTER TABLE ONLY public.listings
    ADD CONSTRAINT listings_pkey PRIMARY KEY (url);
ALTER TABLE ONLY public.member_episodes
    ADD CONSTRAINT member_episodes_pkey PRIMARY KEY (show, article_id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.narrations
    ADD CONSTRAINT narrations_pkey PRIMARY KEY (article_id, revision);
ALTER TABLE ONLY public.news
    ADD CONSTRAINT news_pkey PRIMARY KEY (show);
ALTER TABLE ONLY public.play_batches
    ADD CONSTRAINT play_batches_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.plays
    ADD CONSTRAINT plays_pkey PRIMARY KEY (article_id, day);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.watched_pages
    ADD CONSTRAINT watched_pages_pkey PRIMARY KEY (listing, url);
CREATE INDEX articles_by_access ON public.articles USING btree (access, created_at, id);
CREATE INDEX articles_by_address ON public.articles USING btree (url COLLATE "C", id);
CREATE INDEX articles_by_age ON public.articles USING btree (created_at, id);
CREATE INDEX articles_by_state ON public.articles USING btree (status, created_at, id);
CREATE INDEX articles_by_title ON public.articles USING btree (lower((title)::text) COLLATE "C", id);
CREATE INDEX articles_of_our_own ON public.articles USING btree (status) WHERE ((origin)::text = 'demo'::text);
CREATE INDEX articles_unsettled ON public.articles USING btree (settled, id);
CREATE INDEX episodes_by_date ON public.episodes USING btree (show, published_at, article_id);
CREATE INDEX episodes_of_article ON public.episodes USING btree (article_id);
CREATE INDEX ix_articles_show ON public.articles USING btree (show);
CREATE INDEX ix_articles_url ON public.articles USING btree (url);
CREATE INDEX ix_hooks_due_at ON public.hooks USING btree (due_at);
CREATE INDEX ix_subscriptions_listing ON public.subscriptions USING btree (listing);
CREATE INDEX member_episodes_by_date ON public.member_episodes USING btree (show, published_at, article_id);
CREATE INDEX member_episodes_of_article ON public.member_episodes USING btree (article_id);
CREATE INDEX members_by_name ON public.members USING btree (name, id);
CREATE INDEX members_by_show ON public.members USING btree (show, id);
CREATE INDEX watched_pages_that_left ON public.watched_pages USING btree (listing, left_at, checked_at);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member_episodes
    ADD CONSTRAINT member_episodes_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.narrations
    ADD CONSTRAINT narrations_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plays
    ADD CONSTRAINT plays_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
