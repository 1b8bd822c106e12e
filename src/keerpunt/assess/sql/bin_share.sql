-- How often each BIN occurs on a channel, over distinct instruments. In: paid. Out: channel, bin, n, n_channel.
WITH held AS (
    SELECT DISTINCT channel, instrument_kind, instrument, scope, bin FROM paid WHERE instrument IS NOT NULL
)
SELECT channel, bin, count(*) AS n, sum(count(*)) OVER (PARTITION BY channel) AS n_channel
FROM held
GROUP BY channel, bin
ORDER BY channel, bin
