"""The spam classifier: folding, features, training, and scoring with numpy alone."""
