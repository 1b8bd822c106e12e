-- Who holds the values that more than one party holds, by number. In: identifier_use, whose part_key is the number of
-- a party here. Out: value_no (in the order of kind, scope and value), kind, party_no, first_utc and last_utc (when a
-- payer used it), bounded (1 where a provider states an interval for this very value).
WITH shared AS (
    SELECT kind, scope, value, row_number() OVER (ORDER BY kind, scope, value) AS value_no
    FROM (
        SELECT kind, scope, value
        FROM identifier_use
        GROUP BY kind, scope, value
        HAVING min(part_key) <> max(part_key)
    ) AS held
)
SELECT
    shared.value_no,
    shared.kind,
    identifier_use.part_key AS party_no,
    min(identifier_use.first_utc) AS first_utc,
    max(identifier_use.last_utc) AS last_utc,
    max(CASE
        WHEN identifier_use.told AND (identifier_use.from_utc IS NOT NULL OR identifier_use.to_utc IS NOT NULL) THEN 1
        ELSE 0
    END) AS bounded
FROM identifier_use
JOIN shared
    ON shared.kind = identifier_use.kind AND shared.scope = identifier_use.scope AND shared.value = identifier_use.value
GROUP BY shared.value_no, shared.kind, identifier_use.part_key
