-- The e-mail addresses and self-given names of actors, to count different ones (I15). In: actor_account, account,
-- folded, paid. Out: actor_id, email (folded, NULL if none), self_name; only actors that paid.
SELECT DISTINCT actor_account.actor_id, folded.value AS email, lower(trim(account.self_name)) AS self_name
FROM (SELECT DISTINCT actor_id FROM paid) AS paying
JOIN actor_account ON actor_account.actor_id = paying.actor_id
JOIN account ON account.platform_account_id = actor_account.platform_account_id
LEFT JOIN folded ON folded.kind = 'email' AND folded.raw = account.email
ORDER BY ALL
