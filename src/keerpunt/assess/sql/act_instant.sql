-- The acts of leads for which somebody recorded a proven absence (I21). In: lead_paid, valid_judgement, session,
-- download, use_of_access. Out: lead_id, record_key, origin, payment_key (NULL unless a payment), act_utc.
WITH wanted AS (
    SELECT DISTINCT lead_id FROM valid_judgement WHERE kind = 'proven_absence' AND "value" = 'yes'
)
SELECT lead_paid.lead_id, lead_paid.payment_key AS record_key, lead_paid.origin, lead_paid.payment_key,
    lead_paid.paid_utc AS act_utc
FROM lead_paid
JOIN wanted ON wanted.lead_id = lead_paid.lead_id
WHERE lead_paid.settled AND NOT lead_paid.by_merchant
UNION
SELECT use_of_access.lead_id, session.record_key, session.origin, NULL, session.occurred_utc
FROM use_of_access
JOIN wanted ON wanted.lead_id = use_of_access.lead_id
JOIN session ON session.platform_account_id = use_of_access.platform_account_id
WHERE session.event = 'login_ok' AND session.occurred_utc >= use_of_access.granted_utc
UNION
SELECT use_of_access.lead_id, download.record_key, download.origin, NULL, download.occurred_utc
FROM use_of_access
JOIN wanted ON wanted.lead_id = use_of_access.lead_id
JOIN download ON download.platform_account_id = use_of_access.platform_account_id
WHERE download.occurred_utc >= use_of_access.granted_utc
ORDER BY ALL
