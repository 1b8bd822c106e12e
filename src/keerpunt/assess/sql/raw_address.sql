-- Every address that is compared. In: person, lead_payment, lease. Out: line1, postcode, country.
SELECT line1, postcode, country FROM person WHERE line1 IS NOT NULL AND postcode IS NOT NULL
UNION
SELECT billing_line1, billing_postcode, billing_country
FROM lead_payment
WHERE billing_line1 IS NOT NULL AND billing_postcode IS NOT NULL
UNION
SELECT installation_line1, installation_postcode, installation_country
FROM lease
WHERE installation_line1 IS NOT NULL AND installation_postcode IS NOT NULL
ORDER BY line1, postcode, country
