// Writes the tables of helm/rookery/README.md from the comments of values.yaml, and copies the alerts and the dashboard into
// the chart, which can have no files from outside. With --check it only says whether all is right.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, parseDocument } from 'yaml';

const README = 'helm/rookery/README.md';
const VALUES = 'helm/rookery/values.yaml';

const COPIES = {
  'helm/rookery/files/rookery.rules.yml': 'deploy/prometheus/rookery.rules.yml',
  'helm/rookery/files/dashboard.json': 'deploy/grafana/rookery.json',
};

/** What is set most, and so comes first. */
const MOST_SET = [
  'image.repository',
  'image.tag',
  'auth.mode',
  'auth.existingSecret.name',
  'config.publicUrl',
  'config.trustProxy',
  'httpRoute.enabled',
  'httpRoute.parentRefs',
  'httpRoute.hostnames',
  'resources',
  'config.toolTimeoutSeconds',
  'config.logLevel',
  'drain.shutdownSeconds',
  'extraEnv',
  'metrics.serviceMonitor.enabled',
];

/** The values below a map that have a comment `# --`. */
function* described(map, path = []) {
  for (const [index, { key, value }] of map.items.entries()) {
    const name = [...path, key.value];
    const comment = key.commentBefore ?? (index === 0 ? map.commentBefore : undefined);
    const line = comment?.split('\n').find((text) => text.startsWith(' -- '));
    if (line) yield { name: name.join('.'), text: line.slice(4), shown: shownDefault(value) };
    else if (isMap(value)) yield* described(value, name);
  }
}

function shownDefault(value) {
  const plain = value.toJSON();
  if (plain === null || plain === '') return '–';
  if (typeof plain === 'object') {
    const text = JSON.stringify(plain);
    return text.length <= 40 ? `\`${text}\`` : '[values.yaml](values.yaml)';
  }
  return `\`${isScalar(value) ? String(plain) : plain}\``;
}

function table(rows) {
  const cells = rows.map(
    ({ name, shown, text }) => `| \`${name}\` | ${shown} | ${text.replaceAll('|', '\\|')} |`,
  );
  return ['| Value | Default | |', '| --- | --- | --- |', ...cells].join('\n');
}

const rows = [...described(parseDocument(readFileSync(VALUES, 'utf8')).contents)];
const first = MOST_SET.map((name) => rows.find((row) => row.name === name));
if (first.includes(undefined)) throw new Error('a value of MOST_SET is not in values.yaml');
const tables = { 'most-set': first, all: rows.filter((row) => !MOST_SET.includes(row.name)) };

const old = readFileSync(README, 'utf8');
const text = Object.entries(tables).reduce(
  (page, [name, members]) =>
    page.replace(
      new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`),
      (_whole, begin, end) => `${begin}\n${table(members)}\n\n${end}`,
    ),
  old,
);
const files = { [README]: text };
for (const [copy, original] of Object.entries(COPIES)) files[copy] = readFileSync(original, 'utf8');
for (const [file, content] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(file, content);
  else if (readFileSync(file, 'utf8') !== content) {
    console.error(`${file} is not as it should be: npm run docs:chart`);
    process.exitCode = 1;
  }
}
