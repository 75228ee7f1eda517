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
    updated_at timestamp with time zone NOT NULL
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
    about character varying NOT NULL
);
CREATE TABLE public.narrations (
    article_id character varying NOT NULL,
    revision character varying NOT NULL,
    duration_s double precision NOT NULL,
    size bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
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
INSERT INTO public.articles VALUES ('river', 'https://news.example/river', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d52fca2c4b2d52d2512ac92cc949052a0ac94855008b01c9e2d46285b4d2a2920cb08ae28cfc72a082f2fca29c14a55a00ff261dbd', 'digest-river-90', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d52fca2c4b2d52d2512ac92cc949052a0ac94855008b01c9e2d462a04c71467e3950a23cbf282745a9160013c81a9d', 'digest-river-82', '', 'alan', 'en', 'world', 'The river rises further', 'interactive', 'queued', false, 'r1', 'piper', '', 61.5, NULL, '2026-11-20 08:30:15.25+00', '2026-11-20 08:33:15.25+00');
INSERT INTO public.articles VALUES ('text', '', '\x7801ab562a49ad2851b2523a3c27eff0fae4fc945485f2fca2946285fc34854405909cc2a38629403ca7b034bf2435e551c35c3d251da592cc929c54b0aea4d42285d2bc62a0584e625e7a69623a48382515c82fcbcf4c06714a32f28b8a4b52f3946a0154bc298b', 'digest-text-107', NULL, NULL, 'thorsten', 'thorsten', 'de', '', 'Über uns', 'interactive', 'rendering', false, 'r2', 'piper', '', NULL, NULL, '2026-11-20 08:34:15.25+00', '2026-11-20 08:35:15.25+00');
INSERT INTO public.articles VALUES ('gone', 'https://news.example/gone', '\x7801ab562a2dca51b252ca28292928b6d2d7cf4b2d2fd64bad48cc2dc849d54fcfcf4b55aa0500dc530c88', 'digest-gone-36', NULL, NULL, '', '', '', '', '', 'batch', 'failed', true, '', '', '', NULL, '{"kind":"not-found","title":"Gone","detail":"That page is gone.","status":404}', '2026-11-20 08:36:15.25+00', '2026-11-20 08:37:15.25+00');
INSERT INTO public.articles VALUES ('waits', 'https://news.example/waits', '\x7801ab56ca28c9cd51b252b2492c2ac94cce49b5b329b00b4fcc2cc9cc4bd751c8cb2f51284a4d4c51a84c2dd1b3d12fb0b3d1872953aa05005f03142a', 'digest-waits-60', NULL, NULL, '', '', '', '', '', 'batch', 'queued', false, '', '', '', NULL, NULL, '2026-11-20 08:38:15.25+00', '2026-11-20 08:38:15.25+00');
INSERT INTO public.episodes VALUES ('', 'river', 'r1', 'The river rises', 'It rises.', 'A. Writer', 'en', 'https://news.example/river', '', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 61.5, 492000, '{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}');
INSERT INTO public.episodes VALUES ('world', 'river', 'r1', 'The river rises', 'It rises.', 'A. Writer', 'en', 'https://news.example/river', '', '2026-11-20 08:30:15.25+00', '2026-11-20 08:30:15.25+00', 61.5, 492000, '{"article_id":"river","show":"world","url":"https://news.example/river","byline":"A. Writer","language":"en","categories":["News"],"tags":[]}');
INSERT INTO public.narrations VALUES ('river', 'r1', 61.5, 492000, '2026-11-20 08:32:15.25+00');
INSERT INTO public.plays VALUES ('river', '2026-11-20', 3, 2, 2, 1, 1, 120.5);
INSERT INTO public.schema_version VALUES (2);
ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_pkey PRIMARY KEY (show, article_id);
ALTER TABLE ONLY public.narrations
    ADD CONSTRAINT narrations_pkey PRIMARY KEY (article_id, revision);
ALTER TABLE ONLY public.plays
    ADD CONSTRAINT plays_pkey PRIMARY KEY (article_id, day);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);
CREATE INDEX articles_by_age ON public.articles USING btree (created_at, id);
CREATE INDEX episodes_by_date ON public.episodes USING btree (show, published_at, article_id);
CREATE INDEX episodes_of_article ON public.episodes USING btree (article_id);
CREATE INDEX ix_articles_settled ON public.articles USING btree (settled);
CREATE INDEX ix_articles_show ON public.articles USING btree (show);
CREATE INDEX ix_articles_url ON public.articles USING btree (url);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.narrations
    ADD CONSTRAINT narrations_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plays
    ADD CONSTRAINT plays_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;
