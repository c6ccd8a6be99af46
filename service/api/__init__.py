"""JSON over HTTP: the public API, the moderators' API and what operators ask."""
