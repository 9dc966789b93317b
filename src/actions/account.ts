import { type ActionAPIContext, defineAction } from 'astro:actions';
import { changeName as changeNameCommand } from '../commands/change-name.ts';
import { changePassword as changePasswordCommand } from '../commands/change-password.ts';
import { confirmEmail as confirmEmailCommand } from '../commands/confirm-email.ts';
import { requestEmailChange as requestEmailChangeCommand } from '../commands/request-email-change.ts';
import { requestPasswordReset as requestPasswordResetCommand } from '../commands/request-password-reset.ts';
import { requestSignUp as requestSignUpCommand } from '../commands/request-sign-up.ts';
import { resetPassword as resetPasswordCommand } from '../commands/reset-password.ts';
import { signIn as signInCommand } from '../commands/sign-in.ts';
import { signOutBrowser as signOutBrowserCommand } from '../commands/sign-out-browser.ts';
import { signOutOthers as signOutOthersCommand } from '../commands/sign-out-others.ts';
import { signUp as signUpCommand } from '../commands/sign-up.ts';
import { readText, submitForm } from '../http/form.ts';
import { startSession } from '../http/session.ts';

/** Forms of accounts. Links from mails keep their token in the page's address, so that a form that failed still has it. */

const accept = 'form';

const tokenOf = (context: ActionAPIContext): string => context.url.searchParams.get('token') ?? '';

/** Signs the browser in as whom `command` names. */
async function enter(context: ActionAPIContext, command: Promise<{ userId: string }>): Promise<void> {
  const { userId } = await command;
  await startSession(context.locals.services, context.cookies, userId, context.locals.visitor);
}

const requestSignUp = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const next = context.url.searchParams.get('next') ?? undefined;
    return submitForm(form, () => requestSignUpCommand(context.locals.ctx, { email: readText(form, 'email'), next }));
  },
});

const signUp = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { token: tokenOf(context), name: readText(form, 'name'), password: readText(form, 'password') };
    return submitForm(form, () => enter(context, signUpCommand(context.locals.ctx, input)));
  },
});

const signIn = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { email: readText(form, 'email'), password: readText(form, 'password') };
    return submitForm(form, () => enter(context, signInCommand(context.locals.ctx, input)));
  },
});

const requestPasswordReset = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => requestPasswordResetCommand(context.locals.ctx, { email: readText(form, 'email') })),
});

const resetPassword = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { token: tokenOf(context), password: readText(form, 'password') };
    return submitForm(form, () => enter(context, resetPasswordCommand(context.locals.ctx, input)));
  },
});

const confirmEmail = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => confirmEmailCommand(context.locals.ctx, { token: tokenOf(context) })),
});

const changeName = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => changeNameCommand(context.locals.ctx, { name: readText(form, 'name') })),
});

const changePassword = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { currentPassword: readText(form, 'currentPassword'), password: readText(form, 'password') };
    return submitForm(form, () => changePasswordCommand(context.locals.ctx, input));
  },
});

const requestEmailChange = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { currentPassword: readText(form, 'currentPassword'), email: readText(form, 'email') };
    return submitForm(form, () => requestEmailChangeCommand(context.locals.ctx, input));
  },
});

const signOutBrowser = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => signOutBrowserCommand(context.locals.ctx, { session: readText(form, 'session') })),
});

const signOutOthers = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => signOutOthersCommand(context.locals.ctx)),
});

export const accountActions = {
  requestSignUp,
  signUp,
  signIn,
  requestPasswordReset,
  resetPassword,
  confirmEmail,
  changeName,
  changePassword,
  requestEmailChange,
  signOutBrowser,
  signOutOthers,
};
