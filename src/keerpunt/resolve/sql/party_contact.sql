-- E-mail addresses and phone numbers of parties that may identify somebody, and what payers' cards show beside their
-- fingerprints. In: identifier_use, payer_record, member, part. Out: kind (email, phone, card_remainder), value,
-- part_key.
SELECT DISTINCT kind, value, part_key
FROM identifier_use
WHERE kind IN ('email', 'phone')
UNION
SELECT 'card_remainder', payer_record.card_remainder, part.part_key
FROM payer_record
JOIN member ON member.record_key = payer_record.record_key
JOIN part ON part.party_key = member.party_key
WHERE payer_record.card_remainder IS NOT NULL
ORDER BY part_key, kind, value
