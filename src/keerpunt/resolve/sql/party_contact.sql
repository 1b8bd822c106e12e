-- E-mail addresses and phone numbers of parties that may identify somebody. In: identifier_use.
-- Out: kind, value, part_key.
SELECT DISTINCT kind, value, part_key
FROM identifier_use
WHERE kind IN ('email', 'phone')
ORDER BY part_key, kind, value
