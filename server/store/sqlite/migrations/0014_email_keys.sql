-- Addresses were compared without the case of ASCII letters alone. Where two accounts turn out to have
-- one address, the second keeps its old key, and with it its way in.
UPDATE OR IGNORE users SET email_key = email_key(email)
WHERE email <> '' AND email_key <> email_key(email);
UPDATE OR IGNORE staff_invitations SET email_key = email_key(email)
WHERE email IS NOT NULL AND email_key <> email_key(email);
