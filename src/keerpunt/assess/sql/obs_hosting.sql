-- I13: an address of a lead's acts belongs to a hosting network, a CDN, a VPN or a Tor exit. It is neutral, and nothing
-- else rests on that address. In: lead, ip_event, lead_paid, ip_about. Out: observations (see `weigh`).
WITH used AS (
    SELECT lead.lead_id, ip_event.record_key, ip_event.origin, ip_event.ip
    FROM lead
    JOIN ip_event ON ip_event.actor_id = lead.actor_id
    UNION
    SELECT lead_id, payment_key, origin, lower(ip) FROM lead_paid WHERE ip IS NOT NULL
)
SELECT
    used.lead_id,
    'I13_hosting_ip' AS code,
    CASE WHEN ip_about.hosting THEN 'hosting' ELSE 'other' END AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    min(used.origin) AS origin,
    list(DISTINCT used.record_key ORDER BY used.record_key) AS record_keys,
    list(DISTINCT used.origin ORDER BY used.origin) AS origins,
    CAST([] AS VARCHAR[]) AS voids
FROM used
JOIN ip_about ON ip_about.ip = used.ip
GROUP BY used.lead_id, ip_about.hosting
