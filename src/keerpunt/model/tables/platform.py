"""Tables that describe the platform's own records: accounts, orders, access and use."""

from __future__ import annotations

from keerpunt.model.schema import Table, country, date, enum_, instant, integer, money, text

IP_BASES = ("direct", "trusted_proxy_header", "untrusted_header", "cdn_edge", "psp_reported", "provider_reported")

ACCOUNT = Table(
    "account",
    "evidence",
    "an account on the seized platform, as the platform described it",
    (
        text("platform_account_id", "the platform's own id of the account", essential=True),
        text("username", "log-in name"),
        text("email", "e-mail address given at registration"),
        text("phone", "phone number given at registration"),
        text("self_name", "name the user gave; unverified"),
        date("self_birthdate", "birth date the user gave; unverified, it only indicates"),
        country("self_country", "country the user gave"),
        instant("registered", "when the account was opened"),
        text("register_ip", "IP address at registration"),
        instant("last_seen", "last use as the platform recorded it"),
        enum_(
            "status", "state of the account", "active", "closed", "banned", "test", "staff", "affiliate",
            "law_enforcement",
        ),
        text("locale", "language or locale setting"),
    ),
    key="account:<platform_account_id>",
    keyed_merge=True,
)  # fmt: skip

PURCHASE_ORDER = Table(
    "purchase_order",
    "evidence",
    "an order placed on the platform",
    (
        text("order_id", "the platform's own id of the order", essential=True),
        text("platform_account_id", "account that placed it"),
        text("psp", "payment provider the order names"),
        text("psp_ref", "the provider's reference the order names", exempt=True),
        instant("placed", "when the order was placed"),
        money("amount", "price of the order"),
        text("product", "what was ordered, as the platform's code"),
        text("channel", "storefront or sub-merchant"),
        text("ip", "IP address at the order"),
        text("email", "e-mail address given with the order"),
    ),
    key="order:<order_id>",
    keyed_merge=True,
)

ACCESS_GRANT = Table(
    "access_grant",
    "evidence",
    "the platform opened something to an account",
    (
        text("platform_account_id", "account that received access", essential=True),
        text("order_id", "order it was granted for"),
        instant("granted", "when access was granted"),
        instant("expires", "when access ended"),
        enum_("credential_kind", "what was handed over", "password", "link", "key"),
        text("scope", "what it opened: `all`, `period:YYYY-MM` or `folder:<id>`"),
    ),
)

FOLDER = Table(
    "folder",
    "evidence",
    "a folder the platform offered; contents are never stored, only counted",
    (
        text("folder_id", "the platform's own id of the folder; text names are kept as keyed tokens", essential=True),
        text("period", "month it was published for, YYYY-MM"),
        enum_("content_scope", "what kind of content it held", "illegal", "lawful"),
        integer("item_count", "number of files", "files"),
        integer("bytes", "size of all files", "bytes"),
    ),
    key="folder:<folder_id>",
    keyed_merge=True,
)

SESSION = Table(
    "session",
    "evidence",
    "a log-in event on the platform",
    (
        text("platform_account_id", "account it concerns; NULL when the log does not say"),
        enum_("event", "what happened", "login_ok", "login_fail", "logout", "register", "reset"),
        instant("occurred", "when it happened", essential=True),
        text("ip", "IP address of the client as recorded"),
        integer("src_port", "source port of the client", "port"),
        enum_("ip_basis", "how the IP address came into the record", *IP_BASES),
        text("user_agent", "user agent text"),
        text("device_id", "device identifier"),
    ),
)

DOWNLOAD = Table(
    "download",
    "evidence",
    "a request for an object of a folder",
    (
        text("platform_account_id", "account it concerns; NULL when the log does not say"),
        text("folder_id", "folder it was taken from"),
        instant("occurred", "when it happened", essential=True),
        text("ip", "IP address of the client as recorded"),
        integer("src_port", "source port of the client", "port"),
        enum_("ip_basis", "how the IP address came into the record", *IP_BASES),
        integer("status", "HTTP status of the answer"),
        integer("bytes_sent", "bytes sent", "bytes"),
        integer("object_bytes", "size of the whole object", "bytes"),
    ),
)

PLATFORM = (ACCOUNT, PURCHASE_ORDER, ACCESS_GRANT, FOLDER, SESSION, DOWNLOAD)
