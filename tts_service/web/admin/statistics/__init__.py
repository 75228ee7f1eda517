"""Charts and spreadsheets of the newsroom. ``scale`` and ``drawing`` are pure; the templates only write down
what they have measured."""
