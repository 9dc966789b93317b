import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * `npm start`. What the program is compiled to is kept for the next start, which takes half the processor time then. That has to be asked for
 * before anything else is loaded. Where nothing can be kept, in a folder that is not ours to write, it is compiled each time.
 */
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/kept', import.meta.url)));
await import('./start-built.ts');
