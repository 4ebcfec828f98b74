"""What each person around an election does at the command line."""
