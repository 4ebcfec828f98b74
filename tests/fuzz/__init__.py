"""Every parser of the ballot library before input that was made to break it."""
