"""What the service does: one module, one verb, one callable whose fields are its ports."""
