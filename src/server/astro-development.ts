import type { AstroIntegration } from 'astro';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { answerRoute } from './request-handler.ts';

/** Lets `astro dev` run with our own routes and services in front, as the built server does. */
export function keptInDevelopment(): AstroIntegration {
  return {
    name: 'kept-in-development',
    hooks: {
      'astro:server:setup': async ({ server }) => {
        const app = await createApp(readConfig(process.env));
        await app.started;
        Object.assign(globalThis, { [DEVELOPMENT_SERVICES]: app.services });
        server.middlewares.use((request, response, next) => {
          answerRoute(app, request, response).then((answered) => answered || next(), next);
        });
        server.httpServer?.on('close', () => void app.close());
      },
    },
  };
}

/** Where `middleware.ts` finds the services under `astro dev`, which passes no locals. */
const DEVELOPMENT_SERVICES = Symbol.for('kept.development-services');
