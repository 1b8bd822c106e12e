-- Whether an account of a lead was used after access was granted (I19), and when acts took place.
-- In: lead_paid, access_grant, session, download, coverage. Out: one row per lead and account with a grant.
--
-- An account was used by a log-in, or by a download of at least nine tenths of the object, after its first grant. It
-- was not used when every fortnight after a grant that log-ins and downloads both cover is empty, and there is one.
WITH owned AS (
    SELECT DISTINCT lead_id, platform_account_id FROM lead_paid WHERE platform_account_id IS NOT NULL
),
granted AS (
    SELECT access_grant.platform_account_id, access_grant.record_key, access_grant.origin, access_grant.granted_utc
    FROM access_grant
    JOIN (SELECT DISTINCT platform_account_id FROM owned) AS wanted
        ON wanted.platform_account_id = access_grant.platform_account_id
    WHERE access_grant.granted_utc IS NOT NULL
),
touched AS (
    SELECT session.platform_account_id, session.record_key, session.origin, session.occurred_utc, TRUE AS proves
    FROM session
    JOIN (SELECT DISTINCT platform_account_id FROM granted) AS wanted
        ON wanted.platform_account_id = session.platform_account_id
    WHERE session.event = 'login_ok'
    UNION ALL
    SELECT
        download.platform_account_id, download.record_key, download.origin, download.occurred_utc,
        download.status IN (200, 206) AND download.object_bytes > 0
            AND download.bytes_sent * 10 >= download.object_bytes * 9
    FROM download
    JOIN (SELECT DISTINCT platform_account_id FROM granted) AS wanted
        ON wanted.platform_account_id = download.platform_account_id
),
fortnight AS (
    SELECT
        granted.platform_account_id,
        granted.record_key,
        granted.granted_utc,
        EXISTS (
            SELECT 1 FROM coverage
            WHERE coverage.table_name = 'session'
                AND (coverage.covers_from IS NULL OR coverage.covers_from <= CAST(granted.granted_utc AS DATE))
                AND (
                    coverage.covers_to IS NULL
                    OR coverage.covers_to >= CAST(granted.granted_utc AS DATE) + CAST($use_days AS INTEGER)
                )
        ) AND EXISTS (
            SELECT 1 FROM coverage
            WHERE coverage.table_name = 'download'
                AND (coverage.covers_from IS NULL OR coverage.covers_from <= CAST(granted.granted_utc AS DATE))
                AND (
                    coverage.covers_to IS NULL
                    OR coverage.covers_to >= CAST(granted.granted_utc AS DATE) + CAST($use_days AS INTEGER)
                )
        ) AS covered
    FROM granted
),
empty AS (
    SELECT
        fortnight.platform_account_id,
        fortnight.record_key,
        count(touched.record_key) = 0 AS unused
    FROM fortnight
    LEFT JOIN touched
        ON touched.platform_account_id = fortnight.platform_account_id
        AND touched.occurred_utc >= fortnight.granted_utc
        AND touched.occurred_utc <= fortnight.granted_utc + to_days(CAST($use_days AS INTEGER))
    WHERE fortnight.covered
    GROUP BY fortnight.platform_account_id, fortnight.record_key
),
per_grant AS (
    SELECT
        platform_account_id,
        bool_and(unused) AS never_used,
        list(record_key ORDER BY record_key) AS grant_keys
    FROM empty
    GROUP BY platform_account_id
),
first_grant AS (
    SELECT
        platform_account_id,
        min(granted_utc) AS granted_utc,
        arg_min(record_key, (granted_utc, record_key)) AS grant_key,
        min(origin) AS grant_origin
    FROM granted
    GROUP BY platform_account_id
),
first_use AS (
    SELECT
        first_grant.platform_account_id,
        arg_min(touched.record_key, (touched.occurred_utc, touched.record_key)) AS use_key,
        arg_min(touched.origin, (touched.occurred_utc, touched.record_key)) AS use_origin
    FROM first_grant
    JOIN touched
        ON touched.platform_account_id = first_grant.platform_account_id
        AND touched.occurred_utc >= first_grant.granted_utc AND touched.proves
    GROUP BY first_grant.platform_account_id
)
SELECT
    owned.lead_id,
    owned.platform_account_id,
    first_grant.granted_utc,
    first_grant.grant_key,
    first_grant.grant_origin,
    first_use.use_key,
    first_use.use_origin,
    per_grant.never_used IS NOT NULL AND per_grant.never_used AS never_used,
    per_grant.grant_keys
FROM owned
JOIN first_grant ON first_grant.platform_account_id = owned.platform_account_id
LEFT JOIN first_use ON first_use.platform_account_id = owned.platform_account_id
LEFT JOIN per_grant ON per_grant.platform_account_id = owned.platform_account_id
ORDER BY owned.lead_id, owned.platform_account_id
