"""What the pages about money show, put together."""
