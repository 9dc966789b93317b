/** What Kept writes to people about their accounts. Each mail says what to do, and what to do when they did not ask for it. */

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

const NOT_YOU = 'If you did not ask for this, you need do nothing: without this mail nobody can use the link.';

const write = (subject: string, ...paragraphs: string[]): MailText => ({ subject, text: `${paragraphs.join('\n\n')}\n\nKept\n` });

export const signUpMail = (link: string): MailText =>
  write(
    'Finish signing up for Kept',
    'Hello,',
    'somebody, we hope you, wants to open an account at Kept with this address. Open this link to choose a name and a password:',
    link,
    'The link works once, for 24 hours.',
    NOT_YOU,
  );

export const alreadyAccountMail = (signInLink: string, resetLink: string): MailText =>
  write(
    'You already have an account at Kept',
    'Hello,',
    'somebody, we hope you, wants to open an account at Kept with this address. There is one already. Sign in here:',
    signInLink,
    'If you forgot the password, this link sets a new one. It works once, for one hour:',
    resetLink,
    NOT_YOU,
  );

export const resetPasswordMail = (link: string): MailText =>
  write(
    'Set a new password for Kept',
    'Hello,',
    'somebody, we hope you, forgot the password of your account at Kept. Open this link to set a new one:',
    link,
    'The link works once, for one hour. Setting a new password signs you out everywhere.',
    `${NOT_YOU} Your password stays as it is.`,
  );

export const noAccountMail = (signUpLink: string): MailText =>
  write(
    'There is no account at Kept with this address',
    'Hello,',
    'somebody, we hope you, asked for a new password at Kept, but this address has no account. Perhaps you signed up with another one.',
    'To open an account with this address, use this link. It works once, for 24 hours:',
    signUpLink,
    NOT_YOU,
  );

export const passwordChangedMail = (forgotLink: string): MailText =>
  write(
    'Your password for Kept was changed',
    'Hello,',
    'the password of your account at Kept was just changed, and every other browser was signed out.',
    'If that was not you, set a new password at once:',
    forgotLink,
  );

export const confirmEmailMail = (link: string): MailText =>
  write(
    'Confirm your new address for Kept',
    'Hello,',
    'somebody, we hope you, wants to use this address for their account at Kept. Open this link to confirm it:',
    link,
    'The link works once, for 24 hours.',
    NOT_YOU,
  );

export const addressTakenMail = (signInLink: string): MailText =>
  write(
    'This address already has an account at Kept',
    'Hello,',
    'somebody, we hope you, wants to use this address for another account at Kept. It has an account of its own, so nothing was changed. Sign in to that one here:',
    signInLink,
    'If you did not ask for this, you need do nothing.',
  );

export const changeAskedMail = (newEmail: string, forgotLink: string): MailText =>
  write(
    'A new address for your account at Kept',
    'Hello,',
    `somebody who knows your password asked to move your account at Kept from this address to ${newEmail}. It moves when the link we mailed there is opened.`,
    'If that was not you, set a new password now. That also takes the link back:',
    forgotLink,
  );

export const emailChangedMail = (newEmail: string, baseUrl: string): MailText =>
  write(
    'The address of your account at Kept was changed',
    'Hello,',
    `your account at Kept now has the address ${newEmail}. Mails go there from now on, and you sign in with it.`,
    `If that was not you, write to whoever runs ${baseUrl} and to the owners of your companies there.`,
  );

export const invitationMail = (link: string, invitation: { company: string; inviter: string; role: string }): MailText =>
  write(
    `${invitation.inviter} invites you to ${invitation.company} on Kept`,
    'Hello,',
    `${invitation.inviter} invites you to help with the service promise of ${invitation.company} on Kept, as ${invitation.role}. Open this link to join:`,
    link,
    'The link works once, for 7 days, for whoever opens it: do not pass it on.',
    'If you do not know what this is about, you need do nothing.',
  );

export const groupAskMail = (link: string, ask: { company: string; asker: string; group: string }): MailText =>
  write(
    `${ask.asker} asks for the reports of ${ask.company} on Kept`,
    'Hello,',
    `${ask.asker} asks that the group “${ask.group}” may see the reports of ${ask.company} beside those of other companies. Members of the group would see the reports and nothing else, until you take ${ask.company} out again.`,
    'You are an owner of it: agree or turn it down here, under Groups:',
    link,
    'Until you agree, nobody sees anything.',
  );

export const groupInvitationMail = (link: string, invitation: { group: string; inviter: string }): MailText =>
  write(
    `${invitation.inviter} invites you to the group ${invitation.group} on Kept`,
    'Hello,',
    `${invitation.inviter} invites you to read the reports of the companies of “${invitation.group}” on Kept, side by side. Open this link to join:`,
    link,
    'The link works once, for 7 days, for whoever opens it: do not pass it on.',
    'If you do not know what this is about, you need do nothing.',
  );
