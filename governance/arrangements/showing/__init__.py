"""What the pages about support show, put together."""
