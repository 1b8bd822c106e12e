-- The distinct addresses of parties. In: address_use. Out: line1, postcode, country.
SELECT DISTINCT line1, postcode, country FROM address_use
