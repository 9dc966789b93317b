import type { DestinationSettings, OutgoingAlert } from '../../domain/alert/destination.ts';
import { formatCount } from '../../domain/count-text.ts';
import { formatInstant } from '../../domain/instant.ts';

/** How each receiver wants to be told. Sources stand at each. */

/** What is not named any more: "and 12 more"; undefined where all are named. */
const restOf = ({ count, sentences }: OutgoingAlert): string | undefined =>
  count > sentences.length ? `and ${formatCount(count - sentences.length)} more` : undefined;

const linesOf = (message: OutgoingAlert): string[] => [...message.sentences, restOf(message)].filter((line) => line !== undefined);

/** A mail of plain text. */
export function writeMail(message: OutgoingAlert): { subject: string; text: string } {
  const { company, acknowledgeUrl, pageUrl, isTest } = message;
  const list = linesOf(message).map((line) => `- ${line}`);
  const taking = isTest ? [] : ['If you take care of it, say so, and nobody else is told:', acknowledgeUrl];
  const paragraphs = ['Hello,', list.join('\n'), ...taking, 'All alerts:', pageUrl];
  return { subject: `${company.name}: ${message.summary}`.slice(0, 200), text: `${paragraphs.join('\n\n')}\n\nKept\n` };
}

/** Slack’s incoming webhooks, and what takes the same: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function writeSlack(message: OutgoingAlert): object {
  const list = linesOf(message).map((line) => `• ${escapeSlack(line)}`);
  const links = message.isTest
    ? `<${message.pageUrl}|All alerts>`
    : `<${message.acknowledgeUrl}|Acknowledge> · <${message.pageUrl}|All alerts>`;
  const text = `*${escapeSlack(message.company.name)}*\n${list.join('\n')}`;
  return {
    text: `${message.company.name}: ${message.summary}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: cut(text, 3000) } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: links }] },
    ],
  };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const escapeSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * An adaptive card, as Teams’ workflows take it:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#send-adaptive-cards-using-an-incoming-webhook
 */
export function writeTeams(message: OutgoingAlert): object {
  const text = (words: string, more: object = {}) => ({ type: 'TextBlock', text: escapeMarkdown(words), wrap: true, ...more });
  const open = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [text(message.company.name, { weight: 'Bolder', size: 'Medium' }), ...linesOf(message).map((line) => text(line))],
    actions: [...(message.isTest ? [] : [open('Acknowledge', message.acknowledgeUrl)]), open('All alerts', message.pageUrl)],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** Text of others must not become links or lists in a card. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\*_[\]`~]/g, '\\$&');

/** The longest text that Telegram takes: https://core.telegram.org/bots/api#sendmessage */
const TELEGRAM_LENGTH = 4096;

/** Without `parse_mode`, so that nothing in it is taken for markup. */
export function writeTelegram(message: OutgoingAlert, chatId: string): object {
  const links = message.isTest ? '' : `\n\nAcknowledge: ${message.acknowledgeUrl}`;
  const list = linesOf(message).map((line) => `• ${line}`);
  const head = `${message.company.name}\n${list.join('\n')}`;
  return {
    chat_id: chatId,
    text: `${cut(head, TELEGRAM_LENGTH - links.length)}${links}`,
    link_preview_options: { is_disabled: true },
  };
}

type PagerDuty = Extract<DestinationSettings, { kind: 'pagerduty' }>;

/** https://developer.pagerduty.com/docs/send-alert-event. The message's id is the `dedup_key`: sent twice it is one alert there. */
export function writePagerDuty(message: OutgoingAlert, { routingKey }: PagerDuty): object {
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: message.id,
    client: 'Kept',
    client_url: message.pageUrl,
    links: message.isTest ? [] : [{ href: message.acknowledgeUrl, text: 'Acknowledge' }],
    payload: {
      summary: cut(`${message.company.name}: ${message.summary}`, 1024),
      source: message.company.slug,
      severity: message.isTest ? 'info' : 'warning',
      timestamp: formatInstant(message.at),
      class: 'service promise',
      custom_details: { alerts: message.sentences, count: message.count },
    },
  };
}

/** The payload of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure */
export function writeWebhook(message: OutgoingAlert): object {
  return {
    type: message.isTest ? 'alert.test' : 'alert.raised',
    timestamp: formatInstant(message.at),
    data: {
      id: message.id,
      company: message.company.slug,
      count: message.count,
      summary: message.summary,
      alerts: message.sentences,
      acknowledgeUrl: message.isTest ? null : message.acknowledgeUrl,
      pageUrl: message.pageUrl,
    },
  };
}

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
