-- Human judgements about leads that stand: not withdrawn, with an author and a reason. In: judgement. Out: its columns.
-- An absence without both ends states no interval and is left out.
SELECT judgement.*
FROM judgement
WHERE judgement.withdrawn_by IS NULL
    AND judgement.lead_id IS NOT NULL
    AND judgement.author IS NOT NULL
    AND judgement.reason IS NOT NULL AND trim(judgement.reason) <> ''
ORDER BY judgement.record_key, judgement.origin
