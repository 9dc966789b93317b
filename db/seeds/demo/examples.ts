import type { Industry } from '../../../src/domain/company/industry.ts';
import { HOUR_SECONDS, MINUTE_SECONDS } from '../../../src/domain/instant.ts';
import type { Example, ExamplePromise } from '../example-agreement.ts';

/** A company of the demonstration. What it promises is made up; its account on X and what happened there are real. */
export interface DemoCompany extends Example {
  readonly name: string;
  readonly slug: string;
  readonly industry: Industry;
  readonly country: string;
  /** Promised anew, and more strictly, in the middle of the time that is shown. */
  readonly laterPromises?: readonly ExamplePromise[];
}

const first = (targetSeconds: number, objectivePercent: number): ExamplePromise => ({
  metric: 'first-response',
  targetSeconds,
  objectivePercent,
});
const answered = (days: number, objectivePercent: number): ExamplePromise => ({
  metric: 'answered',
  targetSeconds: days * 24 * HOUR_SECONDS,
  objectivePercent,
});

const US_EAST = 'America/New_York';
const US_WEST = 'America/Los_Angeles';

/** Promises of all sorts, so that every verdict is on show. */
export const DEMO_COMPANIES: readonly DemoCompany[] = [
  {
    account: 'AmazonHelp',
    name: 'Amazon Help',
    slug: 'amazon-help',
    industry: 'retail',
    country: 'US',
    timeZone: US_WEST,
    template: 'online-shop',
    promises: [first(HOUR_SECONDS, 95), answered(1, 98)],
  },
  {
    account: 'AppleSupport',
    name: 'Apple Support',
    slug: 'apple-support',
    industry: 'technology',
    country: 'US',
    timeZone: US_WEST,
    template: 'software',
    promises: [first(HOUR_SECONDS, 90)],
  },
  {
    account: 'Uber_Support',
    name: 'Uber Support',
    slug: 'uber-support',
    industry: 'services',
    country: 'US',
    timeZone: US_WEST,
    template: 'small-business',
    promises: [first(HOUR_SECONDS, 90)],
  },
  {
    account: 'Tesco',
    name: 'Tesco',
    slug: 'tesco',
    industry: 'retail',
    country: 'GB',
    timeZone: 'Europe/London',
    template: 'online-shop',
    promises: [first(4 * HOUR_SECONDS, 85), answered(1, 98)],
  },
  {
    account: 'SpotifyCares',
    name: 'Spotify Cares',
    slug: 'spotify-cares',
    industry: 'media',
    country: 'SE',
    timeZone: 'Europe/Stockholm',
    template: 'software',
    promises: [first(30 * MINUTE_SECONDS, 80)],
  },
  {
    account: 'British_Airways',
    name: 'British Airways',
    slug: 'british-airways',
    industry: 'airline',
    country: 'GB',
    timeZone: 'Europe/London',
    template: 'airline',
    promises: [first(2 * HOUR_SECONDS, 80)],
  },
  {
    account: 'comcastcares',
    name: 'Comcast Cares',
    slug: 'comcast-cares',
    industry: 'telecommunications',
    country: 'US',
    timeZone: US_EAST,
    template: 'small-business',
    promises: [first(4 * HOUR_SECONDS, 90)],
  },
  {
    account: 'Delta',
    name: 'Delta',
    slug: 'delta',
    industry: 'airline',
    country: 'US',
    timeZone: US_EAST,
    template: 'airline',
    promises: [first(30 * MINUTE_SECONDS, 90)],
  },
  {
    account: 'VirginTrains',
    name: 'Virgin Trains',
    slug: 'virgin-trains',
    industry: 'railway',
    country: 'GB',
    timeZone: 'Europe/London',
    template: 'public-body',
    promises: [first(30 * MINUTE_SECONDS, 90)],
  },
  {
    account: 'TMobileHelp',
    name: 'T-Mobile Help',
    slug: 't-mobile-help',
    industry: 'telecommunications',
    country: 'US',
    timeZone: US_WEST,
    template: 'small-business',
    promises: [first(HOUR_SECONDS, 90)],
    laterPromises: [first(15 * MINUTE_SECONDS, 90)],
  },
  {
    account: 'ChipotleTweets',
    name: 'Chipotle',
    slug: 'chipotle',
    industry: 'food',
    country: 'US',
    timeZone: 'America/Denver',
    template: 'small-business',
    promises: [first(HOUR_SECONDS, 90)],
  },
  {
    account: 'hulu_support',
    name: 'Hulu Support',
    slug: 'hulu-support',
    industry: 'media',
    country: 'US',
    timeZone: US_WEST,
    template: 'software',
    promises: [first(24 * HOUR_SECONDS, 80)],
  },
  {
    account: 'Safaricom_Care',
    name: 'Safaricom Care',
    slug: 'safaricom-care',
    industry: 'telecommunications',
    country: 'KE',
    timeZone: 'Africa/Nairobi',
    template: 'small-business',
    promises: [first(HOUR_SECONDS, 85)],
  },
  {
    account: 'AskPayPal',
    name: 'Ask PayPal',
    slug: 'ask-paypal',
    industry: 'bank',
    country: 'US',
    timeZone: US_WEST,
    template: 'bank',
    promises: [first(8 * HOUR_SECONDS, 75)],
  },
  {
    account: 'mediatemplehelp',
    name: 'Media Temple Help',
    slug: 'media-temple-help',
    industry: 'software',
    country: 'US',
    timeZone: US_WEST,
    template: 'software',
    promises: [first(HOUR_SECONDS, 90)],
  },
];

/** Stands on every page of these companies. */
export const DEMO_NOTICE =
  'This is a demonstration. The conversations are real: X, autumn 2017, only who wrote when, moved by whole weeks so that they end now. Nearly all of them were answered, because the collection holds few that were not. The promises are examples; the company has not made them.';
