"""The JSON API under ``/v1/``, and its description."""
