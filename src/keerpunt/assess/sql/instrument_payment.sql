-- Every payment row by its instrument. In: paid. Out: instrument_key, payment_key, origin, paid_utc.
SELECT concat_ws('|', instrument_kind, instrument, scope) AS instrument_key, payment_key, origin, paid_utc
FROM paid
WHERE instrument IS NOT NULL
ORDER BY ALL
