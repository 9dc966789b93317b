import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

/** The least that an Astro page can be, behind the same adapter as the product's pages. */
export default defineConfig({ output: 'server', adapter: node({ mode: 'middleware' }), devToolbar: { enabled: false } });
