// Imports an entry of the package, and prints the packages that this loads: modules by a hook, CommonJS by its cache.
import { createRequire, register } from 'node:module';
import { fileURLToPath } from 'node:url';

const HOOK = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, nextLoad) {
    writeSync(1, url + '\\n');
    return nextLoad(url, context);
  }`;

register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
await import(fileURLToPath(new URL(`../../../${process.argv[2]}`, import.meta.url)));
for (const path of Object.keys(createRequire(import.meta.url).cache)) console.log(path);
