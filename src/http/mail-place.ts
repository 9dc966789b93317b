import type { Services } from './services.ts';
import type { Visitor } from './session.ts';

/** Where a mail of this installation ends up, as far as the visitor may know. */
export type MailPlace =
  | { readonly kind: 'mailbox' }
  /** `folder` is named only to whoever sits at the machine itself. */
  | { readonly kind: 'outbox'; readonly folder: string | undefined };

/** Tells a first user, who has no mail server, where to look instead. */
export function findMailPlace(services: Pick<Services, 'outboxFolder'>, visitor: Pick<Visitor, 'address'>): MailPlace {
  if (services.outboxFolder === undefined) return { kind: 'mailbox' };
  const isAtMachine = visitor.address === '::1' || visitor.address.startsWith('127.');
  return { kind: 'outbox', folder: isAtMachine ? services.outboxFolder : undefined };
}
