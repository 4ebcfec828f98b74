"""Acts and reads about pooled money, one module for each subject."""
