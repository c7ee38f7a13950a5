import { AllowedOrigins, normalizeOrigin } from './allowed-origins.js';

describe('normalizeOrigin', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['HTTPS://App.Example.com', 'https://app.example.com'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['http://app.example.com:8080', 'http://app.example.com:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://[2001:DB8::1]:81', 'http://[2001:db8::1]:81'],
    ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
    ['vscode-file://vscode-app', 'vscode-file://vscode-app'],
    ['tauri://localhost', 'tauri://localhost'],
    ['app://obsidian.md', 'app://obsidian.md'],
    ['app://-', 'app://-'],
    ['app://.', 'app://.'],
    ['https://*.example.com', 'https://*.example.com'],
    ['https://*.example.com:8443', 'https://*.example.com:8443'],
  ])('writes %s as browsers do', (text, origin) => {
    expect(normalizeOrigin(text)).toBe(origin);
  });

  it.each([
    'null',
    '*',
    'https://*',
    'https://*.com',
    'https://*.*.example.com',
    'https://a.*.example.com',
    'https://*a.example.com',
    '*://a.example.com',
    'https://%2A.com',
    'https://%2a.example.com',
    'https://＊.com',
    'https://a.%2A.com',
    'https://*.1.2.3.4',
    'https://*.[::1]',
    'https://*.example.com.',
    'https://',
    'file://',
    'file:///',
    'data:text/html,x',
    'app.example.com',
    'https://a.example/',
    'https://a.example/path',
    'https://a.example?x',
    'https://a.example#x',
    'https://me@a.example',
    'https://a.example https://b.example',
    'tauri://local host',
    'tauri://',
    'https://a.example:99999',
  ])('refuses %s', (text) => {
    expect(normalizeOrigin(text)).toBeUndefined();
  });
});

describe('AllowedOrigins', () => {
  const allowed = new AllowedOrigins(['https://*.example.com', 'tauri://localhost', 'app://*.my.app'], true);

  it.each([
    'https://a.example.com',
    'tauri://localhost',
    'app://x.my.app',
    'http://localhost:3000',
    'https://[::1]',
  ])('has %s', (origin) => expect(allowed.has(origin)).toBe(true));

  it.each([
    'null',
    '',
    'https://example.com',
    'https://a.b.example.com',
    'https://.example.com',
    'https://*.example.com',
    'http://a.example.com',
    'https://a.example.com:444',
    'https://a.example.com.evil',
    'https://evil/a.example.com',
    'tauri://localhost:1',
    'TAURI://localhost',
    'app://localhost',
    'http://localhost/',
    'http://LOCALHOST',
    'http://localhost/, http://evil.example',
    'http://localhost@evil.example',
    'http://localhost.evil.example',
  ])('does not have %s', (origin) => expect(allowed.has(origin)).toBe(false));
});
