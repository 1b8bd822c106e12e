"""The one place of the web app that opens builds, always through the log."""
