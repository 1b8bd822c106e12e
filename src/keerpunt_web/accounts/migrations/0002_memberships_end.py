"""A membership lasts at most twelve months; administrators and auditors do no casework in the same operation."""

from django.db import migrations

LONGEST = """
CREATE TRIGGER membership_twelve_months_{verb} BEFORE {verb} ON accounts_membership
WHEN julianday(NEW.valid_until) - julianday(NEW.valid_from) > 366
BEGIN SELECT RAISE(ABORT, 'a membership lasts at most twelve months'); END;
"""

# An auditor has no other role at all; an administrator none of casework.
APART = """
CREATE TRIGGER membership_roles_apart_{verb} BEFORE {verb} ON accounts_membership
WHEN EXISTS (
  SELECT 1 FROM accounts_membership AS held
  WHERE held.user_id = NEW.user_id AND held.operation_id = NEW.operation_id AND held.role <> NEW.role
    AND held.id IS NOT NEW.id
    AND ('auditor' IN (held.role, NEW.role) OR 'administrator' IN (held.role, NEW.role))
)
BEGIN SELECT RAISE(ABORT, 'this role does not go together with another one in one operation'); END;
"""

VERBS = ("INSERT", "UPDATE")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.format(verb=verb), reverse_sql=f"DROP TRIGGER {name}_{verb};")
        for name, sql in (("membership_twelve_months", LONGEST), ("membership_roles_apart", APART))
        for verb in VERBS
    ]
