"""Operations, who works in them, and for which countries."""
