-- Wallet addresses that are one customer's by the word of an exchange (RESOLUTION.md sections 3 and 4).
-- In: subscriber, value_form (kind, raw, value). Out: value.
--
-- An address for which exchanges name two customers is a place where several pay to, such as the platform's own
-- receiving address or a mixer's, and nobody's.
SELECT value_form.value
FROM subscriber
JOIN value_form ON value_form.kind = 'wallet' AND value_form.raw = subscriber.linked_value
WHERE subscriber.response = 'match' AND subscriber.provider_kind = 'exchange' AND subscriber.linked_kind = 'wallet'
GROUP BY value_form.value
HAVING min(subscriber.record_key) = max(subscriber.record_key)
