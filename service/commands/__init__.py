"""The commands of ``python -m service``, one a module, each thin over a use case."""
