import { type ActionAPIContext, defineAction } from 'astro:actions';
import { acceptInvitation as acceptInvitationCommand } from '../commands/accept-invitation.ts';
import { changeCompanyAddress as changeCompanyAddressCommand } from '../commands/change-company-address.ts';
import { changeMemberRole as changeMemberRoleCommand } from '../commands/change-member-role.ts';
import { createCompany as createCompanyCommand } from '../commands/create-company.ts';
import { inviteMember as inviteMemberCommand } from '../commands/invite-member.ts';
import { leaveCompany as leaveCompanyCommand } from '../commands/leave-company.ts';
import { proposeAddress } from '../commands/propose-address.ts';
import { recomputeCompany as recomputeCompanyCommand } from '../commands/recompute-company.ts';
import { removeCompanyLogo as removeCompanyLogoCommand } from '../commands/remove-company-logo.ts';
import { removeMember as removeMemberCommand } from '../commands/remove-member.ts';
import { revokeInvitation as revokeInvitationCommand } from '../commands/revoke-invitation.ts';
import { setCompanyLogo as setCompanyLogoCommand } from '../commands/set-company-logo.ts';
import { setStatementChoice as setStatementChoiceCommand } from '../commands/set-statement-choice.ts';
import { updateCompanyProfile as updateCompanyProfileCommand } from '../commands/update-company-profile.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms of companies and their members. Whose company it is stands in the page's address. */

const accept = 'form';

/** What a company says about itself. The commands say which industry or role there is: any text may come in. */
const readProfile = (form: FormData) => ({
  name: readText(form, 'name'),
  site: readText(form, 'site'),
  industry: readText(form, 'industry') as 'other',
  country: readText(form, 'country'),
  timeZone: readText(form, 'timeZone'),
});
const readRole = (form: FormData) => readText(form, 'role') as 'viewer';

const slugOf = (context: ActionAPIContext): string => pathCompany(context.url);

const createCompany = defineAction({
  accept,
  handler: (form: FormData, { locals: { ctx } }) =>
    submitForm(form, async () => {
      const profile = readProfile(form);
      const { slug } = await proposeAddress(ctx, { name: profile.name, slug: readText(form, 'slug') });
      return createCompanyCommand(ctx, { ...profile, slug });
    }),
});

const updateCompanyProfile = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => updateCompanyProfileCommand(context.locals.ctx, slugOf(context), readProfile(form))),
});

const changeCompanyAddress = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => changeCompanyAddressCommand(context.locals.ctx, slugOf(context), { slug: readText(form, 'slug') })),
});

const setCompanyLogo = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, async () => {
      const file = form.get('logo');
      const logo = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
      return setCompanyLogoCommand(context.locals.ctx, slugOf(context), { logo });
    }),
});

const removeCompanyLogo = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => removeCompanyLogoCommand(context.locals.ctx, slugOf(context), {})),
});

const recomputeCompany = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => recomputeCompanyCommand(context.locals.ctx, slugOf(context), {})),
});

const setStatementChoice = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => setStatementChoiceCommand(context.locals.ctx, slugOf(context), { isOn: form.has('isOn') })),
});

const inviteMember = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () =>
      inviteMemberCommand(context.locals.ctx, slugOf(context), { email: readText(form, 'email'), role: readRole(form) }),
    ),
});

const revokeInvitation = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => revokeInvitationCommand(context.locals.ctx, slugOf(context), { invitationId: readText(form, 'invitationId') })),
});

const changeMemberRole = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () =>
      changeMemberRoleCommand(context.locals.ctx, slugOf(context), { userId: readText(form, 'userId'), role: readRole(form) }),
    ),
});

const removeMember = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => removeMemberCommand(context.locals.ctx, slugOf(context), { userId: readText(form, 'userId') })),
});

const leaveCompany = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => leaveCompanyCommand(context.locals.ctx, slugOf(context), {})),
});

const acceptInvitation = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => acceptInvitationCommand(context.locals.ctx, { token: context.url.searchParams.get('token') ?? '' })),
});

export const companyActions = {
  createCompany,
  updateCompanyProfile,
  changeCompanyAddress,
  setCompanyLogo,
  removeCompanyLogo,
  recomputeCompany,
  setStatementChoice,
  inviteMember,
  revokeInvitation,
  changeMemberRole,
  removeMember,
  leaveCompany,
  acceptInvitation,
};
