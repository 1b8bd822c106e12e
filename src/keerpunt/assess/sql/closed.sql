-- Contradictions of a lead that a human closed with a reason. In: valid_judgement, catalogue, observation, effect,
-- received. Out: lead_id, code, judgement_key. The judgement may name the whole code, its short form or the gate's code.
--
-- A closure answers the records it names, and none that came later: one contradicting record beyond it, and the whole
-- contradiction is open again.
WITH answered AS (
    SELECT
        valid_judgement.lead_id,
        catalogue.code,
        valid_judgement.record_key AS judgement_key,
        CAST(valid_judgement.decided_utc AS DATE) AS decided_on,
        list_concat(
            CASE WHEN left_keys IS NULL THEN CAST([] AS VARCHAR[]) ELSE left_keys END,
            CASE WHEN right_keys IS NULL THEN CAST([] AS VARCHAR[]) ELSE right_keys END
        ) AS named_keys
    FROM valid_judgement
    JOIN catalogue
        ON upper(replace(valid_judgement.code, 'contradiction_', '')) = upper(catalogue.code)
        OR upper(replace(valid_judgement.code, 'contradiction_', '')) = left(catalogue.code, 3)
    WHERE valid_judgement.kind = 'contradiction_closed' AND valid_judgement."value" = 'yes'
),
against AS (
    SELECT DISTINCT answered.lead_id, answered.code, answered.judgement_key, answered.decided_on, answered.named_keys,
        observation.record_keys
    FROM answered
    JOIN observation ON observation.lead_id = answered.lead_id AND observation.code = answered.code
    JOIN effect ON effect.code = observation.code AND effect.test = observation.test AND effect.low < 0
),
beyond AS (
    SELECT against.lead_id, against.code, against.judgement_key
    FROM against, unnest(against.record_keys) AS rests_on (record_key)
    LEFT JOIN received ON received.record_key = rests_on.record_key
    WHERE received.received_on IS NULL OR received.received_on > against.decided_on
    UNION
    SELECT lead_id, code, judgement_key
    FROM against
    WHERE len(named_keys) > 0 AND NOT list_has_any(record_keys, named_keys)
)
SELECT answered.lead_id, answered.code, min(answered.judgement_key) AS judgement_key
FROM answered
LEFT JOIN beyond
    ON beyond.lead_id = answered.lead_id AND beyond.code = answered.code
    AND beyond.judgement_key = answered.judgement_key
WHERE beyond.code IS NULL
GROUP BY answered.lead_id, answered.code
ORDER BY answered.lead_id, answered.code
