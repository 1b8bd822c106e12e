-- The distinct names of payers. In: payment. Out: raw.
SELECT DISTINCT payer_name AS raw
FROM payment
WHERE direction = 'in' AND row_kind = 'payment' AND payer_name IS NOT NULL
ORDER BY raw
