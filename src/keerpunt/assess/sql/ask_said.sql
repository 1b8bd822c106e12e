-- What was answered about a value already, by whom, and whether asking again could bring anything.
-- In: subscriber, ip_assignment. Out: kind, raw, region, origin, country, closes.
--
-- A refusal, an expired log and a "nobody" close the question, and so does an answer that states what would be asked:
-- how the holder of an instrument was identified, from when to when a contact was theirs. A lease closes its own time.
SELECT
    linked_kind AS kind,
    linked_value AS raw,
    CASE WHEN linked_kind <> 'phone' THEN 'XX' WHEN country = 'XX' THEN provider_country ELSE country END AS region,
    origin,
    provider_country AS country,
    CASE
        WHEN response = 'unknown' THEN FALSE
        WHEN response <> 'match' THEN TRUE
        WHEN linked_kind IN ('email', 'phone') THEN valid_from_utc IS NOT NULL AND valid_to_utc IS NOT NULL
        ELSE verification <> 'unknown'
    END AS closes
FROM subscriber
WHERE linked_kind <> 'unknown' AND linked_value IS NOT NULL
UNION ALL
SELECT 'ip', ip, 'XX', origin, installation_country, response NOT IN ('match', 'unknown')
FROM ip_assignment
WHERE ip IS NOT NULL
ORDER BY ALL
