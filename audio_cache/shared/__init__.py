"""A store for several machines: what is new goes through Redis, what is finished is kept in a bucket.

``narrations.SharedNarrations`` and ``relay.RelaySegments`` are the way in.
"""
