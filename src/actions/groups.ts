import { defineAction } from 'astro:actions';
import { acceptGroupInvitation as acceptGroupInvitationCommand } from '../commands/accept-group-invitation.ts';
import { addGroupCompany as addGroupCompanyCommand } from '../commands/add-group-company.ts';
import { agreeToGroup as agreeToGroupCommand } from '../commands/agree-to-group.ts';
import { createGroup as createGroupCommand } from '../commands/create-group.ts';
import { deleteGroup as deleteGroupCommand } from '../commands/delete-group.ts';
import { inviteGroupMember as inviteGroupMemberCommand } from '../commands/invite-group-member.ts';
import { leaveGroup as leaveGroupCommand } from '../commands/leave-group.ts';
import { removeGroupCompany as removeGroupCompanyCommand } from '../commands/remove-group-company.ts';
import { removeGroupMember as removeGroupMemberCommand } from '../commands/remove-group-member.ts';
import { renameGroup as renameGroupCommand } from '../commands/rename-group.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';
import { pathGroup } from '../http/path-group.ts';

/** Forms of groups. The group, or the company that agrees or leaves, is the one in the page's address. */

const accept = 'form';

const createGroup = defineAction({
  accept,
  handler: (form: FormData, { locals }) => submitForm(form, () => createGroupCommand(locals.ctx, { name: readText(form, 'name') })),
});

const addGroupCompany = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => addGroupCompanyCommand(locals.ctx, pathGroup(url), { slug: readText(form, 'slug') })),
});

const removeGroupCompany = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => removeGroupCompanyCommand(locals.ctx, pathGroup(url), { slug: readText(form, 'slug') })),
});

const inviteGroupMember = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) => {
    const input = { email: readText(form, 'email'), role: readText(form, 'role') as 'reader' };
    return submitForm(form, () => inviteGroupMemberCommand(locals.ctx, pathGroup(url), input));
  },
});

const removeGroupMember = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => removeGroupMemberCommand(locals.ctx, pathGroup(url), { memberId: readText(form, 'memberId') })),
});

const renameGroup = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => renameGroupCommand(locals.ctx, pathGroup(url), { name: readText(form, 'name') })),
});

const deleteGroup = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) => submitForm(form, () => deleteGroupCommand(locals.ctx, pathGroup(url))),
});

const acceptGroupInvitation = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => acceptGroupInvitationCommand(locals.ctx, { token: url.searchParams.get('token') ?? '' })),
});

const agreeToGroup = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => agreeToGroupCommand(locals.ctx, pathCompany(url), { groupId: readText(form, 'groupId') })),
});

const leaveGroup = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => leaveGroupCommand(locals.ctx, pathCompany(url), { groupId: readText(form, 'groupId') })),
});

export const groupActions = {
  createGroup,
  addGroupCompany,
  removeGroupCompany,
  inviteGroupMember,
  removeGroupMember,
  renameGroup,
  deleteGroup,
  acceptGroupInvitation,
  agreeToGroup,
  leaveGroup,
};
