"""Files to evidence tables: every byte accounted for, nothing guessed, nothing stored that must not be."""
