-- What registers answered about the chosen customers. In: chosen (party_key), subscriber, register_extract.
-- Out: party_key, record_key, full_name, birthdate, verified (a civil register hit), provider, household_refs.
SELECT DISTINCT
    customer.record_key AS party_key,
    register_extract.record_key,
    register_extract.full_name,
    CAST(register_extract.birthdate AS VARCHAR) AS birthdate,
    register_extract.register = 'civil' AND register_extract.result = 'hit' AS verified,
    register_extract.provider,
    register_extract.household_refs
FROM register_extract
JOIN (
    SELECT DISTINCT record_key, provider, customer_ref
    FROM subscriber
    WHERE response = 'match' AND customer_ref IS NOT NULL
) AS customer
    ON customer.provider = register_extract.provider AND customer.customer_ref = register_extract.customer_ref
JOIN chosen ON chosen.party_key = customer.record_key
WHERE register_extract.result IN ('hit', 'no_hit', 'unclear')
ORDER BY party_key, record_key, full_name, birthdate, verified
