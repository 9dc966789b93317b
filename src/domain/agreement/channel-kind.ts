/** Kinds of channel, with the name that people read. */
export const CHANNEL_KINDS = {
  x: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  telegram: 'Telegram',
  sms: 'Text message',
  email: 'E-mail',
  phone: 'Phone',
  'live-chat': 'Live chat',
  'web-form': 'Web form',
  community: 'Community forum',
  'app-store': 'App Store reviews',
  'google-play': 'Google Play reviews',
  reviews: 'Reviews',
  reddit: 'Reddit',
  discord: 'Discord',
  slack: 'Slack',
  github: 'GitHub',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
  post: 'Post',
  'in-person': 'In person',
  other: 'Other',
} as const;

export type ChannelKind = keyof typeof CHANNEL_KINDS;
export const channelKinds = Object.keys(CHANNEL_KINDS) as [ChannelKind, ...ChannelKind[]];

/** A channel as people speak of it: `X @acme`. */
export function nameChannel({ kind, handle }: { kind: ChannelKind; handle: string }): string {
  return handle === '' ? CHANNEL_KINDS[kind] : `${CHANNEL_KINDS[kind]} ${handle}`;
}

/** What one does to get in touch by such a channel, where it is not writing. */
const VERBS: Partial<Record<ChannelKind, string>> = { phone: 'Call', 'live-chat': 'Start a chat', 'in-person': 'Come by' };

/** What one does to get in touch: "Write", "Call". */
export function verbOf(kind: ChannelKind): string {
  return VERBS[kind] ?? 'Write';
}

/** How each kind of channel invites, where it is not "Write on X @acme". */
const INVITATIONS: Partial<Record<ChannelKind, string>> = {
  sms: 'Send a text message',
  email: 'Write an e-mail',
  phone: 'Call',
  'live-chat': 'Start a chat',
  'web-form': 'Open the web form',
  community: 'Ask in the forum',
  'app-store': 'Review on the App Store',
  'google-play': 'Review on Google Play',
  reviews: 'Write a review',
  post: 'Send a letter',
  'in-person': 'Find the place',
  other: 'Get in touch',
};

/** The words of a link that leads to a channel: "Write on X @acme", "Call +49 30 1234". */
export function inviteTo(channel: { kind: ChannelKind; handle: string }): string {
  const invitation = INVITATIONS[channel.kind];
  if (invitation === undefined) return `Write on ${nameChannel(channel)}`;
  return channel.kind === 'phone' && channel.handle !== '' ? `${invitation} ${channel.handle}` : invitation;
}
