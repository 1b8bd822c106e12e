-- Every order and the account it states. In: purchase_order. Out: record_key, received_on, platform_account_id (NULL if
-- none, or if two sources state two), conflict, placed_utc.
SELECT
    record_key,
    min(received_on) AS received_on,
    CASE WHEN count(DISTINCT platform_account_id) = 1 THEN min(platform_account_id) END AS platform_account_id,
    count(DISTINCT platform_account_id) > 1 AS conflict,
    min(placed_utc) AS placed_utc
FROM purchase_order
GROUP BY record_key
ORDER BY record_key
