declare namespace App {
  interface Locals {
    services?: import('./http/services.ts').Services;
    ctx: import('./commands/context.ts').Context;
    /** The signed-in user; undefined for everybody else. */
    user: import('./store/user-session.ts').SessionUser | undefined;
  }
}
