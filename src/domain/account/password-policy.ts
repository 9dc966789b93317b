/** What a password must be: long enough, and not one of those that are tried first. Nothing about kinds of characters. */

const SHORTEST = 12;
const LONGEST = 256;
const FEWEST_DIFFERENT = 5;
/** What must remain of a password when everything easily guessed is taken out of it. */
const FEWEST_OWN = 6;

/** What people put into passwords that others guess first. A longer word stands before one that it contains. */
const COMMON = [
  ...['abcdefghijklmnopqrstuvwxyz', 'abcdefghijkl', 'abcdef', 'abc123', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'qwerty', 'qwertz'],
  ...['azerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'yxcvbnm', '1q2w3e4r5t', '1q2w3e4r', '1qaz2wsx', 'zaq12wsx', '0123456789', '1234567890'],
  ...['9876543210', '0987654321', '12345678', '123456', '654321', '12345', '1234', '123', '112233', 'passwords', 'password', 'passwort'],
  ...['passw0rd', 'p@ssw0rd', 'p@ssword', 'motdepasse', 'contraseña', 'senha', 'wachtwoord', 'passphrase', 'secret', 'geheim', 'letmein'],
  ...['welcome', 'willkommen', 'changeme', 'iloveyou', 'ichliebedich', 'sunshine', 'princess', 'football', 'baseball', 'monkey', 'dragon'],
  ...['superman', 'batman', 'starwars', 'trustno1', 'master', 'shadow', 'hello', 'freedom', 'whatever', 'administrator', 'admin', 'login'],
  ...['default', 'guest', 'test', 'user', 'root', 'qazwsx', 'access', 'summer', 'winter', 'spring', 'autumn', 'correcthorsebatterystaple'],
  ...['correct horse battery staple', 'correct-horse-battery-staple', 'google', 'facebook', 'microsoft', 'kept'],
];

/**
 * What is wrong with a password, in a sentence, or undefined.
 * @param owner whose it is: their own name or address is the first thing tried.
 */
export function findPasswordProblem(password: string, owner: { email: string; name: string }): string | undefined {
  const characters = [...password];
  if (characters.length < SHORTEST) return `Use at least ${SHORTEST} characters. A few words in a row are good.`;
  if (characters.length > LONGEST) return `Use at most ${LONGEST} characters.`;
  const lower = password.toLowerCase();
  if (new Set(lower).size < FEWEST_DIFFERENT) return 'This repeats a few characters and is quickly guessed. Choose another.';
  const own = [...ownWords(owner), ...COMMON].reduce((rest, word) => rest.replaceAll(word, ''), lower);
  if ([...own].length < FEWEST_OWN) {
    return 'This is made of your name, your address or words that are tried first. Add something of your own.';
  }
  return undefined;
}

function ownWords(owner: { email: string; name: string }): string[] {
  const [local = '', domain = ''] = owner.email.toLowerCase().split('@');
  const name = owner.name.toLowerCase();
  const words = [owner.email.toLowerCase(), name, local, domain, ...name.split(/\s+/), ...local.split(/[._+-]/), ...domain.split('.')];
  return words.filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
}
