"""Spoilt files against every reader: rows, rejects or a refusal, in bounded time and memory, and nothing else.

    python -m tests.fuzz --mutations 1000000            every format
    python -m tests.fuzz --format camt --seed 7         one format, another begin

The corpus is the samples of the contract tests (golden files among them) and `corpus/<target>/`, where every file that
once broke a reader stays for good.
"""
