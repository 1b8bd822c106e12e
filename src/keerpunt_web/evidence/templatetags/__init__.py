"""Template filters of evidence."""
