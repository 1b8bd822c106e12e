-- Which party record each payment and subscriber folds into (RESOLUTION.md section 2).
-- In: payer_record, subscriber, held_apart (record_key). Out: record_key, party_key, received_on, role, basis.
--
-- Payments equal in every column of the partition fold; `basis` is the strongest key they share. A payment without any
-- key stays alone, a name is none; so does one that a human judged against another of its fold. What a card shows
-- beside its fingerprint is the one weak key that folds: no account number that fails its checksum and no wallet that
-- nobody answers for does, since `NOTPROVIDED` stands there too. Where it is all there is, what else the payments state
-- of their payer must be equal; the rest is weighed by the model. All rows of one subscriber key are one party.
WITH based AS (
    SELECT
        payer_record.*,
        CASE
            WHEN payer_record.payer_id IS NOT NULL THEN 'payer_id'
            WHEN payer_record.instrument_class = 'A*' THEN 'instrument'
            WHEN payer_record.email IS NOT NULL THEN 'payer_email'
            WHEN payer_record.card_remainder IS NOT NULL THEN 'card_remainder'
        END AS basis,
        CASE WHEN held_apart.record_key IS NOT NULL THEN payer_record.record_key END AS apart
    FROM payer_record
    LEFT JOIN held_apart ON held_apart.record_key = payer_record.record_key
)
SELECT
    record_key,
    first_value(record_key) OVER (
        PARTITION BY
            psp, instrument_kind, fingerprint_scope, instrument, name_folded, email_text, payer_id, billing_postcode,
            CASE WHEN basis IS NULL THEN record_key ELSE apart END,
            CASE WHEN basis = 'card_remainder' THEN billing_country END,
            CASE WHEN basis = 'card_remainder' THEN billing_city END,
            CASE WHEN basis = 'card_remainder' THEN billing_line1 END,
            CASE WHEN basis = 'card_remainder' THEN phone END
        ORDER BY received_on, record_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS party_key,
    received_on,
    'payer' AS role,
    basis
FROM based
UNION ALL
SELECT record_key, record_key, min(received_on), 'subscriber', NULL
FROM subscriber
WHERE response = 'match'
GROUP BY record_key
