"""The OpenAI audio API over the same normalization, lexicon, engines and cache as articles: see
docs/openai.md."""
