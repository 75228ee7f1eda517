"""The task queue and the Redis behind it, embedded or external."""
