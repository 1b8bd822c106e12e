"""Tables of the hash catalogue (MATERIAL.md section 8): fingerprints and lists, never pictures."""

from __future__ import annotations

from keerpunt.model.schema import Table, date, enum_, integer, json_, text, weight, yesno

MATERIAL_FILE = Table(
    "material_file",
    "evidence",
    "a file as its fingerprints; neither its content nor its name is stored",
    (
        text("container", "digest of the folder listing, archive, case file or report it came in", essential=True),
        integer("position", "rank in natural order"),
        text("folder_id", "folder it belongs to"),
        text("name_token", "keyed token of its name"),
        text("extension", "file extension"),
        integer("byte_size", "size", "bytes"),
        text("md5", "MD5", exempt=True),
        text("sha1", "SHA-1", exempt=True),
        text("sha256", "SHA-256", exempt=True),
        text("media_type", "media type by content"),
        integer("width_px", "width", "pixels"),
        integer("height_px", "height", "pixels"),
        integer("frame_count", "number of frames"),
        enum_(
            "decode_status", "how decoding ended", "ok", "not_image", "unsupported", "truncated", "limit_bytes",
            "limit_pixels", "limit_time", "limit_memory", "changed", "crashed",
        ),
        text("pdq", "PDQ hash", exempt=True),
        integer("pdq_quality", "PDQ quality", "0 to 100"),
        text("pdq_dialect", "how PDQ was computed"),
        integer("pdq_fold", "reduction before hashing: 1, 2, 4 or 8"),
        json_("pdq_other", "dialect to hash"),
        text("photodna", "PhotoDNA value as given by a list or report", exempt=True),
        text("provenance_state", "what the file declares about its making"),
        yesno("provenance_signed", "whether a declaration is signed"),
        json_("provenance_fields", "reader, field, length, token"),
        text("source_type_uri", "IPTC digital source type"),
        text("source_label", "opaque label from a report or case file"),
        text("source_label_scheme", "scheme of that label"),
        text("trust_list_sha256", "trust list used"),
        text("hasher", "name, version and sandbox level"),
    ),
    key="material:<container>:<position>",
)  # fmt: skip

HASH_ENTRY = Table(
    "hash_entry",
    "evidence",
    "an entry of a hash list",
    (
        text("release_id", "release it stands in", essential=True),
        text("list_code", "list"),
        enum_("kind", "kind of hash", "md5", "sha1", "sha256", "pdq", "photodna", "other"),
        text("value", "hash value", essential=True, exempt=True),
        text("dialect", "how it was computed"),
        integer("quality", "quality", "0 to 100"),
        text("entry_ref", "the list's own reference"),
        integer("byte_size", "size", "bytes"),
        text("media_type", "media type"),
        text("scheme", "category scheme"),
        text("category", "category code within the scheme; opaque"),
        text("member", "member of the list that asserted it"),
        enum_("opinion", "what the member says", "assert", "confirm", "dispute"),
        text("series_token", "keyed token of a series name"),
        yesno("victim_identified", "as the list states"),
        yesno("offender_identified", "as the list states"),
        yesno("is_distributed", "as the list states"),
        yesno("is_suspected", "as the list states"),
        date("updated", "day of the last change"),
        enum_("status", "state of the entry", "active", "superseded", "withdrawn", "quarantined"),
    ),
    key="hash:<release_id>:<kind>:<value>",
)

LIST_RELEASE = Table(
    "list_release",
    "evidence",
    "one received release of a hash list",
    (
        text("release_id", "16 hex of the file's SHA-256, mode and date", essential=True),
        text("list_code", "list"),
        text("list_format", "file format"),
        text("mode", "full or delta"),
        text("scheme", "category scheme"),
        integer("n_read", "entries read", required=True),
        integer("n_kept", "entries kept", required=True),
        integer("n_rejected", "entries rejected", required=True),
        text("file_sha256", "digest of the release file", exempt=True),
    ),
)

MATERIAL_MATCH = Table(
    "material_match",
    "results",
    "a file met an entry of a list",
    (
        text("record_key", "the file", required=True),
        text("hash_key", "the entry", required=True),
        text("kind", "kind of hash"),
        text("state", "state of the match"),
        integer("distance", "Hamming distance", "bits"),
        text("dialect_query", "dialect of the file's hash"),
        text("dialect_entry", "dialect of the entry's hash"),
        integer("quality_query", "quality of the file's hash", "0 to 100"),
        integer("quality_entry", "quality of the entry's hash", "0 to 100"),
        text("digest_strength", "strength of the digest that agrees"),
        yesno("disputed", "whether a member disputes the entry"),
        text("category", "category code of the entry"),
        text("scheme", "scheme of the category"),
        text("catalogue_digest", "digest of the catalogue searched"),
    ),
)

SERIES_OVERLAP = Table(
    "series_overlap",
    "results",
    "how much two folders have in common",
    (
        text("folder_a", "first folder", required=True),
        text("folder_b", "second folder", required=True),
        integer("n_a", "files in the first"),
        integer("n_b", "files in the second"),
        integer("n_exact", "equal digests"),
        integer("n_near_a", "files of the first with a near match"),
        integer("n_near_b", "files of the second with a near match"),
        weight("jaccard_exact", "Jaccard index of equal digests", "0 to 1"),
        weight("containment_a", "share of the first contained in the second", "0 to 1"),
        weight("containment_b", "share of the second contained in the first", "0 to 1"),
    ),
)

MATERIAL = (MATERIAL_FILE, HASH_ENTRY, LIST_RELEASE, MATERIAL_MATCH, SERIES_OVERLAP)
