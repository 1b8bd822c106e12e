"""What a log may call an account by: its id or its log-in name, as long as that is one account."""

from __future__ import annotations

from tests.support.folder import declared, sources_folder
from tests.support.sources import found, short, take_in


def test_a_log_in_name_that_is_the_id_of_another_account_names_nobody(tmp_path):
    line = '192.0.2.1 - {} [10/Oct/2023:13:55:36 +0000] "POST /login HTTP/1.1" 200 5 "-" "x"\n'
    files = {
        "a.csv": "platform_account_id,username\n1,2\n2,beta\n3,3\n",
        "l.log": "".join(line.format(user) for user in ("1", "2", "3", "beta")),
    }
    blocks = declared("a.csv", "canonical", more='table = "account"') + declared("l.log", "accesslog")
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert short(intake, "session", "source_locator", "platform_account_id") == [
        ("line:1", "1"),
        ("line:2", None),
        ("line:3", "3"),
        ("line:4", "2"),
    ]
    assert found(intake)["ambiguous_username", "account.username"] == 1
