"""The nouns of keerpunt: tables, vocabularies and the operation; no behaviour beyond reading them."""
