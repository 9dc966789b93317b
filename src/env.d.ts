declare namespace App {
  interface Locals {
    services?: import('./http/services.ts').Services;
    ctx: import('./commands/context.ts').Context;
  }
}
