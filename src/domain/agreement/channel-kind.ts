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
