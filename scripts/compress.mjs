// Shrinks the script and the module, and writes .br and .gz beside every asset of the page that compresses. Trunk runs it after a build, on the folder that
// it is about to publish (TRUNK_STAGING_DIR). A development build is left alone: it is served by trunk itself.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { shrink, shrinkStyles } from './shrink.mjs';

const COMPRESSIBLE = /\.(html|js|mjs|css|svg|wasm|json|txt|xml|webmanifest|po)$/;

export function compress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      compress(path);
    } else if (COMPRESSIBLE.test(name)) {
      const bytes = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(
        `${path}.br`,
        brotliCompressSync(bytes, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_LGWIN]: 24,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          },
        }),
      );
    }
  }
}

if (process.env.TRUNK_PROFILE !== 'debug') {
  const folder = process.env.TRUNK_STAGING_DIR ?? 'dist';
  await shrink(folder);
  shrinkStyles(folder, process.env.PAGES !== 'without-staff');
  compress(folder);
}
