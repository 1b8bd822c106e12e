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
SELECT identities.identity_id, TRY_CAST(stated.birthdate AS DATE), FALSE, identities.identity_id
FROM identities, unnest(identities.birthdates) AS stated (birthdate)
WHERE TRY_CAST(stated.birthdate AS DATE) <> DATE '1900-01-01'
ORDER BY ALL
