-- Every internet address that a rule looks at. In: paid, ip_event, purchase_order. Out: ip.
SELECT lower(ip) AS ip FROM paid WHERE ip IS NOT NULL
UNION
SELECT ip FROM ip_event
UNION
SELECT lower(ip) FROM purchase_order WHERE ip IS NOT NULL
ORDER BY ip
