import node from '@astrojs/node';
import { defineConfig } from 'astro/config';
import { keptInDevelopment } from './src/server/astro-development.ts';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 8 * 1024 * 1024 }),
  integrations: [keptInDevelopment()],
  trailingSlash: 'never',
  devToolbar: { enabled: false },
  server: { port: 4321 },
  build: { inlineStylesheets: 'never', assets: '_astro' },
  security: {
    // Our own check in middleware.ts also works behind a proxy that ends TLS.
    checkOrigin: false,
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
      ],
    },
  },
});
