-- Which identity a record belongs to; the parts `#1`, `#2` of a joint name stand under the record they are parts of.
-- In: links. Out: record_key, identity_id.
WITH whole AS (
    SELECT record_key, entity_id AS identity_id FROM links WHERE entity_kind = 'identity'
),
part AS (
    SELECT left(record_key, length(record_key) - 2) AS record_key, identity_id
    FROM whole
    WHERE right(record_key, 2) IN ('#1', '#2')
)
SELECT record_key, identity_id FROM whole
UNION
-- A record that is linked as a whole has no parts: its key merely ends alike.
SELECT part.record_key, part.identity_id
FROM part
LEFT JOIN whole ON whole.record_key = part.record_key
WHERE whole.record_key IS NULL
ORDER BY record_key, identity_id
