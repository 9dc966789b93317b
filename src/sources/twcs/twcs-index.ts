import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Instant } from '../../domain/instant.ts';

/** A tweet of a conversations file. */
export interface Tweet {
  readonly id: string;
  /** Account of a company, or whatever stands for a customer. */
  readonly author: string;
  readonly isInbound: boolean;
  readonly at: Instant;
  readonly parentId: string | null;
  /** What the file names as responses, whether or not they are in it. */
  readonly responseIds: readonly string[];
  /** Handles that the text mentions, without @. */
  readonly mentions: readonly string[];
}

/** A customer's tweet and a company's direct reply. */
export interface ReplyPair {
  readonly customerTweetId: string;
  readonly customer: string;
  readonly customerAt: Instant;
  readonly replyId: string;
  readonly account: string;
  readonly replyAt: Instant;
}

/** A customer's tweet that belongs to a company, with that company's direct replies. */
export interface OpenedConversation {
  readonly id: string;
  readonly author: string;
  readonly at: Instant;
  /** Of the company's accounts the one that replied first, else one that is mentioned. */
  readonly account: string;
  readonly replies: readonly { readonly id: string; readonly at: Instant }[];
  /** False when the file names a response that it does not hold: whether it was answered cannot be seen. */
  readonly isObservable: boolean;
}

const TABLES = `
  create table tweet (id text primary key, author text, inbound integer, at integer, parent text) without rowid;
  create table mention (handle text collate nocase, tweet_id text, primary key (handle, tweet_id)) without rowid;
  create table response (tweet_id text, id text, primary key (tweet_id, id)) without rowid;
  create table reply (tweet_id text, id text, account text collate nocase, at integer, primary key (tweet_id, id)) without rowid;
  create table pair (customer_id text, reply_id text, customer text, customer_at integer, account text, reply_at integer, primary key (customer_id, reply_id)) without rowid;
  create table known (id text primary key, inbound integer) without rowid;
  create table wanted (account text collate nocase primary key, rank integer) without rowid;`;

/**
 * The tweets of two files, put where who answered what can be asked. It is a temporary database on the disk that nobody else can open
 * and that goes with the process, so that files of any size need little memory.
 */
export class TwcsIndex {
  readonly #database = new DatabaseSync('');
  readonly #statements = new Map<string, StatementSync>();
  #isIndexed = false;

  constructor() {
    this.#database.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -32000; ${TABLES} begin`);
  }

  addTweet(tweet: Tweet): void {
    const { id, author, isInbound, at, parentId } = tweet;
    const inbound = isInbound ? 1 : 0;
    this.#run('insert or ignore into tweet values (?, ?, ?, ?, ?)', id, author, inbound, at, parentId);
    this.#run('insert or replace into known values (?, ?)', id, inbound);
    if (!isInbound && parentId !== null) this.#run('insert or ignore into reply values (?, ?, ?, ?)', parentId, id, author, at);
    for (const handle of tweet.mentions) this.#run('insert or ignore into mention values (?, ?)', handle, id);
    for (const responseId of tweet.responseIds) this.#run('insert or ignore into response values (?, ?)', id, responseId);
  }

  addPair(pair: ReplyPair): void {
    const { customerTweetId, customer, customerAt, replyId, account, replyAt } = pair;
    this.#run('insert or ignore into pair values (?, ?, ?, ?, ?, ?)', customerTweetId, replyId, customer, customerAt, account, replyAt);
    this.#run('insert or ignore into known values (?, 1)', customerTweetId);
    this.#run('insert or ignore into known values (?, 0)', replyId);
    this.#run('insert or ignore into reply values (?, ?, ?, ?)', customerTweetId, replyId, account, replyAt);
  }

  /** Every account that a company writes from, in either file, in order. */
  listAccounts(): string[] {
    const rows = this.#all('select author as account from tweet where inbound = 0 union select account from pair order by 1');
    return rows.map(({ account }) => String(account));
  }

  /**
   * The openings that belong to the company with these accounts: inbound tweets of a conversations file without a parent, or whose parent is
   * a customer's, that the company replied to or that mention it; each once. Those whose parent is in neither file are left out.
   */
  *listOpenings(accounts: readonly string[]): Generator<OpenedConversation> {
    this.#choose(accounts);
    const rows = this.#iterate(`
      with belongs(tweet_id, rank) as (
        select tweet_id, rank from wanted join reply using (account)
        union all select tweet_id, 1000 + rank from wanted join mention on handle = account)
      select id, author, at, min(rank) as rank, exists (
          select 1 from response where tweet_id = tweet.id and not exists (select 1 from known where known.id = response.id)) as missing
        from belongs join tweet on tweet.id = tweet_id
        where inbound = 1 and (parent is null or exists (select 1 from known where known.id = parent and known.inbound = 1))
        group by tweet.id order by at, id`);
    for (const { id, author, at, rank, missing } of rows) {
      const replies = this.#listReplies(String(id));
      const account = replies[0]?.account ?? accounts[Number(rank) % 1000] ?? '';
      const isObservable = replies.length > 0 || Number(missing) === 0;
      yield { id: String(id), author: String(author), at: Number(at), account, replies, isObservable };
    }
  }

  /** The customers' tweets of a file of reply pairs that these accounts replied to. */
  *listAnswered(accounts: readonly string[]): Generator<OpenedConversation> {
    this.#choose(accounts);
    const rows = this.#iterate(`
      select customer_id as id, customer as author, min(customer_at) as at from pair
      where account collate nocase in (select account from wanted) group by customer_id order by at, id`);
    for (const { id, author, at } of rows) {
      const replies = this.#all(
        `select reply_id as id, account, reply_at as at from pair
         where customer_id = ? and account collate nocase in (select account from wanted) order by at, id`,
        String(id),
      ).map((row) => ({ id: String(row.id), at: Number(row.at), account: String(row.account) }));
      yield { id: String(id), author: String(author), at: Number(at), account: replies[0]?.account ?? '', replies, isObservable: true };
    }
  }

  /** True for a tweet of a conversations file: what it says of replies is in its opening, where it is one. */
  hasTweet(id: string): boolean {
    return this.#all('select 1 as found from tweet where id = ?', id).length > 0;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #listReplies(tweetId: string) {
    const rows = this.#all(
      'select id, wanted.account, at from reply join wanted using (account) where tweet_id = ? order by at, id',
      tweetId,
    );
    return rows.map(({ id, account, at }) => ({ id: String(id), account: String(account), at: Number(at) }));
  }

  #choose(accounts: readonly string[]): void {
    if (!this.#isIndexed)
      this.#database.exec(
        'create index reply_account on reply (account, tweet_id); create index pair_account on pair (account collate nocase)',
      );
    this.#isIndexed = true;
    this.#run('delete from wanted');
    for (const [rank, account] of accounts.entries()) this.#run('insert or ignore into wanted values (?, ?)', account, rank);
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#prepare(sql).run(...values);
  }

  #all(sql: string, ...values: string[]) {
    return this.#prepare(sql).all(...values);
  }

  #iterate(sql: string) {
    return this.#prepare(sql).iterate();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
