-- The accounts of each actor. In: actors. Out: actor_id, platform_account_id.
SELECT actors.actor_id, account_id.platform_account_id
FROM actors, unnest(actors.platform_account_ids) AS account_id (platform_account_id)
ORDER BY actors.actor_id, account_id.platform_account_id
