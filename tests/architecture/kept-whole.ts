/**
 * Looked up before anybody knows which company is meant, by a secret or a name that is the only one of its kind, or joined with those that
 * are. They are small: a database of several machines keeps them whole (docs/scale.md).
 */
export const KEPT_WHOLE: readonly string[] = [
  'company',
  'company_logo',
  'user_account',
  'user_session',
  'email_token',
  'rate_limit',
  'api_key',
  'invitation',
  'share_link',
  'company_group',
  'group_company',
  'group_member',
  'statement_key',
];
