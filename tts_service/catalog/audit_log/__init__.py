"""The audit log, as the catalog has it: rows are added, and removed when they are
old; none is ever changed."""
