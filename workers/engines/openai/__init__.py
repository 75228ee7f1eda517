"""Whatever speaks the OpenAI audio API: a server of one's own with any model, or a cloud."""
