-- E08: an instrument or contact of a lead that equals an answered value only after one swap of neighbours.
-- In: lead, lead_paid, contact, holding, folded, fraud_report. Out: lead_id, record_keys. Such a record joins nothing, so
-- it supports nobody; it is told so that somebody looks.
WITH used AS (
    SELECT
        lead_id, payment_key AS record_key,
        CASE instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE instrument_kind END AS kind, instrument AS value
    FROM lead_paid
    WHERE instrument IS NOT NULL
    UNION
    SELECT lead.lead_id, contact.record_key, contact.kind, contact.value
    FROM lead
    JOIN contact ON contact.actor_id = lead.actor_id
),
answered AS (
    SELECT holder_key AS record_key, kind, value FROM holding WHERE kind <> 'ip'
    UNION
    SELECT record_key, 'card', fingerprint FROM fraud_report WHERE fingerprint IS NOT NULL
    UNION
    SELECT fraud_report.record_key, 'iban', folded.value
    FROM fraud_report
    JOIN folded ON folded.kind = 'iban' AND folded.raw = fraud_report.iban
),
used_key AS (
    SELECT DISTINCT kind, value, array_to_string(list_sort(string_split(value, '')), '') AS letters
    FROM used
    WHERE length(value) >= 6
),
answered_key AS (
    SELECT DISTINCT kind, value, array_to_string(list_sort(string_split(value, '')), '') AS letters
    FROM answered
    WHERE length(value) >= 6
),
differing AS (
    SELECT
        used_key.kind, used_key.value, answered_key.value AS other,
        list_filter(
            range(1, length(used_key.value) + 1),
            lambda i: substr(used_key.value, CAST(i AS INTEGER), 1) <> substr(answered_key.value, CAST(i AS INTEGER), 1)
        ) AS places
    FROM used_key
    JOIN answered_key
        ON answered_key.kind = used_key.kind AND answered_key.letters = used_key.letters
        AND answered_key.value <> used_key.value
)
SELECT
    used.lead_id,
    list_sort(list_distinct(flatten(list([used.record_key, answered.record_key])))) AS record_keys
FROM differing
JOIN used ON used.kind = differing.kind AND used.value = differing.value
JOIN answered ON answered.kind = differing.kind AND answered.value = differing.other
WHERE len(differing.places) = 2 AND differing.places[2] = differing.places[1] + 1
GROUP BY used.lead_id
ORDER BY used.lead_id
