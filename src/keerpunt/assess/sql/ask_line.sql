-- The internet addresses of a lead to ask an access provider about: those used on most days, the latest first.
-- In: lead, ask_use, ask_pick, line_hit, folded_said. Out: one row per lead and address; at most $addresses of an actor.
WITH whole AS (
    SELECT ip, min(used_utc) AS from_utc, max(used_utc) AS to_utc FROM ask_pick GROUP BY ip
),
of_actor AS (
    SELECT
        actor_id,
        ip,
        count(DISTINCT CAST(used_utc AS DATE)) AS n_days,
        row_number() OVER (
            PARTITION BY actor_id
            ORDER BY count(DISTINCT CAST(used_utc AS DATE)) >= 2 DESC, max(used_utc) DESC, ip
        ) AS place
    FROM ask_use
    GROUP BY actor_id, ip
),
found AS (
    SELECT lead_id, count(DISTINCT CAST(used_utc AS DATE)) AS n_days
    FROM line_hit
    WHERE relation = 'holder' AND len(voids) = 0
    GROUP BY lead_id
),
said AS (
    SELECT value AS ip, min(origin) AS origin, min(country) AS country FROM folded_said WHERE kind = 'ip' GROUP BY value
)
SELECT
    lead.lead_id,
    of_actor.ip AS about_value,
    said.origin,
    said.country,
    of_actor.n_days + CASE WHEN found.n_days IS NULL THEN 0 ELSE found.n_days END >= $line_days AS several_days,
    whole.from_utc,
    whole.to_utc
FROM lead
JOIN of_actor ON of_actor.actor_id = lead.actor_id AND of_actor.place <= $addresses
JOIN whole ON whole.ip = of_actor.ip
LEFT JOIN found ON found.lead_id = lead.lead_id
LEFT JOIN said ON said.ip = of_actor.ip
ORDER BY lead.lead_id, about_value
