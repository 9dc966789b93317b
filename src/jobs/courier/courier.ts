import { Webhook } from 'standardwebhooks';
import type { JobPayloads } from '../../commands/context.ts';
import { type Courier, DeliveryFailure, type DestinationSettings, type OutgoingAlert } from '../../domain/alert/destination.ts';
import { writeMail, writePagerDuty, writeSlack, writeTeams, writeTelegram, writeWebhook } from './message-bodies.ts';
import { createPostJson, type PostJson } from './post-json.ts';

/** Where services are that have one address for everybody. */
export interface ServiceAddresses {
  readonly telegram: string;
  readonly pagerduty: Readonly<Record<'us' | 'eu', string>>;
}

const SERVICES: ServiceAddresses = {
  telegram: 'https://api.telegram.org',
  pagerduty: { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' },
};

/** Carries alerts by mail and over the web. `allowPrivate`: also to addresses in private networks. */
export function createCourier(options: {
  sendMail: (mail: JobPayloads['send-mail']) => Promise<void>;
  allowPrivate: boolean;
  services?: ServiceAddresses;
}): Courier {
  const postJson = createPostJson(options);
  return {
    deliver: async (recipient, message) => {
      if (recipient.kind !== 'mail') return deliverOverWeb(postJson, options.services ?? SERVICES, recipient, message);
      try {
        await options.sendMail({ to: recipient.email, ...writeMail(message), id: message.id });
      } catch {
        throw new DeliveryFailure('The mail server did not take the mail.');
      }
    },
  };
}

async function deliverOverWeb(
  postJson: PostJson,
  services: ServiceAddresses,
  settings: DestinationSettings,
  message: OutgoingAlert,
): Promise<void> {
  const post = (url: string, body: object) => postJson(url, JSON.stringify(body));
  switch (settings.kind) {
    case 'slack':
      return post(settings.url, writeSlack(message));
    case 'teams':
      return post(settings.url, writeTeams(message));
    case 'telegram':
      return post(`${services.telegram}/bot${settings.token}/sendMessage`, writeTelegram(message, settings.chatId));
    case 'pagerduty':
      return post(`${services.pagerduty[settings.region]}/v2/enqueue`, writePagerDuty(message, settings));
    case 'webhook':
      return postSigned(postJson, settings, message);
  }
}

/** Signs as Standard Webhooks have it; the time is that of the attempt, so that a late one is not taken for a replay. */
function postSigned(
  postJson: PostJson,
  { url, secret }: Extract<DestinationSettings, { kind: 'webhook' }>,
  message: OutgoingAlert,
): Promise<void> {
  const body = JSON.stringify(writeWebhook(message));
  const at = new Date();
  return postJson(url, body, {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(message.id, at, body),
  });
}
