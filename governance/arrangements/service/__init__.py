"""Acts and reads about support, one module for each subject."""
