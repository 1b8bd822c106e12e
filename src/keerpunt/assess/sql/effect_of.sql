-- What each observation says about each rival, with what the error checks or an uncovered payment took away.
-- In: observation, effect, covered, origin_class, closed. Out: one row per observation and rival it speaks about.
--
-- `blocked`: a supporting effect that does not count, since its payment is not covered. `voids`: the error codes that
-- take it away; empty = it counts.
WITH standing AS (
    SELECT DISTINCT lead_id, payment_key FROM covered WHERE covered
)
SELECT
    observation.lead_id,
    observation.code,
    effect.rival,
    effect.low,
    effect.high,
    effect.high <= 0 AND effect.low < 0 AS contradicts,
    observation.origin,
    origin_class.independent,
    observation.record_keys,
    observation.origins,
    observation.voids,
    observation.payment_key IS NOT NULL AND standing.payment_key IS NULL AS blocked,
    closed.judgement_key
FROM observation
JOIN effect ON effect.code = observation.code AND effect.test = observation.test
JOIN origin_class ON origin_class.origin = observation.origin
LEFT JOIN standing
    ON standing.lead_id = observation.lead_id AND standing.payment_key = observation.payment_key
LEFT JOIN closed ON closed.lead_id = observation.lead_id AND closed.code = observation.code
ORDER BY ALL
