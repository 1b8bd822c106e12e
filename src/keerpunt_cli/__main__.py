"""Lets `python -m keerpunt_cli` do what `keerpunt` does."""

from keerpunt_cli.main import main

if __name__ == "__main__":
    main()
