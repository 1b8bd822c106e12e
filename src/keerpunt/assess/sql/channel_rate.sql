-- Complaints and never-used accounts per channel, as bounds of the Wilson 95 % interval (I26, section 5).
-- In: paid, payment, dispute, access_grant, session, coverage. Out: channel, finding (complaints, unused, quiet,
-- ordinary). Channels with too few payments have no row.
WITH settled_once AS (
    SELECT
        paid.channel,
        paid.psp,
        paid.psp_ref,
        bool_or(paid.status IN ('refunded', 'charged_back')) AS undone
    FROM paid
    WHERE paid.status IN ('captured', 'refunded', 'reversed', 'charged_back')
    GROUP BY paid.channel, paid.psp, paid.psp_ref
),
complained AS (
    SELECT psp, psp_ref FROM dispute WHERE reason IN ('fraud', 'not_recognised')
    UNION
    SELECT psp, parent_psp_ref FROM payment WHERE row_kind = 'refund' AND parent_psp_ref IS NOT NULL
),
complaint AS (
    SELECT
        settled_once.channel,
        count(*) AS n,
        count(*) FILTER (WHERE settled_once.undone OR complained.psp_ref IS NOT NULL) AS k
    FROM settled_once
    LEFT JOIN complained
        ON complained.psp = settled_once.psp AND complained.psp_ref = settled_once.psp_ref
    GROUP BY settled_once.channel
),
granted AS (
    SELECT platform_account_id, min(granted_utc) AS granted_utc
    FROM access_grant
    WHERE granted_utc IS NOT NULL
    GROUP BY platform_account_id
),
-- Log-ins say nothing where nobody looked: the rate exists only if sessions are covered at all.
account_of AS (
    SELECT DISTINCT paid.channel, granted.platform_account_id, granted.granted_utc
    FROM paid
    JOIN granted ON granted.platform_account_id = paid.platform_account_id
    WHERE paid.settled AND EXISTS (SELECT 1 FROM coverage WHERE coverage.table_name = 'session')
),
used AS (
    SELECT DISTINCT granted.platform_account_id
    FROM granted
    JOIN session ON session.platform_account_id = granted.platform_account_id
    WHERE session.event = 'login_ok' AND session.occurred_utc >= granted.granted_utc
),
never AS (
    SELECT
        account_of.channel,
        count(*) AS n,
        count(*) FILTER (WHERE used.platform_account_id IS NULL) AS k
    FROM account_of
    LEFT JOIN used ON used.platform_account_id = account_of.platform_account_id
    GROUP BY account_of.channel
),
bound AS (
    SELECT
        complaint.channel,
        complaint.n,
        (
            (complaint.k + 1.9208) / (complaint.n + 3.8416)
            - 1.96 * sqrt(complaint.k * (complaint.n - complaint.k) / CAST(complaint.n AS DOUBLE) + 0.9604)
            / (complaint.n + 3.8416)
        ) AS complaint_lower,
        (
            (complaint.k + 1.9208) / (complaint.n + 3.8416)
            + 1.96 * sqrt(complaint.k * (complaint.n - complaint.k) / CAST(complaint.n AS DOUBLE) + 0.9604)
            / (complaint.n + 3.8416)
        ) AS complaint_upper,
        (
            (never.k + 1.9208) / (never.n + 3.8416)
            - 1.96 * sqrt(never.k * (never.n - never.k) / CAST(never.n AS DOUBLE) + 0.9604)
            / (never.n + 3.8416)
        ) AS never_lower,
        never.n AS n_accounts
    FROM complaint
    LEFT JOIN never ON never.channel = complaint.channel
    WHERE complaint.n >= $rate_payments
)
SELECT
    channel,
    CASE
        WHEN complaint_lower > $complaint_low / 1000.0 THEN 'complaints'
        WHEN n_accounts >= $rate_payments AND never_lower > $unused_low / 1000.0 THEN 'unused'
        WHEN complaint_upper < $complaint_high / 1000.0 AND n >= $complaint_high_payments THEN 'quiet'
        ELSE 'ordinary'
    END AS finding
FROM bound
ORDER BY channel
