import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptInvitation } from '../../src/commands/accept-invitation.ts';
import { changeMemberRole } from '../../src/commands/change-member-role.ts';
import type { Actor } from '../../src/commands/context.ts';
import { findInvitation } from '../../src/commands/find-invitation.ts';
import { inviteMember } from '../../src/commands/invite-member.ts';
import { leaveCompany } from '../../src/commands/leave-company.ts';
import { removeMember } from '../../src/commands/remove-member.ts';
import { revokeInvitation } from '../../src/commands/revoke-invitation.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { findMemberRole } from '../../src/store/member.ts';
import { listMembers } from '../../src/views/list-members.ts';
import { lastMailTo, mailsOf, newEmail, tokenMailedTo } from '../support/account.ts';
import { makeCompany, makeContext, makeMember, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('commands on members', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db, { name: 'Blue Kettle' });
    const as = (user: { actor: Actor }) => makeContext(db, { actor: user.actor });
    return { db, company, as, ctx: as(company.owner) };
  };

  test('an invitation goes by mail, and who opens it becomes a member with its role', async () => {
    const { db, company, ctx, as } = await begin();
    const email = newEmail();
    await inviteMember(ctx, company.slug, { email: ` ${email.toUpperCase()}`, role: 'editor' });
    const token = tokenMailedTo(ctx, email);
    assert.match(lastMailTo(ctx, email).text, /Test user invites you to help with the service promise of Blue Kettle on Kept, as editor/);

    const guest = as(await makeUser(db));
    assert.deepEqual(await findInvitation(guest, token), {
      companyName: 'Blue Kettle',
      companySlug: company.slug,
      inviterName: 'Test user',
      email,
      role: 'editor',
      isMember: false,
    });
    assert.deepEqual(await acceptInvitation(guest, { token }), { companySlug: company.slug });
    assert.equal(guest.actor.kind === 'user' && (await findMemberRole(db, company.id, guest.actor.userId)), 'editor');
    await assert.rejects(acceptInvitation(as(await makeUser(db)), { token }), { code: 'link-expired' });
    assert.deepEqual((await listMembers(db, company.id, TEST_NOW)).invitations, []);
  });

  test('the token of an invitation is not stored', async () => {
    const { db, company, ctx } = await begin();
    const email = newEmail();
    await inviteMember(ctx, company.slug, { email, role: 'viewer' });
    const rows = await db.selectFrom('invitation').selectAll().where('company_id', '=', company.id).execute();
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes(tokenMailedTo(ctx, email)));
  });

  test('a newer invitation takes the place of an older one, and one that is taken back or a week old no longer works', async () => {
    const { db, company, ctx, as } = await begin();
    const email = newEmail();
    await inviteMember(ctx, company.slug, { email, role: 'admin' });
    const first = tokenMailedTo(ctx, email);
    const { invitationId } = await inviteMember(ctx, company.slug, { email, role: 'viewer' });
    const guest = as(await makeUser(db));
    await assert.rejects(acceptInvitation(guest, { token: first }), { code: 'link-expired' });
    assert.equal((await listMembers(db, company.id, TEST_NOW)).invitations.length, 1);

    await revokeInvitation(ctx, company.slug, { invitationId });
    assert.equal(await findInvitation(guest, tokenMailedTo(ctx, email)), undefined);
    await assert.rejects(acceptInvitation(guest, { token: tokenMailedTo(ctx, email) }), { code: 'link-expired' });
    await assert.rejects(revokeInvitation(ctx, company.slug, { invitationId }), { code: 'not-found' });

    await inviteMember(ctx, company.slug, { email, role: 'viewer' });
    guest.now += 7 * DAY_SECONDS;
    await assert.rejects(acceptInvitation(guest, { token: tokenMailedTo(ctx, email) }), { code: 'link-expired' });
  });

  test('an invitation that is accepted twice at once makes one member', async () => {
    const { db, company, ctx, as } = await begin();
    const email = newEmail();
    await inviteMember(ctx, company.slug, { email, role: 'agent' });
    const token = tokenMailedTo(ctx, email);
    const guests = [as(await makeUser(db)), as(await makeUser(db))];
    const results = await Promise.allSettled(guests.map((guest) => acceptInvitation(guest, { token })));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await listMembers(db, company.id, TEST_NOW)).members.length, 2);
  });

  test('an invitation raises a member’s role and never lowers it', async () => {
    const { db, company, ctx, as } = await begin();
    const member = await makeMember(db, company.id, 'agent');
    const accept = async (role: 'admin' | 'viewer') => {
      const email = newEmail();
      await inviteMember(ctx, company.slug, { email, role });
      await acceptInvitation(as(member), { token: tokenMailedTo(ctx, email) });
      return findMemberRole(db, company.id, member.id);
    };
    assert.equal(await accept('viewer'), 'agent');
    assert.equal(await accept('admin'), 'admin');
  });

  test('a member is not invited, and nobody is mailed then', async () => {
    const { db, company, ctx } = await begin();
    const member = await makeMember(db, company.id, 'viewer');
    await assert.rejects(inviteMember(ctx, company.slug, { email: member.email, role: 'admin' }), { code: 'already-exists' });
    assert.equal(mailsOf(ctx).length, 0);
  });

  test('invitations to one address are limited', async () => {
    const { company, ctx } = await begin();
    const email = newEmail();
    for (let mail = 0; mail < 5; mail++) await inviteMember(ctx, company.slug, { email, role: 'viewer' });
    await assert.rejects(inviteMember(ctx, company.slug, { email, role: 'viewer' }), { code: 'too-many-attempts' });
    assert.equal(mailsOf(ctx).length, 5);
  });

  test('an admin makes, changes, removes and un-invites no owner', async () => {
    const { db, company, ctx, as } = await begin();
    const admin = as(await makeMember(db, company.id, 'admin'));
    const viewer = await makeMember(db, company.id, 'viewer');
    const { invitationId } = await inviteMember(ctx, company.slug, { email: newEmail(), role: 'owner' });
    await makeMember(db, company.id, 'owner');
    for (const attempt of [
      () => inviteMember(admin, company.slug, { email: newEmail(), role: 'owner' }),
      () => changeMemberRole(admin, company.slug, { userId: viewer.id, role: 'owner' }),
      () => changeMemberRole(admin, company.slug, { userId: company.owner.id, role: 'viewer' }),
      () => removeMember(admin, company.slug, { userId: company.owner.id }),
      () => revokeInvitation(admin, company.slug, { invitationId }),
    ]) {
      await assert.rejects(attempt(), { code: 'not-allowed' });
    }
    assert.equal(await findMemberRole(db, company.id, company.owner.id), 'owner');
    assert.equal((await listMembers(db, company.id, TEST_NOW)).invitations.length, 1);
    await changeMemberRole(admin, company.slug, { userId: viewer.id, role: 'admin' });
    await removeMember(admin, company.slug, { userId: viewer.id });
    assert.equal(await findMemberRole(db, company.id, viewer.id), undefined);
  });

  test('the last owner neither leaves nor is removed nor gets another role', async () => {
    const { db, company, ctx } = await begin();
    const userId = company.owner.id;
    await assert.rejects(leaveCompany(ctx, company.slug, {}), { code: 'last-owner' });
    await assert.rejects(removeMember(ctx, company.slug, { userId }), { code: 'last-owner' });
    await assert.rejects(changeMemberRole(ctx, company.slug, { userId, role: 'admin' }), { code: 'last-owner' });
    await changeMemberRole(ctx, company.slug, { userId, role: 'owner' });
    await makeMember(db, company.id, 'owner');
    await leaveCompany(ctx, company.slug, {});
    assert.equal(await findMemberRole(db, company.id, userId), undefined);
  });

  test('of two last owners who leave at once, one stays', async () => {
    const { db, company, ctx, as } = await begin();
    const other = as(await makeMember(db, company.id, 'owner'));
    const results = await Promise.allSettled([leaveCompany(ctx, company.slug, {}), leaveCompany(other, company.slug, {})]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const { members } = await listMembers(db, company.id, TEST_NOW);
    assert.deepEqual(
      members.map(({ role }) => role),
      ['owner'],
    );
  });

  test('anybody leaves, and nobody touches members of another company', async () => {
    const { db, company, ctx, as } = await begin();
    const viewer = await makeMember(db, company.id, 'viewer');
    await leaveCompany(as(viewer), company.slug, {});
    assert.equal(await findMemberRole(db, company.id, viewer.id), undefined);

    const other = await makeCompany(db);
    const theirs = await makeMember(db, other.id, 'viewer');
    await assert.rejects(removeMember(ctx, company.slug, { userId: theirs.id }), { code: 'not-found' });
    await assert.rejects(changeMemberRole(ctx, company.slug, { userId: theirs.id, role: 'admin' }), { code: 'not-found' });
    const { invitationId } = await inviteMember(makeContext(db, { actor: other.owner.actor }), other.slug, {
      email: newEmail(),
      role: 'viewer',
    });
    await assert.rejects(revokeInvitation(ctx, company.slug, { invitationId }), { code: 'not-found' });
  });

  test('members are listed from the highest role on, with each change in the audit log', async () => {
    const { db, company, ctx } = await begin();
    const viewer = await makeMember(db, company.id, 'viewer');
    await makeMember(db, company.id, 'admin');
    await changeMemberRole(ctx, company.slug, { userId: viewer.id, role: 'agent' });
    const { members } = await listMembers(db, company.id, TEST_NOW);
    assert.deepEqual(
      members.map(({ role }) => role),
      ['owner', 'admin', 'agent'],
    );
    const entry = await db.selectFrom('audit_entry').selectAll().where('company_id', '=', company.id).executeTakeFirstOrThrow();
    assert.deepEqual([entry.action, entry.actor_id], ['change-member-role', company.owner.id]);
    assert.deepEqual(entry.detail, { userId: viewer.id, before: 'viewer', role: 'agent' });
  });
});
