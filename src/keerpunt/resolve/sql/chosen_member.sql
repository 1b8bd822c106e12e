-- The records of the chosen parties. In: member, chosen (party_key). Out: the columns of member.
SELECT member.*
FROM member
JOIN chosen ON chosen.party_key = member.party_key
ORDER BY member.record_key
