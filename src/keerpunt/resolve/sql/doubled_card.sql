-- What cards show beside their fingerprints (BIN, last four, expiry) that is of two cards. In: payment. Out: remainder.
--
-- Two fingerprints in one scope are two cards, whatever their figures; two billing countries speak for two cards, too,
-- since one BIN has only some hundred thousand of such figures.
WITH shown AS (
    SELECT
        bin || '|' || last4 || '|' || expiry AS remainder,
        coalesce(fingerprint_scope, origin) AS scope,
        fingerprint,
        CASE WHEN billing_country <> 'XX' THEN billing_country END AS country
    FROM payment
    WHERE direction = 'in' AND instrument_kind = 'card'
        AND bin IS NOT NULL AND last4 IS NOT NULL AND expiry IS NOT NULL
)
SELECT remainder
FROM shown
WHERE fingerprint IS NOT NULL
GROUP BY remainder, scope
HAVING min(fingerprint) <> max(fingerprint)
UNION
SELECT remainder
FROM shown
WHERE country IS NOT NULL
GROUP BY remainder
HAVING min(country) <> max(country)
