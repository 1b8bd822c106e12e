-- The values that answers call a customer's: the value asked about, and the e-mail addresses and phones on file.
-- In: person, folded. Out: one row per identity, answer and value; `from_utc`, `to_utc` NULL = not stated.
--
-- A value asked about is the customer's from valid_from to valid_to; an end that is not stated stays so. E-mail addresses and phones on file run from customer_since, else valid_from, to that day.
WITH named AS (
    SELECT
        *,
        CASE WHEN country = 'XX' THEN provider_country ELSE country END AS region,
        CAST(received_on + INTERVAL 1 DAY AS TIMESTAMP) AT TIME ZONE 'UTC' AS answered_utc,
        CAST(customer_since AS TIMESTAMP) AT TIME ZONE 'UTC' AS since_utc
    FROM person
),
linked AS (
    SELECT
        identity_id, holder_key, origin, independent, provider_kind, 'linked' AS via, linked_kind AS kind,
        linked_value AS raw, linked_scope AS scope,
        CASE WHEN linked_kind = 'phone' THEN region ELSE 'XX' END AS region,
        valid_from_utc AS from_utc,
        valid_to_utc AS to_utc,
        assumed_zone, double_hour, coarse
    FROM named
    WHERE linked_kind <> 'unknown' AND linked_value IS NOT NULL
),
on_file AS (
    SELECT
        named.identity_id, named.holder_key, named.origin, named.independent, named.provider_kind, 'on_file' AS via,
        'email' AS kind, mail.raw, CAST(NULL AS VARCHAR) AS scope, 'XX' AS region,
        CASE WHEN named.since_utc IS NULL THEN named.valid_from_utc ELSE named.since_utc END AS from_utc,
        named.answered_utc AS to_utc, FALSE AS assumed_zone, FALSE AS double_hour, TRUE AS coarse
    FROM named, unnest(named.emails) AS mail (raw)
    UNION ALL
    SELECT
        named.identity_id, named.holder_key, named.origin, named.independent, named.provider_kind, 'on_file',
        'phone', phone.raw, NULL, named.region,
        CASE WHEN named.since_utc IS NULL THEN named.valid_from_utc ELSE named.since_utc END,
        named.answered_utc, FALSE, FALSE, TRUE
    FROM named, unnest(named.phones) AS phone (raw)
)
SELECT DISTINCT
    stated.identity_id,
    stated.holder_key,
    stated.origin,
    stated.independent,
    stated.provider_kind,
    stated.via,
    stated.kind,
    folded.value,
    folded.usable,
    stated.scope,
    stated.from_utc,
    stated.to_utc,
    stated.assumed_zone,
    stated.double_hour,
    stated.coarse
FROM (SELECT * FROM linked UNION ALL SELECT * FROM on_file) AS stated
JOIN folded ON folded.kind = stated.kind AND folded.raw = stated.raw AND folded.region = stated.region
ORDER BY ALL
