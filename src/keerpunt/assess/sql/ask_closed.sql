-- Questions that need not be asked again: sent and closed, or answered with a refusal or "expired" under their id.
-- In: request_sent, subscriber, ip_assignment. Out: request_id, ask, of_whom, about_kind, about_value (NULL where only the
-- id is known), about_from_utc, about_to_utc.
SELECT request_id, ask, of_whom, about_kind, about_value, about_from_utc, about_to_utc
FROM request_sent
WHERE state IN ('answered', 'refused', 'expired')
UNION
SELECT request_id, NULL, NULL, NULL, NULL, NULL, NULL
FROM subscriber
WHERE request_id IS NOT NULL AND response IN ('refused', 'expired')
UNION
SELECT request_id, NULL, NULL, NULL, NULL, NULL, NULL
FROM ip_assignment
WHERE request_id IS NOT NULL AND response IN ('refused', 'expired')
ORDER BY ALL
