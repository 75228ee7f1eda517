"""The history of the catalog's tables: one Alembic revision for each change.

Revisions only go forward; to go back, restore a backup. To add one, change ``catalog.tables`` and run, in the
root of the repository (``dev.db`` may be a new file):

    alembic -x url=sqlite:///dev.db upgrade head
    alembic -x url=sqlite:///dev.db revision --autogenerate --rev-id 0008 -m "what changes"

Check and correct the new file, then raise ``catalog.migrations.schema.HEAD``. New catalogs in SQLite begin
with the tables of an earlier revision (``beginning``), whose file may be written again, or left. When release
0.1.0 cannot work with the changed tables, the revision also raises ``schema_version``, the only number which
that release looks at.
"""
