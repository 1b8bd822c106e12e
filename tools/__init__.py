"""What developers run by hand; none of it ships."""
