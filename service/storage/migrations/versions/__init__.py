"""The revisions, one module each. A released one never changes."""
