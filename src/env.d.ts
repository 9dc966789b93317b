declare namespace App {
  interface Locals {
    /** What the server lends to each request; the middleware sees to it under `astro dev` too. */
    services: import('./http/services.ts').Services;
    /** From where and with what the browser asks. */
    visitor: import('./http/session.ts').Visitor;
    /** The client's network address, behind the proxies that are trusted; unset under `astro dev`. */
    address?: string;
    ctx: import('./commands/context.ts').Context;
    /** How public pages read: for who is signed in always from the primary, so that nobody misses what they have just changed. */
    reading: Pick<import('./http/services.ts').Services, 'read' | 'reports'> & {
      /** Undefined for who is signed in. */
      readonly pages: import('./http/page-memory.ts').PageMemory | undefined;
    };
    /** Set by a page that is worth remembering for others. */
    drawing?: import('./http/page-memory.ts').PageOccasion;
    /** Why the page asked for was not shown; what `/problem` explains. */
    problem?: import('./commands/errors.ts').AppError;
    /** The signed-in user; undefined for everybody else. */
    user: import('./store/user-session.ts').SessionUser | undefined;
  }
}
