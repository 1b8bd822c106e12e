"""Nothing in the log is changed or removed, and an entry goes only behind the last one (LAW.md L15)."""

from django.db import migrations

TABLES = ("audit_auditentry", "audit_auditsubject", "audit_payload")

REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
"""

CONTINUE = """
CREATE TRIGGER audit_auditentry_continues BEFORE INSERT ON audit_auditentry
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_auditentry)
  OR NEW.prev_hash <> COALESCE(
    (SELECT hash FROM audit_auditentry WHERE seq = NEW.seq - 1),
    '0000000000000000000000000000000000000000000000000000000000000000'
  )
BEGIN SELECT RAISE(ABORT, 'an entry continues the chain'); END;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        *[
            migrations.RunSQL(
                REFUSE.format(table=table, verb=verb), reverse_sql=f"DROP TRIGGER {table}_no_{verb};"
            )
            for table in TABLES
            for verb in ("UPDATE", "DELETE")
        ],
        migrations.RunSQL(CONTINUE, reverse_sql="DROP TRIGGER audit_auditentry_continues;"),
    ]
