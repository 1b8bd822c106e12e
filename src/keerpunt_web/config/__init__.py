"""Settings, addresses and the folder that the web app keeps its data in."""
