-- The addresses of each identity in comparable form. In: person, address_form.
-- Out: identity_id, address, holder_key, origin, address_from, address_to.
SELECT DISTINCT
    person.identity_id,
    address_form.address,
    person.holder_key,
    person.origin,
    person.address_from,
    person.address_to
FROM person
JOIN address_form
    ON address_form.line1 = person.line1 AND address_form.postcode = person.postcode
    AND address_form.country = person.country
ORDER BY ALL
