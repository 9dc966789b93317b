import { SecretBox } from '../../src/store/secret-box.ts';

/** The key that secrets are sealed with in tests, as `SECRETS_KEY` has it. */
export const TEST_SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

export const testSecrets = new SecretBox([Buffer.from(TEST_SECRETS_KEY, 'base64')]);
