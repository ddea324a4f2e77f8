import { build } from 'vite';

/** Builds the app in the working folder with source maps beside the files (run as a process). */
await build({ logLevel: 'error', build: { sourcemap: 'hidden' } });
