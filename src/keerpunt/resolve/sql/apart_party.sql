-- Parties that are looked at record by record whatever they state: a human judged a record of theirs, a register
-- answered about them or names them as of a household. In: member, judged_record (record_key), subscriber,
-- register_extract. Out: party_key (several rows may name one).
SELECT member.party_key
FROM member
JOIN judged_record ON judged_record.record_key = member.record_key
UNION ALL
SELECT subscriber.record_key
FROM subscriber
JOIN register_extract
    ON register_extract.provider = subscriber.provider AND register_extract.customer_ref = subscriber.customer_ref
WHERE subscriber.response = 'match'
UNION ALL
SELECT 'subscriber:' || register_extract.provider || ':' || member_of.reference
FROM register_extract
CROSS JOIN unnest(register_extract.household_refs) AS member_of (reference)
WHERE member_of.reference IS NOT NULL
