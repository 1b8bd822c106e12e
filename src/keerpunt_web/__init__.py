"""The web app: it shows, asks, records and guards; it computes no evidence."""
