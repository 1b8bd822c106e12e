"""Words for user names and mailboxes: trees, birds and stones, which tell nothing about anybody."""

from __future__ import annotations

WORDS = (
    "amber", "basil", "birch", "brook", "cedar", "clover", "copper", "coral", "delta", "ember", "falcon",
    "fern", "finch", "flint", "harbor", "hazel", "heron", "indigo", "ivory", "juniper", "kestrel", "lark",
    "laurel", "linden", "maple", "marten", "meadow", "merlin", "oak", "olive", "onyx", "otter", "pebble",
    "plover", "quartz", "raven", "reed", "river", "robin", "rowan", "sable", "sage", "slate", "sorrel",
    "sparrow", "swift", "tern", "thistle", "timber", "umber", "walnut", "willow", "wren",
)  # fmt: skip
