"""Saring, the comment moderation service: from an embedded form to a moderator's decision."""
