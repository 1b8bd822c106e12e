-- Where parties live and were born, as far as they state it. In: member, part, payer_record, subscriber.
-- Out: part_key, line1, postcode, city, country, birthplace; the fullest row of a party first.
WITH stated AS (
    SELECT part.part_key, payer_record.billing_line1 AS line1, payer_record.billing_postcode AS postcode,
        payer_record.billing_city AS city, payer_record.billing_country AS country, CAST(NULL AS VARCHAR) AS birthplace
    FROM payer_record
    JOIN member ON member.record_key = payer_record.record_key
    JOIN part ON part.party_key = member.party_key
    UNION
    SELECT part.part_key, subscriber.line1, subscriber.postcode, subscriber.city, subscriber.country,
        subscriber.birthplace
    FROM subscriber
    JOIN part ON part.party_key = subscriber.record_key
    WHERE subscriber.response = 'match'
)
SELECT part_key, line1, postcode, city, country, birthplace
FROM stated
ORDER BY part_key, line1 IS NULL, postcode IS NULL, city IS NULL, birthplace IS NULL, line1, postcode, city, country,
    birthplace
