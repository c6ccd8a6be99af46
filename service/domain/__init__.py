"""What is true of comments, pages, sites and moderation without Flask, SQL or scikit-learn."""
