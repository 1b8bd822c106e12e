-- Every birth date anybody states for an identity, and how well it is known. In: identities, person, register_of,
-- identity_link. Out: identity_id, birthdate, verified, record_key. 1900-01-01 is a placeholder and no date.
--
-- A date is verified in an answer of a provider that saw a document, or in a civil register (CONTRACT.md, Persons).
SELECT DISTINCT
    identity_id, birthdate,
    independent AND verification IN ('document', 'document_liveness', 'in_person') AS verified,
    holder_key AS record_key
FROM person
WHERE birthdate IS NOT NULL AND birthdate <> DATE '1900-01-01'
UNION
SELECT identity_id, birthdate, independent AND register = 'civil' AND result = 'hit' AND NOT disagrees, record_key
FROM register_of
WHERE birthdate IS NOT NULL AND birthdate <> DATE '1900-01-01'
UNION
-- A date that only the identity carries is laid to its senior record, so that it leads back to a source row.
SELECT dated.identity_id, dated.birthdate, FALSE, min(identity_link.record_key)
FROM (
    SELECT identities.identity_id, TRY_CAST(stated.birthdate AS DATE) AS birthdate
    FROM identities, unnest(identities.birthdates) AS stated (birthdate)
) AS dated
JOIN identity_link ON identity_link.identity_id = dated.identity_id
WHERE dated.birthdate <> DATE '1900-01-01'
    AND NOT EXISTS (
        SELECT 1 FROM person WHERE person.identity_id = dated.identity_id AND person.birthdate = dated.birthdate
    )
    AND NOT EXISTS (
        SELECT 1 FROM register_of WHERE register_of.identity_id = dated.identity_id
            AND register_of.birthdate = dated.birthdate
    )
GROUP BY dated.identity_id, dated.birthdate
ORDER BY ALL
