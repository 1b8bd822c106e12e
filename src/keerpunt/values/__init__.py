"""One rule each for the values that rooms compare: names, phones, accounts, money, instants, tokens."""
