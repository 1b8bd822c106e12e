-- One row per lead, indicator and rival it is named for. In: lead, named, observation, effect_of.
-- Out: the columns of `indicators` (without rule_version), origins of its records, independent, closed.
--
-- A contradiction wins the row; its weight is the strongest on both ends. Of supporting observations the best counts,
-- one of an independent origin before others. Nothing observed is not_available, observed without weight is neutral.
WITH speaking AS (
    SELECT *
    FROM effect_of
    WHERE contradicts OR (NOT blocked AND len(voids) = 0)
),
torn AS (
    SELECT lead_id, code, rival, bool_or(contradicts) AS contradicts
    FROM speaking
    GROUP BY lead_id, code, rival
),
kept AS (
    SELECT
        speaking.*,
        torn.contradicts AS contradicted,
        row_number() OVER (
            PARTITION BY speaking.lead_id, speaking.code, speaking.rival
            ORDER BY
                CASE WHEN torn.contradicts THEN speaking.high ELSE 0 END,
                CASE WHEN torn.contradicts THEN speaking.low ELSE 0 END,
                speaking.independent DESC, speaking.low DESC, speaking.high DESC, speaking.origin
        ) AS place
    FROM speaking
    JOIN torn ON torn.lead_id = speaking.lead_id AND torn.code = speaking.code AND torn.rival = speaking.rival
    WHERE speaking.contradicts = torn.contradicts
),
foremost AS (
    SELECT lead_id, code, rival, origin, independent, low, high FROM kept WHERE place = 1
),
spoken AS (
    SELECT
        kept.lead_id,
        kept.code,
        kept.rival,
        kept.contradicted,
        foremost.origin,
        foremost.independent,
        -- Of the same origin, the best of both ends; of contradictions, the strongest of both ends anywhere.
        CASE
            WHEN kept.contradicted THEN min(kept.low)
            ELSE max(kept.low) FILTER (WHERE kept.origin = foremost.origin)
        END AS low,
        CASE
            WHEN kept.contradicted THEN min(kept.high)
            ELSE max(kept.high) FILTER (WHERE kept.origin = foremost.origin)
        END AS high,
        list_sort(list_distinct(flatten(list(kept.record_keys)))) AS record_keys,
        list_sort(list_distinct(flatten(list(kept.origins)))) AS origins,
        min(kept.judgement_key) AS judgement_key
    FROM kept
    JOIN foremost ON foremost.lead_id = kept.lead_id AND foremost.code = kept.code AND foremost.rival = kept.rival
    GROUP BY
        kept.lead_id, kept.code, kept.rival, kept.contradicted, foremost.origin, foremost.independent, foremost.low,
        foremost.high
),
observed AS (
    SELECT
        lead_id,
        code,
        min(origin) AS origin,
        list_sort(list_distinct(flatten(list(record_keys)))) AS record_keys
    FROM observation
    GROUP BY lead_id, code
)
SELECT
    lead.lead_id,
    named.code,
    CASE
        WHEN spoken.contradicted THEN 'contradicts'
        WHEN spoken.rival IS NOT NULL THEN 'supports'
        WHEN observed.code IS NOT NULL THEN 'neutral'
        ELSE 'not_available'
    END AS "value",
    named.rival AS hypothesis,
    CASE WHEN spoken.rival IS NULL THEN 0 ELSE spoken.low END AS low,
    CASE WHEN spoken.rival IS NULL THEN 0 ELSE spoken.high END AS high,
    CASE
        WHEN spoken.rival IS NOT NULL THEN spoken.origin
        WHEN observed.code IS NOT NULL THEN observed.origin
        ELSE ''
    END AS origin,
    CASE
        WHEN spoken.contradicted AND spoken.judgement_key IS NOT NULL
            THEN list_sort(list_append(spoken.record_keys, spoken.judgement_key))
        WHEN spoken.rival IS NOT NULL THEN spoken.record_keys
        WHEN observed.code IS NOT NULL THEN observed.record_keys
        ELSE CAST([] AS VARCHAR[])
    END AS record_keys,
    CASE WHEN spoken.rival IS NULL THEN CAST([] AS VARCHAR[]) ELSE spoken.origins END AS origins,
    spoken.independent IS NOT NULL AND spoken.independent AS independent,
    spoken.contradicted IS NOT NULL AND spoken.contradicted AND spoken.judgement_key IS NOT NULL AS closed
FROM lead
CROSS JOIN named
LEFT JOIN spoken
    ON spoken.lead_id = lead.lead_id AND spoken.code = named.code AND spoken.rival = named.rival
LEFT JOIN observed ON observed.lead_id = lead.lead_id AND observed.code = named.code
ORDER BY lead.lead_id, named.code, named.rival
