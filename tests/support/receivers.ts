import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A web server on loopback that keeps what it is sent. */
export interface WebReceiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** Those among them that were answered. */
  readonly answered: readonly ReceivedCall[];
  /** What it answers from now on; `hang`: nothing. */
  answer(status: number | 'hang', headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export async function receiveWeb(): Promise<WebReceiver> {
  const calls: ReceivedCall[] = [];
  const answered: ReceivedCall[] = [];
  let status: number | 'hang' = 200;
  let answerHeaders: Record<string, string> = {};
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const call = { path: request.url ?? '', headers: request.headers, body };
      calls.push(call);
      if (status === 'hang') return;
      answered.push(call);
      response.writeHead(status, answerHeaders).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answered,
    answer: (next, headers = {}) => {
      status = next;
      answerHeaders = headers;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A mail server on loopback that keeps the mails it has taken, as they came. */
export interface MailReceiver {
  readonly url: string;
  readonly mails: readonly string[];
  /** How many it was handed, taken or not. */
  readonly handed: () => number;
  /** `hang`: from now on it answers nothing once it was handed a mail, and takes none. */
  answer(how: 'take' | 'hang'): void;
  close(): Promise<void>;
}

export async function receiveMail(): Promise<MailReceiver> {
  const mails: string[] = [];
  let handed = 0;
  let isHanging = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData: (stream, _session, done) => {
      let mail = '';
      stream.setEncoding('utf8').on('data', (text: string) => (mail += text));
      stream.on('end', () => {
        handed += 1;
        if (isHanging) return;
        mails.push(mail);
        done();
      });
    },
  });
  // Who is killed while it sends hangs up, which is no failure of the server.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    handed: () => handed,
    answer: (how) => {
      isHanging = how === 'hang';
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
