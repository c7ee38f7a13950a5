/** Texts that parsers of streams, of JSON and of Unicode have fallen for; two hundred, always the same. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...surrogates(),
  ...separators(),
  ...controls(),
  ...invisibles(),
  ...lookalikes(),
  ...large(),
];

/** Halves of pairs: alone, at either end, in the wrong order, next to whole ones and to backslashes. */
function surrogates(): string[] {
  const halves = ['\ud800', '\ud83c', '\udbff', '\udc00', '\udf27', '\udfff'];
  const placed = halves.flatMap((half) => [
    half,
    `${half}a`,
    `a${half}`,
    `a${half}b`,
    `\\${half}`,
    `${half}🌧`,
  ]);
  const pairs = [
    '\udf27\ud83c',
    '\ud83c\ud83c',
    '\ud83c\udf27\ud83c',
    '🌧\ud83c'.repeat(50),
    '\ud83c\0',
    '\ud83c"',
  ];
  return [...placed, ...pairs];
}

/** What some reader takes for the end of a line. */
function separators(): string[] {
  const ends = ['\n', '\r', '\r\n', '\n\n', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029'];
  return ends.flatMap((end) => [end, `a${end}b`, `${end}data: x${end}${end}event: endpoint${end}`]);
}

function controls(): string[] {
  const codes = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, index) => 0x7f + index)];
  return codes.map((code) => `${String.fromCharCode(code)}b`);
}

/** Direction marks, joiners, byte order marks, noncharacters, private and unassigned code points. */
function invisibles(): string[] {
  const codes = [
    0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202d, 0x202e,
    0x2060, 0x2066, 0x2069, 0x206f, 0xe000, 0xfdd0, 0xfdef, 0xfe0f, 0xfeff, 0xfff9, 0xfffd, 0xfffe, 0xffff,
    0x1fffe, 0x1ffff, 0xe0001, 0xe007f, 0xf0000, 0x10fffe, 0x10ffff,
  ];
  return codes.map((code) => `${String.fromCodePoint(code)}a${String.fromCodePoint(code)}`);
}

/** Text that looks like escapes, events, markup or JSON. */
function lookalikes(): string[] {
  return [
    '\\ud83c',
    '\\\\ud83c',
    '\\u2028\u2028',
    '\\',
    '"',
    '\\"',
    'data: x\n\nevent: error\ndata: y\n\n',
    ': heartbeat\n',
    'id: 7\nretry: 1\n',
    '{"jsonrpc":"2.0","id":1,"result":{}}',
    '</script><!--',
    'e\u0301\u0301\u0301',
    '👩‍👩‍👧‍👦🏳️‍🌈',
    'Ａ世界مرحبا',
  ];
}

/** As much as clients take in one event. */
function large(): string[] {
  return [
    'x'.repeat(900_000),
    '世'.repeat(300_000),
    `${'y'.repeat(899_000)}\u2028\u2029\x85\ud83c`,
    '🌧'.repeat(225_000),
    `\ud83c${'z'.repeat(899_000)}`,
    '\ud83c'.repeat(100_000),
    '\\'.repeat(400_000),
    '\u2028'.repeat(100_000),
    '\x85'.repeat(100_000),
    `\ufeff${'w'.repeat(899_000)}\ufeff`,
  ];
}
