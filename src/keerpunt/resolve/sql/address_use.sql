-- Addresses of parties. In: member, part, payer_record, subscriber.
-- Out: part_key, line1, postcode, country, day_from, day_to (NULL: not stated).
SELECT DISTINCT part.part_key, payer_record.billing_line1 AS line1, payer_record.billing_postcode AS postcode,
    payer_record.billing_country AS country, CAST(NULL AS DATE) AS day_from, CAST(NULL AS DATE) AS day_to
FROM payer_record
JOIN member ON member.record_key = payer_record.record_key
JOIN part ON part.party_key = member.party_key
WHERE payer_record.billing_line1 IS NOT NULL AND payer_record.billing_postcode IS NOT NULL
UNION
SELECT part.part_key, subscriber.line1, subscriber.postcode, subscriber.country, subscriber.address_from,
    subscriber.address_to
FROM subscriber
JOIN part ON part.party_key = subscriber.record_key
WHERE subscriber.response = 'match' AND subscriber.line1 IS NOT NULL AND subscriber.postcode IS NOT NULL
