-- Human judgements about leads that stand: not withdrawn, with author, reason and instant, the latest of its kind and code.
-- In: judgement, account, purchase_order. Out: its columns.
--
-- A file from where the accounts or orders come from could be the operator's own and judges nothing. Of two judgements of one instant the one that says yes
-- falls. Proven absences stand side by side; one without an end runs to the day it was judged.
WITH stated AS (
    SELECT
        judgement.*,
        rank() OVER (
            PARTITION BY lead_id, kind, upper(replace(code, 'contradiction_', '')) ORDER BY decided_utc DESC
        ) AS latest,
        count(DISTINCT "value") OVER (
            PARTITION BY lead_id, kind, upper(replace(code, 'contradiction_', '')), decided_utc
        ) AS n_values
    FROM judgement
    WHERE withdrawn_by IS NULL
        AND lead_id IS NOT NULL
        AND author IS NOT NULL
        AND decided_utc IS NOT NULL
        AND reason IS NOT NULL AND trim(reason) <> ''
        AND origin NOT IN (SELECT origin FROM account UNION SELECT origin FROM purchase_order)
)
SELECT * EXCLUDE (latest, n_values)
FROM stated
WHERE kind = 'proven_absence' OR (latest = 1 AND (n_values = 1 OR "value" <> 'yes'))
ORDER BY record_key, origin
