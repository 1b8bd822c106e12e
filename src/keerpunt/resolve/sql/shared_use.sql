-- The uses of values that more than one party holds; the rest can join nobody. In: identifier_use, part.
-- Out: the columns of identifier_use. Two parts of one joint record are one party here.
WITH shared AS (
    SELECT identifier_use.kind, identifier_use.scope, identifier_use.value
    FROM identifier_use
    JOIN part ON part.part_key = identifier_use.part_key
    GROUP BY identifier_use.kind, identifier_use.scope, identifier_use.value
    HAVING count(DISTINCT part.party_key) > 1
)
SELECT identifier_use.*
FROM identifier_use
JOIN shared
    ON shared.kind = identifier_use.kind AND shared.scope = identifier_use.scope AND shared.value = identifier_use.value
ORDER BY kind, scope, value, part_key, first_utc, from_utc, to_utc, provider, told
