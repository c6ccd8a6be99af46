"""The moderators' page: HTML and script over the JSON API, without a private door."""
