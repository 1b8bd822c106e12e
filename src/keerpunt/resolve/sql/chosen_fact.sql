-- What the chosen parties state. In: party_fact, chosen (party_key). Out: the columns of party_fact, a fact once.
SELECT DISTINCT party_fact.party_key, party_fact.fact, party_fact.text, party_fact.detail, party_fact.flag
FROM party_fact
JOIN chosen ON chosen.party_key = party_fact.party_key
ORDER BY party_fact.party_key, party_fact.fact, party_fact.text, party_fact.detail, party_fact.flag
