-- The records of every party that holds a judged record. In: member, judged_record (record_key).
-- Out: record_key, party_key.
SELECT member.record_key, member.party_key
FROM member
JOIN (
    SELECT DISTINCT named.party_key
    FROM member AS named
    JOIN judged_record ON judged_record.record_key = named.record_key
) AS judged ON judged.party_key = member.party_key
ORDER BY member.record_key
