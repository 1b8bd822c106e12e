-- The covered acts of each lead by day: payments (acquire), and after a grant downloads (possess) and log-ins (access).
-- In: covered, use_of_access, session, download. Out: lead_id, act, day (UTC), first_utc, last_utc, n.
--
-- Settled payments that a contradiction removed are listed as act `removed`: they are no acts, but age is judged at the
-- earliest day anything was paid.
SELECT
    lead_id,
    CASE WHEN covered THEN 'acquire' ELSE 'removed' END AS act,
    CAST(paid_utc AS DATE) AS "day",
    min(paid_utc) AS first_utc,
    max(paid_utc) AS last_utc,
    count(DISTINCT (psp, psp_ref)) AS n
FROM covered
WHERE settled
GROUP BY ALL
UNION ALL
SELECT
    use_of_access.lead_id,
    'access',
    CAST(session.occurred_utc AS DATE),
    min(session.occurred_utc),
    max(session.occurred_utc),
    count(*)
FROM use_of_access
JOIN session ON session.platform_account_id = use_of_access.platform_account_id
WHERE session.event = 'login_ok' AND session.occurred_utc >= use_of_access.granted_utc
GROUP BY use_of_access.lead_id, CAST(session.occurred_utc AS DATE)
UNION ALL
SELECT
    use_of_access.lead_id,
    'possess',
    CAST(download.occurred_utc AS DATE),
    min(download.occurred_utc),
    max(download.occurred_utc),
    count(*)
FROM use_of_access
JOIN download ON download.platform_account_id = use_of_access.platform_account_id
WHERE download.status IN (200, 206) AND download.occurred_utc >= use_of_access.granted_utc
GROUP BY use_of_access.lead_id, CAST(download.occurred_utc AS DATE)
ORDER BY lead_id, act, "day"
