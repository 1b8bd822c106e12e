-- What each party record states about its person. In: member, payer_record, subscriber. A fact may stand twice.
-- Out: party_key, fact (name, birthdate, national_id, source, country, verification), text, detail (country of a name,
-- for lack of it that of the account or card; origin of a birth date), flag (a name may be of two holders by a bare
-- word; a birth date or national id was verified; a verification verifies).
SELECT member.party_key, 'name' AS fact, payer_record.payer_name AS text,
    CASE
        WHEN payer_record.billing_country = 'XX'
            AND payer_record.instrument_kind = 'iban' AND payer_record.instrument_class = 'A*'
            THEN substr(payer_record.instrument, 1, 2)
        WHEN payer_record.billing_country = 'XX' THEN payer_record.issuer_country
        ELSE payer_record.billing_country
    END AS detail,
    payer_record.instrument_kind = 'iban' AS flag
FROM member
JOIN payer_record ON payer_record.record_key = member.record_key
UNION ALL
SELECT record_key, 'name', full_name, country, linked_kind = 'iban'
FROM subscriber
WHERE response = 'match' AND full_name IS NOT NULL
UNION ALL
SELECT record_key, 'birthdate', CAST(birthdate AS VARCHAR), origin,
    verification IN ('document', 'document_liveness', 'in_person')
FROM subscriber
WHERE response = 'match' AND birthdate IS NOT NULL
UNION ALL
SELECT record_key, 'national_id', national_id, '-', verification IN ('document', 'document_liveness', 'in_person')
FROM subscriber
WHERE response = 'match' AND national_id IS NOT NULL
UNION ALL
SELECT record_key, 'source', origin, '-', TRUE
FROM subscriber
WHERE response = 'match'
UNION ALL
SELECT record_key, 'country', country, '-', TRUE
FROM subscriber
WHERE response = 'match' AND country <> 'XX'
UNION ALL
SELECT member.party_key, 'country', payer_record.billing_country, '-', TRUE
FROM member
JOIN payer_record ON payer_record.record_key = member.record_key
WHERE payer_record.billing_country <> 'XX'
UNION ALL
SELECT record_key, 'verification', verification, '-', verification IN ('document', 'document_liveness', 'in_person')
FROM subscriber
WHERE response = 'match'
