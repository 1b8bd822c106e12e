-- By what a party may be one with another, or change what another is: its identifiers, what its payments fold by, the
-- customer it is, and the wallet that an exchange's reply lets identify. For increments only; two keys that look alike
-- cost time and nothing else.
-- In: identifier_use, part (party_key, part_key: numbers here), member, payer_record, subscriber, value_form.
-- Out: kind (value, fold, customer, wallet, exchange), key, party_no.
SELECT DISTINCT 'value' AS kind, kind || '|' || scope || '|' || value AS key, part_key AS party_no
FROM identifier_use
UNION ALL
SELECT DISTINCT 'fold',
    payer_record.psp || '|' || payer_record.name_folded || '|' || coalesce(payer_record.instrument, '-') || '|'
        || coalesce(payer_record.email_text, '-') || '|' || coalesce(payer_record.payer_id, '-'),
    part.part_key
FROM payer_record
JOIN member ON member.record_key = payer_record.record_key
JOIN part ON part.party_key = member.party_key
UNION ALL
SELECT DISTINCT 'wallet', payer_record.instrument, part.part_key
FROM payer_record
JOIN member ON member.record_key = payer_record.record_key
JOIN part ON part.party_key = member.party_key
WHERE payer_record.instrument_kind = 'crypto_address' AND payer_record.instrument IS NOT NULL
UNION ALL
SELECT DISTINCT 'customer', subscriber.provider || '|' || subscriber.customer_ref, part.part_key
FROM subscriber
JOIN part ON part.party_key = subscriber.record_key
WHERE subscriber.response = 'match' AND subscriber.provider IS NOT NULL AND subscriber.customer_ref IS NOT NULL
UNION ALL
SELECT DISTINCT 'exchange', value_form.value, part.part_key
FROM subscriber
JOIN part ON part.party_key = subscriber.record_key
JOIN value_form ON value_form.kind = 'wallet' AND value_form.raw = subscriber.linked_value
WHERE subscriber.response = 'match' AND subscriber.provider_kind = 'exchange' AND subscriber.linked_kind = 'wallet'
